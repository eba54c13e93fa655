import type { Page } from "@playwright/test";
import { audited, becomesAdministrator, operations, putOnCall } from "../support/database";
import { deliver, opened } from "../support/operations";
import { PASSPHRASE, type Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

test.describe.configure({ retries: 0 });

const office = wordsOf("office");
const words = wordsOf("on_call");

/** The sealed records of the team's plans in every database of this page, a character a byte. */
function records(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const ask = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const found: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await ask(indexedDB.open(name!));
      if (database.objectStoreNames.contains("shelves")) {
        const record = await ask(database.transaction("shelves").objectStore("shelves").get("team"));
        if (record) found.push(new TextDecoder("latin1").decode(record));
      }
      database.close();
    }
    return found;
  });
}

const holdsPlans = async (page: Page) => (await records(page)).length > 0;

async function openOffice(phone: Phone, path: "roster" | "openings") {
  await phone.go("me");
  await phone.page.click(`main a[href="/office/${path}"]`);
}

async function openOnCall(phone: Phone) {
  await phone.go("me");
  await phone.page.click('main a[href="/on-call"]');
}

/** A time of the browser's, minutes from now, as a field takes it. */
const inMinutes = (page: Page, minutes: number) =>
  page.evaluate((minutes) => {
    const at = new Date(Date.now() + minutes * 60_000);
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }, minutes);

/** A supervisor puts somebody on the roster. */
async function putOn(supervisor: Phone, name: string, from: number, to: number) {
  const { page } = supervisor;
  await openOffice(supervisor, "roster");
  await page.locator(".chip").filter({ hasText: name }).click();
  await page.fill("#turn-from", await inMinutes(page, from));
  await page.fill("#turn-to", await inMinutes(page, to));
  await page.getByRole("button", { name: office.put_on }).click();
  await expect(page.locator(".notice")).toContainText(office.turn_put!);
  await expect(page.locator("li.phone").filter({ hasText: name })).toContainText(office.on_now!);
}

/** Answers the one question about the first of the team's plans. */
async function answer(page: Page, why: string) {
  await expect(page.locator("article.plan")).toHaveCount(0);
  await page.getByRole("button", { name: why }).click();
  await expect(page.locator("article.plan .plan-section").first()).toBeVisible();
}

test("a plan of a colleague's client is opened offline, recorded, looked at, and gone after the turn", async ({
  server,
  newPhone,
  phone,
}) => {
  test.setTimeout(240_000);
  const { page } = phone;
  const mine = await phone.names();
  await page.fill("#search", "somebody of a colleague's");
  await page.getByRole("link", { name: en.on_call_search }).click();
  await expect(page.locator(".empty")).toHaveText(words.not_on_call!);
  expect(await holdsPlans(page)).toBe(false);

  const supervisor = await newPhone();
  await supervisor.enrol("rosa");
  await putOn(supervisor, "Dana", -60, 8 * 60);

  await openOnCall(phone);
  await expect(page.locator("p.turn")).toContainText("You are on call until");
  const names = page.locator("a.person .person-name");
  await expect(names.first()).toBeVisible();
  const theirs = await names.allInnerTexts();
  expect(theirs.filter((name) => mine.includes(name)), "her own are on her phone already").toEqual([]);
  const sealed = await records(page);
  expect(sealed).toHaveLength(1);
  for (const name of theirs) expect(sealed[0], "what is on disk is sealed").not.toContain(name);
  // Asked again, the server says that nothing is new, and sends nothing.
  const same = page.waitForResponse((each) => each.url().includes("/on-call/plans?have="));
  await openOnCall(phone);
  expect((await same).status()).toBe(304);
  await expect(names.first()).toBeVisible();
  await expect(page.getByText(words.not_asked!)).toHaveCount(0);
  expect(audited(server, "team_plans_sent")).toHaveLength(1);

  // In the night, without a network, from a locked phone.
  await phone.everythingSent();
  await server.stop();
  await phone.reopen();
  await phone.unlock();
  await page.click("p.turn a");
  await page.fill("#search", theirs[0]!.slice(0, 4));
  await names.filter({ hasText: theirs[0] }).first().click();
  await expect(page.locator("h1")).toHaveText(theirs[0]!);
  await answer(page, words.why_responder_asked!);
  await expect(page.locator("p.banner").first()).toContainText("This is recorded and a supervisor is told");
  for (const own of [en.plan_change!, en.plan_print!, en.plan_step_by_step!]) {
    await expect(page.locator("main").getByRole("link", { name: own, exact: true })).toHaveCount(0);
  }
  expect(await phone.outbox(), "on disk before it was on screen").toBe(1);
  expect(new URL(page.url()).pathname, "an address holds no name").toMatch(/^\/on-call\/[0-9a-f-]{36}$/);

  // Locking forgets it: the question comes again.
  await phone.reopen(new URL(page.url()).pathname);
  await phone.unlock();
  await expect(page.locator("button.answer")).toHaveCount(5);
  await expect(page.locator("article.plan")).toHaveCount(0);

  await server.start();
  await phone.syncNow();
  await phone.everythingSent();
  expect(operations(server).filter((each) => each.quarantined)).toEqual([]);
  await openOffice(supervisor, "openings");
  const row = supervisor.page.locator("li.phone");
  await expect(row).toHaveCount(1);
  for (const told of [theirs[0]!, "Dana", office.why_asked_responder_asked!, office.offline_when_opened!, office.on_call_then!]) {
    await expect(row).toContainText(told);
  }
  await row.getByRole("button", { name: office.looked_at }).click();
  await expect(row).toContainText("Reviewed by Rosa");
  await expect(row.getByRole("button")).toHaveCount(0);
  expect(audited(server, "opening_reviewed")).toHaveLength(1);

  await openOffice(supervisor, "roster");
  await supervisor.page.fill("#turn-to", "2031-02-03T04:05");
  await supervisor.page.locator("li.phone summary").click();
  await supervisor.page.getByRole("button", { name: office.take_off_yes }).click();
  await expect(supervisor.page.locator(".empty")).toHaveText(office.nobody_on_call!);
  await expect(supervisor.page.locator("#turn-to"), "the next turn is half written").toHaveValue("2031-02-03T04:05");
  await openOnCall(phone);
  await expect(page.locator(".empty")).toHaveText(words.not_on_call!);
  expect(await holdsPlans(page)).toBe(false);
  await phone.go("today");
  await expect(page.locator("p.turn")).toHaveCount(0);
});

