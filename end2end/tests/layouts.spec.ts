// One note in four orders, each text in each of them once; and the rules by which an agency's minutes become units.
import type { Page } from "@playwright/test";
import type { Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, inDays, wordsOf } from "../support/words";

const l = wordsOf("layouts");
const u = wordsOf("units");
const NAME = "Beckett";

/** What people paste: right to left, joined emoji, marks that combine, formulas, markup. */
const TEXTS = {
  "purpose": "=HYPERLINK(\"http://x\") purpose",
  "seen-heard": "שלום עליכם — she was at the stop.\n\n    four spaces in",
  "impression": "Zoe\u0308\u0323 seemed 👨‍👩‍👧‍👦 rested",
  "what-i-did": "<b>Called</b> & asked; \"quoted\"",
  "what-client-did": "-1 +2 @SUM(A1)",
  "response": "\u202eback to front\u202c",
  "next-step": "＝cmd|' /C calc'!A0",
};
const QUOTES = ["Mañana iré.", "'No' means no."];

async function write(phone: Phone) {
  const { page } = phone;
  await phone.openClient(NAME);
  await phone.openForm();
  await page.locator("summary", { hasText: en.more_about_contact }).click();
  for (const [id, text] of Object.entries(TEXTS)) await page.fill(`#${id}`, text);
  for (const [at, quote] of QUOTES.entries()) {
    await page.getByRole("button", { name: en.add_quote }).click();
    await page.fill(`#quote-${at}`, quote);
  }
  await page.fill("#next-step-due", inDays(7));
  await phone.sign();
  await phone.saved();
}

/** How often each text stands in the note. */
const times = (page: Page, texts: string[]) =>
  page.locator("article.note dl").first().evaluate(
    (note, texts) => texts.map((text) => note.textContent!.split(text).length - 1),
    texts,
  );

const headings = (page: Page) => page.locator(".laid-out > dt").allTextContents();

test("a note reads in four layouts, each text in each of them once, and the choice is remembered", async ({ phone }) => {
  const { page } = phone;
  await write(phone);
  await phone.timeline.first().locator("a").click();
  const texts = [...Object.values(TEXTS), ...QUOTES];
  expect(await times(page, texts)).toEqual(texts.map(() => 1));
  await expect(page.locator(".laid-out")).toHaveCount(0);

  await page.locator("summary", { hasText: l.layout }).click();
  for (const [layout, expected] of [
    ["GIRP", [l.goal, l.intervention, l.response, l.plan]],
    ["DAP", [l.data, l.assessment, l.plan]],
    ["BIRP", [l.behavior, l.intervention, l.response, l.plan]],
    ["SOAP", [l.subjective, l.objective, l.assessment, l.plan]],
  ] as const) {
    await phone.choice(l.layout!, layout).click();
    await expect(page.locator("summary", { hasText: l.layout })).toHaveText(`${l.layout}: ${layout}`);
    expect(await headings(page), layout).toEqual(expected);
    expect(await times(page, texts), layout).toEqual(texts.map(() => 1));
  }
  await phone.choice(l.layout!, "GIRP").click();
  const impression = page.locator(".note .impression");
  await expect(impression, "an impression is never among facts").toContainText(TEXTS.impression);

  // On paper: whose note it is, the note, and no form.
  await page.emulateMedia({ media: "print" });
  await expect(page.locator("article.note .only-printed")).toHaveText(new RegExp(`${NAME}.*\\d{4}$`));
  await expect(page.locator("article.note .only-printed")).toBeVisible();
  await expect(page.getByText(en.add_to_note!)).toBeHidden();
  await expect(page.locator("summary", { hasText: l.layout })).toBeHidden();
  await page.emulateMedia({ media: null });

  // Remembered on this phone, until the worker wants it as it was written.
  await phone.openClient(NAME);
  await phone.timeline.nth(1).locator("a").click();
  await expect(page.locator(".laid-out").first()).toBeVisible();
  const path = new URL(page.url()).pathname;
  await phone.reopen(path);
  await phone.unlock();
  await expect(page.locator(".laid-out").first()).toBeVisible();
  await page.locator("summary", { hasText: l.layout }).click();
  await phone.choice(l.layout!, l.as_written!).click();
  await expect(page.locator(".laid-out")).toHaveCount(0);
  expect(phone.faults).toEqual([]);
});

