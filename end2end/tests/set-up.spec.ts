import { ageSessions, count } from "../support/database";
import { PASSCODE, PASSPHRASE, type Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en } from "../support/words";

const submit = ({ page }: Phone) => page.locator("button[type=submit]:visible").click();

/** Types a passcode and asks for the phone to be set up. */
async function setUp(phone: Phone, passcode = PASSCODE) {
  await phone.page.fill("#passcode", passcode);
  await phone.page.fill("#passcode-again", passcode);
  await submit(phone);
}

/** The first time that the phone is to be enrolled, nothing comes back; told whether it gets there. */
async function loseTheAnswer({ page }: Phone, arrives: boolean, hangs: boolean) {
  let lost = () => {};
  const isLost = new Promise<void>((tell) => (lost = tell));
  await page.route(
    "**/api/v1/devices",
    async (route) => {
      if (arrives) await route.fetch();
      if (!hangs) await route.abort();
      lost();
    },
    { times: 1 },
  );
  return () => isLost;
}

/** Signs in, and has the answer to setting up lost that comes next. */
async function signInBeforeTheLoss(phone: Phone, arrives: boolean, hangs: boolean) {
  await phone.page.goto("/");
  await phone.signIn();
  await expect(phone.page.locator("#passcode-again")).toBeVisible();
  return loseTheAnswer(phone, arrives, hangs);
}

/** Setting up is broken off, after the server heard of it or before. */
async function breakOff(phone: Phone, heard: boolean, passcode = PASSCODE) {
  const isLost = await signInBeforeTheLoss(phone, heard, true);
  await setUp(phone, passcode);
  await isLost();
}

test("setting up that is broken off after the server heard of it is taken up by the passcode", async ({ server, newPhone }) => {
  const phone = await newPhone();
  await breakOff(phone, true);
  await phone.reopen();
  await phone.unlock();
  await phone.everythingSent();
  const [name] = await phone.names();
  await phone.logContact(name!, { seenHeard: "From a phone with a bad start." });
  await phone.everythingSent();
  expect(count(server, "device"), "no dead phone is left at the server").toBe(1);
});

for (const arrives of [true, false]) {
  test(`an answer to setting up that is lost ${arrives ? "on the way back" : "on the way"} makes no second phone`, async ({
    server,
    newPhone,
  }) => {
    const phone = await newPhone();
    const { page } = phone;
    await signInBeforeTheLoss(phone, arrives, false);
    await setUp(phone, "typed-at-first");
    await expect(page.locator("p.problem")).toHaveText(en.server_unreachable!);
    await phone.choosePasscode();
    await phone.reopen();
    await phone.unlock();
    await phone.everythingSent();
    expect(count(server, "device")).toBe(1);
  });

  test(`whoever forgets the passcode of a setting up that was broken off ${arrives ? "after" : "before"} the server heard of it signs in`, async ({
    server,
    newPhone,
  }) => {
    const phone = await newPhone();
    const { page } = phone;
    await breakOff(phone, arrives, "typed-and-forgotten");
    await phone.reopen();
    await page.getByRole("button", { name: en.forgot_passcode }).click();
    await page.fill("#password", PASSPHRASE);
    await submit(phone);
    await phone.choosePasscode();
    await phone.everythingSent();
    await phone.reopen();
    await phone.unlock();
    expect(count(server, "device")).toBe(1);
  });
}

test("a setting up that was broken off is not taken up in another worker's name", async ({ server, newPhone }) => {
  const phone = await newPhone();
  const { page } = phone;
  await breakOff(phone, false);
  await phone.reopen();
  await page.getByText(en.somebody_else!).click();
  await page.getByRole("button", { name: en.sign_in_as_other }).click();
  await phone.signIn("marcus");
  await phone.choosePasscode("harbour-bell-9");
  await phone.everythingSent();
  await phone.reopen();
  await page.getByText(en.somebody_else!).click();
  await page.getByRole("button", { name: /Dana/ }).click();
  await phone.unlock();
  await expect.poll(() => count(server, "device")).toBe(1);
  await phone.syncNow();
  await page.click('main a[href="/sign-in"]');
  await page.fill("#password", PASSPHRASE);
  await submit(phone);
  await expect(page.locator(".notice")).toHaveText(en.unlock_to_enrol_again!);
  await phone.unlock();
  await phone.everythingSent();
  expect(count(server, "device")).toBe(2);
});

