// The packet of a referral as a file: what the provider gets is what was shown, and nothing else.
import { readFile } from "node:fs/promises";
import { UNASSESSED, assess, finish, openDocument, planFor, saveDocument } from "../support/documents";
import { inkOfPdf, wordsOfPdf } from "../support/pdf";
import type { Phone } from "../support/phone";
import { draw, fillReferral, openReferral, openSharing, writeDown } from "../support/sharing";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const l = wordsOf("linking");
const r = wordsOf("referral");
const release = wordsOf("release");
const homes = "Harbor Homes";
const canary = "Quillwort";
const door = `I want a door that locks, says ${canary}.`;
// Whatever is written can be read and searched there, in any script and at any length.
const issue = [
  "Sleeps outside since May; ask for Nguyễn Thị Hương, «¿de día?».",
  "שלום עולם",
  "日本語のテキスト",
  "A".repeat(90),
  ...Array.from({ length: 60 }, (_, at) => `Line ${at + 1} of what happened.`),
].join("\n");

/** A referral that may leave, with that issue, on the screen. */
async function sentReferral(phone: Phone) {
  const { page } = phone;
  await assess(phone, UNASSESSED, [door]);
  await openDocument(phone, UNASSESSED, en.service_plan!, wordsOf("document").begin!);
  await planFor(phone, door, `A room, ${canary}`);
  await finish(phone);
  await saveDocument(phone);
  await openReferral(phone, UNASSESSED, door);
  await fillReferral(phone, homes);
  await page.getByLabel(r.issue!, { exact: true }).fill(issue);
  await phone.sign();
  await page.getByRole("link", { name: r.sign_release, exact: true }).click();
  await page.getByLabel(release.information!, { exact: true }).fill("That I need a room, and why");
  await page.getByLabel(release.explained!, { exact: true }).check();
  await page.getByText(release.drawn!, { exact: true }).click();
  await draw(page, [[0.2, 0.3], [0.3, 0.8], [0.4, 0.2], [0.7, 0.3]]);
  await phone.sign();
  await openSharing(phone, UNASSESSED);
  await page.locator("a.person", { hasText: r.state_made! }).click();
  await expect(page.getByRole("button", { name: r.save_file, exact: true })).toHaveCount(0);
  await writeDown(phone, r.state_sent!, () => page.getByText(r.way_by_hand!, { exact: true }).click());
  await phone.sign();
}

const squeezed = (text: string) => text.replace(/[\s\u200e\u200f\u202a-\u202e]+/g, "");

test("a packet is a PDF made offline: pages one can look at, with all that was shown and nothing else", async ({ server, phone }, info) => {
  test.setTimeout(180_000);
  const { page } = phone;
  await server.stop();
  await sentReferral(phone);
  const packet = page.locator("article", { hasText: r.packet_person! });
  await expect(packet).toBeVisible();
  const shown = await packet.locator("dt, dd").allInnerTexts();
  const leaving = page.waitForEvent("download");
  await page.getByRole("button", { name: r.save_file, exact: true }).click();
  const download = await leaving;
  // Its name tells nobody whose it is.
  expect(download.suggestedFilename()).toMatch(new RegExp(`^${r.packet_file}-\\d{4}-\\d\\d-\\d\\d\\.pdf$`));
  const path = info.outputPath("packet.pdf");
  await download.saveAs(path);

  const text = await wordsOfPdf(path);
  const words = squeezed(text.replaceAll(/Page \d of \d/g, ""));
  for (const part of shown.flatMap((part) => part.split("\n"))) expect(words, part).toContain(squeezed(part));
  expect(words).not.toContain(canary);
  // Nothing is there that was not on the screen, but for the title.
  expect([...words].sort().join("")).toBe([...squeezed(en.referral! + shown.join(""))].sort().join(""));

  const ink = await inkOfPdf(path);
  expect(ink.length).toBeGreaterThan(1);
  for (const page of ink) expect(page).toBeGreaterThan(1);
  const raw = (await readFile(path)).toString("latin1");
  expect(raw).not.toContain(UNASSESSED);
});

test("a phone that can hand files to other apps is asked to, and told what it is", async ({ phone }) => {
  test.setTimeout(180_000);
  const { page } = phone;
  await page.addInitScript(() => {
    const shared: { name: string; type: string; size: number }[] = [];
    Object.assign(window, { shared });
    Object.assign(navigator, {
      canShare: (data: ShareData) => data.files !== undefined,
      share: async (data: ShareData) => void shared.push(...data.files!.map(({ name, type, size }) => ({ name, type, size }))),
    });
  });
  await page.reload();
  await phone.unlock();
  await sentReferral(phone);
  await page.getByRole("button", { name: r.share_file, exact: true }).click();
  const shared = () => page.evaluate(() => (window as unknown as { shared: { name: string; type: string; size: number }[] }).shared);
  await expect.poll(shared).toHaveLength(1);
  const [file] = await shared();
  expect(file!.type).toBe("application/pdf");
  expect(file!.size).toBeGreaterThan(10_000);
  await expect(page.getByRole("button", { name: l.print, exact: true })).toHaveCount(1);
});
