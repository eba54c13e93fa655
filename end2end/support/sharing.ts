// Releases, their ends, and what is told in a contact, as somebody does it on the phone.
import type { Page } from "@playwright/test";
import type { Phone } from "./phone";
import { expect } from "./test";
import { wordsOf } from "./words";

/** Draws on the pad for signatures, through these points of it; gives the line that was drawn. */
export async function draw(page: Page, through: [number, number][]): Promise<string> {
  const pad = page.locator(".signature-pad");
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await pad.boundingBox())!;
  const [first, ...rest] = through.map(([right, down]) => [x + width * right, y + height * down] as const);
  await page.mouse.move(...first!);
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...point, { steps: 4 });
  await page.mouse.up();
  return (await pad.locator("path").getAttribute("d"))!;
}

/** Opens what may be told of a client, and what was. */
export async function openSharing(phone: Phone, client: string) {
  const needs = wordsOf("needs", phone.words);
  await phone.openClient(client);
  await phone.page.getByRole("link", { name: needs.sharing, exact: true }).click();
  await expect(phone.page.locator("main h2", { hasText: wordsOf("linking", phone.words).heading! }).first()).toBeVisible();
}

/** Fills in a release for one recipient that covers needs and plan, up to how it is signed. */
export async function fillRelease(phone: Phone, recipient: string) {
  const { page } = phone;
  const r = wordsOf("release", phone.words);
  await page.getByLabel(r.recipient!, { exact: true }).fill(recipient);
  await page.getByLabel(r.plan!, { exact: true }).check();
  await page.getByLabel(r.information!, { exact: true }).fill("My plan and my next appointments");
  await page.getByLabel(r.purpose!, { exact: true }).fill("So that they can treat me");
  await page.getByLabel(r.explained!, { exact: true }).check();
}

/** Reads back what is to be signed, and signs it. */
export async function sign(phone: Phone) {
  await phone.sign();
}

/** Signs a release on the screen, and waits until it is read. */
export async function signRelease(phone: Phone, client: string, recipient: string) {
  const { page } = phone;
  const [r, l] = [wordsOf("release", phone.words), wordsOf("linking", phone.words)];
  await openSharing(phone, client);
  await page.getByRole("link", { name: l.sign_release, exact: true }).click();
  await fillRelease(phone, recipient);
  await page.getByText(r.drawn!, { exact: true }).click();
  await draw(page, [[0.2, 0.3], [0.3, 0.8], [0.4, 0.2], [0.7, 0.3]]);
  await sign(phone);
  await expect(page.locator(".document .banner")).toContainText(l.stands_in_force!.split(" {")[0]!);
}

/** Takes a release back. */
export async function takeBack(phone: Phone, client: string, recipient: string) {
  const { page } = phone;
  const r = wordsOf("release", phone.words);
  await openSharing(phone, client);
  await page.locator("a.person", { hasText: recipient }).first().click();
  await page.getByRole("link", { name: r.end_it, exact: true }).click();
  await page.getByText(r.ended_taken_back!, { exact: true }).click();
  await page.getByRole("group", { name: r.asked_by! }).getByText(r.client!, { exact: true }).click();
  await sign(phone);
  await expect(page.locator("main")).toContainText(wordsOf("linking", phone.words).ended_ones!);
}

/** Begins a note of words with a provider. */
export async function noteWithProvider(phone: Phone, client: string, whom: string, seenHeard: string) {
  const { page, words } = phone;
  await phone.openClient(client);
  await phone.openForm();
  await phone.choice(words.kind_of_contact!, words.kind_other_person!).click();
  await page.getByText(words.with_provider!, { exact: true }).click();
  await page.fill("#with-whom", whom);
  await page.fill("#seen-heard", seenHeard);
}

/** Answers what they were told. */
export async function answerTold(phone: Phone, answer: "nothing" | "by_release" | "emergency" | "law" | "without") {
  const d = wordsOf("disclosure", phone.words);
  await phone.page.getByRole("group", { name: d.heading! }).getByText(d[answer]!, { exact: true }).click();
}

/** Opens the form of a referral from a need that the plan answers. */
export async function openReferral(phone: Phone, client: string, need: string) {
  const { page } = phone;
  const needs = wordsOf("needs", phone.words);
  await phone.openClient(client);
  await page.locator(".needs .need", { hasText: need }).click();
  await page.getByRole("link", { name: needs.refer, exact: true }).click();
}

/** Fills in a referral with all that leaves, up to signing it. */
export async function fillReferral(phone: Phone, provider: string) {
  const { page } = phone;
  const r = wordsOf("referral", phone.words);
  const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
  await fill(r.provider!, provider);
  await fill(r.answered_by!, "Ms. Pardo, intake");
  await page.getByRole("group", { name: r.accepting! }).getByText(r.accepting_yes!, { exact: true }).click();
  await fill(r.issue!, "Sleeps outside since May.");
  await fill(r.service!, "A room of his own");
  await fill(r.timeline!, "Before the cold");
  await fill(r.payer!, "Nobody yet");
}

/** Writes down what became of the referral on the screen. */
export async function writeDown(phone: Phone, state: string, more?: () => Promise<void>) {
  const { page } = phone;
  const r = wordsOf("referral", phone.words);
  await page.getByRole("link", { name: r.write_down, exact: true }).click();
  await page.getByRole("group", { name: r.state!, exact: true }).getByText(state, { exact: true }).click();
  await more?.();
}
