// Words in what was written about anybody in the caseload: notes, plans, support people, on the phone alone.
import type { Page } from "@playwright/test";
import type { Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const f = wordsOf("find");
const d = wordsOf("desk");

/** Of the demonstration's people, one with needs and a long past. */
const NAME = "Beckett";

const rows = (page: Page) => page.locator("main .people .person");
const marks = (page: Page) => page.locator("main .people mark");

/** From the list of clients, as somebody does who knows a word and not whose it was. */
async function find(phone: Phone, words: string) {
  const { page } = phone;
  if (!page.url().endsWith("/find")) {
    await phone.go("clients");
    await page.fill("#search", words);
    await page.getByRole("link", { name: en.search_inside!.replace("{words}", words), exact: true }).click();
    await expect(page.locator("h1")).toHaveText(f.heading!);
  }
  await page.fill("#search", words);
  await expect(page.locator("#search")).toHaveValue(words);
}

/** Everybody was looked through, and so many places were found. */
async function found(page: Page, count: number) {
  const said = count === 1 ? f.found_one! : f.found_other!.replace("{n}", String(count));
  await expect(page.locator("p.sr[role=status]")).toHaveText(count === 0 ? f.none_found! : said);
  await expect(rows(page)).toHaveCount(count);
}

/** What lies in the store of this phone under a name, as bytes. */
const stored = (page: Page, key: string) =>
  page.evaluate(async (key) => {
    const ask = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      const database = await ask(indexedDB.open(name!));
      if (!database.objectStoreNames.contains("shelves")) continue;
      const value = await ask(database.transaction("shelves").objectStore("shelves").get(key));
      database.close();
      if (value) return [...new Uint8Array(value as Uint8Array)];
    }
    return null;
  }, key);

test("a word is found in its sentence, whosever note it is, offline and before it was sent", async ({ phone, server }) => {
  const { page } = phone;
  await server.stop();
  await phone.logContact(NAME, { seenHeard: "Sat by the zeppelin stairs. Mañana iré a la clínica Azul. Then left." });
  for (const [words, marked] of [
    ["zepp", ["zepp"]],
    ["CLINICA manana", ["Mañana", "clínica"]],
    ["azul", ["Azul"]],
    // However it is parted.
    ["zeppelinstairs", ["zeppelin stairs"]],
  ] as const) {
    await find(phone, words);
    await found(page, 1);
    await expect(rows(page)).toContainText(NAME);
    await expect(rows(page)).toContainText(en.what_contact!);
    await expect(marks(page)).toHaveText([...marked]);
  }
  await expect(rows(page).locator(".sentence")).toHaveText("Sat by the zeppelin stairs.");
  const kept = await page.evaluate(() => JSON.stringify([location.href, document.title, history.state, { ...localStorage }, { ...sessionStorage }]));
  for (const word of ["zepp", "clinica", "azul"]) expect(kept.toLowerCase()).not.toContain(word);
  await rows(page).click();
  await expect(page.locator("article.note")).toContainText("zeppelin stairs");
});

test("a line of a plan and somebody around a client are found, and a tap leads to their place", async ({ phone }) => {
  const { page } = phone;
  await phone.openClient(NAME);
  await page.click(".lamp");
  await expect(page.locator("article.plan")).toBeVisible();
  const line = (await page.locator("article.plan .plan-section li").last().textContent())!.trim();
  const words = line.split(/\s+/).slice(0, 4).join(" ");
  await find(phone, words);
  const plan = rows(page).filter({ hasText: en.crisis_plan! }).filter({ hasText: NAME }).first();
  await expect(plan.locator("mark").first()).toBeVisible();
  await plan.click();
  await expect(page.locator("article.plan .plan-section li").filter({ hasText: line }).first()).toBeInViewport();

  await phone.openClient(NAME);
  await page.getByRole("link", { name: en.support_people!, exact: true }).click();
  await page.locator(".thumb .button.primary").click();
  await page.fill("#name", "Quillon Ferreira");
  await page.fill("#relation", "Sister’s landlord");
  await page.getByRole("button", { name: en.save!, exact: true }).click();
  await phone.saved();
  await find(phone, "quillon");
  await found(page, 1);
  await expect(rows(page)).toContainText(en.support_people!);
  await rows(page).click();
  await expect(page.getByText("Quillon Ferreira").first()).toBeInViewport();
});

