import type { Phone } from "./phone";
import { expect } from "./test";
import { wordsOf } from "./words";

/** Opens the appointments of a client. */
export async function openAppointments(phone: Phone, client: string) {
  await phone.openClient(client);
  await phone.page.getByRole("link", { name: wordsOf("needs", phone.words).appointments, exact: true }).click();
  await expect(phone.page.locator("main h2").first()).toHaveText(wordsOf("appointment", phone.words).heading!);
}

/** Begins an appointment from the list of them: what, on which day, at what time. */
export async function beginAppointment(phone: Phone, what: string, on: string, at?: string) {
  const a = wordsOf("appointment", phone.words);
  await phone.page.getByRole("link", { name: a.add, exact: true }).click();
  await phone.page.getByLabel(a.what!, { exact: true }).fill(what);
  await phone.page.getByLabel(a.on!, { exact: true }).fill(on);
  if (at) await phone.page.getByLabel(a.at!, { exact: true }).fill(at);
}
