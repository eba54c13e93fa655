import type { Phone } from "../support/phone";
import { test } from "../support/test";
import { note } from "./support/figures";
import { markedAt, throttle, watch } from "./support/watch";

/** What is typed, a key at a time: a word that is everywhere, a word of one note in a hundred, two words, one that is nowhere. */
const TYPED = ["the", "apartment", "bus pass", "zeppelins"];

/** Milliseconds from a key until a frame with what it changed; none where it changed nothing on the screen. */
async function keys({ page }: Phone, typed: string): Promise<number[]> {
  const took: number[] = [];
  await page.fill("#search", "");
  for (const letter of typed) {
    const before = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const field = document.querySelector<HTMLInputElement>("#search")!;
          field.addEventListener(
            "input",
            () => {
              const began = performance.now();
              // Where the app has drawn what it found: the frame after.
              requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)));
            },
            { once: true, capture: true },
          );
        }),
    );
    await page.focus("#search");
    await page.keyboard.type(letter);
    took.push(await before);
    await page.waitForTimeout(150);
  }
  return took;
}

/** Takes the index out of this phone. */
async function forget() {
  const ask = <T>(request: IDBRequest<T>) =>
    new Promise<T>((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  for (const { name } of await indexedDB.databases()) {
    const database = await ask(indexedDB.open(name!));
    if (database.objectStoreNames.contains("shelves")) {
      await ask(database.transaction("shelves", "readwrite").objectStore("shelves").delete("find"));
    }
    database.close();
  }
}

const at95 = (values: number[]) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]!;

test("finding words in 60 clients' 5,000 contacts", async ({ phone }) => {
  const { page } = phone;
  await watch(phone);
  // The index is made after the first sync.
  await page.waitForFunction(() => performance.getEntriesByType("mark").some(({ name }) => name.startsWith("find: index kept")));
  const kept = await page.evaluate(() => performance.getEntriesByType("mark").find(({ name }) => name.startsWith("find: index kept"))!.name);
  const [, index, text] = /(\d+) of (\d+)/.exec(kept)!.map(Number);
  note("finding: index, sealed", "bytes", [index!]);
  note("finding: its share of the text", "%", [(index! / text!) * 100], "20 or less");
  for (const rate of [1, 4]) {
    // What there would be without an index: everything is read.
    const all: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await page.evaluate(forget);
      await page.goto("/find");
      const session = await throttle(page, rate);
      await phone.unlock();
      await page.waitForFunction(() => performance.getEntriesByName("find: index made").length > 0);
      all.push((await markedAt(page, "find: index made")) - (await markedAt(page, "find: open")));
      await page.waitForFunction(() => performance.getEntriesByType("mark").some(({ name }) => name.startsWith("find: index kept")));
      await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    }
    note(`finding ${rate}x: reading everything, without an index`, "ms", all);
    const at = `finding ${rate}x`;
    const [first, sentence, took]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < 5; round += 1) {
      await page.goto("/find");
      const session = await throttle(page, rate);
      await phone.unlock();
      await page.evaluate(() => window.shownAt("#search"));
      const shown = page.evaluate(async () => {
        const [list, sentence] = await Promise.all([window.shownAt("main .people .person"), window.shownAt("main .people mark")]);
        return { list, sentence };
      });
      await page.focus("#search");
      await page.keyboard.type("a");
      const { list, sentence: marked } = await shown;
      const began = await markedAt(page, "find: open");
      first.push(list - began);
      sentence.push(marked - began);
      for (const typed of TYPED) took.push(...(await keys(phone, typed)));
      await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    }
    note(`${at}: from the open screen to the first list, a key between`, "ms", first, rate === 4 ? "300 or less" : undefined);
    note(`${at}: the same, to the first sentence`, "ms", sentence);
    note(`${at}: a key`, "ms", took);
    note(`${at}: a key, 95th percentile`, "ms", [at95(took)], rate === 4 ? "100 or less" : undefined);
  }
});
