// The fact sheet as somebody changes it on the phone.
import type { Phone } from "./phone";
import { expect } from "./test";
import { en, wordsOf } from "./words";

const sheet = wordsOf("fact_sheet");

/** The form for somebody's fact sheet. */
export async function openSheet(phone: Phone, client: string) {
  await phone.openClient(client);
  await phone.page.locator("details.sheet > summary").first().click();
  await phone.page.getByRole("link", { name: en.fact_sheet_change }).click();
  await expect(phone.page.locator("#name")).toBeVisible();
}

/** Saves it, and waits until its form is gone. */
export async function saveSheet(phone: Phone) {
  await phone.page.getByRole("button", { name: sheet.save, exact: true }).click();
  await expect(phone.page.locator(".notice")).toContainText(sheet.saved!);
  await expect(phone.page.locator("main form")).toHaveCount(0);
}
