// One's own account: the password, where one is signed in, and a passkey beside the password.
import { audited, expireSessions } from "../support/database";
import { withFinger } from "../support/finger";
import { everyLook } from "../support/looks";
import { PASSCODE, Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const words = wordsOf("office");
const desk = wordsOf("desk");
const NEW = "four words nobody joins";

async function openAccount(phone: Phone) {
  await phone.go("me");
  await phone.page.locator('main a[href="/me/account"]').first().click();
  await expect(phone.page.getByRole("heading", { name: words.sessions! })).toBeVisible();
}

/** Opens the form and asks for a change. */
async function change({ page }: Phone, old: string, fresh: string, again = fresh) {
  const form = page.locator("main form");
  if (!(await form.isVisible())) await page.getByText(words.password_change!, { exact: true }).click();
  await page.fill("#password-old", old);
  await page.fill("#password-new", fresh);
  await page.fill("#password-again", again);
  await form.getByRole("button", { name: words.password_change_yes, exact: true }).click();
}

/** The next time that a passkey is to be made or used, the person says no. */
const declines = ({ page }: Phone, what: "create" | "get") =>
  page.evaluate((what) => {
    const { credentials } = navigator;
    const real = credentials[what].bind(credentials);
    credentials[what] = async () => {
      credentials[what] = real;
      throw new DOMException("declined", "NotAllowedError");
    };
  }, what);

const told = (phone: Phone) => phone.page.locator("main").getByText(en.password_changed!.split("{when}")[1]!);

test("a worker changes the password; their other phone signs in with the new one and tells them", async ({
  server,
  newPhone,
  phone,
}) => {
  test.setTimeout(180_000);
  const { page } = phone;
  const other = await newPhone();
  await other.enrol();
  await openAccount(phone);
  const short = words.password_too_short!.replace("{characters}", "12");
  for (const [old, fresh, again, field, sentence] of [
    ["harbor lights after rain", "short", "short", "#password-new", short],
    ["harbor lights after rain", NEW, "another", "#password-again", words.passwords_differ],
    ["harbor lights after rain", "password12345", undefined, "#password-new", words.password_guessable],
    ["harbor lights after rain", "harbor lights after rain", undefined, "#password-new", words.password_same],
    ["not my password", NEW, undefined, "#password-old", words.password_wrong],
  ] as const) {
    await change(phone, old, fresh, again ?? fresh);
    await phone.complains(page.locator(field), sentence!);
    await expect(page.locator("#password-new"), "what was typed stays").toHaveValue(fresh);
  }
  await change(phone, "harbor lights after rain", NEW);
  await expect(page.locator(".notice")).toContainText(words.password_changed_now!);
  await expect(page.locator("#password-new")).toHaveValue("");
  await expect(page.locator("main").getByText(words.password_set!.split("{")[0]!)).toBeVisible();
  await phone.everythingSent();
  await expect(told(phone), "who changed it knows").toHaveCount(0);

  await other.syncNow();
  await expect(other.page.getByText(en.sign_in_for_updates!)).toBeVisible();
  await other.signInAgain(NEW);
  await other.everythingSent();
  await expect(told(other)).toBeVisible();
  await told(other).click();
  await other.page.getByRole("button", { name: desk.password_changed_mine }).click();
  await expect(told(other)).toHaveCount(0);
  expect(audited(server, "password_set").at(-1)).toEqual({ sessions: 1 });
  expect(server.verifyAudit()).toContain("whole");
});

test("a network that fails while the password is changed: what was typed stays, and what to do is said", async ({
  phone,
}) => {
  const { page } = phone;
  await openAccount(phone);
  await page.route("**/api/v1/account/password", (route) => route.abort(), { times: 1 });
  await change(phone, "harbor lights after rain", NEW);
  const problem = page.locator("main form p.problem").last();
  await expect(problem).toHaveText(words.password_no_answer!);
  await expect(page.locator("#password-new")).toHaveValue(NEW);
  // The second time it arrives, and only the answer is lost.
  await page.route(
    "**/api/v1/account/password",
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  const save = page.locator("main form").getByRole("button", { name: words.password_change_yes, exact: true });
  await save.click();
  await expect(problem).toHaveText(words.password_no_answer!);
  await expect(save).toBeEnabled();
  await page.context().clearCookies({ name: "session" });
  await save.click();
  await expect(problem).toHaveText(words.password_perhaps!);
  await expect(page.locator("#password-new")).toHaveValue(NEW);
  await page.locator('main form a[href="/sign-in"]').click();
  await page.fill("#password", NEW);
  await page.locator("button[type=submit]:visible").click();
  await expect(page.locator(".app")).toBeVisible();
  await phone.everythingSent();
});

test("a sign-in that is ended elsewhere reads nothing more, and what was written on it is still sent", async ({
  newPhone,
  phone,
}) => {
  test.setTimeout(180_000);
  const other = await newPhone();
  await other.enrol();
  const [name] = await other.names();
  await openAccount(phone);
  const { page } = phone;
  const rows = page.locator("section").filter({ hasText: words.sessions! }).locator("li.phone");
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText(words.this_phone_mark!);
  await expect(page.locator("main").getByText(words.from_here!, { exact: false }).first()).toBeVisible();
  await other.context.setOffline(true);
  await other.logContact(name!, { seenHeard: "Written before the end." });
  await rows.nth(1).getByText(words.session_end!, { exact: true }).click();
  await rows.nth(1).getByRole("button", { name: words.session_end_yes }).click();
  await expect(page.locator(".notice")).toContainText(words.session_ended!);
  await expect(rows).toHaveCount(1);
  await other.context.setOffline(false);
  await other.syncNow();
  await expect(other.page.getByText(en.sign_in_for_updates!)).toBeVisible();
  await expect.poll(() => other.outbox()).toBe(0);

  await other.signInAgain();
  await openAccount(phone);
  await expect(rows).toHaveCount(2);
  await page.getByText(words.sessions_end!, { exact: true }).click();
  await page.getByRole("button", { name: words.sessions_end_yes }).click();
  await expect(page.locator(".notice")).toContainText(words.sessions_ended!);
  await expect(rows).toHaveCount(1);
  await other.syncNow();
  await expect(other.page.getByText(en.sign_in_for_updates!)).toBeVisible();
  await phone.everythingSent();
});

test("without a network the account says what it needs", async ({ phone }) => {
  await phone.context.setOffline(true);
  await phone.go("me");
  await phone.page.click('main a[href="/me/account"]');
  await expect(phone.page.locator("main section[role=alert]")).toContainText(words.needs_server!);
  await phone.context.setOffline(false);
  await phone.page.getByRole("button", { name: en.try_again }).click();
  await expect(phone.page.locator("li.phone").first()).toBeVisible();
});

test("a supervisor sets up the passkey that the agency wants, signs in with it and with a code, and it stays apart from the one that opens the phone", async ({
  server,
}) => {
  test.setTimeout(240_000);
  await server.stop();
  // Passkeys belong to names, not to numbers.
  const origin = `http://localhost:${server.port}`;
  await server.start("--origin", origin);
  server.requireSecondFactor("on");
  const phone = await Phone.start(origin);
  const found: string[] = [];
  try {
    const { page } = phone;
    await withFinger(phone);
    await page.goto("/");
    await phone.signIn("rosa");
    await phone.openWith();
    await phone.go("me");
    await expect(page.locator("main [role=status]").filter({ hasText: desk.second_missing! })).toBeVisible();
    // The passkey that opens the phone comes first: the other must not take its place.
    await page.click('a[href="/me/lock"]');
    await page.fill("#passcode", PASSCODE);
    await page.getByRole("button", { name: desk.go_on }).click();
    await page.getByRole("button", { name: desk.passkey_set_up }).click();
    await expect(page.getByText(desk.passkey_is_set_up!)).toBeVisible();

    await openAccount(phone);
    await expect(page.locator(".banner").filter({ hasText: words.second_required! })).toBeVisible();
    found.push(...(await everyLook(phone, "account, a passkey is wanted")));
    await declines(phone, "create");
    await page.getByRole("button", { name: words.passkey_add, exact: true }).click();
    await expect(page.locator("p.problem").filter({ hasText: words.passkey_not_made! })).toBeVisible();
    await page.getByRole("button", { name: words.passkey_add, exact: true }).click();
    const codes = page.locator("ol code");
    await expect(codes).toHaveCount(10);
    const code = await codes.first().innerText();
    found.push(...(await everyLook(phone, "account, recovery codes")));
    await page.getByRole("button", { name: words.codes_written }).click();
    await expect(codes).toHaveCount(0);
    await expect(page.getByText(words.codes_left_other!.replace("{n}", "10"))).toBeVisible();
    await phone.go("me");
    await expect(page.locator("main [role=status]").filter({ hasText: desk.second_missing! })).toHaveCount(0);
    await phone.everythingSent();

    const passwordAgain = async () => {
      expireSessions(server);
      await phone.syncNow();
      await page.click('main a[href="/sign-in"]');
      await page.fill("#password", "harbor lights after rain");
      await page.locator("button[type=submit]:visible").click();
      await expect(page.getByRole("heading", { name: words.second_title! })).toBeVisible();
    };
    const useIt = page.getByRole("button", { name: words.second_passkey });
    await passwordAgain();
    await declines(phone, "get");
    await useIt.click();
    await expect(page.locator("p.problem").first()).toHaveText(words.second_no_passkey!);
    found.push(...(await everyLook(phone, "the second step")));
    await useIt.click();
    await expect(page.locator(".app")).toBeVisible();
    await phone.everythingSent();

    const withCode = async (code: string) => {
      if (!(await page.locator("#recovery-code").isVisible())) await page.getByText(words.second_code_instead!, { exact: true }).click();
      await page.fill("#recovery-code", code);
      await page.getByRole("button", { name: words.second_code_use }).click();
    };
    await passwordAgain();
    await withCode("aaaa-bbbb-cccc-dddd");
    await expect(page.locator("p.problem").first()).toHaveText(words.second_wrong_code!);
    await withCode(code.toUpperCase());
    await expect(page.locator(".app")).toBeVisible();
    await phone.everythingSent();
    await passwordAgain();
    await withCode(code);
    await expect(page.locator("p.problem").first(), "each opens once").toHaveText(words.second_wrong_code!);
    await page.getByRole("button", { name: en.back, exact: true }).click();
    await expect(page.locator("#password")).toBeVisible();

    // The finger that opens the phone opens it still.
    await phone.reopen();
    await page.getByRole("button", { name: en.use_passkey }).click();
    await expect(page.locator(".app")).toBeVisible();

    // Whoever runs the server takes it away, and the password alone signs in again.
    server.requireSecondFactor("off");
    server.resetSecondFactor("rosa");
    await phone.syncNow();
    await page.click('main a[href="/sign-in"]');
    await page.fill("#password", "harbor lights after rain");
    await page.locator("button[type=submit]:visible").click();
    await expect(page.locator(".app")).toBeVisible();
    await phone.everythingSent();
    expect(found).toEqual([]);
    expect(server.verifyAudit()).toContain("whole");
    expect(phone.faults).toEqual([]);
  } finally {
    await phone.stop();
  }
});