test("what is in a draft is not found, and what was entered in error says so", async ({ phone }) => {
  const { page } = phone;
  await phone.openClient(NAME);
  await phone.openForm();
  await page.fill("#seen-heard", "Half a zeppelin.");
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await find(phone, "zeppelin");
  await found(page, 0);
  await phone.openClient(NAME);
  await phone.openForm();
  await phone.sign();
  await phone.saved();
  await find(phone, "zeppelin");
  await found(page, 1);
  await rows(page).click();
  await page.locator("summary", { hasText: en.add_to_note! }).click();
  await phone.choice(en.kind_of_addendum!, en.entered_in_error!).click();
  await page.fill("#addendum-text", "Another client’s.");
  await page.fill("#reason", "Wrong file");
  await phone.readBack();
  await page.locator(".read-back").getByRole("button", { name: en.sign!, exact: true }).click();
  await phone.saved();
  await find(phone, "zeppelin");
  await found(page, 1);
  await expect(rows(page)).toContainText(en.entered_in_error!);
});

test("whose, when, what and about which need can be asked for, and Back leads to all of it", async ({ phone }) => {
  const { page } = phone;
  await phone.logContact(NAME, { seenHeard: "The zeppelin again." });
  await find(phone, "the");
  await expect(rows(page).nth(5)).toBeVisible();
  await page.locator(".find > summary").click();
  await page.selectOption("#find-client", { label: NAME });
  for (const name of await rows(page).locator(".person-name").allTextContents()) expect(name).toContain(NAME);
  await page.selectOption("#find-kind", { label: en.what_contact! });
  await page.selectOption("#find-days", { label: f.recent! });
  await expect(rows(page).first()).toContainText("zeppelin");
  const recent = await rows(page).count();
  await page.selectOption("#find-days", { label: f.between! });
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await page.fill("#find-from", tomorrow);
  await expect(page.locator("p.sr[role=status]")).toHaveText(f.none_chosen!);
  await page.selectOption("#find-days", { label: f.recent! });
  await expect(rows(page)).toHaveCount(recent);
  await page.fill("#search", "zeppelin");
  await found(page, 1);
  await expect(marks(page)).toHaveText("zeppelin");
  await rows(page).click();
  await expect(page.locator("article.note")).toBeVisible();
  await phone.back();
  await expect(page.locator("#search")).toHaveValue("zeppelin");
  await expect(page.locator("#find-kind")).toHaveValue("contact");
  await expect(page.locator("#find-days")).toHaveValue("recent");
  await found(page, 1);
  await page.getByRole("button", { name: f.clear!, exact: true }).click();
  await expect(page.locator("#find-client")).toHaveValue("");

  // Of a client's own needs, by number.
  await page.selectOption("#find-client", { label: NAME });
  await page.fill("#search", "");
  const need = page.locator("#find-need option");
  await expect(need.nth(1)).toBeAttached();
  await page.selectOption("#find-need", { index: 1 });
  await expect(rows(page).first()).toBeVisible();

  // A lock lets go of all of it.
  await page.goto("/me");
  await phone.unlock();
  await page.getByRole("button", { name: d.lock_now!, exact: true }).click();
  await phone.unlock();
  await phone.go("clients");
  await page.fill("#search", "e");
  await page.getByRole("link", { name: en.search_inside!.replace("{words}", "e"), exact: true }).click();
  await expect(page.locator("#search")).toHaveValue("e");
  await expect(page.locator("#find-client")).toHaveValue("");
});

test("the index lies sealed, is used after a start, and nothing is found of a client who left", async ({ phone, server }) => {
  const { page } = phone;
  await phone.logContact(NAME, { seenHeard: "Sat by the zeppelin stairs." });
  const client = /clients\/([0-9a-f-]+)/.exec(page.url())![1]!;
  await phone.everythingSent();
  await expect.poll(() => stored(page, "find")).not.toBeNull();
  await find(phone, "zeppelin");
  await found(page, 1);
  const bytes = (await stored(page, "find"))!;
  expect(Buffer.from(bytes).toString("latin1")).not.toContain("zepp");

  await page.goto("/find");
  await phone.unlock();
  await page.fill("#search", "zeppelin");
  await found(page, 1);
  await expect(marks(page)).toHaveText("zeppelin");

  server.unassign(client, "dana");
  await phone.syncNow();
  await phone.go("clients");
  await page.fill("#search", NAME);
  await expect(rows(page)).toHaveCount(0);
  await page.fill("#search", "zeppelin");
  await page.getByRole("link", { name: en.search_inside!.replace("{words}", "zeppelin"), exact: true }).click();
  await found(page, 0);
  // Made anew without their words.
  await expect.poll(async () => (await stored(page, "find"))?.length ?? 0).toBeGreaterThan(0);
  expect((await stored(page, "find"))!.length).toBeLessThan(bytes.length);
});
