// What is done at once can be taken back for some seconds, and nothing final hangs on one stray tap.
import type { Locator, Page } from "@playwright/test";
import { operations } from "../support/database";
import { addNeed, openDocument, UNASSESSED } from "../support/documents";
import type { Phone } from "../support/phone";
import { draw } from "../support/sharing";
import { expect, test } from "../support/test";
import { en, inDays, wordsOf } from "../support/words";

test.describe.configure({ retries: 0 });

const d = wordsOf("document");
const f = wordsOf("form");
const plan = wordsOf("plan");

const undo = (page: Page) => page.locator(".notice").getByRole("button", { name: en.undo });

/** Somebody with one thing to do, on their page. */
async function withTask(phone: Phone): Promise<Locator> {
  const [name] = await phone.names();
  await phone.logContact(name!, { seenHeard: "At the shelter.", nextStep: { text: "Bring the blue form", due: inDays(2) } });
  await phone.everythingSent();
  await phone.openClient(name!);
  return phone.page.locator(".task").filter({ hasText: "Bring the blue form" });
}

/** A note with some words in it, found again. */
async function leftNote(phone: Phone, words: string) {
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await phone.page.fill("#seen-heard", words);
  await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await phone.go("today");
  await phone.page.locator(".drafts a").first().click();
  await expect(phone.page.locator("#seen-heard")).toHaveValue(words);
}

const discard = (phone: Phone) => phone.page.getByRole("button", { name: en.discard_draft, exact: true }).click();

test("what was done is taken back by a second operation, and both arrive", async ({ phone, server }) => {
  const task = await withTask(phone);
  const before = operations(server).length;
  await task.getByRole("button").click();
  await expect(task).toHaveCount(0);
  await expect(phone.page.locator(".notice")).toContainText(en.task_done!);
  await undo(phone.page).click();
  await expect(task).toBeVisible();
  await expect(undo(phone.page)).toHaveCount(0);
  await phone.everythingSent();
  await expect.poll(() => operations(server).length).toBe(before + 2);
  await phone.reopen();
  await phone.unlock();
  await phone.openClient((await phone.names())[0]!);
  await expect(task).toBeVisible();
});

test("what was done is done, also where the browser is killed while it could be taken back", async ({ phone, server }) => {
  const task = await withTask(phone);
  const before = operations(server).length;
  await phone.context.setOffline(true);
  await task.getByRole("button").click();
  await expect(undo(phone.page)).toBeVisible();
  await phone.kill();
  await phone.start();
  await phone.page.goto("/");
  await phone.unlock();
  await phone.openClient((await phone.names())[0]!);
  await expect(phone.page.locator(".task").filter({ hasText: "Bring the blue form" })).toHaveCount(0);
  await expect.poll(() => operations(server).length).toBe(before + 1);
});

test("a second tap in haste ticks off nothing else", async ({ phone }) => {
  const { page } = phone;
  await withTask(phone);
  const [name] = await phone.names();
  await phone.logContact(name!, { seenHeard: "And again.", nextStep: { text: "Ask about the bus", due: inDays(3) } });
  await phone.openClient(name!);
  const tasks = await page.locator(".task").count();
  expect(tasks).toBeGreaterThan(1);
  await page.locator(".task button").first().dblclick();
  await expect(undo(page)).toBeVisible();
  await expect(page.locator(".task")).toHaveCount(tasks - 1);
});

test("words that were discarded come back whole, and are gone once somebody goes on", async ({ phone }) => {
  const { page } = phone;
  await leftNote(phone, "Sat by the river with me.");
  await page.fill("#seen-heard", "Sat by the river with me, and ate.");
  await discard(phone);
  await expect(page.locator("#seen-heard")).toHaveValue("");
  await expect(page.locator(".notice")).toContainText(f.discarded!);
  await undo(page).click();
  await expect(page.locator("#seen-heard")).toHaveValue("Sat by the river with me, and ate.");

  await test.step("what is typed next is never written over", async () => {
    await discard(phone);
    await expect(undo(page)).toBeVisible();
    await page.fill("#seen-heard", "Another note.");
    await expect(undo(page)).toHaveCount(0);
    await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
    await phone.go("today");
    await expect(page.locator(".drafts a")).toHaveCount(1);
    await expect(page.locator(".drafts a")).toContainText("Another note.");
  });
});

test("a stray tap on Discard and a killed browser lose no word", async ({ phone }) => {
  await leftNote(phone, "The only copy of these words.");
  await discard(phone);
  await expect(undo(phone.page)).toBeVisible();
  await phone.kill();
  await phone.start();
  await phone.page.goto("/");
  await phone.unlock();
  await phone.page.locator(".drafts a").first().click();
  await expect(phone.page.locator("#seen-heard")).toHaveValue("The only copy of these words.");
});

test("a phone that locks while it could be taken back has the words as they were", async ({ phone }) => {
  const { page } = phone;
  await leftNote(phone, "The only copy of these words.");
  const other = await phone.context.newPage();
  await other.goto("/me");
  await phone.unlock(undefined, other);
  await discard(phone);
  await expect(undo(page)).toBeVisible();
  await other.getByRole("button", { name: en.lock_now }).click();
  await expect(page.locator("#passcode")).toBeVisible();
  await expect(page.locator(".notice p")).toHaveCount(0);
  await phone.unlock();
  await expect(page.locator("#seen-heard")).toHaveValue("The only copy of these words.");
});

