// What opens a phone: another passcode, and a passkey beside it. Neither needs a network.
import { expireSessions } from "../support/database";
import { withFinger } from "../support/finger";
import { PASSCODE, PASSPHRASE, Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const desk = wordsOf("desk");

/** Opens the settings with the passcode. */
async function prove(phone: Phone, passcode = PASSCODE) {
  await phone.go("me");
  await phone.page.click('a[href="/me/lock"]');
  await phone.page.fill("#passcode", passcode);
  await phone.page.getByRole("button", { name: desk.go_on }).click();
}

const tryPasscode = async (phone: Phone, passcode: string) => {
  await phone.page.fill("#passcode", passcode);
  await phone.page.locator("button[type=submit]:visible").click();
};

test("the passcode is changed offline; the old one opens nothing any more, and a draft is still there", async ({
  server,
  phone,
}) => {
  const { page } = phone;
  const [name] = await phone.names();
  await server.stop();
  await phone.openClient(name!);
  await phone.openForm();
  await page.fill("#seen-heard", "Written under the old passcode");
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);

  await prove(phone, "not-the-passcode");
  await expect(page.locator("p.problem")).toHaveText(en.wrong_passcode!);
  await page.fill("#passcode", PASSCODE);
  await page.getByRole("button", { name: desk.go_on }).click();
  await page.fill("#passcode-again", "lantern-43");
  for (const [first, sentence] of [
    ["short", en.passcode_too_short],
    ["lantern-44", en.passcodes_differ],
  ]) {
    await page.fill("#passcode", first!);
    await page.getByRole("button", { name: en.save, exact: true }).click();
    await expect(page.locator("p.problem").first()).toHaveText(sentence!);
  }
  await page.fill("#passcode", "lantern-43");
  await page.getByRole("button", { name: en.save, exact: true }).click();
  await expect(page.locator(".notice")).toContainText(desk.passcode_changed!);

  await phone.kill();
  await phone.start();
  await phone.reopen();
  await tryPasscode(phone, PASSCODE);
  await expect(phone.page.locator("p.problem")).toHaveText(en.wrong_passcode!);
  await phone.unlock("lantern-43");
  await phone.page.locator(".drafts a").click();
  await expect(phone.page.locator("#seen-heard")).toHaveValue("Written under the old passcode");
});

test("showing the passcode counts as no wrong try, however often", async ({ phone }) => {
  const { page } = phone;
  for (let times = 0; times < 5; times += 1) {
    await prove(phone);
    await expect(page.locator("#passcode-again")).toBeVisible();
  }
  await phone.reopen();
  await tryPasscode(phone, "not-the-passcode");
  await expect(page.locator("p.problem")).toHaveText(en.wrong_passcode!);
  // One wrong one is free: no wait.
  await phone.unlock();
});

test("a finger opens the phone in airplane mode, the passcode as well, and neither once it was taken away", async ({
  server,
}) => {
  // Passkeys belong to names, not to numbers.
  const phone = await Phone.start(`http://localhost:${server.port}`);
  try {
    const { page } = phone;
    await phone.enrol();
    const { finger } = await withFinger(phone);
    await server.stop();
    await prove(phone);
    await page.getByRole("button", { name: desk.passkey_set_up }).click();
    await expect(page.getByText(desk.passkey_is_set_up!)).toBeVisible();

    await phone.reopen();
    const use = page.getByRole("button", { name: en.use_passkey });
    await use.click();
    await expect(page.locator(".app")).toBeVisible();
    const [name] = await phone.names();

    // The client's hands hold the phone; the worker's finger takes it back.
    await phone.openClient(name!);
    await page.click(".lamp");
    await page.getByRole("button", { name: en.show_to_client }).click();
    await page.locator(".give-back button").click();
    await use.click();
    await expect(page.locator(".app")).toBeVisible();

    // Another finger, or none: the passcode is always there.
    await phone.reopen();
    await finger(false);
    await use.click();
    await expect(page.locator("p.problem")).toHaveText(en.no_passkey!);
    await phone.unlock();
    await prove(phone);
    await page.getByRole("button", { name: desk.passkey_remove }).click();
    await expect(page.getByRole("button", { name: desk.passkey_set_up })).toBeVisible();
    await phone.reopen();
    await expect(use).toHaveCount(0);
    await phone.unlock();
    expect(phone.faults).toEqual([]);
  } finally {
    await phone.stop();
  }
});

test("a phone whose passkeys keep no secrets says so, and stays as it was", async ({ server }) => {
  const phone = await Phone.start(`http://localhost:${server.port}`);
  try {
    await phone.enrol();
    await withFinger(phone, false);
    await prove(phone);
    await phone.page.getByRole("button", { name: desk.passkey_set_up }).click();
    await expect(phone.page.locator("p.problem").last()).toHaveText(desk.passkey_not_made!);
    await phone.reopen();
    await expect(phone.page.getByRole("button", { name: en.use_passkey })).toHaveCount(0);
    await phone.unlock();
  } finally {
    await phone.stop();
  }
});

test("a passcode that another window changes while one waits for the server is not undone", async ({
  server,
  phone,
}) => {
  const one = phone.page;
  const two = await phone.context.newPage();
  await two.goto("/");
  await phone.unlock(undefined, two);
  expireSessions(server);
  let answer = () => {};
  const held = new Promise<void>((go) => (answer = go));
  await one.bringToFront();
  await phone.go("me");
  await one.getByRole("button", { name: en.sync_now }).click();
  await one.click('main a[href="/sign-in"]');
  await one.route("**/api/v1/session", async (route) => {
    await held;
    await route.continue();
  });
  await one.fill("#password", PASSPHRASE);
  await one.locator("button[type=submit]:visible").click();

  phone.page = two;
  await two.bringToFront();
  await prove(phone);
  // The field that proves the old one has the same name: the second one tells that it is gone.
  await two.fill("#passcode-again", "lantern-43");
  await two.fill("#passcode", "lantern-43");
  await two.getByRole("button", { name: en.save, exact: true }).click();
  await expect(two.locator(".notice")).toContainText(desk.passcode_changed!);
  answer();
  await one.bringToFront();
  await expect(one.locator(".app")).toBeVisible();
  await expect(one.locator('main a[href="/sign-in"]')).toHaveCount(0);

  await phone.kill();
  await phone.start();
  await phone.reopen();
  await tryPasscode(phone, PASSCODE);
  await expect(phone.page.locator("p.problem")).toHaveText(en.wrong_passcode!);
  await phone.unlock("lantern-43");
});
