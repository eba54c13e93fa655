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

/** Wrong passcodes in a row, as they are counted on the disk of the phone. */
function counted({ page }: Phone): Promise<number> {
  return page.evaluate(async () => {
    const ask = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const database = await ask(indexedDB.open("streetlight"));
    const [profile] = await ask(database.transaction("profiles").objectStore("profiles").getAll());
    database.close();
    return JSON.parse(new TextDecoder().decode(profile)).tries.wrong;
  });
}

test("of two tabs that try at the same moment one tries, and the other waits", async ({ phone }) => {
  const one = phone.page;
  // What a tab reads is a second old before it goes on.
  await phone.context.addInitScript(() => {
    const get = IDBObjectStore.prototype.get;
    IDBObjectStore.prototype.get = function (key) {
      const asked = get.call(this, key);
      if (this.name === "profiles" && this.transaction.mode === "readonly") {
        const set = (hear: () => void) => asked.addEventListener("success", () => setTimeout(hear, 1_000));
        Object.defineProperty(asked, "onsuccess", { set });
      }
      return asked;
    };
  });
  await phone.reopen();
  for (let wrong = 1; wrong <= 3; wrong += 1) {
    await tryPasscode(phone, "not-the-passcode");
    await expect(one.locator("p.problem")).toHaveText(en.wrong_passcode!);
  }
  const two = await phone.context.newPage();
  await phone.reopen();
  await two.goto("/");
  await expect(two.locator("#passcode")).toBeVisible();
  await one.waitForTimeout(5_500);
  const tabs = [one, two];
  for (const tab of tabs) await tab.fill("#passcode", "not-the-passcode");
  const submit = () => document.querySelector<HTMLButtonElement>("button[type=submit]")!.click();
  await Promise.all(tabs.map((tab) => tab.evaluate(submit)));
  const said = await Promise.all(
    tabs.map(async (tab) => {
      await expect(tab.locator("p.problem")).not.toBeEmpty();
      return tab.locator("p.problem").innerText();
    }),
  );
  expect(said.filter((sentence) => sentence.includes("Wrong passcode"))).toHaveLength(1);
  expect(said.filter((sentence) => sentence.includes("Too many wrong passcodes"))).toHaveLength(1);
  expect(await counted(phone)).toBe(4);
});

test("each tab's wrong passcode is counted once, and a right one not at all", async ({ phone }) => {
  const one = phone.page;
  await phone.reopen();
  const two = await phone.context.newPage();
  await two.goto("/");
  for (const tab of [one, two]) {
    phone.page = tab;
    await tab.bringToFront();
    await tryPasscode(phone, "not-the-passcode");
    await expect(tab.locator("p.problem")).toHaveText(en.wrong_passcode!);
  }
  expect(await counted(phone)).toBe(2);
  await phone.unlock();
  await expect.poll(() => counted(phone)).toBe(0);
  phone.page = one;
  await one.bringToFront();
  await tryPasscode(phone, "not-the-passcode");
  await expect(one.locator("p.problem")).toHaveText(en.wrong_passcode!);
  expect(await counted(phone)).toBe(1);
});

test("wrong passcodes that the disk does not take are counted all the same, also after a new start", async ({ phone }) => {
  const { page, context } = phone;
  await context.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...args: [unknown, IDBValidKey?]) {
      if (this.name === "profiles") throw new DOMException("full", "QuotaExceededError");
      return put.apply(this, args);
    };
  });
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
  // The row is over: a full disk keeps nobody out.
  await phone.reopen();
  await tryPasscode(phone, "not-the-passcode");
  await expect(page.locator("p.problem")).toHaveText(en.wrong_passcode!);
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
    if (wrong < 10) await expect(page.locator("p.problem")).toContainText("Wrong passcode");
  }
  await expect(page.locator(".banner[role=alert]")).toHaveText(en.key_destroyed!);
  await expect(page.locator("#passcode")).toHaveCount(0);

  await phone.stop();
  await phone.start();
  await server.start();
  await phone.page.goto("/");
  await expect(phone.page.locator(".banner[role=alert]")).toHaveText(en.key_destroyed!);
  await expect.poll(() => keptLock(phone), "no passcode is asked for where none helps").not.toContain('id="passcode"');
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

/** The lock as the next start shows it. */
function keptLock({ page }: Phone): Promise<string> {
  return page.evaluate(() => JSON.parse(JSON.parse(localStorage.getItem("streetlight/lock")!))[2]);
}

