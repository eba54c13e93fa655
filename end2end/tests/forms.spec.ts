// Saving what cannot be saved: every form says what is wrong where it is, and goes there.
import type { Locator } from "@playwright/test";
import type { Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const sheet = wordsOf("fact_sheet");
const desk = wordsOf("desk");
const form = wordsOf("form");

type Case = {
  form: string;
  open: (phone: Phone) => Promise<void>;
  /** Fills in half of it. */
  half?: (phone: Phone) => Promise<void>;
  save: string;
  /** The field that the focus goes to, what it says, and what is typed to put it right. */
  field: string;
  says: string;
  mend: string;
  /** How many things there are to put right. */
  count?: number;
  /** Where the next of them is; another field that is marked as wrong. */
  next?: string;
};

const log = async (phone: Phone) => {
  await phone.openClient((await phone.names())[0]!);
  await phone.openForm();
};

const CASES: Case[] = [
  { form: "a contact, empty", open: log, save: en.sign!, field: "#seen-heard", says: en.problem_seen_heard!, mend: "x" },
  {
    form: "a contact with somebody else, half filled",
    open: log,
    half: async (phone) => {
      await phone.choice(en.kind_of_contact!, en.kind_other_person!).click();
      await phone.page.fill("#next-step", "Bring the blue form");
    },
    save: en.sign!,
    field: "#with-whom",
    says: en.problem_with_whom!,
    mend: "the landlord",
    count: 4,
    next: "#right",
  },
  {
    form: "somebody new, empty",
    open: async (phone) => {
      await phone.go("clients");
      await phone.page.click('a[href="/clients/new"]');
    },
    save: desk.save_and_log!,
    field: "#name",
    says: desk.name_needed!,
    mend: "Marigold",
  },
  {
    form: "somebody around a client, with a number that is none",
    open: async (phone) => {
      await phone.openClient((await phone.names())[0]!);
      await phone.page.getByRole("link", { name: en.support_people, exact: true }).click();
      await phone.page.getByRole("button", { name: desk.add_somebody }).click();
    },
    half: (phone) => phone.page.fill("#tel", "ask Rosa"),
    save: en.save!,
    field: "#name",
    says: desk.name_or_relation!,
    mend: "Odalys",
    count: 2,
  },
  {
    form: "an addendum, empty",
    open: async (phone) => {
      await phone.logContact((await phone.names())[0]!, { seenHeard: "By the north door." });
      await phone.page.locator(".timeline .contact a").first().click();
      await phone.page.locator("summary", { hasText: desk.add_to_note }).click();
    },
    half: async (phone) => {
      await phone.choice(en.kind_of_addendum!, en.correction!).click();
    },
    save: en.sign!,
    field: "#addendum-text",
    says: desk.problem_addendum_text!,
    mend: "By the south door.",
    count: 2,
  },
  {
    form: "a fact sheet without a name",
    open: async (phone) => {
      await phone.openClient((await phone.names())[0]!);
      await phone.page.locator("details.sheet > summary").first().click();
      await phone.page.getByRole("link", { name: en.fact_sheet_change }).click();
    },
    half: (phone) => phone.page.fill("#name", ""),
    save: sheet.save!,
    field: "#name",
    says: sheet.name_needed!,
    mend: "Marigold",
  },
];

/** Nothing lies over it: what is tapped in its middle is the field. */
const inSight = (field: Locator) =>
  expect.poll(() =>
    field.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === element;
    }),
  ).toBe(true);

for (const { form: what, open, half, save, field, says, mend, count = 1, next = "[aria-invalid=true]" } of CASES) {
  test(`${what}: the first thing wrong has the focus, is in sight, is said, and goes when it is put right`, async ({
    phone,
  }) => {
    const { page } = phone;
    await open(phone);
    await half?.(phone);
    await expect(page.locator("[aria-invalid=true]:not(#tel)")).toHaveCount(0);
    await page.getByRole("button", { name: save, exact: true }).click();
    const wrong = page.locator(field);
    await expect(wrong).toBeFocused();
    await phone.complains(wrong, says);
    await inSight(wrong);
    const left = (n: number) =>
      (n === 1 ? form.to_mend_one! : form.to_mend_other!).replace("{n}", String(n));
    await expect(page.locator("#to-mend")).toHaveText(left(count));
    await wrong.fill(mend);
    await expect(wrong).not.toHaveAttribute("aria-invalid");
    await expect(page.locator("#to-mend")).toHaveText(count === 1 ? "" : left(count - 1));
    if (count > 1) {
      // The line above the button leads to the next.
      await page.locator("#to-mend button").click();
      await expect(page.locator(next).first()).toBeFocused();
    }
  });
}

test("what is wrong on another screen of a plan leads there, and is said at its field", async ({ phone }) => {
  const { page } = phone;
  const plan = wordsOf("plan");
  await phone.openClient((await phone.names())[0]!);
  await page.click(".lamp");
  await page.locator('a[href$="/plan/edit"]').click();
  await page.locator(`a[href$="/plan/edit/people-help"]`).click();
  await page.getByRole("button", { name: plan.add_somebody }).click();
  const line = page.locator(".plan-line").last();
  await line.getByLabel(plan.line_name!).fill("Odalys");
  await line.getByLabel(plan.line_tel!).fill("ask Rosa");
  await page.getByRole("link", { name: plan.all_sections }).click();
  await page.getByRole("button", { name: plan.save_plan }).click();
  const said = page.locator("#to-mend a");
  await expect(page.locator("#to-mend")).toBeFocused();
  await expect(said).toContainText("Odalys");
  await expect(said).toContainText(form.number_nothing!);
  await said.click();
  await phone.complains(page.locator(".plan-line").last().getByLabel(plan.line_tel!), form.number_nothing!);
});