test("a plan closes by itself after a quarter of an hour and asks again", async ({ server, newPhone }) => {
  test.setTimeout(180_000);
  const phone = await newPhone();
  const { page } = phone;
  await page.clock.install();
  await phone.enrol();
  putOnCall(server, 8 * 60);
  await openOnCall(phone);
  await page.locator("a.person").first().click();
  await answer(page, words.why_client_asked!);
  // Somebody reads all the time: the phone does not lock itself.
  const minute = async () => {
    await page.clock.runFor(60_000);
    await page.mouse.wheel(0, 100);
    await page.locator(".plan-section").first().click({ position: { x: 2, y: 2 } });
  };
  for (let minutes = 0; minutes < 14; minutes += 1) await minute();
  await expect(page.locator("article.plan")).toBeVisible();
  // Going to the list and back is no second opening meanwhile.
  await phone.back();
  await page.locator("a.person").first().click();
  await expect(page.locator("article.plan")).toBeVisible();
  await page.clock.runFor(60_000);
  await expect(page.locator("button.answer")).toHaveCount(5);
  await expect(page.locator("p.banner")).toHaveText(words.closed_by_itself!);
  await expect(page.locator("article.plan")).toHaveCount(0);
  await phone.everythingSent();
  expect(audited(server, "crisis_plan_opened").map((each) => [each.reason, each.why])).toEqual([
    ["on_call", "client_asked"],
  ]);
});

for (const locked of [false, true]) {
  test(`a turn that ends takes the plans along offline, ${locked ? "locked" : "open"}`, async ({ server, newPhone }) => {
    const phone = await newPhone();
    const { page } = phone;
    await page.clock.install();
    await phone.enrol();
    putOnCall(server, 10);
    await openOnCall(phone);
    await page.locator("a.person").first().click();
    await answer(page, words.why_other!);
    await phone.everythingSent();
    await phone.context.setOffline(true);
    expect(await holdsPlans(page)).toBe(true);
    await page.goBack();
    await expect(page.locator("article.plan")).toBeVisible();
    if (locked) {
      await phone.go("me");
      await page.getByRole("button", { name: en.lock_now }).click();
      await expect(page.locator("#passcode")).toBeVisible();
    }
    for (let minutes = 0; minutes < 11; minutes += 1) {
      await page.clock.runFor(60_000);
      await page.mouse.wheel(0, 100);
    }
    await expect.poll(() => holdsPlans(page)).toBe(false);
    if (locked) {
      await phone.unlock();
    } else {
      await expect(page.locator("main .empty")).toHaveText(words.not_here!);
      await expect(page.locator("article.plan")).toHaveCount(0);
    }
    await phone.go("today");
    await expect(page.locator("p.turn")).toHaveCount(0);
  });
}

