import { openSheet, saveSheet } from "../support/fact-sheet";
import type { Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const sheet = wordsOf("fact_sheet");
const plan = wordsOf("plan");

const kept = (phone: Phone) =>
  expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);

/** The last line of the list that this button adds to. */
async function add(phone: Phone, button: string) {
  const adding = phone.page.getByRole("button", { name: button, exact: true });
  const list = adding.locator("xpath=preceding-sibling::ul[1]").locator(":scope > li");
  const before = await list.count();
  await adding.click();
  await expect(list).toHaveCount(before + 1);
  return list.last();
}

for (const first of ["this phone", "the other"] as const) {
  test(`a fact sheet is changed offline, outlives a kill, and two phones that change it apart lose nothing: ${first} delivers first`, async ({
    server,
    phone,
    newPhone,
  }) => {
    test.setTimeout(120_000);
    const [client] = await phone.names();
    const other = await newPhone();
    await other.enrol();
    const place = "Behind the laundromat on Park Street";

    await test.step("offline: half of it typed, the battery empty, then finished", async () => {
      await server.stop();
      await openSheet(phone, client!);
      await phone.page.fill("#place", place);
      const number = await add(phone, sheet.add_number!);
      await number.getByLabel(sheet.number!, { exact: true }).fill("860-555-0188");
      await kept(phone);
      await phone.kill();
      await phone.start();
      await phone.reopen();
      await phone.unlock();
      await phone.page.locator(".drafts a").filter({ hasText: en.fact_sheet }).click();
      await expect(phone.page.locator("#place")).toHaveValue(place);
      await phone.page.getByRole("button", { name: en.keep_writing }).click();
      await phone.page.locator("summary", { hasText: plan.what_changed }).click();
      await expect(phone.page.locator(".changes")).toContainText("860-555-0188");
      await saveSheet(phone);
      await phone.page.locator("details.sheet > summary").first().click();
      await expect(phone.page.locator("details.sheet dl").first()).toContainText(place);
      // Nobody has said that it is safe.
      await phone.page.locator(".unsafe summary").last().click();
      await expect(phone.page.locator('.unsafe a[href="tel:8605550188"]')).toBeVisible();
    });

    await test.step("a colleague who had not seen it changes the name they go by, and another place", async () => {
      // Nothing of it may reach the colleague before they write.
      await phone.context.setOffline(true);
      await server.start();
      await other.syncNow();
      await server.stop();
      await openSheet(other, client!);
      await other.page.fill("#alias", "Captain");
      await other.page.fill("#place", "Sailors' Rest, upper floor");
      await saveSheet(other);
      // Who is first decides whose words stand meanwhile, and nothing else.
      const both = first === "this phone" ? [phone, other] : [other, phone];
      for (const one of both) await one.context.setOffline(true);
      await server.start();
      for (const one of both) {
        await one.context.setOffline(false);
        await one.syncNow();
        await one.everythingSentAfterKill();
      }
      // What became of the two is known to each at its next pull.
      for (const one of both) await one.syncNow();
    });

    await test.step("both places stay until one is taken; the rest is joined", async () => {
      await phone.openClient(client!);
      await phone.page.locator(".banner a", { hasText: en.two_wrote }).click();
      const conflict = phone.page.locator(".conflicts li");
      await expect(conflict).toHaveCount(1);
      await expect(conflict).toContainText(place);
      await expect(conflict).toContainText("Sailors' Rest, upper floor");
      await expect(phone.page.locator("#alias")).toHaveValue("Captain");
      await conflict.locator(".side", { hasText: "Sailors' Rest" }).getByRole("button").click();
      await expect(phone.page.locator("#place")).toHaveValue("Sailors' Rest, upper floor");
      await saveSheet(phone);
      await expect(phone.page.locator(".banner a", { hasText: en.two_wrote })).toHaveCount(0);
      await phone.everythingSent();
    });

    await test.step("what each version changed is on record", async () => {
      await openSheet(phone, client!);
      await phone.page.getByRole("link", { name: sheet.versions }).click();
      await expect(phone.page.locator(".versions > li")).toHaveCount(4);
      const settled = phone.page.locator(".versions > li").first().locator(".changes > li");
      await expect(settled).toHaveCount(1);
      await expect(settled.locator("ins")).toHaveText("Sailors' Rest, upper floor");
      await expect(settled.locator("del")).toHaveText(place);
    });
  });
}

test("a fact sheet says what is to be put right, and nothing is final before it is saved", async ({ phone }) => {
  const [client] = await phone.names();
  const { page } = phone;
  const press = () => page.getByRole("button", { name: sheet.save, exact: true }).click();
  await openSheet(phone, client!);
  await press();
  await expect(page.locator("#to-mend")).toContainText(sheet.changed_by_nobody!);
  await page.fill("#name", " ");
  await press();
  await phone.complains(page.locator("#name"), sheet.name_needed!);
  await page.fill("#name", client!);
  await expect(page.locator("#name")).not.toHaveAttribute("aria-invalid");

  const level = page.locator("label.chip:has(input[name=level])");
  await level.nth((await level.nth(1).locator("input").isChecked()) ? 2 : 1).click();
  await press();
  await phone.complains(page.locator("#reason"), sheet.level_reason_needed!);
  await page.fill("#reason", "Comes to every appointment, sleeps outside.");

  const pause = await add(phone, sheet.add_pause!);
  await pause.getByLabel(sheet.day_last!).fill("2020-01-01");
  await press();
  await phone.complains(pause.getByLabel(sheet.day_last!), sheet.pause_ends_before!);
  await pause.getByRole("button", { name: /^Remove/ }).click();

  const number = await add(phone, sheet.add_number!);
  await number.getByLabel(sheet.number!, { exact: true }).fill("ask Rosa");
  await press();
  await phone.complains(number.getByLabel(sheet.number!, { exact: true }), wordsOf("form", en).number_nothing!);
  await number.getByLabel(sheet.number!, { exact: true }).fill("860-555-0123");
  await number.getByLabel(sheet.is_safe!).check();
  // Another number is another question.
  await number.getByLabel(sheet.number!, { exact: true }).fill("860-555-0124");
  await expect(number.getByLabel(sheet.is_safe!)).not.toBeChecked();
  await number.getByLabel(sheet.is_safe!).check();

  const alert = await add(phone, sheet.add_alert!);
  await alert.getByText(sheet.alert_kind_staff_safety!, { exact: true }).click();
  await alert.getByLabel(sheet.alert_text!).fill("The dog bites");
  await saveSheet(phone);
  await expect(phone.page.locator(".alerts")).toContainText("The dog bites");
  await expect(phone.page.locator('.reach > a[href="tel:8605550124"], .reach :not(.unsafe) > a[href="tel:8605550124"]').first()).toBeVisible();
});

test("a pause that ends in another century is asked about before anybody drops off the list", async ({ phone }) => {
  const { page } = phone;
  const [client] = await phone.names();
  await openSheet(phone, client!);
  const pause = await add(phone, sheet.add_pause!);
  const last = pause.getByLabel(sheet.day_last!);
  await last.fill("2206-12-05");
  await page.getByRole("button", { name: sheet.save, exact: true }).click();
  const asked = page.locator("[role=alert] .banner");
  await expect(asked).toContainText("2206");
  await asked.getByRole("button", { name: en.keep_writing! }).click();
  await last.fill("");
  await page.fill("#born_on", "2206-05-01");
  await page.getByRole("button", { name: sheet.save, exact: true }).click();
  await expect(asked).toContainText("2206");
});