const example = (page: Page, what: string) => page.locator(".examples tr", { hasText: what }).locator("td").last();

test("an administrator writes a rule for units, sees what it does, and a lock costs nothing", async ({ newPhone }) => {
  const phone = await newPhone();
  await phone.enrol("admin");
  const { page } = phone;
  const open = async () => {
    await phone.go("me");
    await page.click('main a[href="/office/content"]');
    await expect(page.locator("#units")).toBeVisible();
  };
  const save = page.getByRole("button", { name: u.save, exact: true });
  await open();
  await expect(page.getByText(u.none!)).toBeVisible();
  await page.locator("summary", { hasText: u.add }).click();
  await expect(page.locator("#rule-name")).toHaveValue(u.default_name!);
  await expect(page.getByRole("radio", { name: u.off })).toBeChecked();
  // 53 minutes, rounded down.
  await expect(example(page, "53 min")).toHaveText("3");
  await phone.choice(u.rounding!, u.rounding_eight!).click();
  await page.fill("#rule-least", "8");
  await expect(example(page, "53 min")).toHaveText("4");
  await expect(example(page, "23 min")).toHaveText("2");
  await page.fill("#rule-unit", "10");
  await save.click();
  await phone.complains(page.locator("#rule-unit"), u.problem_eight!);
  // Key by key: digits stay in their order, and what is no whole number changes nothing.
  await page.fill("#rule-unit", "");
  await page.locator("#rule-unit").pressSequentially("15.5");
  await expect(page.locator("#rule-unit")).toHaveValue("15.5");
  await expect(page.locator("#rule-unit").locator("xpath=..")).toContainText(wordsOf("times").stays!.replace("{value}", "15"));
  await page.fill("#rule-unit", "15");
  await page.fill("#rule-name", "");
  await save.click();
  await phone.complains(page.locator("#rule-name"), u.problem_name!);
  await page.fill("#rule-name", "County TCM");
  await phone.choice(u.on_off!, u.on!).click();
  await expect(page.locator(".kept[aria-busy=false]").last()).toHaveText(en.draft_kept!);

  await phone.reopen("/office/content");
  await phone.unlock();
  await expect(page.locator("#rule-name")).toHaveValue("County TCM");
  await save.click();
  await expect(page.locator(".notice")).toContainText(u.saved!);
  const rule = page.locator("section:has(#units) li.phone");
  await expect(rule).toHaveCount(1);
  await expect(rule).toContainText("1. County TCM");
  await expect(rule).toContainText(u.in_force!);

  // Another administrator was quicker: theirs is shown, and what was typed stays.
  const second = await newPhone();
  await second.enrol("admin");
  await second.go("me");
  await second.page.click('main a[href="/office/content"]');
  await second.page.locator("summary", { hasText: u.add }).click();
  await second.page.fill("#rule-name", "Second");
  if (!(await page.locator("#rule-name").isVisible())) await page.locator("summary", { hasText: u.add }).click();
  await page.fill("#rule-name", "Third");
  await save.click();
  await expect(rule).toHaveCount(2);
  const late = second.page.getByRole("button", { name: u.save, exact: true });
  await late.click();
  await expect(second.page.locator("section:has(#units) p[role=alert]")).toContainText(u.changed!);
  await expect(second.page.locator("section:has(#units) li.phone").first()).toContainText("2. Third");
  await expect(second.page.locator("#rule-name")).toHaveValue("Second");
  await late.click();
  await expect(second.page.locator(".notice")).toContainText(u.saved!);
  await expect(second.page.locator("section:has(#units) li.phone").first()).toContainText("3. Second");
  for (const each of [phone, second]) expect(each.faults).toEqual([]);
});
