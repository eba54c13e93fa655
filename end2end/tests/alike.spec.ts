// Two people of one name: seen as two wherever a person is chosen, and noticed before there are two.
import axe from "axe-core";
import { openSheet, saveSheet } from "../support/fact-sheet";
import { meet, someoneNew } from "../support/people";
import type { Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, es } from "../support/words";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** The rows of the list on screen once it is searched. */
async function rows(phone: Phone, query: string): Promise<string[]> {
  await phone.page.fill("#search", query);
  await expect(phone.page.locator('[role="status"]', { hasText: /found/ })).toHaveCount(1);
  return phone.page.locator(".people .person").allInnerTexts();
}

test("two of one name in one place are two in every list, and on every screen about one of them", async ({ phone }) => {
  const one = await meet(phone, "Wren Sample", "Pier 9");
  await phone.go("clients");
  expect(await rows(phone, "wren sample")).toHaveLength(1);
  expect((await rows(phone, "wren sample"))[0]).not.toContain("code");
  // Marks do not tell people apart who are read aloud the same.
  const other = await meet(phone, "Wrén Sample", "Pier 9");
  const code = (id: string) => en.code_of!.replace("{code}", id.slice(-4).toUpperCase());
  for (const list of ["clients", "log"] as const) {
    await phone.go("clients");
    await phone.go(list);
    const found = await rows(phone, "wren sample");
    expect(found).toHaveLength(2);
    for (const id of [one, other]) {
      expect(found.filter((row) => row.includes(code(id)))).toHaveLength(1);
    }
  }
  await phone.page.locator(".person").filter({ hasText: code(one) }).click();
  await expect(phone.page.locator("form.log")).toBeVisible();
  expect(phone.page.url()).toContain(one);
  await expect(phone.page.locator(".client-head")).toContainText(code(one));
});

test("whoever looks at somebody sees at once that another of their name has come", async ({ newPhone, phone }) => {
  const [first, second] = await phone.names();
  await phone.openClient(first!);
  const id = new URL(phone.page.url()).pathname.split("/").at(-1)!;
  const place = await phone.page.locator(".client-head").innerText();
  const other = await newPhone();
  await other.enrol();
  await openSheet(other, second!);
  await other.page.fill("#name", first!);
  await saveSheet(other);
  await other.everythingSent();
  await phone.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect.poll(() => phone.page.locator(".client-head").innerText(), id).not.toBe(place);
});

test("two of one name are two for whoever taps Call on Today by its name", async ({ phone }) => {
  const { page } = phone;
  const rows = page.locator(".to-reach").filter({ has: page.locator('a[href^="tel:"]') });
  const named = (at: number) => rows.nth(at).locator(".person-name").evaluate((name) => name.firstChild!.textContent!.trim());
  await phone.go("today");
  const [first, second] = [await named(0), await named(1)];
  await openSheet(phone, second);
  await page.fill("#name", first);
  await saveSheet(phone);
  await phone.go("today");
  await expect(rows.locator(".person-name", { hasText: first })).toHaveCount(2);
  const calls = await rows.locator('a[href^="tel:"]').evaluateAll((all) => all.map((call) => call.getAttribute("aria-label")!));
  const called = calls.filter((call) => call.includes(first)).map((call) => call.slice(call.indexOf(first)));
  expect(called).toHaveLength(2);
  expect(new Set(called).size, called.join("; ")).toBe(2);
});

test("somebody new who may be known already is offered, and a tap logs a contact with them instead", async ({ phone }) => {
  const known = await meet(phone, "Juniper Sample", "Library steps");
  await someoneNew(phone);
  const offers = phone.page.locator(".may-be .person");
  await phone.page.fill("#name", "J");
  await expect(offers).toHaveCount(0);
  await phone.page.fill("#name", "juniper sam");
  await expect(offers).toHaveCount(1);
  await expect(offers).toContainText("Library steps");
  await expect(phone.page.locator('.may-be [role="status"]')).toHaveText(en.may_be_one!);
  await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);

  await phone.page.evaluate(axe.source);
  const violations = await phone.page.evaluate(
    async () => (await window.axe.run(document, { resultTypes: ["violations"], preload: false })).violations,
  );
  expect(violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);

  await offers.click();
  await expect(phone.page.locator("form.log")).toBeVisible();
  expect(phone.page.url()).toContain(known);
  // Nothing is left of whom it is not.
  await phone.go("today");
  await expect(phone.page.locator(".drafts")).toHaveCount(0);
  await someoneNew(phone);
  await expect(phone.page.locator("#name")).toHaveValue("");
  await phone.go("clients");
  expect(await rows(phone, "juniper sample")).toHaveLength(1);
});

test("it is said in Spanish too", async ({ newPhone }) => {
  const phone = await newPhone({ locale: "es-US" });
  phone.words = es;
  await phone.enrol();
  await meet(phone, "Juniper Sample", "Library steps");
  await someoneNew(phone);
  await phone.page.fill("#name", "Juniper");
  await expect(phone.page.locator('.may-be [role="status"]')).toHaveText(es.may_be_one!);
});

test("people are found when they are typed without marks, and however their words are parted", async ({ phone }) => {
  await meet(phone, "Hương Trần", "Keʻehi");
  await meet(phone, "Ana de Haro", "Þingvellir");
  await phone.go("clients");
  for (const [query, name] of [
    ["huong tran", "Hương Trần"],
    ["keehi", "Hương Trần"],
    ["DeHaro", "Ana de Haro"],
    ["thing", "Ana de Haro"],
  ] as const) {
    const found = await rows(phone, query);
    expect(found, query).toHaveLength(1);
    expect(found[0]).toContain(name);
  }
});
