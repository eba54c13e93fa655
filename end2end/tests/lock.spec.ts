import { operations } from "../support/database";
import { PASSCODE, PASSPHRASE, type Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en } from "../support/words";

async function tryPasscode(phone: Phone, passcode: string) {
  await phone.page.fill("#passcode", passcode);
  await phone.page.locator("button[type=submit]:visible").click();
}

/** Lets the time pass that a wrong passcode costs, by the clock of the phone. */
async function minutesLater(phone: Phone, minutes: number) {
  await phone.page.clock.fastForward(minutes * 60_000);
}

test("wrong passcodes cost more and more time, also after the app was closed", async ({ phone }) => {
  const { page } = phone;
  await phone.reopen();
  for (let wrong = 1; wrong <= 3; wrong += 1) {
    await tryPasscode(phone, "not-the-passcode");
    await expect(page.locator("p.problem")).toHaveText(en.wrong_passcode!);
  }
  await tryPasscode(phone, PASSCODE);
  await expect(page.locator("p.problem")).toContainText("Too many wrong passcodes");
  await phone.reopen();
  await tryPasscode(phone, PASSCODE);
  await expect(page.locator("p.problem")).toContainText("Too many wrong passcodes");
  await page.waitForTimeout(5_500);
  await phone.unlock();
});

test("the tenth wrong passcode destroys the key; what waits is delivered, and signing in brings all back", async ({
  server,
  phone,
}) => {
  const { page } = phone;
  const [name] = await phone.names();
  await server.stop();
  await phone.logContact(name!, { seenHeard: "Written before the phone was stolen." });
  await page.clock.install();
  await phone.reopen();
  for (let wrong = 1; wrong <= 10; wrong += 1) {
    await minutesLater(phone, 16);
    await tryPasscode(phone, `guess-number-${wrong}`);
    if (wrong < 10) await expect(page.locator("p.problem")).toContainText("That is not the passcode");
  }
  await expect(page.locator(".banner[role=alert]")).toHaveText(en.key_destroyed!);
  await expect(page.locator("#passcode")).toHaveCount(0);

  await phone.stop();
  await phone.start();
  await server.start();
  await phone.page.goto("/");
  await expect(phone.page.locator(".banner[role=alert]")).toHaveText(en.key_destroyed!);
  await expect.poll(() => operations(server).length).toBe(1);

  await phone.page.getByRole("button", { name: en.sign_in, exact: true }).click();
  await phone.page.fill("#password", PASSPHRASE);
  await phone.page.locator("button[type=submit]:visible").click();
  await phone.page.fill("#passcode", "another-lantern-7");
  await phone.page.fill("#passcode-again", "another-lantern-7");
  await phone.page.locator("button[type=submit]:visible").click();
  await expect(phone.page.locator(".app")).toBeVisible();
  await phone.openClient(name!);
  await expect(phone.timeline.filter({ hasText: "Written before the phone was stolen." })).toHaveCount(1);
});

test("two workers share a phone: each finds only their own, and both outboxes arrive", async ({
  server,
  phone,
}) => {
  const { page } = phone;
  const [hers] = await phone.names();
  await server.stop();
  await phone.logContact(hers!, { seenHeard: "From the first worker." });
  await phone.reopen();
  await server.start();
  await page.getByText(en.somebody_else!).click();
  await page.getByRole("button", { name: en.sign_in_as_other }).click();
  await phone.signIn("marcus");
  await phone.choosePasscode("harbour-bell-9");
  await expect.poll(() => operations(server).length).toBe(1);
  const his = await phone.names();
  expect(his).not.toContain(hers);
  await phone.logContact(his[0]!, { seenHeard: "From the second worker." });
  await phone.everythingSent();

  await phone.reopen();
  await page.getByText(en.somebody_else!).click();
  await page.getByRole("button", { name: /Dana/ }).click();
  await phone.unlock();
  // The session is still the other worker's: nothing of his may come in with it.
  await phone.syncNow();
  await expect(page.getByText(en.sign_in_for_updates!)).toBeVisible();
  expect(await phone.names()).toContain(hers);
  const delivered = operations(server);
  expect(new Set(delivered.map((each) => each.opId)).size).toBe(2);
  expect(new Set(delivered.map((each) => each.device)).size).toBe(2);
});

test("nobody looks, nothing is to be seen", async ({ phone }) => {
  await phone.names();
  await phone.page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect(phone.page.locator(".person").first()).toBeHidden();
  await phone.page.evaluate(() => {
    Reflect.deleteProperty(document, "visibilityState");
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect(phone.page.locator(".person").first()).toBeVisible();
});
