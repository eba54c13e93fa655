// Today tells the truth, in order: who is to be reached, why, and that every count is of what is there.
import type { Page } from "@playwright/test";
import { openSheet, saveSheet } from "../support/fact-sheet";
import { expect, test } from "../support/test";
import { en, inDays } from "../support/words";

/** The groups that are drawn, from the top, each with its count and its people. */
const groups = (page: Page) =>
  page.locator("details.group:not([hidden])").evaluateAll((all) =>
    all.map((group) => ({
      name: group.querySelector("h2")!.textContent!,
      count: Number(group.querySelector("summary small")!.textContent),
      open: group.hasAttribute("open"),
      people: [...group.querySelectorAll(".person-name")].map((name) => name.firstChild!.textContent!.trim()),
    })),
  );

const ORDER = [
  en.group_every_day,
  en.group_overdue,
  en.group_due_today,
  en.group_to_decide,
  en.group_gone_quiet,
  en.group_this_month,
  en.group_plans,
];

test("groups stand in their order, each counts what is in it, and the heading all who are to be reached", async ({ phone }) => {
  const { page } = phone;
  await phone.go("today");
  await expect(page.locator(".person").first()).toBeVisible();
  const drawn = await groups(page);
  const names = drawn.map((group) => group.name);
  expect(names).toEqual(ORDER.filter((name) => names.includes(name!)));
  for (const group of drawn) expect(group.people.length, group.name).toBe(group.count);
  expect(drawn.filter((group) => !group.open).map((group) => group.name)).toEqual(
    drawn.filter((group) => group.name === en.group_plans).map((group) => group.name),
  );
  const reach = drawn.filter((group) => group.name !== en.group_plans).reduce((sum, group) => sum + group.count, 0);
  await expect(page.locator("h1")).toHaveText(en.people_to_reach_other!.replace("{n}", `${reach}`));
  const everybody = drawn.flatMap((group) => group.people);
  expect(new Set(everybody).size, "nobody stands there twice").toBe(everybody.length);
});

test("what is overdue stands by its date, and never under what is due today", async ({ phone }) => {
  const { page } = phone;
  const [, , , late, due] = await phone.names();
  await phone.logContact(late!, { seenHeard: "At the door.", nextStep: { text: "Bring the blue form", due: inDays(-3) } });
  await phone.logContact(due!, { seenHeard: "At the gate.", nextStep: { text: "Ask about the bus", due: inDays(0) } });
  await phone.go("today");
  const row = (name: string) => page.locator("details.group", { has: page.locator("h2", { hasText: name }) });
  const overdue = row(en.group_overdue!).locator("li").filter({ hasText: "Bring the blue form" });
  const date = await page.evaluate(() => {
    const day = new Date(Date.now() - 3 * 86_400_000);
    return `${day.toLocaleString("en-US", { month: "long" })} ${day.getDate()}`;
  });
  await expect(overdue.locator(".reasons")).toContainText(date);
  await expect(row(en.group_due_today!).locator("li").filter({ hasText: "Ask about the bus" })).toHaveCount(1);
  await expect(row(en.group_due_today!).locator("li").filter({ hasText: "Bring the blue form" })).toHaveCount(0);
});

test("a call and a text are on the row, with whose number it is", async ({ phone }) => {
  const { page } = phone;
  await phone.go("today");
  const call = page.locator('.to-reach a[href^="tel:"]').first();
  await expect(call).toBeVisible();
  const name = await call.locator("xpath=..").locator(".person-name").evaluate((each) => each.firstChild!.textContent!.trim());
  expect(await call.getAttribute("aria-label")).toContain(name);
  // Whoever taps sees what is dialed.
  const digits = (text: string | null) => (text ?? "").replace(/\D/g, "");
  expect(digits(await call.locator("small").textContent())).toBe(digits(await call.getAttribute("href")));
  const box = (await call.boundingBox())!;
  expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(48);
});

test("a note that waits and what two people wrote differently are reasons", async ({ phone, newPhone }) => {
  test.setTimeout(150_000);
  const { page } = phone;
  const other = await newPhone();
  await other.enrol();
  await phone.go("today");
  const name = (await groups(page)).find((group) => group.name !== en.group_plans)!.people[0]!;
  await phone.openClient(name);
  await phone.openForm();
  await page.fill("#seen-heard", "Half a note");
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await phone.go("today");
  await expect(page.locator(".to-reach").filter({ hasText: name }).locator(".reasons")).toContainText(en.to_finish!);
  await expect(page.locator(".drafts")).toContainText("Half a note");

  const somebody = (await phone.names()).at(-5)!;
  const places: [typeof phone, string][] = [[phone, "Under the bridge"], [other, "By the depot"]];
  for (const [one] of places) await one.context.setOffline(true);
  for (const [one, place] of places) {
    await openSheet(one, somebody);
    await one.page.fill("#place", place);
    await saveSheet(one);
  }
  for (const [one] of places) {
    await one.context.setOffline(false);
    await one.syncNow();
    await one.everythingSent();
  }
  await phone.syncNow();
  await phone.go("today");
  await expect(page.locator(".to-reach").filter({ hasText: somebody }).locator(".reasons")).toContainText(en.two_wrote!);
});

test("last contact is who was reached, and beside it that they were tried for since", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.logContact(name!, { seenHeard: "On the bench." });
  await page.locator('a[href$="/log/no-answer"]').click();
  // An attempt is read back at once.
  await page.locator(".read-back").getByRole("button", { name: en.sign!, exact: true }).click();
  await phone.saved();
  await phone.go("clients");
  const row = page.locator(".person").filter({ hasText: name! }).first();
  const today = (words: string) => words.replace("{day}", en.day_today!);
  await expect(row).toContainText(`${today(en.seen_on!)} · ${today(en.tried_on!)}`);
});
