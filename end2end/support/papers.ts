// Papers of a client, as somebody takes them on the phone.
import type { Page } from "@playwright/test";
import type { Phone } from "./phone";
import { expect } from "./test";
import { wordsOf } from "./words";

export type Picture = { name: string; mimeType: string; buffer: Buffer };

/** What a camera writes beside a picture, and nobody here may keep. */
export const TRACE = "41.7637N,72.6851W";

/** A photograph of noise, as a camera makes it: with where it was taken. No two are alike. */
export async function photograph(page: Page, wide: number, high: number, quality = 0.9): Promise<Picture> {
  const base64 = await page.evaluate(
    async ([wide, high, quality]) => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [wide!, high!];
      const context = canvas.getContext("2d")!;
      const image = context.createImageData(wide!, high!);
      const words = new Uint32Array(image.data.buffer);
      // Fast noise: which it is does not matter.
      let seed = Math.floor(Math.random() * 2 ** 31) | 1;
      for (let at = 0; at < words.length; at += 1) {
        seed ^= seed << 13;
        seed ^= seed >>> 17;
        seed ^= seed << 5;
        words[at] = seed | 0xff000000;
      }
      context.putImageData(image, 0, 0);
      const blob = await new Promise<Blob>((done) => canvas.toBlob((made) => done(made!), "image/jpeg", quality));
      const url = await new Promise<string>((done) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result as string);
        reader.readAsDataURL(blob);
      });
      return url.slice(url.indexOf(",") + 1);
    },
    [wide, high, quality],
  );
  const jpeg = Buffer.from(base64, "base64");
  const exif = Buffer.concat([Buffer.from("Exif\0\0MM\0*\0\0\0\x08\0\0", "latin1"), Buffer.from(TRACE)]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  // Behind the first two bytes, where cameras have it.
  const buffer = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, exif, jpeg.subarray(2)]);
  return { name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer };
}

/** A file that says it is a PDF. */
export const pdf = (bytes: number): Picture => ({
  name: "letter.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(bytes, "letter ")]),
});

/** Opens the papers of a client. */
export async function openPapers(phone: Phone, client: string) {
  await phone.openClient(client);
  await phone.page.getByRole("link", { name: wordsOf("needs", phone.words).papers, exact: true }).click();
  await expect(phone.page.locator("main h2").first()).toHaveText(wordsOf("papers", phone.words).heading!);
}

/** Begins a paper of the client on screen. */
export async function beginPaper(phone: Phone, what = "what_identity") {
  const p = wordsOf("papers", phone.words);
  await phone.page.getByRole("link", { name: p.add, exact: true }).click();
  await phone.choice(p.what!, p[what]!).click();
}

/** Takes pictures for the paper that is being written, and waits until they are sealed. */
export async function take(phone: Phone, pictures: Picture[], before = 0) {
  const pages = phone.page.locator("#media li");
  await phone.page.setInputFiles("#file", pictures);
  await expect(pages).toHaveCount(before + pictures.length, { timeout: 60_000 });
}

/** Everything lies on the phone in the stores of its pages: what is known of each, and how many parts. */
export const pagesOn = (page: Page): Promise<{ pages: { state: string; bytes: number; taken: number[] }[]; parts: number }> =>
  page.evaluate(async () => {
    const ask = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const all = { pages: [] as { state: string; bytes: number; taken: number[] }[], parts: 0 };
    for (const { name } of await indexedDB.databases()) {
      if (!name!.startsWith("papers-")) continue;
      const database = await ask(indexedDB.open(name!));
      const transaction = database.transaction(["pages", "parts"]);
      for (const bytes of (await ask(transaction.objectStore("pages").getAll())) as Uint8Array[]) {
        all.pages.push(JSON.parse(new TextDecoder().decode(bytes)));
      }
      all.parts += await ask(transaction.objectStore("parts").count());
      database.close();
    }
    return all;
  });

/** From now on, whatever is written about pages waits so many milliseconds for a slow disk. */
export const slowPages = (page: Page, ms: number) =>
  page.evaluate((ms) => {
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      if (mode === "readwrite" && this.name.startsWith("papers-")) {
        // What comes behind a transaction that is kept busy waits for it.
        const first = begin.call(this, "pages", mode).objectStore("pages");
        const until = Date.now() + ms;
        const busy = (): unknown => (first.count().onsuccess = () => Date.now() < until && busy());
        busy();
      }
      return begin.call(this, stores, mode, options);
    };
  }, ms);