/** How long after the password a phone is set up, and a minute. */
const TOO_LATE = 11;

test("whoever is slow to choose a passcode gives the password again, and it goes on from there", async ({ server, newPhone }) => {
  const phone = await newPhone();
  const { page } = phone;
  await page.goto("/");
  await phone.signIn();
  await expect(page.locator("#passcode-again")).toBeVisible();
  ageSessions(server, TOO_LATE);
  await setUp(phone);
  await expect(page.locator(".banner")).toHaveText(en.password_again!);
  await expect(page.locator("#login")).toHaveValue("dana");
  expect(count(server, "device")).toBe(0);
  await page.fill("#password", "not the password");
  await submit(phone);
  await expect(page.locator("p.problem")).toHaveText(en.wrong_sign_in!);
  await page.fill("#password", PASSPHRASE);
  await submit(phone);
  await phone.everythingSent();
  expect(count(server, "device")).toBe(1);
  await phone.reopen();
  await phone.unlock();
});

test("a phone that was opened without the server's knowing keeps what is written until the password is given again", async ({
  server,
  newPhone,
}) => {
  const phone = await newPhone();
  const { page } = phone;
  await breakOff(phone, false);
  ageSessions(server, TOO_LATE);
  await phone.reopen();
  await phone.unlock();
  expect(count(server, "device"), "an old session sets up no phone").toBe(0);
  await phone.go("clients");
  await page.click('a[href="/clients/new"]');
  await page.fill("#name", "Somebody by the river");
  await page.getByRole("button", { name: en.save_and_log }).click();
  await expect(page.locator("form.log")).toBeVisible();
  expect(await phone.outbox()).toBe(1);
  await phone.syncNow();
  await page.click('main a[href="/sign-in"]');
  await page.fill("#password", PASSPHRASE);
  await submit(phone);
  await phone.unlock();
  await phone.everythingSent();
  expect(await phone.outbox()).toBe(0);
  expect(count(server, "device")).toBe(1);
});

test("whoever is slow to replace a forgotten passcode gives the password again", async ({ server, phone }) => {
  const { page } = phone;
  const again = async () => {
    await page.fill("#password", PASSPHRASE);
    await submit(phone);
    await expect(page.locator("#passcode-again")).toBeVisible();
  };
  await phone.reopen();
  await page.getByRole("button", { name: en.forgot_passcode }).click();
  await again();
  ageSessions(server, TOO_LATE);
  await setUp(phone, "harbour-bell-9");
  await expect(page.locator(".banner")).toHaveText(en.password_again!);
  await again();
  await phone.choosePasscode("harbour-bell-9");
  await phone.everythingSent();
});

test("a phone tells of another that was set up in the worker's name, until it is put away", async ({ newPhone, phone }) => {
  const { page } = phone;
  const told = page.locator("main").getByText(en.phone_added!.split("{when}")[1]!);
  await expect(told).toHaveCount(0);
  const other = await newPhone();
  await other.enrol();
  await phone.reopen();
  await phone.unlock();
  await expect(told).toBeVisible();
  await told.click();
  await expect(page.locator(".banner")).toContainText(en.phone_added!.split("(")[0]!);
  await page.getByRole("button", { name: en.phone_added_mine }).click();
  await expect(told).toHaveCount(0);
  const asked = page.waitForResponse("**/api/v1/account");
  await phone.reopen();
  await phone.unlock();
  await asked;
  await phone.everythingSent();
  await expect(told).toHaveCount(0);
  await expect(other.page.locator("main").getByText(en.phone_added!.split("{when}")[1]!), "the new one itself").toHaveCount(0);
});