test("a line that was taken out goes back to its place, with what was typed meanwhile", async ({ phone }) => {
  const { page } = phone;
  await openDocument(phone, UNASSESSED, en.assessment!, d.begin!);
  for (const need of ["A door that locks", "A dentist", "To see my daughter"]) await addNeed(phone, need);
  const lines = page.locator("form ul.plan-lines").first().locator(":scope > li > details > summary");
  const said = () => lines.allInnerTexts();
  const before = (await said()).map((line) => line.trim());
  await page.getByRole("button", { name: new RegExp(`A dentist.*${plan.take_out}|${plan.take_out}.*A dentist`) }).click();
  await expect(lines).toHaveCount(2);
  await expect(page.locator(".notice")).toContainText(f.taken_out!);
  // Typing elsewhere takes nothing away from the way back.
  await page.locator("form ul.plan-lines").first().locator("li").last().locator("textarea, input").first().fill("To see my daughter on Sundays");
  await undo(page).click();
  await expect(lines).toHaveCount(3);
  const after = await said();
  expect(after[1]!.trim()).toBe(before[1]);
  expect(after[2]).toContain("on Sundays");
});

test("somebody around a client who was ended by mistake holds again", async ({ phone }) => {
  const { page } = phone;
  const desk = wordsOf("desk");
  await phone.openClient((await phone.names())[0]!);
  await page.getByRole("link", { name: en.support_people, exact: true }).click();
  await page.getByRole("button", { name: desk.add_somebody }).click();
  await page.fill("#name", "Odalys");
  await page.getByRole("button", { name: en.save, exact: true }).click();
  await phone.saved();
  const held = page.locator(".circle > li").filter({ hasText: "Odalys" });
  await held.getByRole("button", { name: desk.end_of!.replace("{name}", "Odalys") }).click();
  await expect(page.locator("main > .circle > li").filter({ hasText: "Odalys" })).toHaveCount(0);
  await undo(page).click();
  await expect(page.locator("main > .circle > li").filter({ hasText: "Odalys" })).toHaveCount(1);
  await phone.everythingSent();
});

test("a toast is announced, goes by itself or with its screen, and is never over a button that one wants", async ({ phone }) => {
  const { page } = phone;
  const task = await withTask(phone);
  await task.getByRole("button").click();
  const toast = page.locator(".notice");
  await expect(toast).toHaveAttribute("role", "status");
  await expect(undo(page)).toBeVisible();
  /** Which of the buttons cannot be brought clear of it. */
  const covered = () =>
    page.evaluate(async () => {
      const all = [...document.querySelectorAll<HTMLElement>(".app :is(a[href], button, summary)")];
      const stays = (element: HTMLElement) => element.closest(".bar, .thumb, .client-head");
      const found: string[] = [];
      for (const each of all.filter((one) => one.checkVisibility() && !one.matches(".skip"))) {
        if (!stays(each)) each.scrollIntoView({ block: "center" });
        const { left, top, width, height } = each.getBoundingClientRect();
        const there = document.elementFromPoint(left + width / 2, top + height / 2);
        if (there?.closest(".notice")) found.push(each.outerHTML.slice(0, 120));
      }
      scrollTo(0, 0);
      return found;
    });
  expect(await covered()).toEqual([]);
  await page.setViewportSize({ width: 740, height: 360 });
  expect(await covered(), "on its side").toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
  expect(await covered(), "at a desk").toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });

  await test.step("with its screen", async () => {
    await undo(page).click();
    await task.getByRole("button").click();
    await expect(undo(page)).toBeVisible();
    await phone.go("clients");
    await expect(toast.locator("p")).toHaveCount(0);
  });
  await test.step("by itself", async () => {
    await phone.logContact((await phone.names())[0]!, { seenHeard: "Once more." });
    await expect(toast.locator("p")).toHaveCount(0);
  });
});

test("a signature that was taken out never comes back over one that was drawn since", async ({ phone }) => {
  const { page } = phone;
  await openDocument(phone, "Beckett", en.service_plan!, d.change!);
  await page.getByText(wordsOf("service_plan").agreement_signed!, { exact: true }).click();
  const again = page.getByRole("button", { name: d.draw_again });
  if (await again.isVisible()) await again.click();
  const first = await draw(page, [[0.2, 0.3], [0.3, 0.8], [0.4, 0.2], [0.7, 0.3]]);
  const drawn = page.locator(".signature-pad path");
  await again.click();
  await expect(drawn).not.toHaveAttribute("d", first);
  await undo(page).click();
  await expect(drawn).toHaveAttribute("d", first);

  await again.click();
  const second = await draw(page, [[0.2, 0.7], [0.5, 0.2], [0.8, 0.6]]);
  expect(second).not.toBe(first);
  const offered = undo(page);
  if (await offered.isVisible()) await offered.click();
  await expect(drawn).toHaveAttribute("d", second);
});

test("what is kept only after a lock is offered to nobody to be undone", async ({ phone, server }) => {
  const { page } = phone;
  const task = await withTask(phone);
  const before = operations(server).length;
  // Another tab is at the phone's store for as long as it likes.
  const other = await phone.context.newPage();
  await other.goto("/me");
  await phone.unlock(undefined, other);
  await other.evaluate(async () => {
    const ask = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const holding = window as unknown as { released: boolean };
    holding.released = false;
    for (const { name } of await indexedDB.databases()) {
      const database = await ask(indexedDB.open(name!));
      const stores = [...database.objectStoreNames];
      if (!stores.includes("outbox")) continue;
      const store = database.transaction(stores, "readwrite").objectStore("outbox");
      const hold = () => {
        if (!holding.released) store.count().onsuccess = hold;
        else database.close();
      };
      hold();
    }
  });
  await task.getByRole("button").click();
  await other.getByRole("button", { name: en.lock_now }).click();
  await expect(page.locator("#passcode")).toBeVisible();
  await other.evaluate(() => {
    (window as unknown as { released: boolean }).released = true;
  });
  await phone.unlock();
  await expect.poll(() => operations(server).length).toBe(before + 1);
  await expect(undo(page)).toHaveCount(0);
});
