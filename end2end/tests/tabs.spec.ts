import type { Page } from "@playwright/test";
import { operations } from "../support/database";
import { Phone } from "../support/phone";
import { Server } from "../support/server";
import { ownSite } from "../support/site";
import { amount, writeDown } from "../support/tally";
import { expect, test } from "../support/test";
import { en } from "../support/words";

test.describe.configure({ retries: 0 });

const ROUNDS = amount("STREETLIGHT_TAB_ROUNDS", 10);
/** Side by side, and no long one alone at the end. */
const PARTS = 2;

/** Gives a tab a name by which the browser's list of locks can be read. */
async function mark(tab: Page, name: string) {
  await tab.evaluate(
    (name) => void navigator.locks.request(`tab ${name}`, () => new Promise(() => {})),
    name,
  );
}

/** The marked tab that holds the lock under which one tab at a time sends. */
function leader(tab: Page): Promise<string | undefined> {
  return tab.evaluate(async () => {
    const { held = [] } = await navigator.locks.query();
    const client = held.find(({ name }) => name === "streetlight-sync")?.clientId;
    const its = held.find(({ name, clientId }) => clientId === client && name!.startsWith("tab "));
    return its?.name!.slice(4);
  });
}

/** Lets the waiting version take over, while this tab goes on with the one it began with. */
async function takeOver(tab: Page, build: string) {
  const system = await tab.context().newCDPSession(tab);
  await system.send("ServiceWorker.enable");
  const runs = async () => {
    const { running, waits } = await tab.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      registration.waiting?.postMessage({ type: "take-over" });
      const { port1, port2 } = new MessageChannel();
      // A worker that is stopped or replaced in that moment answers nobody: it is asked again.
      const told = new Promise<string>((told) => {
        port1.onmessage = ({ data }) => told(data.build);
        setTimeout(() => told("no answer"), 2_000);
      });
      registration.active!.postMessage({ type: "version" }, [port2]);
      return { running: await told, waits: registration.waiting?.state === "installed" };
    });
    // One that still has something in hand keeps its place; the system may stop it at any time.
    if (waits) await system.send("ServiceWorker.stopAllWorkers");
    return running;
  };
  await expect.poll(runs, { timeout: 60_000 }).toBe(build);
  await system.detach();
}

/** Types a note about somebody and waits until its draft is kept. */
async function type(tab: Page, name: string, text: string) {
  await tab.bringToFront();
  await tab.click('nav.bar a[href="/clients"]');
  await tab.fill("#search", name);
  await tab.locator(".person").filter({ hasText: name }).first().click();
  await expect(tab.locator(".timeline")).toBeVisible();
  await tab.click("nav.bar .bar-log");
  await tab.fill("#seen-heard", text);
  await expect(tab.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
}

for (let part = 1; part <= PARTS; part += 1) {
  const rounds = [...Array(ROUNDS).keys()].filter((round) => round % PARTS === part - 1);
  test(`two to five tabs, one of an older build, and the one that sends is closed mid-write, part ${part} of ${PARTS}`, () =>
    play(rounds));
}

async function play(rounds: number[]) {
  test.setTimeout(60_000 + rounds.length * 60_000);
  const { site, release } = ownSite();
  const server = await Server.start(site);
  const phone = await Phone.start(server.url);
  try {
    await phone.enrol();
    const names = await phone.names();
    let old = phone.page;
    let written = 0;
    let lost = 0;
    let duplicated = 0;
    for (const [turns, round] of rounds.entries()) {
      const build = `e2e${String(round).padStart(7, "0")}`;
      release(build);
      await takeOver(old, build);
      const tabs = [old];
      while (tabs.length < 2 + (turns % 4)) {
        const tab = await phone.context.newPage();
        await tab.goto("/");
        await phone.unlock(undefined, tab);
        tabs.push(tab);
      }
      await Promise.all(tabs.map((tab, place) => mark(tab, `${place}`)));

      // Whoever sends now holds the lock for as long as nothing answers.
      await server.becomeSilent();
      const first = Math.floor(Math.random() * tabs.length);
      for (let turn = 0; turn < tabs.length; turn += 1) {
        const tab = tabs[(first + turn) % tabs.length]!;
        await type(tab, names[turn]!, `Round ${round}, turn ${turn}.`);
        await phone.sign(tab);
        await expect(tab.locator(".notice")).toContainText(en.note_saved!);
        written += 1;
      }
      await expect.poll(() => leader(tabs[0]!)).toBeDefined();
      const sends = Number(await leader(tabs[0]!));
      const cut = `Round ${round}, mid-write.`;
      await type(tabs[sends]!, names[0]!, cut);
      await phone.readBack(tabs[sends]!);
      const sign = tabs[sends]!.locator(".read-back").getByRole("button", { name: en.sign, exact: true });
      await Promise.all([sign.click().catch(() => {}), tabs[sends]!.close()]);

      // One of those that are left goes on; the others go.
      await server.start();
      const [left, ...others] = tabs.filter((_, place) => place !== sends);
      await Promise.all(others.map((tab) => tab.close()));
      old = left!;
      phone.page = old;
      await phone.reopen();
      await phone.unlock();
      await phone.syncNow();
      await phone.everythingSent();
      await phone.openClient(names[0]!);
      const notes = await phone.timeline.filter({ hasText: cut }).count();
      await phone.openForm();
      const drafts = (await phone.page.inputValue("#seen-heard")) === cut ? 1 : 0;
      if (notes + drafts < 1) lost += 1;
      if (notes + drafts > 1) duplicated += 1;
      written += notes;
      await phone.go("today");
    }
    await expect.poll(() => operations(server).length).toBeGreaterThanOrEqual(written);
    const arrived = operations(server).length;
    const fault = "2 to 5 tabs, one older, the sending one closed mid-write";
    duplicated += Math.max(0, arrived - written);
    const stuck = await phone.outbox();
    writeDown({ fault, injected: rounds.length, operations: written, lost, duplicated, stuck });
    expect(phone.faults, "the app never fails inside").toEqual([]);
  } finally {
    await phone.stop();
    await server.stop();
  }
}
