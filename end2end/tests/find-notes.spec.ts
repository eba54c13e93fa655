// A client of years has hundreds of notes: one is found by its words, its kind or its month, not by scrolling.
import type { Page } from "@playwright/test";
import type { Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const n = wordsOf("needs");
const r = wordsOf("response");

/** Of the demonstration's people, one with needs and a long past. */
const NAME = "Beckett";

const rows = (page: Page) => page.locator(".history .timeline .contact");
const found = (page: Page) => page.locator(".some-notes span");

async function find(phone: Phone, words: string) {
  const field = phone.page.locator("#find-words");
  if (!(await field.isVisible())) await phone.page.locator(".find > summary").click();
  await field.fill(words);
}

const chip = (page: Page, name: string) => page.locator(".find .chip", { hasText: name });

/** How many notes there are, as the screen counts them. */
async function all(phone: Phone): Promise<number> {
  await phone.page.locator(".find > summary").click();
  await chip(phone.page, en.mode_face_to_face!).click();
  const [, count] = /of (\d+) entries/.exec((await found(phone.page).textContent())!)!;
  await phone.page.getByRole("button", { name: n.show_all, exact: true }).click();
  return Number(count);
}

test("a note is found as one types, by any word in it, whatever the accents", async ({ phone }) => {
  const { page } = phone;
  await phone.logContact(NAME, { seenHeard: "Sat by the zeppelin stairs.", quote: "Mañana iré a la clínica Azul." });
  await phone.timeline.first().locator("a").click();
  await page.locator("summary", { hasText: en.add_to_note }).click();
  await page.fill("#addendum-text", "Her brother Quillon came along.");
  await phone.readBack();
  await page.locator(".read-back").getByRole("button", { name: en.sign, exact: true }).click();
  await phone.saved();
  await phone.openClient(NAME);
  await page.getByRole("link", { name: en.respond!, exact: true }).click();
  await page.locator("button.way").filter({ hasText: r.they_are_in_distress! }).click();
  await phone.stage("stage_steps");
  await page.fill("#what-happened", "Gritó en la estación.");
  await phone.stage("stage_afterwards");
  await page.getByRole("button", { name: r.end_and_note }).click();
  await phone.saved();
  await phone.openClient(NAME);
  const count = await all(phone);
  await expect(page.locator("#contacts"), "what is shown again begins there").toBeFocused();

  for (const words of ["zeppelin", "CLINICA manana", "mañ zepp", "azul zeppelin"]) {
    await find(phone, words);
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText("zeppelin stairs");
    await expect(found(page)).toHaveText(n.notes_found_one!.replace("{all}", String(count)));
  }
  await find(phone, "quillon");
  await expect(rows(page), "by what was added").toContainText("zeppelin stairs");
  await find(phone, "grito estacion");
  await expect(rows(page), "an event").toContainText("Gritó en la estación.");
  await expect(rows(page)).toHaveCount(1);

  await find(phone, "zeppelin estacion");
  await expect(rows(page), "no note has both").toHaveCount(0);
  await expect(page.locator(".some-notes")).toContainText(n.no_notes_found!);
  await page.getByRole("button", { name: n.show_all, exact: true }).click();
  await expect(page.locator("#find-words")).toHaveValue("");
  await expect(page.locator(".some-notes")).toHaveCount(0);
  await expect(rows(page).first()).toBeVisible();
});

test("what was looked for stands when one comes back from a note, and is gone with a lock", async ({ phone }) => {
  const { page } = phone;
  await phone.logContact(NAME, { seenHeard: "Sat by the zeppelin stairs." });
  await find(phone, "zeppelin stairs");
  await chip(page, en.mode_face_to_face!).click();
  await expect(rows(page)).toHaveCount(1);
  await rows(page).locator("a").click();
  await expect(page.locator("article.note")).toBeVisible();
  await phone.back();
  await expect(page.locator("#find-words")).toHaveValue("zeppelin stairs");
  await expect(chip(page, en.mode_face_to_face!).locator("input")).toBeChecked();
  await expect(rows(page)).toHaveCount(1);
  const kept = await page.evaluate(() => JSON.stringify([location.href, history.state, { ...localStorage }, { ...sessionStorage }]));
  expect(kept).not.toContain("zeppelin");
  await page.goto("/me");
  await phone.unlock();
  await phone.openClient(NAME);
  await expect(page.locator(".some-notes")).toHaveCount(0);
  await page.locator(".find > summary").click();
  await expect(page.locator("#find-words")).toHaveValue("");
});

test("kinds of note are chosen, several of them all have to hold, and a need beside them", async ({ phone }) => {
  const { page } = phone;
  await phone.openClient(NAME);
  const count = await all(phone);
  const shown = async () => Number(/^(\d+)|/.exec((await found(page).textContent())!)![1] ?? 0);
  const counted: Record<string, number> = {};
  for (const name of [en.mode_face_to_face!, en.kind_no_answer!, n.crisis_notes!, n.my_notes!]) {
    await chip(page, name).click();
    counted[name] = await shown();
    expect(counted[name]).toBeLessThanOrEqual(count);
    await chip(page, name).click();
    await expect(found(page)).toHaveCount(0);
  }
  const met = counted[en.mode_face_to_face!]!;
  const tried = counted[en.kind_no_answer!]!;
  expect(met).toBeGreaterThan(0);
  expect(tried).toBeGreaterThan(0);
  expect(met + tried).toBeLessThanOrEqual(count);

  await chip(page, en.kind_no_answer!).click();
  await expect(rows(page).first()).toBeVisible();
  const older = page.locator(".history button.wide");
  while (await older.isVisible()) await older.click();
  await expect(rows(page)).toHaveCount(tried);
  await chip(page, en.mode_face_to_face!).click();
  await expect(rows(page), "nobody was met whom nobody answered for").toHaveCount(0);
  await expect(page.locator(".some-notes")).toContainText(n.no_notes_found!);
  await chip(page, en.kind_no_answer!).click();
  const need = page.getByRole("group", { name: n.only_about, exact: true }).locator(".chip");
  await need.nth(1).click();
  expect(await shown()).toBeLessThan(met);
  await need.first().click();
  await expect(found(page)).toHaveText(new RegExp(`^${met} `));
});

/** Where the month that stays is, and the foot of what it stays under. */
const stays = (page: Page) =>
  page.evaluate(() => {
    const months = [...document.querySelectorAll<HTMLElement>(".month")];
    const foot = document.querySelector(".client-head")!.getBoundingClientRect().bottom;
    const tops = months.map((month) => Math.round(month.getBoundingClientRect().top - foot));
    return { tops, position: getComputedStyle(months[0]!).position };
  });

for (const [name, text, size, sticks] of [
  ["stays below the name", 100, { width: 360, height: 740 }, true],
  ["stays below the name on a wide screen", 100, { width: 1280, height: 800 }, true],
  ["goes with its notes where text is twice as large", 200, { width: 360, height: 740 }, false],
  ["goes with its notes on a phone on its side", 100, { width: 740, height: 360 }, false],
] as const) {
  test(`a month of notes has a heading, which ${name}`, async ({ newPhone }) => {
    const phone = await newPhone({ text });
    await phone.enrol();
    const { page } = phone;
    await phone.openClient(NAME);
    await phone.history();
    const names = await page.locator(".month h3").allTextContents();
    expect(names.length).toBeGreaterThan(2);
    expect(new Set(names).size, "each month once").toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Z][a-z]+ 20\d\d$/);
    await page.setViewportSize(size);
    // To the middle of the second month.
    await page.locator(".month").nth(2).evaluate((month) => scrollTo(0, scrollY + month.getBoundingClientRect().top - innerHeight * 0.8));
    if (sticks) await expect.poll(async () => (await stays(page)).tops.filter((top) => Math.abs(top) <= 2).length).toBeGreaterThan(0);
    else expect((await stays(page)).position).toBe("static");
  });
}
