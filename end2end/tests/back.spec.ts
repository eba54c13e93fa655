// "Back" goes back: to where one came from, as it was left, by the arrow and by the phone's own.
import type { Page } from "@playwright/test";
import { everyDay, inPeace, thereAndBack } from "../support/journeys";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

/** Of the demonstration's people, one with needs, a plan and a long past. */
const NAME = "Beckett";

const path = (page: Page) => new URL(page.url()).pathname;

test("back from what is done every day leads to the place, the scroll and the text", async ({ phone }) => {
  test.setTimeout(240_000);
  const gone: string[] = [];
  for (const origin of everyDay(NAME)) {
    await test.step(origin.from, async () => void gone.push(...(await thereAndBack(phone, origin))));
  }
  console.log(gone.join("\n"));
});

test("back from what is looked at in peace leads to the place, the scroll and the text", async ({ phone, server }) => {
  test.setTimeout(240_000);
  const gone: string[] = [];
  for (const origin of inPeace(NAME, server)) {
    await test.step(origin.from, async () => void gone.push(...(await thereAndBack(phone, origin))));
  }
  console.log(gone.join("\n"));
});

test("what comes later above the place to which Back led does not move it", async ({ phone }) => {
  const { page } = phone;
  const down = () => page.evaluate(() => Math.round(scrollY));
  /** As drafts that are read from the store after the people were drawn. */
  const later = () =>
    page.evaluate(() => {
      const above = Object.assign(document.createElement("div"), { id: "later" });
      above.style.height = "160px";
      document.querySelector("main")!.prepend(above);
    });
  await phone.go("clients");
  await expect(page.locator(".person").last()).toBeVisible();
  await later();
  await page.evaluate(() => {
    window.dispatchEvent(new Event("wheel"));
    scrollTo(0, 200);
  });
  await expect.poll(down).toBe(200);
  await page.locator('nav.bar a[href="/me"]').dispatchEvent("click");
  await expect(page.locator("main h2").first()).toBeVisible();
  await expect(page.locator(".person")).toHaveCount(0);
  await page.evaluate(() => document.querySelector("#later")?.remove());
  await page.goBack();
  await expect(page.locator(".person").first()).toBeVisible();
  await page.waitForTimeout(300);
  await later();
  await page.waitForTimeout(300);
  expect(await down()).toBe(200);
});

test("the arrow names the place it leads to, and leads up where one came from nowhere", async ({ phone }) => {
  const { page } = phone;
  const arrow = page.locator(".head-back");
  await phone.go("today");
  await page.locator(".group .person").first().click();
  await expect(arrow).toHaveText(en.today!);
  const name = (await page.locator("h1").textContent())!;
  await page.locator(".lamp").click();
  await expect(arrow).toHaveText(name);
  await page.getByRole("link", { name: en.plan_change }).click();
  await expect(arrow).toHaveText(en.crisis_plan!);
  const plan = path(page).replace(/\/edit$/, "");

  // As from a bookmark: nothing of ours came before.
  const other = await phone.context.newPage();
  await other.goto(plan);
  await phone.unlock(undefined, other);
  await expect(other.locator(".head-back")).toHaveText(name);
  await phone.back(other);
  await expect.poll(() => path(other)).toBe(plan.replace(/\/plan$/, ""));
  await expect(other.locator(".timeline")).toBeVisible();
});

test("what somebody searched for is kept in memory alone, and is gone with a lock", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.go("clients");
  const typed = name!.slice(0, 4);
  await page.fill("#search", typed);
  await page.locator(".people .person").first().click();
  await expect(page.locator(".timeline")).toBeVisible();
  const kept = () => page.evaluate(() => JSON.stringify([location.href, history.state, { ...localStorage }, { ...sessionStorage }]));
  expect(await kept()).not.toContain(typed);
  await page.goBack();
  await expect(page.locator("#search")).toHaveValue(typed);
  expect(await kept()).not.toContain(typed);
  await page.locator(".people .person").first().click();
  await expect(page.locator(".timeline")).toBeVisible();
  await phone.go("me");
  await page.getByRole("button", { name: en.lock_now }).click();
  await phone.unlock();
  while (path(page) !== "/clients") {
    const here = page.url();
    await page.goBack();
    await expect(page).not.toHaveURL(here);
  }
  await expect(page.locator("#search")).toHaveValue("");
});

test("a form that was left and then signed elsewhere is not there any more", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  const client = path(page);
  await phone.openForm();
  await page.fill("#seen-heard", "By the north door.");
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await phone.go("today");
  await page.locator(".drafts a").first().click();
  await expect(page.locator("#seen-heard")).toHaveValue("By the north door.");
  await phone.sign();
  await phone.saved();
  // Past the client's page that took the place of the form, and past Today: there the form was.
  await page.goBack();
  await expect.poll(() => path(page)).toBe("/");
  await page.goBack();
  await expect.poll(() => path(page)).toBe(client);
  await expect(page.locator(".timeline")).toBeVisible();
  await expect(page.locator("main form")).toHaveCount(0);
});

test("who looks something up while writing comes back to the words", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await page.fill("#seen-heard", "She asked for the number of");
  await page.click(".lamp");
  await expect(page.locator("article.plan")).toBeVisible();
  await phone.back();
  await expect(page.locator("#seen-heard")).toHaveValue("She asked for the number of");
});

test("an address at which nothing is leads on, and never to a form", async ({ phone }) => {
  const { page } = phone;
  const d = wordsOf("desk");
  const nobody = "/clients/01900000-0000-7000-8000-000000000000";
  const id = "01900000-0000-7000-8000-000000000001";
  await phone.openClient((await phone.names())[0]!);
  const somebody = path(page);
  for (const address of ["/nowhere", "/clients/Amara", "/clients/Amara/log", `${somebody}/nothing`, "/on-call/Amara"]) {
    await page.goto(address);
    await phone.unlock();
    await expect(page.getByRole("heading", { name: d.nothing_here }), address).toBeVisible();
    await expect(page.locator("main form, main textarea"), address).toHaveCount(0);
  }
  await page.locator("main .row").getByRole("link", { name: en.today, exact: true }).click();
  await expect(page.locator(".group:not([hidden])").first()).toBeVisible();
  for (const address of [`${nobody}/contacts/${id}`, `${somebody}/contacts/${id}`]) {
    await page.goto(address);
    await phone.unlock();
    await expect(page.locator("main .empty"), address).toBeVisible();
    await expect(page.locator("main form, main textarea"), address).toHaveCount(0);
  }
});

test("a clock that is put back after a note was signed keeps nobody from the next form", async ({ newPhone }) => {
  const phone = await newPhone();
  const { page } = phone;
  await page.clock.install({ time: Date.now() + 60 * 60_000 });
  await phone.enrol();
  const [name] = await phone.names();
  await phone.logContact(name!, { seenHeard: "At the pier, by a clock that was an hour ahead." });
  await page.clock.setSystemTime(Date.now());
  for (const seenHeard of ["By a clock that is right again.", "And once more."]) {
    await phone.openForm();
    await page.fill("#seen-heard", seenHeard);
    await phone.sign();
    await phone.saved();
    await expect(page.locator(".timeline")).toBeVisible();
  }
  await phone.everythingSent();
});
