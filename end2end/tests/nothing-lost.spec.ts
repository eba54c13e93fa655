import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "../support/test";
import { en } from "../support/words";

test.describe.configure({ retries: 0 });

test("text typed more than a second before a kill is in the draft, for that client only", async ({
  phone,
}) => {
  const { page } = phone;
  const [right, wrong] = await phone.names();
  await phone.openClient(right!);
  await phone.openForm();
  await page.locator("#seen-heard").pressSequentially("Asked for the long blanket.");
  await expect(page.locator(".kept")).toHaveText(en.draft_kept!, { timeout: 1_000 });
  await sleep(1_000);
  await page.locator("#seen-heard").pressSequentially(" And th", { delay: 20 });
  await phone.kill();

  await phone.start();
  await phone.reopen();
  await phone.unlock();
  const draft = phone.page.locator(".drafts .person");
  await expect(draft).toHaveCount(1);
  await expect(draft).toContainText(right!);
  await expect(draft).toContainText("Asked for the long blanket.");

  await phone.openClient(wrong!);
  await phone.openForm();
  await expect(phone.page.locator("#seen-heard")).toHaveValue("");
  await expect(phone.page.locator("form.log .banner")).toHaveCount(0);

  await phone.openClient(right!);
  await phone.openForm();
  await expect(phone.page.locator("form.log .banner")).toContainText(en.keep_writing!);
  await expect(phone.page.locator("#seen-heard")).toHaveValue(/^Asked for the long blanket\./);
});

test("locking after the draft was kept shows it again after unlocking", async ({ phone }) => {
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await phone.page.fill("#seen-heard", "Told me about the harbor job.");
  await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await phone.go("me");
  await phone.page.getByRole("button", { name: en.lock_now }).click();
  await phone.unlock();
  await phone.go("today");
  await expect(phone.page.locator(".drafts")).toContainText("Told me about the harbor job.");
});

test("opening the crisis plan right after typing keeps the draft", async ({ phone }) => {
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await phone.page.fill("#seen-heard", "Asked who to call tonight.");
  await phone.page.click(".lamp");
  await expect(phone.page.locator("article.plan")).toBeVisible();
  await phone.openForm();
  await expect(phone.page.locator("#seen-heard")).toHaveValue("Asked who to call tonight.");
});

test("a tap on another place right after typing keeps the draft and shows it", async ({ phone }) => {
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await phone.page.fill("#seen-heard", "Told me about the harbor job.");
  await phone.go("today");
  await expect(phone.page.locator(".drafts")).toContainText("Told me about the harbor job.");
});

test("a page that goes away right after typing keeps the draft", async ({ phone }) => {
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await phone.page.fill("#seen-heard", "Half a sentence, then the phone rang");
  await phone.page.goto("about:blank");
  await phone.reopen();
  await phone.unlock();
  await expect(phone.page.locator(".drafts")).toContainText("Half a sentence, then the phone rang");
});

test("locking right after typing keeps the draft", async ({ phone }) => {
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  const other = await phone.context.newPage();
  await other.goto("/");
  await phone.unlock(undefined, other);
  await other.click('nav.bar a[href="/me"]');
  const lock = other.getByRole("button", { name: en.lock_now });
  await lock.waitFor();
  await phone.page.fill("#seen-heard", "Said the door is open at night");
  await lock.click();
  // Locked in one tab is locked in all.
  await expect(phone.page.locator("#passcode")).toBeVisible();
  await phone.unlock();
  await phone.go("today");
  await expect(phone.page.locator(".drafts")).toContainText("Said the door is open at night");
});
