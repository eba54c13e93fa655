import { expect } from "./test";
import type { Phone } from "./phone";

/** Opens the form for somebody new. */
export async function someoneNew(phone: Phone) {
  await phone.go("clients");
  await phone.page.click('a[href="/clients/new"]');
  await expect(phone.page.locator("#name")).toBeVisible();
}

/** Writes somebody down; ends on the form for a contact with them. Gives their id. */
export async function meet(phone: Phone, called: string, place: string): Promise<string> {
  await someoneNew(phone);
  await phone.page.fill("#name", called);
  await phone.page.fill("#place", place);
  await phone.page.locator(".thumb .button.primary").click();
  await expect(phone.page.locator("form.log")).toBeVisible();
  return new URL(phone.page.url()).pathname.split("/")[2]!;
}