/** Has the app come only when it is let, as on a slow phone. */
async function holdTheAppBack({ context, page }: Phone) {
  await context.addInitScript(() => {
    const compile = WebAssembly.compileStreaming;
    const let_ = new Promise<void>((resolve) => Object.assign(window, { letTheAppCome: resolve }));
    WebAssembly.compileStreaming = (source) => let_.then(() => compile(source));
  });
  return () => page.evaluate(() => (window as unknown as { letTheAppCome(): void }).letTheAppCome());
}

test("the lock is there before the app, which goes on with what was typed and tapped", async ({ phone }) => {
  const { page } = phone;
  await phone.reopen();
  const letTheAppCome = await holdTheAppBack(phone);
  await phone.reopen();
  await expect(page.locator("body")).toHaveAttribute("data-boot");
  await expect(page.locator(".emergency a[href^='tel:']").first()).toBeVisible();
  await page.click("#passcode");
  await page.keyboard.type(PASSCODE);
  await page.keyboard.press("Enter");
  await expect(page.locator("button[type=submit]")).toHaveAttribute("aria-busy", "true");
  await expect(page.locator("body")).toHaveAttribute("data-boot");
  await letTheAppCome();
  await expect(page.locator(".person").first()).toBeVisible();
  const kept = await keptLock(phone);
  expect(kept, "it is kept as it stood before anything was typed").toContain('id="passcode"');
  expect(kept).not.toContain(PASSCODE);
  expect(kept).not.toContain("aria-busy");
});

test("whoever types while the app comes types on", async ({ phone }) => {
  const { page } = phone;
  await phone.reopen();
  const letTheAppCome = await holdTheAppBack(phone);
  await phone.reopen();
  await page.click("#passcode");
  await page.keyboard.type(PASSCODE.slice(0, 3) + PASSCODE.slice(-2));
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await letTheAppCome();
  await expect(page.locator("body")).not.toHaveAttribute("data-boot");
  await expect(page.locator("#passcode")).toBeFocused();
  await page.keyboard.type(PASSCODE.slice(3, -2));
  await page.keyboard.press("Enter");
  await expect(page.locator(".person").first()).toBeVisible();
});

test("half a passcode that was entered before the app came costs no try", async ({ phone }) => {
  const { page } = phone;
  await phone.reopen();
  const letTheAppCome = await holdTheAppBack(phone);
  await phone.reopen();
  await page.click("#passcode");
  await page.keyboard.type(PASSCODE.slice(0, 4));
  await page.keyboard.press("Enter");
  await page.keyboard.type(PASSCODE.slice(4));
  await letTheAppCome();
  await expect(page.locator("body")).not.toHaveAttribute("data-boot");
  await expect(page.locator("#passcode")).toHaveValue(PASSCODE);
  await expect(page.locator("p.problem")).toBeEmpty();
  await page.keyboard.press("Enter");
  await expect(page.locator(".person").first()).toBeVisible();
});

test("whoever signs in before the app has come is signed in once it has", async ({ newPhone }) => {
  const phone = await newPhone();
  const letTheAppCome = await holdTheAppBack(phone);
  await phone.page.goto("/sign-in", { waitUntil: "commit" });
  await phone.signIn();
  await expect(phone.page.locator("button[type=submit]")).toHaveAttribute("aria-busy", "true");
  await letTheAppCome();
  await phone.choosePasscode();
});

test("a tap that goes down before the app has come and comes up afterwards counts", async ({ phone }) => {
  const { page } = phone;
  await phone.reopen();
  const letTheAppCome = await holdTheAppBack(phone);
  await phone.reopen();
  await page.fill("#passcode", PASSCODE);
  await page.locator("button[type=submit]").hover();
  await page.mouse.down();
  await letTheAppCome();
  await page.waitForFunction(() => performance.getEntriesByName("compiled").length > 0);
  // Longer than the app takes from here, and less than a finger is believed.
  await page.waitForTimeout(500);
  await page.mouse.up();
  await expect(page.locator(".person").first()).toBeVisible();
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

  // Whose passcode is asked for is said, also where the lock is there before the app.
  await phone.reopen();
  await expect(page.locator("main.lock h1 + p")).toHaveText(/Marcus/);
  await page.getByText(en.somebody_else!).click();
  await page.getByRole("button", { name: /Dana/ }).click();
  await expect(page.locator("main.lock h1 + p")).toHaveText(/Dana/);
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
