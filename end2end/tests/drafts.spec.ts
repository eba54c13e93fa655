// A draft is whatever somebody set in a form, words or not: kept, listed, found, never written over.
import type { Page } from "@playwright/test";
import type { Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, es, wordsOf } from "../support/words";

test.describe.configure({ retries: 0 });

const plan = wordsOf("plan");
const office = wordsOf("office");
const r = wordsOf("response");

const kept = (page: Page) => expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
const drafts = (phone: Phone) => phone.page.locator(".drafts .person");

async function killed(phone: Phone) {
  await phone.kill();
  await phone.start();
  await phone.reopen();
  await phone.unlock();
}

test("an attempt without a word outlives a kill, is listed by what was set, and is signed as it was", async ({
  phone,
}) => {
  const [name, other] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await phone.choice(en.kind_of_contact!, en.kind_no_answer!).click();
  await phone.choice(en.what_came_of_it!, en.outcome_left_message!).click();
  await phone.openWhen();
  await phone.page.fill("#date", "2026-03-03");
  await phone.page.fill("#start", "14:30");
  await phone.page.fill("#end", "14:40");
  await phone.page.fill("#place", "Sailors' Rest");
  await kept(phone.page);
  await killed(phone);

  await expect(drafts(phone)).toHaveCount(1);
  await expect(drafts(phone)).toContainText(name!);
  await expect(drafts(phone)).toContainText(`${en.outcome_left_message} · `);
  await expect(drafts(phone)).toContainText(", 2:30 PM · Sailors' Rest");

  // Another form is another draft, and the response that begins a note of its own takes nothing away.
  await phone.openClient(other!);
  await phone.openForm();
  await phone.choice(en.kind_of_contact!, en.kind_no_answer!).click();
  await kept(phone.page);
  await phone.openClient(name!);
  await phone.page.getByRole("link", { name: en.respond!, exact: true }).click();
  await phone.page.locator("button.way").filter({ hasText: r.they_are_in_distress! }).click();
  await phone.stage("stage_afterwards");
  await phone.page.getByRole("button", { name: r.end_and_note }).click();
  await phone.saved();
  await expect(phone.page.locator("form.log")).toBeVisible();
  // The note of the response, emptied of every word, waits all the same.
  for (const field of ["#purpose", "#seen-heard", "#what-i-did"]) await phone.page.fill(field, "");
  await kept(phone.page);
  await phone.go("today");
  await expect(drafts(phone)).toHaveCount(3);

  await drafts(phone).filter({ hasText: "Sailors' Rest" }).filter({ hasText: en.outcome_left_message! }).click();
  await expect(phone.page.locator("form.log .banner")).toContainText(en.keep_writing!);
  for (const [field, value] of [
    ["#date", "2026-03-03"],
    ["#start", "14:30"],
    ["#end", "14:40"],
    ["#place", "Sailors' Rest"],
  ]) {
    await expect(phone.page.locator(field!)).toHaveValue(value!);
  }
  await expect(phone.choice(en.what_came_of_it!, en.outcome_left_message!)).toBeVisible();
  await phone.sign();
  await phone.saved();
  await phone.go("today");
  await expect(drafts(phone)).toHaveCount(2);
});

test("what was put back as it was begun is nobody's work, and is not listed", async ({ phone }) => {
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await phone.choice(en.kind_of_contact!, en.kind_no_answer!).click();
  await kept(phone.page);
  await phone.choice(en.kind_of_contact!, en.kind_met!).click();
  await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_empty!);
  await phone.go("today");
  await expect(phone.page.locator("h1")).toBeVisible();
  await expect(drafts(phone)).toHaveCount(0);
  await phone.openClient(name!);
  await phone.openForm();
  await expect(phone.page.locator("form.log .banner")).toHaveCount(0);
  // And once more the other way, in one form: the draft that went is the draft that comes.
  await phone.choice(en.kind_of_contact!, en.kind_phone!).click();
  await kept(phone.page);
  await phone.choice(en.kind_of_contact!, en.kind_met!).click();
  await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_empty!);
  await phone.choice(en.kind_of_contact!, en.kind_text!).click();
  await kept(phone.page);
  await expect(phone.page.locator(".notice")).not.toContainText(en.draft_beside_another!);
  await killed(phone);
  await expect(drafts(phone)).toHaveCount(1);
  await expect(drafts(phone)).toContainText(en.mode_text!);
});

test("a choice alone is kept in every form of a worker, in both languages", async ({ phone }) => {
  const { page } = phone;
  const [name, planned] = await phone.names();
  // An addendum of which only the sort is known.
  await phone.openClient(name!);
  await phone.timeline.first().locator("a").click();
  await page.locator("summary", { hasText: en.add_to_note }).click();
  await phone.choice(en.kind_of_addendum!, en.correction!).click();
  await kept(page);
  // Somebody around a client of whom only the role is known.
  await phone.openClient(name!);
  await page.getByRole("link", { name: en.support_people, exact: true }).click();
  await page.getByRole("button", { name: en.add_somebody }).click();
  await page.locator("#guardian").check();
  await kept(page);
  // Somebody new of whom only the place is known.
  await phone.go("clients");
  await page.click('a[href="/clients/new"]');
  await page.fill("#place", "Behind the depot");
  await kept(page);
  // A plan of which only how it was made is known.
  await phone.openClient(planned!);
  await page.click(".lamp");
  await page.locator('a[href$="/plan/edit"]').first().click();
  await page.getByRole("link", { name: plan.about_plan }).click();
  await phone.choice(plan.made_how!, plan.made_supporter!).click();
  await kept(page);
  await phone.go("today");
  await expect(drafts(phone)).toHaveCount(4);
  await killed(phone);

  await expect(drafts(phone)).toHaveCount(4);
  for (const words of [en.correction!, en.support_people!, "Behind the depot", en.crisis_plan!]) {
    await expect(drafts(phone).filter({ hasText: words })).toHaveCount(1);
  }
  await drafts(phone).filter({ hasText: en.correction! }).click();
  await expect(phone.page.locator("form .banner")).toContainText(en.keep_writing!);
  await expect(phone.choice(en.kind_of_addendum!, en.correction!).locator("..").locator("input")).toBeChecked();
  await phone.go("today");
  await drafts(phone).filter({ hasText: en.support_people! }).click();
  await expect(phone.page.locator("#guardian")).toBeChecked();

  await phone.go("me");
  await phone.page.getByRole("button", { name: "Español" }).click();
  await phone.go("today");
  await expect(drafts(phone).filter({ hasText: es.correction! })).toHaveCount(1);
});

test("a turn that is being put on the roster is kept and listed until it is on it", async ({ newPhone }) => {
  const phone = await newPhone();
  await phone.enrol("rosa");
  await phone.go("me");
  await phone.page.click('main a[href="/office/roster"]');
  await phone.page.locator(".chip").filter({ hasText: "Marcus" }).click();
  await kept(phone.page);
  await phone.go("today");
  await expect(drafts(phone)).toContainText(en.roster!);
  await phone.reopen();
  await phone.unlock();
  await drafts(phone).click();
  await expect(phone.page.locator("form .banner")).toContainText(en.keep_writing!);
  await expect(phone.page.locator(".chip").filter({ hasText: "Marcus" }).locator("input")).toBeChecked();
  await phone.page.getByRole("button", { name: office.put_on }).click();
  await expect(phone.page.locator(".notice")).toContainText(office.turn_put!);
  await expect(phone.page.locator(".chip").filter({ hasText: "Marcus" }).locator("input")).not.toBeChecked();
  await phone.go("today");
  await expect(drafts(phone)).toHaveCount(0);
});