test("a phone is set up while the browser's question about storage waits for an answer", async ({ newPhone }) => {
  const phone = await newPhone();
  await phone.context.addInitScript(() => {
    // No such thing on the empty page that a browser begins with.
    if (navigator.storage) navigator.storage.persist = () => new Promise(() => {});
  });
  await phone.enrol();
  await phone.reopen();
  await phone.unlock();
  await phone.everythingSent();
});

test("the passcode that opened the phone is not counted as a wrong one, however soon it is closed", async ({ phone }) => {
  const { page, context } = phone;
  // A phone that never comes to rest.
  await context.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
  await phone.reopen();
  await phone.unlock();
  const counted = await page.evaluate(async () => {
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
  expect(counted).toBe(0);
});

test("a phone is its worker's in every spelling of their name, and is not set up a second time", async ({
  server,
  newPhone,
}) => {
  server.addWorker("Strauß", "Ines Strauß-Sample", PASSPHRASE);
  const phone = await newPhone();
  const { page } = phone;
  await page.goto("/");
  await phone.signIn("Strauß");
  await phone.openWith();
  await phone.everythingSent();
  const before = count(server, "device");
  for (const spelling of ["STRAUSS", " strauss ", "ｓtrauß", "STRAUẞ"]) {
    await phone.reopen();
    await page.getByText(en.somebody_else!).click();
    await page.getByRole("button", { name: en.sign_in_as_other }).click();
    await phone.signIn(spelling);
    await phone.unlock();
    await phone.everythingSent();
  }
  expect(count(server, "device")).toBe(before);
});

/** Puts an enrolment into the list of this phone: what `changed` gives is laid over the one that is there. */
async function keepProfile({ page }: Phone, changed: object, key?: string) {
  await page.evaluate(
    async ({ changed, key }) => {
      const ask = <T>(request: IDBRequest<T>) =>
        new Promise<T>((done, failed) => {
          request.onsuccess = () => done(request.result);
          request.onerror = () => failed(request.error);
        });
      const database = await ask(indexedDB.open("streetlight"));
      const store = database.transaction("profiles", "readwrite").objectStore("profiles");
      const [own] = await ask(store.getAllKeys());
      const lies = key ? {} : JSON.parse(new TextDecoder().decode(await ask(store.get(own!))));
      await ask(store.put(new TextEncoder().encode(JSON.stringify({ ...lies, ...changed })), key ?? own));
      database.close();
    },
    { changed, key },
  );
}

test("a worker whose name to sign in with was changed goes on with the same phone", async ({ server, phone }) => {
  const { page } = phone;
  const before = count(server, "device");
  const [name] = await phone.names();
  // As the phone was set up under the name from before.
  await keepProfile(phone, { login: "dana.w" });
  await phone.reopen();
  await page.getByText(en.somebody_else!).click();
  await page.getByRole("button", { name: en.sign_in_as_other }).click();
  await phone.signIn("dana");
  await phone.unlock();
  await phone.logContact(name!, { seenHeard: "By the fountain." });
  await phone.everythingSent();
  expect(count(server, "device")).toBe(before);
});

test("an enrolment that cannot be read shuts nobody else out of a phone that is shared", async ({ phone }) => {
  await keepProfile(phone, { device_id: "of tomorrow" }, "01890a5d-ac96-774b-bcce-b302099000ff");
  await phone.reopen();
  // Whoever has the phone in hand is told, since nothing else will say that those notes wait.
  await expect(phone.page.locator("main.lock .banner")).toHaveText(en.enrolment_unreadable!);
  await phone.unlock();
  await phone.everythingSent();
});

test("whoever set the phone up alone, and cannot be read any more, is told and may set it up anew", async ({
  phone,
}) => {
  const { page } = phone;
  await keepProfile(phone, { device_id: "of tomorrow" });
  await page.evaluate(() => localStorage.removeItem("streetlight/profiles"));
  await phone.reopen();
  await expect(page.locator("main.gate .banner")).toHaveText(en.enrolment_unreadable!);
  await phone.signIn();
  await phone.openWith();
  await phone.everythingSent();
});
