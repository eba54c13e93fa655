import { PASSCODE } from "../support/phone";
import { test } from "../support/test";
import { median, note } from "./support/figures";
import { markedAt, stopWorkers, throttle, watch } from "./support/watch";

const TIMES = 7;

/** The least a page can be: the same worker serves it, from the same cache. */
const BARE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Streetlight</title>
<ul>${'<li class="person">Somebody at some place, due in three days</li>'.repeat(60)}</ul>`;

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
    const lock: number[] = [];
    const key: number[] = [];
    const list: number[] = [];
    for (let round = 0; round < TIMES; round += 1) {
      for (const subject of ["bare", "real"]) {
        await phone.page.evaluate(async ({ name, shell, subject }) => {
          const cache = await caches.open(name);
          await cache.put(shell, (await cache.match(`/${subject}-shell`))!);
        }, { ...start, subject });
        await phone.stop();
        await phone.start();
        await watch(phone);
        await phone.page.goto("about:blank");
        await throttle(phone.page, rate);
        await stopWorkers(phone.page);
        await phone.page.goto("/", { waitUntil: "commit" });
        if (subject === "bare") {
          bare.push(await phone.page.evaluate(() => window.shownAt(".person")));
          continue;
        }
        lock.push(await phone.page.evaluate(() => window.shownAt("#passcode")));
        const shown = phone.page.evaluate(() => window.shownAt(".people .person"));
        await phone.page.fill("#passcode", PASSCODE);
        await phone.page.locator("button[type=submit]").click();
        const open = await shown;
        const stretched = await markedAt(phone.page, "unlock: key");
        key.push(stretched - (await markedAt(phone.page, "unlock")));
        list.push(open - stretched);
      }
    }
    const at = `${rate}x`;
    const whole = lock.map((ms, round) => ms + list[round]!);
    note(`offline start ${at}: bare page`, "ms", bare);
    note(`offline start ${at}: until the lock can be used`, "ms", lock);
    note(`offline start ${at}: from the key to the caseload`, "ms", list);
    note(`offline start ${at}: both, as a ratio to the bare page`, "times", whole.map((ms) => ms / median(bare)), rate === 4 ? "3 or less" : undefined);
    note(`unlock ${at}: stretching the passcode`, "ms", key);
  }
});
