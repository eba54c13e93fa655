import { PASSCODE, type Phone } from "../support/phone";
import { test } from "../support/test";
import { median, note } from "./support/figures";
import { markedAt, stopWorkers, throttle, watch } from "./support/watch";

const TIMES = 7;

/**
 * Milliseconds from one key to the next. People type 36 words a minute on a phone, a key every 330
 * milliseconds (Palin et al., How do people type on mobile devices, MobileHCI 2019): this is twice as fast.
 */
const KEY_MS = 150;

/** The least a page can be: the same worker serves it, from the same cache. */
const BARE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Streetlight</title>
<ul>${'<li class="person">Somebody at some place, due in three days</li>'.repeat(60)}</ul>`;

/** What somebody waits for, in milliseconds of the page's clock. */
type Start = {
  /** From the tap on the icon until the passcode can be typed. */
  lock: number;
  /** Stretching the passcode: what makes guessing dear. */
  stretch: number;
  /** From the last key until a frame with the caseload, without the stretching. */
  list: number;
};

/** `typed` by a person, or `filled in` at once, as by a password manager. */
async function open({ page }: Phone, how: "typed" | "filled in"): Promise<Start> {
  const lock = await page.evaluate(() => window.shownAt("#passcode"));
  const shown = page.evaluate(() => window.shownAt(".people .person"));
  if (how === "typed") {
    await page.click("#passcode");
    await page.keyboard.type(PASSCODE, { delay: KEY_MS });
  } else {
    await page.fill("#passcode", PASSCODE);
  }
  await page.keyboard.press("Enter");
  const open = await shown;
  const stretch = (await markedAt(page, "stretched")) - (await markedAt(page, "stretch"));
  return { lock, stretch, list: open - (await markedAt(page, "last key")) - stretch };
}

test("an offline start: 60 clients and 5,000 contacts, against a bare page", async ({ server, phone }) => {
  await server.stop();
  const start = await phone.page.evaluate(async (bare) => {
    const name = (await caches.keys()).find((name) => name.startsWith("streetlight-"))!;
    const cache = await caches.open(name);
    const shell = (await cache.keys()).find(({ url }) => url.endsWith("/shell.html"))!.url;
    await cache.put("/real-shell", (await cache.match(shell))!);
    await cache.put("/bare-shell", new Response(bare, { headers: { "content-type": "text/html" } }));
    return { name, shell };
  }, BARE);

  for (const rate of [1, 4]) {
    const bare: number[] = [];
    const starts = { typed: [] as Start[], "filled in": [] as Start[] };
    for (let round = 0; round < TIMES; round += 1) {
      for (const subject of ["bare", "typed", "filled in"] as const) {
        await phone.page.evaluate(async ({ name, shell, subject }) => {
          const cache = await caches.open(name);
          await cache.put(shell, (await cache.match(subject === "bare" ? "/bare-shell" : "/real-shell"))!);
        }, { ...start, subject });
        await phone.stop();
        await phone.start();
        await watch(phone);
        await phone.context.addInitScript(() => {
          addEventListener("keydown", (event) => event.key === "Enter" && performance.mark("last key"), true);
        });
        await phone.page.goto("about:blank");
        await throttle(phone.page, rate);
        await stopWorkers(phone.page);
        await phone.page.goto("/", { waitUntil: "commit" });
        if (subject === "bare") bare.push(await phone.page.evaluate(() => window.shownAt(".person")));
        else starts[subject].push(await open(phone, subject));
      }
    }
    const at = `offline start ${rate}x`;
    note(`${at}: bare page`, "ms", bare);
    for (const how of ["typed", "filled in"] as const) {
      const part = (name: keyof Start) => starts[how].map((start) => start[name]);
      const whole = starts[how].map(({ lock, list }) => (lock + list) / median(bare));
      note(`${at}, ${how}: until the passcode can be typed`, "ms", part("lock"));
      note(`${at}, ${how}: from the last key to the caseload`, "ms", part("list"));
      note(`${at}, ${how}: both, as a ratio to the bare page`, "times", whole, rate === 4 && how === "typed" ? "3 or less" : undefined);
      note(`${at}, ${how}: stretching the passcode`, "ms", part("stretch"));
    }
  }
});
