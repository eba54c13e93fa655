// Photographs of papers: taken without a network, sealed, sent in parts behind everything else, whole and
// once at the server, and shown on another phone.
import { Cutter } from "../support/cutter";
import { count, expireSessions, papers } from "../support/database";
import { TRACE, beginPaper, openPapers, pagesOn, pdf, photograph, slowPages, take } from "../support/papers";
import { dayFrom } from "../support/documents";
import type { Phone } from "../support/phone";
import { Server } from "../support/server";
import { amount, writeDown } from "../support/tally";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

test.describe.configure({ retries: 0 });

const p = wordsOf("papers");
const PICTURES = amount("STREETLIGHT_PICTURES", 4);
const CUTS = amount("STREETLIGHT_PICTURE_CUTS", 12);
const KILLS = amount("STREETLIGHT_PICTURE_KILLS", 2);

/** Every page went to the server, and none lies here any more. */
async function picturesSent(phone: Phone) {
  await expect
    .poll(async () => (await pagesOn(phone.page)).pages.filter(({ state }) => state === "waiting").length, {
      timeout: 60_000,
    })
    .toBe(0);
}

test("a photograph is sealed at once, goes behind the words, and is shown on another phone as it was taken", async ({
  server,
  phone,
  newPhone,
}) => {
  const [name] = await phone.names();
  const { page } = phone;
  const taken = await photograph(page, 2_400, 1_800);
  await server.stop();
  await openPapers(phone, name!);
  await expect(page.locator(".empty")).toHaveText(p.none_yet!);
  await beginPaper(phone);
  await take(phone, [taken]);
  await page.getByLabel(p.lies_at!, { exact: true }).fill("Blue folder");
  await phone.sign();
  await phone.saved();
  await expect(page.getByText(p.only_here!.split(".")[0]!)).toBeVisible();
  const here = await pagesOn(page);
  expect(here.pages.map(({ state }) => state)).toEqual(["waiting"]);
  expect(here.parts).toBeGreaterThan(2);
  // Neither what the camera wrote beside it nor a picture lies anywhere on the phone.
  const everything = await page.evaluate(async () => {
    let found = "";
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((done) => {
        const opening = indexedDB.open(name!);
        opening.onsuccess = () => done(opening.result);
      });
      for (const store of database.objectStoreNames) {
        const values = await new Promise<unknown[]>((done) => {
          const all = database.transaction(store).objectStore(store).getAll();
          all.onsuccess = () => done(all.result);
        });
        for (const value of values) if (value instanceof Uint8Array) found += new TextDecoder("latin1").decode(value);
      }
      database.close();
    }
    return found;
  });
  expect(everything).not.toContain(TRACE);
  expect(everything).not.toContain("JFIF");

  // Shown from here, without a server.
  await page.getByRole("button", { name: p.show, exact: true }).click();
  const canvas = page.locator("canvas");
  await expect.poll(() => canvas.evaluate((each: HTMLCanvasElement) => [each.width, each.height])).toEqual([2_000, 1_500]);
  await page.getByRole("button", { name: p.put_away, exact: true }).click();
  await expect(canvas).toHaveCount(0);

  await phone.go("me");
  await phone.page.getByRole("link", { name: en.waiting }).click();
  await expect(page.getByText("on this phone only (", { exact: false })).toBeVisible();
  await server.start();
  await phone.syncNow();
  await picturesSent(phone);
  expect((await pagesOn(page)).parts).toBe(0);
  expect(papers(server)).toHaveLength(1);
  expect(server.verifyAudit()).toContain("whole");

  const other = await newPhone();
  await other.enrol();
  await openPapers(other, name!);
  await other.page.getByRole("button", { name: p.show, exact: true }).click();
  await expect
    .poll(() => other.page.locator("canvas").evaluate((each: HTMLCanvasElement) => [each.width, each.height]))
    .toEqual([2_000, 1_500]);

  // Kept there, it is shown without a network; and let go, it is not.
  await other.page.getByRole("button", { name: p.keep, exact: true }).click();
  await expect(other.page.getByText(p.kept_here!)).toBeVisible();
  await server.stop();
  await other.reopen();
  await other.unlock();
  await openPapers(other, name!);
  await other.page.getByRole("button", { name: p.show, exact: true }).click();
  await expect.poll(() => other.page.locator("canvas").evaluate((each: HTMLCanvasElement) => each.width)).toBe(2_000);
  await other.page.getByRole("button", { name: p.let_go, exact: true }).click();
  await expect(other.page.getByText(p.at_server!)).toBeVisible();
  await other.page.getByRole("button", { name: p.put_away, exact: true }).click();
  await other.page.getByRole("button", { name: p.show, exact: true }).click();
  await expect(other.page.getByText(p.no_network!)).toBeVisible();
  await server.start();
});

