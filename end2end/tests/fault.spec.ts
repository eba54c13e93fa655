import type { Page } from "@playwright/test";
import { expect, test } from "../support/test";

/** What a panic in the app is to the browser: a trap in compiled code that nobody catches. */
const trap = (page: Page) =>
  page.evaluate(() => {
    // One function, called on start: unreachable.
    const code = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 8, 1, 0, 10, 5, 1, 3, 0, 0, 11];
    queueMicrotask(() => new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(code))));
  });

test("an app that stops says so at once, keeps the words on the screen, and has them after opening again", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await page.fill("#seen-heard", "Sat on the bench with her bags.");
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
  await trap(page);
  const said = page.locator("#ended");
  await expect(said).toContainText("Streetlight stopped");
  await expect(said).toContainText("call 911 or 988");
  await expect(page.locator("#seen-heard")).toHaveValue("Sat on the bench with her bags.");
  await expect(said).toBeInViewport({ ratio: 1 });
  // What would be typed now, nobody would keep.
  await expect(page.locator("#seen-heard")).not.toBeEditable();
  expect((await said.locator("button").boundingBox())!.height).toBeGreaterThanOrEqual(48);
  expect(phone.faults.splice(0), "that one was put in").toHaveLength(1);

  await said.locator("button").click();
  await phone.unlock();
  await phone.openClient(name!);
  await phone.openForm();
  await page.getByRole("button", { name: phone.words.keep_writing }).click();
  await expect(page.locator("#seen-heard")).toHaveValue("Sat on the bench with her bags.");
});

test("an app that stopped and is left alone locks after a minute, in the language of the phone", async ({ newPhone }) => {
  const phone = await newPhone({ locale: "es-US" });
  const { page } = phone;
  await page.clock.install();
  await page.goto("/");
  await phone.signIn();
  await expect(page.locator("#passcode-again")).toBeVisible();
  await phone.choosePasscode();
  await trap(page);
  await expect(page.locator("#ended")).toContainText("Streetlight se detuvo");
  await page.clock.runFor(61_000);
  await expect(page.locator("#ended")).toHaveCount(0);
  await expect(page.locator("#passcode")).toBeVisible();
  expect(phone.faults.splice(0), "that one was put in").toHaveLength(1);
});

test("an app that stopped shows nobody's file once it was in the background", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  await trap(page);
  await expect(page.locator("#ended")).toBeVisible();
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect(page.locator("#passcode")).toBeVisible();
  await expect(page.locator("body")).not.toContainText(name!);
  expect(phone.faults.splice(0), "that one was put in").toHaveLength(1);
});

test("an app that cannot start says what is safe and whom to call", async ({ newPhone }) => {
  const phone = await newPhone();
  await phone.context.route(/streetlight.*\.wasm$/, (route) => route.fulfill({ contentType: "application/wasm", body: "not it" }));
  await phone.page.goto("/");
  await expect(phone.page.locator("#ended")).toContainText("Streetlight could not start. What was saved on this phone is still here.");
  expect(phone.faults.splice(0).join()).toContain("could not start");
  await phone.context.unroute(/streetlight.*\.wasm$/);
  await phone.page.locator("#ended button").click();
  await expect(phone.page.locator("#login")).toBeVisible();
});
