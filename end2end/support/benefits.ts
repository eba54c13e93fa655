import type { Phone } from "./phone";
import { expect } from "./test";
import { wordsOf } from "./words";

/** Opens the benefits of a client. */
export async function openBenefits(phone: Phone, client: string) {
  await phone.openClient(client);
  await phone.page.getByRole("link", { name: wordsOf("needs", phone.words).benefits, exact: true }).click();
  await expect(phone.page.locator("main h2").first()).toHaveText(wordsOf("benefit", phone.words).heading!);
}