test("somebody who was not on call and says so all the same is seen", async ({ server, newPhone, phone }) => {
  const [name] = await phone.names();
  await phone.openClient(name!);
  const id = new URL(phone.page.url()).pathname.split("/").at(-1)!;
  const marcus = await newPhone();
  await marcus.enrol("marcus");
  expect(await deliver(marcus, opened(id))).toBe("applied");
  const supervisor = await newPhone();
  await supervisor.enrol("rosa");
  const row = supervisor.page.locator("li.phone");
  await supervisor.go("today");
  const waits = supervisor.page.locator('main a[href="/office/openings"]');
  await expect(waits).toContainText(office.attention_some_one!);
  await waits.click();
  await expect(supervisor.page.locator("p.turn")).toHaveText(office.openings_waiting_one!);
  await expect(row).toContainText("Marcus");
  await expect(row.locator(".banner")).toContainText(office.not_on_call!);
});

test("a phone that was revoked gets no plans", async ({ server, phone }) => {
  putOnCall(server, 8 * 60);
  await server.revokePhones("rosa", PASSPHRASE, "lost");
  await openOnCall(phone);
  await expect(phone.page.locator(".empty")).toHaveText(words.not_on_call!);
  expect(await holdsPlans(phone.page)).toBe(false);
  expect(audited(server, "team_plans_sent")).toEqual([]);
});

test("who becomes an administrator in the middle of a turn has no plan any more after signing in", async ({
  server,
  phone,
}) => {
  const { page } = phone;
  putOnCall(server, 8 * 60);
  await openOnCall(phone);
  await expect.poll(() => holdsPlans(page)).toBe(true);
  becomesAdministrator(server);
  await phone.go("me");
  await page.getByRole("button", { name: en.sign_out }).click();
  await page.getByRole("button", { name: en.sign_out }).click();
  await page.getByRole("button", { name: en.forgot_passcode }).click();
  await page.fill("#password", PASSPHRASE);
  await page.locator("button[type=submit]:visible").click();
  await page.fill("#passcode", "another-lantern-7");
  await page.fill("#passcode-again", "another-lantern-7");
  await page.locator("button[type=submit]:visible").click();
  await expect(page.locator(".app")).toBeVisible();
  await expect.poll(() => holdsPlans(page)).toBe(false);
});

test("an answer that says nothing does not make the plans on the phone any younger", async ({ server, phone }) => {
  const { page } = phone;
  putOnCall(server, 8 * 60);
  await openOnCall(phone);
  await expect.poll(() => holdsPlans(page)).toBe(true);
  const asked = () =>
    page.evaluate(async () => {
      const { name } = (await indexedDB.databases()).find(({ name }) => name!.startsWith("streetlight-"))!;
      const database = await new Promise<IDBDatabase>((found) => {
        const opening = indexedDB.open(name!);
        opening.onsuccess = () => found(opening.result);
      });
      const mark = await new Promise<Uint8Array>((found) => {
        const request = database.transaction("meta").objectStore("meta").get("turn");
        request.onsuccess = () => found(request.result);
      });
      database.close();
      return new TextDecoder().decode(mark);
    });
  const before = await asked();
  await server.becomePortal();
  await openOnCall(phone);
  await expect(page.getByText(words.not_asked!)).toBeVisible();
  expect(await asked()).toBe(before);
  await expect(page.locator("a.person").first()).toBeVisible();
});

test("a turn begins and ends by the server's clock, however far off the phone's is", async ({ server, newPhone }) => {
  const phone = await newPhone();
  const { page } = phone;
  // A day ahead: by this phone's clock every turn of today is over.
  await page.clock.install({ time: Date.now() + 24 * 3_600_000 });
  await phone.enrol();
  putOnCall(server, 30);
  await openOnCall(phone);
  await expect(page.locator("p.turn")).toContainText("You are on call until");
  await expect(page.locator("a.person").first()).toBeVisible();
  await expect.poll(() => holdsPlans(page)).toBe(true);
});
