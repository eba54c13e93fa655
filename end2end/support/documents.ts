// Assessment and service plan as somebody writes them on the phone.
import type { Locator } from "@playwright/test";
import type { Phone } from "./phone";
import { expect } from "./test";
import { en, wordsOf } from "./words";

const d = wordsOf("document");
const a = wordsOf("assessment");
const p = wordsOf("service_plan");

/** Of the demonstration's people, one whom nobody has assessed yet. */
export const UNASSESSED = "Amara";

/** Opens the form of a document from the client's page; `write` is what its button says. */
export async function openDocument(phone: Phone, client: string, document: string, write: string) {
  await phone.openClient(client);
  await phone.page.getByRole("link", { name: document, exact: true }).click();
  await phone.page.getByRole("link", { name: write, exact: true }).click();
  await expect(phone.page.locator("main form")).toBeVisible();
}

/** Adds a need in the client's words; gives its line. */
export async function addNeed(phone: Phone, own: string): Promise<Locator> {
  const add = phone.page.getByRole("button", { name: a.add_need, exact: true });
  const list = add.locator("xpath=preceding-sibling::ul[1]");
  const before = await list.locator(":scope > li").count();
  await add.click();
  const line = list.locator(":scope > li").nth(before);
  await line.getByLabel(a.own!, { exact: true }).fill(own);
  return line;
}

/** Saves the document in the form, and waits for the screen that reads it. */
export async function saveDocument(phone: Phone) {
  await phone.page.getByRole("button", { name: d.save, exact: true }).click();
  await expect(phone.page.locator(".notice")).toContainText(d.saved!);
  await expect(phone.page.locator("main form")).toHaveCount(0);
}

/** A day so many days from today where the phone is, as a date field takes it. */
export async function dayFrom(phone: Phone, days: number): Promise<string> {
  return phone.page.evaluate((days) => {
    const day = new Date(Date.now() + days * 86_400_000);
    const two = (part: number) => String(part).padStart(2, "0");
    return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  }, days);
}

/** Puts a need into the plan whose form is open, with all that a line needs. */
export async function planFor(phone: Phone, need: string, goal: string, from = 0) {
  const line = phone.page.locator(".plan-line", { hasText: need });
  await line.locator("summary").click();
  await line.getByText(p.in_plan!, { exact: true }).click();
  await line.getByLabel(p.own!, { exact: true }).fill(goal);
  await line.getByLabel(p.activities!, { exact: true }).fill("Apply together.");
  await line.getByLabel(p.by_client!, { exact: true }).check();
  await line.getByLabel(p.change!, { exact: true }).fill("Sleeps inside every night.");
  await line.getByLabel(p.start!, { exact: true }).fill(await dayFrom(phone, from));
  await line.getByLabel(p.target!, { exact: true }).fill(await dayFrom(phone, from + 200));
  await line.getByLabel(p.review!, { exact: true }).fill(await dayFrom(phone, from + 60));
}

/** Says that the plan whose form is open is finished, and that the client agrees. */
export async function finish(phone: Phone) {
  await phone.page.getByText(p.state_finished!, { exact: true }).click();
  await phone.page.getByText(p.agreement_said!, { exact: true }).click();
}

/** Writes an assessment with these needs, none of them said before. */
export async function assess(phone: Phone, client: string, needs: string[]) {
  await openDocument(phone, client, en.assessment!, d.begin!);
  for (const need of needs) await addNeed(phone, need);
  await saveDocument(phone);
}
