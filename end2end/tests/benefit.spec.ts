// What somebody has, applied for or lost, and who pays: written down offline, and what runs out comes back.
import { openBenefits } from "../support/benefits";
import { operations } from "../support/database";
import { UNASSESSED, dayFrom } from "../support/documents";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const b = wordsOf("benefit");

test("a benefit is applied for, granted and runs out, without a network, and another phone reads all of it", async ({ server, phone, newPhone }) => {
  test.setTimeout(180_000);
  const { page } = phone;
  const other = await newPhone();
  await other.enrol();
  await server.stop();

  await test.step("what it lacks is said at its field", async () => {
    await openBenefits(phone, UNASSESSED);
    await expect(page.locator(".document .empty")).toHaveText(b.none_yet!);
    await page.getByRole("link", { name: b.add, exact: true }).click();
    await page.getByRole("button", { name: en.sign, exact: true }).click();
    for (const lacks of [b.lacks_benefit, b.lacks_standing]) {
      await expect(page.locator(".problem", { hasText: lacks! }).first()).toBeVisible();
    }
    // What only somebody has is not asked of who applies.
    await phone.choice(b.standing!, b.standing_applied!).click();
    await expect(page.getByLabel(b.until!, { exact: true })).toBeHidden();
    await phone.choice(b.benefit!, b.kind_medicaid!).click();
    await page.getByLabel(b.program!, { exact: true }).fill("HUSKY C");
    await page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(page.locator(".problem", { hasText: b.lacks_since! })).toBeVisible();
    await page.getByLabel(b.since!, { exact: true }).fill(await dayFrom(phone, -3));
    await page.getByLabel(b.answer_due!, { exact: true }).fill(await dayFrom(phone, 20));
    await page.getByLabel(b.member_number!, { exact: true }).fill("A-17");
    await page.getByLabel(b.papers_missing!, { exact: true }).fill("Proof of income");
    await phone.sign();
    await phone.saved();
    const entry = page.locator(".document-part").first();
    await expect(entry.locator("h3")).toHaveText("Medicaid: HUSKY C");
    await expect(entry).toContainText(`${b.standing_applied} · since`);
    await expect(entry.locator(".banner")).toContainText("Proof of income");
  });

  await test.step("what is to be done next is a task that names the papers, and the change does it", async () => {
    await phone.openClient(UNASSESSED);
    const ask = b.task_ask!.replace("{name}", "Medicaid: HUSKY C");
    const task = b.task_missing!.replace("{task}", ask).replace("{papers}", "Proof of income");
    await expect(page.locator(".due", { hasText: task }).or(page.getByText(task)).first()).toBeVisible();
    await openBenefits(phone, UNASSESSED);
    await page.getByRole("link", { name: `${b.change}: Medicaid: HUSKY C`, exact: true }).click();
    await expect(page.getByLabel(b.program!, { exact: true })).toHaveValue("HUSKY C");
    await expect(page.getByLabel(b.since!, { exact: true })).toHaveValue(await dayFrom(phone, -3));
    await phone.choice(b.standing!, b.standing_has!).click();
    await expect(page.getByLabel(b.since!, { exact: true })).toHaveValue("");
    await expect(page.getByLabel(b.member_number!, { exact: true })).toHaveValue("A-17");
    await expect(page.getByText(b.still_missing!)).toBeVisible();
    await page.getByLabel(b.papers_missing!, { exact: true }).fill("");
    await page.getByLabel(b.from!, { exact: true }).fill(await dayFrom(phone, -1));
    await page.getByLabel(b.until!, { exact: true }).fill(await dayFrom(phone, -2));
    await page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(page.locator(".problem", { hasText: b.lacks_until! })).toBeVisible();
    await page.getByLabel(b.until!, { exact: true }).fill(await dayFrom(phone, 9));
    // Key by key, as somebody types: nothing is taken away on the way to a number that is none.
    await page.getByLabel(b.units!, { exact: true }).pressSequentially("96.5");
    await expect(page.getByLabel(b.units!, { exact: true })).toHaveValue("96.5");
    await page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(page.locator(".problem", { hasText: b.lacks_units! })).toBeVisible();
    await page.getByLabel(b.units!, { exact: true }).fill("96");
    await phone.sign();
    await phone.saved();
    const now = page.locator(".document > .document-part, .document > div > .document-part").first();
    await expect(now.locator(".banner")).toContainText(b.warn_ends!.split(" {")[0]!);
    await expect(now).toContainText(`${b.standing_has} · until`);
    await expect(page.locator("details.sheet > summary")).toHaveText([b.earlier!]);
    await phone.openClient(UNASSESSED);
    await expect(page.getByText(task)).toHaveCount(0);
    await expect(page.getByText("Renew Medicaid: HUSKY C. It ends ").first()).toBeVisible();
    // On the timeline two of a kind are told apart, and lead to all of them.
    await page.locator(".timeline a", { hasText: "HUSKY C" }).first().click();
    await expect(page.locator("main h2").first()).toHaveText(b.heading!);
  });

  await server.start();
  await phone.syncNow();
  await phone.everythingSent();
  expect(operations(server).filter((each) => each.quarantined)).toEqual([]);
  await other.syncNow();
  await openBenefits(other, UNASSESSED);
  await expect(other.page.locator(".document-part h3").first()).toHaveText("Medicaid: HUSKY C");
  await expect(other.page.locator(".document")).toContainText("96");
  await other.page.locator("details.sheet > summary").click();
  await expect(other.page.locator("details.sheet .document-part")).toHaveCount(1);
  await expect(other.page.locator("details.sheet")).toContainText(b.standing_applied!);
});

