import { openSheet, saveSheet } from "../support/fact-sheet";
import type { Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const sheet = wordsOf("fact_sheet");

const stages = (phone: Phone) => phone.page.getByRole("group", { name: sheet.stage, exact: true });

const due = (phone: Phone, client: string) =>
  phone.page.locator(".group a.person").filter({ hasText: client });

test("a case is closed with its reason, leaves Today on every phone, and begins again with its history", async ({
  phone,
  newPhone,
}) => {
  const page = phone.page;
  const other = await newPhone();
  await other.enrol();
  await phone.go("today");
  const client = await page.locator(".group a.person .person-name").first().evaluate((name) => name.firstChild!.textContent!);

  await test.step("only what may come next is offered, and an end says how and why", async () => {
    await phone.openClient(client);
    // What was promised to somebody stays on the list until it is done, whoever they are.
    const promises = page.locator(".task button");
    for (let left = await promises.count(); left > 0; left--) {
      await promises.first().click();
      await expect(promises).toHaveCount(left - 1);
    }
    await openSheet(phone, client);
    await expect(stages(phone).getByText(en.stage_active!, { exact: true })).toBeVisible();
    await expect(stages(phone).getByText(en.stage_referred!, { exact: true })).toHaveCount(0);
    await stages(phone).getByText(en.stage_closed!, { exact: true }).click();
    await page.getByRole("button", { name: sheet.save, exact: true }).click();
    await expect(page.locator("#ended")).toBeFocused();
    await expect(page.locator(".problem", { hasText: sheet.ended_needed })).toBeVisible();
    await page.locator("#ended").getByText(sheet.ended_moved!, { exact: true }).click();
    await page.getByRole("button", { name: sheet.save, exact: true }).click();
    await expect(page.locator("#stage_reason")).toBeFocused();
    await expect(page.locator("#stage_reason-said")).toHaveText(sheet.stage_reason_needed!);
    await page.fill("#stage_reason", "Lives with her son in Ohio now.");
    await saveSheet(phone);
  });

  await test.step("they are no reason to go out any more, here and on a colleague's phone", async () => {
    for (const each of [phone, other]) {
      await each.syncNow();
      await each.go("today");
      await expect(due(each, client)).toHaveCount(0);
      await each.go("clients");
      const rows = each.page.locator("ul.people > li");
      await expect(rows.last()).toContainText(client);
      await expect(rows.last()).toContainText(en.stage_closed!);
      await expect(each.page.getByRole("heading", { name: en.closed_people })).toBeVisible();
    }
  });

  await test.step("whoever comes back is met again, and how it was before is in the file", async () => {
    await openSheet(other, client);
    await expect(stages(other).getByText(en.stage_on_hold!, { exact: true })).toHaveCount(0);
    await stages(other).getByText(en.stage_outreach!, { exact: true }).click();
    await other.page.fill("#stage_reason", "Came back, and looked for us.");
    await saveSheet(other);
    await openSheet(other, client);
    await other.page.locator("summary", { hasText: sheet.history }).click();
    const history = other.page.locator("details.sheet li");
    await expect(history.filter({ hasText: "Lives with her son in Ohio now." })).toContainText(
      `${en.stage_closed}: ${sheet.ended_moved}`,
    );
  });
});

test("a level changes with its reason, and what it was before stays in the history", async ({ phone }) => {
  const page = phone.page;
  const [client] = await phone.names();
  await openSheet(phone, client!);
  const levels = page.getByRole("group", { name: sheet.level, exact: true });
  await levels.getByText(en.level_1!, { exact: true }).click();
  await expect(page.getByText(sheet.offers_level_1!)).toBeVisible();
  await page.fill("#reason", "Two nights in the emergency room this week.");
  await page.selectOption("#model", "act");
  await expect(page.getByText(sheet.offers_act!)).toBeVisible();
  await page.locator("summary", { hasText: wordsOf("plan").what_changed }).click();
  const changed = page.locator(".changes > li").filter({ hasText: sheet.level });
  await expect(changed, "said once, with what it was and why it is another").toHaveCount(1);
  await expect(changed).toContainText("Two nights in the emergency room this week.");
  await saveSheet(phone);
  await openSheet(phone, client!);
  await page.locator("summary", { hasText: sheet.history }).click();
  const history = page.locator("details.sheet li");
  await expect(history.filter({ hasText: "Two nights in the emergency room this week." })).toContainText(en.level_1!);
  await expect(history).not.toHaveCount(1);
});

test("the call buttons keep to what is safe: hours, voicemail, letters, and the best time", async ({ phone }) => {
  const page = phone.page;
  const [client] = await phone.names();
  await openSheet(phone, client!);
  const numbers = page.getByRole("button", { name: sheet.add_number, exact: true });
  const list = numbers.locator("xpath=preceding-sibling::ul[1]").locator(":scope > li");
  const before = await list.count();
  await numbers.click();
  await expect(list).toHaveCount(before + 1);
  const line = list.last();
  await line.getByLabel(sheet.number!, { exact: true }).fill("860-555-0177");
  await line.getByLabel(sheet.is_safe!).check();
  await line.getByRole("group", { name: sheet.voicemail }).getByText(sheet.voicemail_no!, { exact: true }).click();
  await line.getByLabel(sheet.best!).fill("after the noon meal");
  await saveSheet(phone);
  const button = page.locator('.reach a[href="tel:8605550177"]');
  await expect(button).toBeVisible();
  const said = page.locator(".manners").filter({ hasText: "after the noon meal" });
  await expect(said).toContainText(en.voicemail_none!);

  await openSheet(phone, client!);
  const again = page.locator("ul.plan-lines > li").filter({ has: page.locator('input[id^="tel-"]') }).last();
  await again.getByLabel(sheet.not_from!).fill("00:00");
  await again.getByLabel(sheet.not_until!).fill("23:59");
  await saveSheet(phone);
  await expect(button, "not one tap away at this hour").toBeHidden();
  await page.locator(".unsafe summary", { hasText: en.number_not_now }).click();
  await expect(button).toBeVisible();
  await expect(said).toContainText("12:00 AM");

  await openSheet(phone, client!);
  await again.getByLabel(sheet.number!, { exact: true }).fill("860-555-0176");
  await saveSheet(phone);
  await expect(page.locator(".unsafe summary").last(), "another number: nobody said it is safe").toContainText(
    en.number_not_safe!,
  );
});
