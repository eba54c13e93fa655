import type { Page } from "@playwright/test";
import { audited, putOnCall } from "../support/database";
import { PASSCODE, type Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en } from "../support/words";

/** Keeps requests waiting until what is answered is called. */
async function hold(page: Page, address: string): Promise<() => void> {
  let letGo = () => {};
  const over = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(address, (route) => over.then(() => route.continue()));
  return letGo;
}

/** Opens the plan of a client; this is on the phone and not sent. */
async function openUnsent(phone: Phone, name: string) {
  await phone.openClient(name);
  await phone.page.click(".lamp");
  await expect(phone.page.locator("article.plan")).toBeVisible();
  await expect.poll(() => phone.unsent()).toBe(1);
}

test("a plan opened in airplane mode, before anything else was tried, counts as offline", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  await phone.context.setOffline(true);
  await openUnsent(phone, name!);
  await phone.context.setOffline(false);
  await phone.syncNow();
  await phone.everythingSent();
  expect(audited(server, "crisis_plan_opened").map((each) => each.offline)).toEqual([true]);
});

test("a plan opened while a silent network holds the sync counts as offline", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  await phone.openClient(name!);
  await server.becomeSilent();
  await phone.syncNow();
  // A request without an answer for longer than this phone waits to call the network silent.
  await phone.page.waitForTimeout(3_500);
  await openUnsent(phone, name!);
  await server.start();
  await phone.syncNow();
  await phone.everythingSent();
  expect(audited(server, "crisis_plan_opened").map((each) => each.offline)).toEqual([true]);
});

test("a plan opened while a next attempt is under way after one that failed counts as offline", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  const { page } = phone;
  await phone.openClient(name!);
  await page.route("**/api/v1/pull*", (route) => route.abort());
  await Promise.all([page.waitForEvent("requestfailed"), phone.syncNow()]);
  await page.unroute("**/api/v1/pull*");
  const letGo = await hold(page, "**/api/v1/pull*");
  await Promise.all([page.waitForRequest("**/api/v1/pull*"), phone.syncNow()]);
  await openUnsent(phone, name!);
  letGo();
  await phone.everythingSent();
  expect(audited(server, "crisis_plan_opened").map((each) => each.offline)).toEqual([true]);
});

test("a plan opened before the server has answered at all counts as offline, and not one after that", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  const { page } = phone;
  const letGo = await hold(page, "**/api/v1/**");
  await phone.reopen();
  await phone.unlock();
  await openUnsent(phone, name!);
  letGo();
  await phone.everythingSent();
  await phone.openClient(name!);
  await page.click(".lamp");
  await expect.poll(() => audited(server, "crisis_plan_opened").map((each) => each.offline)).toEqual([true, false]);
});

test("an answer that says that nothing is new is an answer", async ({ server, phone }) => {
  const [name] = await phone.names();
  const { page } = phone;
  putOnCall(server, 24 * 60);
  const look = async () => {
    const answer = page.waitForResponse((each) => each.url().includes("/api/v1/on-call/plans"));
    await phone.go("me");
    await page.locator('main a[href="/on-call"]').first().click();
    await expect(page.locator("a.person .person-name").first()).toBeVisible();
    return (await answer).status();
  };
  expect([await look(), await look()]).toEqual([200, 304]);
  await phone.openClient(name!);
  await page.click(".lamp");
  await expect.poll(() => audited(server, "crisis_plan_opened").map((each) => each.offline)).toEqual([false]);
});

test("taking the phone back from the client is not another opening of the plan", async ({
  server,
  phone,
}) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  await page.click(".lamp");
  await page.getByRole("button", { name: en.show_to_client }).click();
  await page.getByRole("button", { name: en.give_phone_back }).click();
  await page.fill("#passcode", PASSCODE);
  await page.locator(".give-back button[type=submit]").click();
  await expect(page.locator("article.plan")).toBeVisible();
  await phone.everythingSent();
  const lookups = audited(server, "crisis_plan_opened");
  expect(lookups.map((each) => each.reason)).toEqual(["own_client", "shown_to_client"]);
});