test("cut connections and killed phones: every photograph is whole at the server, once", async ({ server, phone }) => {
  test.setTimeout(120_000 + PICTURES * 20_000 + CUTS * 3_000 + KILLS * 20_000);
  const names = await phone.names();
  await server.stop();
  const each = 2;
  let signed = 0;
  for (let taken = 0; taken < PICTURES; taken += each) {
    const pictures = [];
    for (let n = 0; n < Math.min(each, PICTURES - taken); n += 1) {
      pictures.push(await photograph(phone.page, 2_400, 1_800));
    }
    await openPapers(phone, names[signed % names.length]!);
    await beginPaper(phone, "what_benefits");
    await take(phone, pictures);
    await phone.sign();
    await phone.saved();
    signed += 1;
  }
  const bytes = (await pagesOn(phone.page)).pages.map((page) => page.bytes);
  expect(bytes).toHaveLength(PICTURES);

  const behind = await Server.start();
  await behind.takeOver(server.data);
  const cutter = await Cutter.between(server.port, behind.port, CUTS);
  const before = count(behind, "contact");
  try {
    let killed = 0;
    let written = 0;
    await phone.syncNow();
    const parts = async () => (await pagesOn(phone.page)).pages.reduce((all, page) => all + page.taken.length, 0);
    while ((await pagesOn(phone.page)).pages.length > 0) {
      if (killed < KILLS) {
        // Somewhere in the middle of a part.
        await phone.page.waitForTimeout(200 + Math.random() * 1_500);
        await phone.kill();
        killed += 1;
        await phone.start();
        await phone.reopen();
        await phone.unlock();
      } else {
        const sent = await parts();
        if (written === 0) {
          // Nobody who writes a note waits for a picture.
          await phone.logContact(names[0]!, { seenHeard: "While pictures were on their way." });
          written = 1;
          await expect.poll(() => count(behind, "contact")).toBe(before + 1);
        }
        await phone.page.waitForTimeout(500);
        if (sent === (await parts())) await phone.syncNow();
      }
    }
    const arrived = papers(behind);
    const distinct = new Set(arrived.map((page) => page.page_id)).size;
    const whole = behind.verifyAudit();
    const sizes = arrived.map((page) => page.bytes as number).sort();
    writeDown({
      fault: "connection cut and phone killed while pictures travel",
      injected: cutter.cuts + killed,
      operations: PICTURES,
      lost: Math.max(0, PICTURES - distinct) + (whole.includes("altered") || whole.includes("missing") ? 1 : 0),
      duplicated: arrived.length - distinct,
      stuck: (await pagesOn(phone.page)).pages.length,
    });
    expect(sizes).toEqual([...bytes].sort());
    expect(cutter.cuts, "the network was as bad as it should be").toBeGreaterThanOrEqual(Math.min(CUTS, PICTURES));
  } finally {
    await cutter.close();
    await behind.stop();
  }
});

test("a locked phone whose session has ended goes on sending, and a lock in the middle loses nothing", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  const pictures = [await photograph(phone.page, 2_400, 1_800), await photograph(phone.page, 2_400, 1_800)];
  await server.stop();
  await openPapers(phone, name!);
  await beginPaper(phone);
  await take(phone, pictures);
  await phone.sign();
  await phone.saved();
  // Locked before anything was sent.
  await phone.reopen();
  await phone.context.setOffline(true);
  await server.start();
  expireSessions(server);
  await phone.context.setOffline(false);
  await expect.poll(() => papers(server).length, { timeout: 40_000 }).toBe(2);
  await phone.unlock();
  expect((await pagesOn(phone.page)).pages).toEqual([]);
  // On the timeline it is called a paper, and by no word of the wire.
  await phone.openClient(name!);
  const line = phone.page.locator(".timeline a", { hasText: en.paper! }).first();
  await expect(line).toBeVisible();
  await expect(line).not.toContainText("identity");
});

