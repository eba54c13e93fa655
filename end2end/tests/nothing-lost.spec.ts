import { setTimeout as sleep } from "node:timers/promises";
import { operations } from "../support/database";
import { expect, test } from "../support/test";
import { en } from "../support/words";

test("a note outlives the browser, killed right after “Saved on this phone”", async ({
  server,
  phone,
}) => {
  test.setTimeout(240_000);
  const [name] = await phone.names();
  await phone.reopen();
  await phone.unlock();
  // Otherwise a note that the phone lost could come back from the server.
  await server.kill();
  const waits = [0, 10, 20, 35, 50];
  for (const [round, wait] of waits.entries()) {
    await test.step(`killed ${wait} ms after`, async () => {
      await phone.openClient(name!);
      await phone.openForm();
      await phone.page.fill("#seen-heard", `Round ${round}: under the bridge.`);
      await phone.sign();
      await phone.saved();
      await sleep(wait);
      await phone.kill();
      await phone.start();
      await phone.reopen();
      await phone.unlock();
      expect(await phone.unsent()).toBe(round + 1);
      await phone.openClient(name!);
      await expect(phone.timeline.filter({ hasText: `Round ${round}:` })).toHaveCount(1);
      await phone.openForm();
      await expect(phone.page.locator("#seen-heard"), "no draft of a signed note").toHaveValue("");
    });
  }
  await test.step("all of them arrive", async () => {
    await server.start();
    await phone.syncNow();
    await expect.poll(() => operations(server).length).toBe(waits.length);
    // A browser killed this young may have forgotten its cookie; notes go all the same.
    const signInNeeded = phone.page.locator('main a[href="/sign-in"]');
    await expect(signInNeeded.or(phone.page.getByText(en.everything_sent!)).first()).toBeVisible();
    if (await signInNeeded.isVisible()) await phone.signInAgain();
    await phone.everythingSent();
    await phone.openClient(name!);
    for (const round of waits.keys()) {
      const note = phone.timeline.filter({ hasText: `Round ${round}:` });
      await expect(note).toHaveCount(1);
      await expect(note).toContainText("Received");
    }
  });
});

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
  await expect(phone.page.locator(".kept")).toHaveText(en.draft_kept!);
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