test("two phones that write down what became of one benefit both keep their words", async ({ server, phone, newPhone }) => {
  test.setTimeout(120_000);
  const other = await newPhone();
  await openBenefits(phone, UNASSESSED);
  await phone.page.getByRole("link", { name: b.add, exact: true }).click();
  await phone.choice(b.standing!, b.standing_considered!).click();
  await phone.choice(b.benefit!, b.kind_ssi!).click();
  await phone.sign();
  await phone.saved();
  await phone.everythingSent();
  await other.enrol();
  await server.stop();
  for (const [one, standing] of [[phone, b.standing_has], [other, b.standing_refused]] as const) {
    await openBenefits(one, UNASSESSED);
    await one.page.getByRole("link", { name: `${b.change}: ${b.kind_ssi}`, exact: true }).click();
    await one.choice(b.standing!, standing!).click();
    await one.page.getByLabel(b.since!, { exact: true }).fill(await dayFrom(one, 0));
    await one.sign();
    await one.saved();
  }
  await server.start();
  for (const one of [phone, other]) {
    await one.syncNow();
    await one.everythingSent();
  }
  for (const one of [phone, other]) {
    await one.syncNow();
    await openBenefits(one, UNASSESSED);
    const entries = one.page.locator(".document .document-part:not(details *)");
    await expect(entries).toHaveCount(2);
    await expect(entries.filter({ hasText: b.standing_has! })).toHaveCount(1);
    await expect(entries.filter({ hasText: b.standing_refused! })).toHaveCount(1);
  }
});

test("a change that was begun is never signed as another benefit", async ({ phone }) => {
  const { page } = phone;
  await openBenefits(phone, UNASSESSED);
  await page.getByRole("link", { name: b.add, exact: true }).click();
  await phone.choice(b.standing!, b.standing_has!).click();
  await phone.choice(b.benefit!, b.kind_food!).click();
  await phone.sign();
  await phone.saved();
  await page.getByRole("link", { name: `${b.change}: ${b.kind_food}`, exact: true }).click();
  await expect(page.getByText(b.changes!.replace("{name}", b.kind_food!))).toBeVisible();
  await page.getByLabel(b.note!, { exact: true }).fill("Half a change");
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await openBenefits(phone, UNASSESSED);
  await page.getByRole("link", { name: b.add, exact: true }).click();
  await expect(page.locator("main .banner")).toContainText(b.began_elsewhere!);
  await expect(page.locator("main form")).toHaveCount(0);
  await page.getByRole("link", { name: en.keep_writing, exact: true }).click();
  await expect(page.getByLabel(b.note!, { exact: true })).toHaveValue("Half a change");
});

test("what is used of the units of a benefit is counted from notes by the agency's rule, without a network", async ({ newPhone, phone, server }) => {
  test.setTimeout(120_000);
  const u = wordsOf("units");
  const desk = await newPhone();
  await desk.enrol("admin");
  await desk.go("me");
  await desk.page.click('main a[href="/office/content"]');
  await desk.page.locator("summary", { hasText: u.add }).click();
  await desk.choice(u.on_off!, u.on!).click();
  await desk.page.getByRole("button", { name: u.save, exact: true }).click();
  await expect(desk.page.locator(".notice")).toContainText(u.saved!);

  await phone.syncNow();
  await openBenefits(phone, UNASSESSED);
  const { page } = phone;
  await page.getByRole("link", { name: b.add, exact: true }).click();
  await phone.choice(b.standing!, b.standing_has!).click();
  await phone.choice(b.benefit!, b.kind_medicaid!).click();
  await page.getByLabel(b.from!, { exact: true }).fill(await dayFrom(phone, 0));
  await page.getByLabel(b.units!, { exact: true }).fill("2");
  await phone.sign();
  await phone.saved();
  const says = (used: number, granted: number) =>
    b.units_used!.replace("{used}", `${used}`).replace("{granted}", `${granted}`);
  const entry = page.locator(".document-part").first();
  await expect(entry).toContainText(says(0, 2));
  await server.stop();
  await phone.openClient(UNASSESSED);
  await phone.openForm();
  await page.fill("#seen-heard", "A quarter of an hour at the pier.");
  await phone.openWhen();
  await page.getByRole("button", { name: "15 min", exact: true }).click();
  await page.click("#more");
  // Outreach is what most payers do not pay for, and what a note says unless somebody says otherwise.
  await phone.choice(en.function!, en.function_monitoring!).click();
  await phone.sign();
  await phone.saved();
  await openBenefits(phone, UNASSESSED);
  await expect(entry.locator(".quiet", { hasText: says(1, 2) })).toBeVisible();
  await page.getByRole("link", { name: `${b.change}: ${b.kind_medicaid}`, exact: true }).click();
  await page.getByLabel(b.units!, { exact: true }).fill("1");
  await phone.sign();
  await phone.saved();
  await expect(entry.locator(".banner", { hasText: says(1, 1) })).toBeVisible();
});