test("a paper is said to be saved once its pictures wait to be sent, however slow the disk is", async ({ server, phone }) => {
  const [name] = await phone.names();
  const picture = [await photograph(phone.page, 800, 600), await photograph(phone.page, 800, 600)];
  await server.stop();
  await openPapers(phone, name!);
  await beginPaper(phone);
  await take(phone, picture);
  await slowPages(phone.page, 1_500);
  await phone.sign();
  await phone.saved();
  await phone.reopen();
  expect((await pagesOn(phone.page)).pages.map((page) => page.state)).toEqual(["waiting", "waiting"]);
});

test("a draft keeps its pictures, a form that is signed takes them along, and a removed page comes back", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  const { page } = phone;
  const picture = await photograph(page, 800, 600);
  await openPapers(phone, name!);
  await beginPaper(phone);
  await take(phone, [picture]);
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await phone.kill();
  await phone.start();
  await phone.reopen();
  await phone.unlock();
  await openPapers(phone, name!);
  await page.waitForTimeout(0).catch(() => {});
  await phone.page.getByRole("link", { name: p.add, exact: true }).click();
  await expect(phone.page.locator("#media li")).toHaveCount(1);
  await take(phone, [pdf(300_000)], 1);
  await phone.page.getByRole("button", { name: p.remove_page!.replace("{n}", "1"), exact: true }).click();
  await expect(phone.page.locator("#media li")).toHaveCount(1);
  await phone.page.getByRole("button", { name: en.undo, exact: true }).click();
  await expect(phone.page.locator("#media li")).toHaveCount(2);
  await phone.sign();
  await phone.saved();
  await phone.syncNow();
  await picturesSent(phone);
  expect(papers(server)).toHaveLength(2);
});

test("a paper that ends comes back in time as something to do", async ({ phone }) => {
  const [name] = await phone.names();
  const { page } = phone;
  await openPapers(phone, name!);
  await beginPaper(phone);
  await page.getByLabel(p.valid_until!, { exact: true }).fill(await dayFrom(phone, 40));
  await page.getByLabel(p.lies_at!, { exact: true }).fill("With the client");
  await phone.sign();
  await phone.saved();
  await phone.openClient(name!);
  await expect(page.locator(".task", { hasText: p.task_renew!.replace("{what}", p.what_identity!).split("{")[0]! })).toBeVisible();
});

test("what is no picture, or too large, or has no room is said before the paper is given back", async ({ phone }) => {
  const [name] = await phone.names();
  const { page } = phone;
  await openPapers(phone, name!);
  await beginPaper(phone);
  const alert = page.locator("#media [role=alert]");
  await page.setInputFiles("#file", [{ name: "x.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture") }]);
  await expect(alert).toHaveText(p.cannot_read!);
  await page.setInputFiles("#file", [{ ...pdf(10), buffer: Buffer.from("no pdf") }]);
  await expect(alert).toHaveText(p.cannot_read!);
  await page.setInputFiles("#file", [pdf(12 * 1024 * 1024)]);
  await expect(alert).toHaveText(p.too_large!);
  // A phone that is as good as full says so at once, and takes nothing that it cannot keep.
  await page.evaluate(() => {
    const usual = navigator.storage.estimate.bind(navigator.storage);
    navigator.storage.estimate = async () => ({ ...(await usual()), quota: 2_000_000_000, usage: 1_999_000_000 });
  });
  await page.setInputFiles("#file", [await photograph(page, 800, 600)]);
  await expect(alert).toContainText("1.0 MB");
  await expect(page.locator("#media li")).toHaveCount(0);
  expect((await pagesOn(page)).pages).toEqual([]);
  // On paper alone: where it lies is enough.
  await phone.sign();
  await phone.complains(page.getByLabel(p.lies_at!, { exact: true }), p.lacks_lies_at!);
  await page.getByLabel(p.lies_at!, { exact: true }).fill("With her sister");
  await phone.sign();
  await phone.saved();
  await expect(page.getByText(p.no_picture!)).toBeVisible();
});
