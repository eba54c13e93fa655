// A client's own pages, as the worker gives the way to them and the client opens and keeps them.
import type { Page } from "@playwright/test";
import type { Phone } from "./phone";
import { expect } from "./test";
import { en, wordsOf } from "./words";

const own = wordsOf("own");
const access = wordsOf("access");

/** What the client of these journeys keeps their pages behind. */
export const PIN = "juniper7";

export type Link = { address: string; code: string };

/** The worker makes a link for the client on screen's list, and reads it out. */
export async function makeLink(phone: Phone, client: string): Promise<Link> {
  await phone.openClient(client);
  await phone.page.locator(".client-head a.lamp").click();
  await phone.page.getByRole("link", { name: en.own_pages, exact: true }).click();
  await phone.page.getByRole("button", { name: access.make_link, exact: true }).click();
  const address = await phone.page.locator(".own-address").innerText();
  const code = await phone.page.locator(".own-code").innerText();
  await expect(phone.page.locator("svg.own-picture")).toBeVisible();
  expect(address).toMatch(/^127\.0\.0\.1:\d+\/own\/#([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
  expect(code).toMatch(/^[2-9A-Z]{3} [2-9A-Z]{3}$/);
  return { address: `http://${address}`, code };
}

/** The link works from now on. */
export async function arrived(phone: Phone) {
  await expect(phone.page.getByText(access.works_now!)).toBeVisible({ timeout: 30_000 });
}

/** Opens the pages by link and code. */
export async function openPages(page: Page, { address, code }: Link) {
  await page.goto(address);
  await page.fill("#code", code);
  await page.getByRole("button", { name: own.enter, exact: true }).click();
  await expect(page.locator("#own-title")).toBeVisible();
}

/** Keeps them behind the PIN. */
export async function keep(page: Page) {
  await page.locator("summary", { hasText: own.keep }).click();
  await page.fill("#new-pin", PIN);
  await page.fill("#new-pin-again", PIN);
  await page.getByRole("button", { name: own.keep_yes, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.kept_now!);
}

/** A phone of the client's own that keeps the pages of a link made just now. */
export async function keptPages(phone: Phone, newPhone: () => Promise<Phone>, client: string) {
  const link = await makeLink(phone, client);
  await arrived(phone);
  const clients = await newPhone();
  await openPages(clients.page, link);
  await keep(clients.page);
  return { clients, link, page: clients.page, context: clients.context };
}
