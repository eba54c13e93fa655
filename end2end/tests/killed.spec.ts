import { setTimeout as sleep } from "node:timers/promises";
import { operations } from "../support/database";
import type { Phone } from "../support/phone";
import { amount, writeDown } from "../support/tally";
import { expect, test } from "../support/test";
import { en } from "../support/words";

test.describe.configure({ retries: 0 });

const KILLS = amount("STREETLIGHT_BROWSER_KILLS", 5);
const LETTERS = "asked for the long blanket and who to call tonight ";

const below = (end: number) => Math.floor(Math.random() * end);

/** Types without a pause until the browser is gone; answers what must outlive it. */
async function typeUntilKilled(phone: Phone, beginning: string): Promise<string> {
  const { keyboard } = phone.page;
  await phone.page.fill("#seen-heard", beginning);
  await phone.page.focus("#seen-heard");
  await keyboard.press("End");
  const soFar: { at: number; text: string }[] = [];
  let text = beginning;
  let killedAt = 0;
  const death = sleep(1_500 + below(2_000)).then(() => {
    killedAt = Date.now();
    return phone.kill();
  });
  const typing = async () => {
    for (let at = 0; !killedAt; at += 1) {
      const letter = LETTERS[at % LETTERS.length]!;
      await keyboard.type(letter);
      text += letter;
      soFar.push({ at: Date.now(), text });
      await sleep(20 + below(150));
    }
  };
  // The last letter falls into nothing.
  await Promise.all([death, typing().catch(() => {})]);
  return soFar.filter(({ at }) => at <= killedAt - 1_000).at(-1)?.text ?? "";
}

/** Signs a note and dies while it is being saved or right after; answers whether "saved" was said. */
async function signUntilKilled(phone: Phone, text: string): Promise<boolean> {
  await phone.page.fill("#seen-heard", text);
  await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  let said = false;
  const saved = phone.saved().then(() => (said = true));
  await phone.sign();
  // Half of the kills wait for the sentence, the others come as they come.
  if (below(2)) await saved;
  await sleep(below(60));
  const promised = said;
  await Promise.all([phone.kill(), saved.catch(() => {})]);
  return promised;
}

test("a browser killed at a random moment of typing or saving forgets nothing", async ({
  server,
  phone,
}) => {
  test.setTimeout(60_000 + KILLS * 30_000);
  const names = await phone.names();
  await phone.reopen();
  await phone.unlock();
  // Otherwise a note that the phone lost could come back from the server.
  await server.kill();
  const signed: { name: string; mark: string }[] = [];
  let lost = 0;
  let duplicated = 0;
  for (let round = 0; round < KILLS; round += 1) {
    const mark = `Round ${round}:`;
    const name = names[round % names.length]!;
    await phone.openClient(name);
    await phone.openForm();
    const signs = round % 2 === 1;
    const promised = signs && (await signUntilKilled(phone, `${mark} under the bridge.`));
    const typed = signs ? `${mark} under the bridge.` : await typeUntilKilled(phone, `${mark} `);

    await phone.start();
    await phone.reopen();
    await phone.unlock();
    await phone.openClient(name);
    const notes = await phone.timeline.filter({ hasText: mark }).count();
    await phone.openForm();
    const draft = (await phone.page.inputValue("#seen-heard")).startsWith(typed) ? 1 : 0;
    // A note or its draft, and never both; only a note where "saved" was said.
    const there = promised ? notes : notes + draft;
    if (there < 1) {
      lost += 1;
      console.log(`round ${round} lost what was typed: ${typed}`);
    }
    if (notes + draft > 1) duplicated += 1;
    if (notes) signed.push({ name, mark });
    expect.soft(await phone.outbox(), mark).toBe(signed.length);
  }

  await server.start();
  await phone.syncNow();
  await expect.poll(() => operations(server).length).toBeGreaterThanOrEqual(signed.length);
  // Notes go with or without a session.
  await phone.everythingSentAfterKill();
  const arrived = operations(server).length;
  lost += Math.max(0, signed.length - arrived);
  duplicated += Math.max(0, arrived - signed.length);
  for (const { name, mark } of signed.slice(-3)) {
    await phone.openClient(name);
    await expect(phone.timeline.filter({ hasText: mark })).toHaveCount(1);
    await phone.received(phone.timeline.filter({ hasText: mark }));
  }
  const fault = "kill -9 of the browser while typing or saving";
  const stuck = await phone.outbox();
  writeDown({ fault, injected: KILLS, operations: KILLS, lost, duplicated, stuck });
});
