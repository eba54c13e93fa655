// The directory of services, as somebody looks for one and writes down what it said.
import type { Phone } from "./phone";
import { expect } from "./test";
import { wordsOf } from "./words";

/** Opens the directory, and waits until it is on the phone. */
export async function openDirectory(phone: Phone) {
  await phone.go("me");
  await phone.page.click('main a[href="/directory"]');
  await expect(phone.page.locator("main .person").first()).toBeVisible();
}

/** Opens a service of the directory by its name. */
export async function openService(phone: Phone, name: string) {
  await openDirectory(phone);
  await phone.page.fill("#search", name);
  await phone.page.locator("main .person", { hasText: name }).first().click();
  await expect(phone.page.locator("main article h2", { hasText: name })).toBeVisible();
}

/** Writes down that a service takes people, or not: the word is that of the choice. */
export async function recordCheck(phone: Phone, choice: string) {
  const s = wordsOf("directory", phone.words);
  await phone.page.getByRole("link", { name: s.record_check!, exact: true }).click();
  await phone.page.getByRole("group", { name: s.accepting!, exact: true }).getByText(choice, { exact: true }).click();
}
