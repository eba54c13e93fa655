// What a browser may do to what an app keeps: take no more, hang up, forget, refuse. Each has a
// sentence, nothing typed is lost, and work goes on after.
import type { Page } from "@playwright/test";
import { count } from "../support/database";
import type { Phone } from "../support/phone";
import type { Server } from "../support/server";
import { expect, test } from "../support/test";
import { en } from "../support/words";

test.describe.configure({ retries: 0 });

/**
 * Starts the browser again, open and with a full disk or a usual one. It remembers for half a minute
 * how much room there is, so that a limit is set before the app begins.
 */
async function startAgain(phone: Phone, full: boolean) {
  await phone.stop();
  await phone.start();
  if (full) {
    const session = await phone.context.newCDPSession(phone.page);
    await session.send("Storage.overrideQuotaForOrigin", { origin: phone.url, quotaSize: 1 });
  }
  await phone.reopen();
  await phone.unlock();
}

/** From now on localStorage is full, or is not any more. */
const fillLocalStorage = (page: Page, full: boolean) =>
  page.evaluate((full) => {
    const own = Storage.prototype as unknown as { usual?: Storage["setItem"] };
    own.usual ??= Storage.prototype.setItem;
    Storage.prototype.setItem = full
      ? () => {
          throw new DOMException("full", "QuotaExceededError");
        }
      : own.usual;
  }, full);

/** Remembers every connection to a database, and refuses new ones while told to. */
const watchDatabases = (phone: Phone) =>
  phone.context.addInitScript(() => {
    const all: IDBDatabase[] = [];
    const usual = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...args: [string, number?]) {
      if (sessionStorage.getItem("refuse")) throw new DOMException("refused", "UnknownError");
      const opening = usual.apply(this, args);
      opening.addEventListener("success", () => all.push(opening.result));
      return opening;
    };
    Object.assign(window, {
      hangUp: () => {
        for (const database of all.splice(0)) {
          database.close();
          database.dispatchEvent(new Event("close"));
        }
      },
    });
  });

/** The browser loses every connection; what was stored stays. */
const hangUp = (page: Page) => page.evaluate(() => (window as unknown as { hangUp(): void }).hangUp());

const refuse = (page: Page, refused: boolean) =>
  page.evaluate((refused) => {
    if (refused) sessionStorage.setItem("refuse", "yes");
    else sessionStorage.removeItem("refuse");
  }, refused);

/** Everything the app keeps in databases is gone, while it runs. */
const forget = (page: Page) =>
  page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      await new Promise((done) => {
        const deleting = indexedDB.deleteDatabase(name!);
        deleting.onsuccess = done;
        deleting.onerror = done;
      });
    }
  });

/** A newer version of the app has opened a database of this name, and gone again. */
const fromTheFuture = (page: Page, name: RegExp) =>
  page.evaluate(async (source) => {
    for (const { name, version } of await indexedDB.databases()) {
      if (!new RegExp(source).test(name!)) continue;
      await new Promise<void>((done) => {
        const opening = indexedDB.open(name!, version! + 1);
        opening.onsuccess = () => (opening.result.close(), done());
      });
    }
  }, name.source);

/** Every draft on the phone by name; where told, a bit of some is turned, or turned back. */
const drafts = (page: Page, turn?: string) =>
  page.evaluate(async (turn) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((found, failed) => {
        request.onsuccess = () => found(request.result);
        request.onerror = () => failed(request.error);
      });
    const databases = await indexedDB.databases();
    const { name } = databases.find(({ name }) => name!.startsWith("streetlight-"))!;
    const database = await done(indexedDB.open(name!));
    const store = database.transaction("drafts", "readwrite").objectStore("drafts");
    const names = (await done(store.getAllKeys())) as string[];
    for (const draft of turn === undefined ? [] : names.filter((name) => name.startsWith(turn))) {
      const bytes = (await done(store.get(draft))) as Uint8Array;
      bytes[bytes.length - 1]! ^= 1;
      await done(store.put(bytes, draft));
    }
    database.close();
    return names;
  }, turn);

/** Drafts that are on the disk no more. */
const remove = (page: Page, names: string[]) =>
  page.evaluate(async (names) => {
    const { name } = (await indexedDB.databases()).find(({ name }) => name!.startsWith("streetlight-"))!;
    const database = await new Promise<IDBDatabase>((found) => {
      const opening = indexedDB.open(name!);
      opening.onsuccess = () => found(opening.result);
    });
    await new Promise((done) => {
      const change = database.transaction("drafts", "readwrite");
      for (const draft of names) change.objectStore("drafts").delete(draft);
      change.oncomplete = done;
    });
    database.close();
  }, names);

/** Types a note about the client on screen and signs it. */
async function write(phone: Phone, words: string) {
  await phone.openForm();
  await phone.page.fill("#seen-heard", words);
  await phone.sign();
}

/** Everything arrives, each note once. */
async function arrives(phone: Phone, server: Server, notes: number) {
  await phone.syncNow();
  await phone.everythingSent();
  expect(count(server, "contact")).toBe(notes);
}

test("a full disk: the note is in the other store, the phone says so, and it arrives", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  const before = count(server, "contact");
  await server.stop();
  await startAgain(phone, true);
  const { page } = phone;
  await phone.openClient(name!);
  await phone.openForm();
  await page.fill("#seen-heard", "On a full phone");
  await expect(page.locator(".kept")).toHaveText(en.draft_not_kept!);
  await phone.sign();
  await expect(page.locator(".notice")).toContainText(en.note_saved_keep_open!);
  await expect(phone.timeline.first()).toContainText("On a full phone");

  // Still full after a new start: nobody is kept out, and the note is there.
  await phone.reopen();
  await phone.unlock();
  await phone.openClient(name!);
  await expect(phone.timeline.first()).toContainText("On a full phone");
  await phone.openForm();
  await expect(page.locator("#seen-heard"), "what was signed is no draft").toHaveValue("");

  // The server takes it, and the phone cannot write that down: it says so, and keeps it.
  await server.start();
  await phone.syncNow();
  await expect(page.getByText(en.sync_not_kept!)).toBeVisible();
  await startAgain(phone, false);
  await arrives(phone, server, before + 1);
});

test("both stores full: the words stay on screen until there is room", async ({ server, phone }) => {
  const [name] = await phone.names();
  const before = count(server, "contact");
  await startAgain(phone, true);
  const { page } = phone;
  await phone.openClient(name!);
  await phone.openForm();
  await fillLocalStorage(page, true);
  await page.fill("#seen-heard", "Nowhere to put this");
  await phone.sign();
  await expect(page.locator(".notice")).toContainText(en.phone_could_not_keep!);
  await expect(page.locator("#seen-heard")).toHaveValue("Nowhere to put this");
  const readBack = page.locator(".read-back");
  await expect(readBack).toContainText("Nowhere to put this");

  await fillLocalStorage(page, false);
  await readBack.getByRole("button", { name: en.sign, exact: true }).click();
  await expect(page.locator(".notice")).toContainText(en.note_saved_keep_open!);
  await startAgain(phone, false);
  await arrives(phone, server, before + 1);
});

test("the connection to the database is lost: the next thing that is done opens it again", async ({
  server,
  newPhone,
}) => {
  const phone = await newPhone();
  await watchDatabases(phone);
  await phone.enrol();
  const [name] = await phone.names();
  const before = count(server, "contact");
  await server.stop();
  await hangUp(phone.page);
  await phone.openClient(name!);
  await phone.openForm();
  await hangUp(phone.page);
  await phone.page.fill("#seen-heard", "After a lost connection");
  await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await hangUp(phone.page);
  await phone.sign();
  await phone.saved();
  await hangUp(phone.page);
  await phone.page.click(".lamp");
  await expect(phone.page.locator("article.plan")).toBeVisible();
  await server.start();
  await hangUp(phone.page);
  await arrives(phone, server, before + 1);
});

test("the databases vanish under an open phone: unsent notes arrive, the rest is fetched again", async ({
  server,
  phone,
}) => {
  const { page } = phone;
  const names = await phone.names();
  const before = count(server, "contact");
  await server.stop();
  await phone.logContact(names[0]!, { seenHeard: "Before the databases vanished" });
  await phone.openClient(names[0]!);
  await forget(page);
  // Without a server nobody can say whether there is a plan, so the phone does not.
  await page.click(".lamp");
  await expect(page.getByRole("alert")).toContainText(en.plan_unreadable!);
  await expect(page.getByText(en.no_plan_yet!)).toHaveCount(0);
  await phone.back();
  await write(phone, "After the databases vanished");
  await phone.saved();

  await server.start();
  await arrives(phone, server, before + 2);
  await phone.openClient(names[0]!);
  await page.click(".lamp");
  await expect(page.locator("article.plan")).toBeVisible();
  await phone.reopen();
  await phone.unlock();
  expect(await phone.names()).toEqual(names);
  for (const name of names) {
    await phone.openClient(name);
    await expect(phone.timeline.first()).toBeVisible();
  }
});

test("the databases vanish, and the phone starts again without a server: what is unsent is there", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  const before = count(server, "contact");
  await server.stop();
  await phone.logContact(name!, { seenHeard: "Only in the other store" });
  await forget(phone.page);
  await phone.reopen();
  await expect(phone.page.getByText(en.storage_vanished!)).toBeVisible();
  await phone.unlock();
  expect(await phone.unsent()).toBe(1);
  await server.start();
  await arrives(phone, server, before + 1);
  expect(await phone.names()).toContain(name);
});

test("a browser that opens no database is told apart at the start, and does not lose a note later", async ({
  server,
  newPhone,
}) => {
  const phone = await newPhone();
  const { page } = phone;
  await watchDatabases(phone);
  await page.goto("/help");
  await refuse(page, true);
  await page.goto("/");
  await expect(page.getByRole("heading", { name: en.no_storage_title })).toBeVisible();
  await expect(page.getByText(en.no_storage_text!)).toBeVisible();
  await expect(page.locator(".emergency, #emergency-title").first()).toBeVisible();

  await refuse(page, false);
  await phone.enrol();
  const [name] = await phone.names();
  const before = count(server, "contact");
  await server.stop();
  await phone.openClient(name!);
  await phone.openForm();
  await page.fill("#seen-heard", "While nothing opens");
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await refuse(page, true);
  await hangUp(page);
  await phone.sign();
  await expect(page.locator(".notice")).toContainText(en.note_saved_keep_open!);
  await refuse(page, false);
  await server.start();
  await arrives(phone, server, before + 1);
});

test("a database that a newer app has changed is left alone", async ({ server, phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await server.stop();
  await phone.logContact(name!, { seenHeard: "Written by the older app" });
  await fromTheFuture(page, /^streetlight-/);
  await phone.reopen();
  await page.fill("#passcode", "lantern-42");
  await page.locator("button[type=submit]:visible").click();
  await expect(page.getByRole("heading", { name: en.old_tab_title })).toBeVisible();
  await expect(page.getByText(en.old_tab_text!)).toBeVisible();
  expect(await phone.outbox()).toBe(1);

  await fromTheFuture(page, /^streetlight$/);
  await page.goto("/");
  await expect(page.getByRole("heading", { name: en.old_tab_title })).toBeVisible();
  await expect(page.locator("#emergency-title")).toBeVisible();
  expect(await phone.outbox()).toBe(1);
});

test("without localStorage everything works but the second copy", async ({ server, newPhone }) => {
  const phone = await newPhone();
  await phone.context.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("The operation is insecure.", "SecurityError");
      },
    });
  });
  await phone.enrol();
  const [name] = await phone.names();
  const before = count(server, "contact");
  await server.stop();
  await phone.logContact(name!, { seenHeard: "In one store only" });
  await phone.reopen();
  await phone.unlock();
  expect(await phone.unsent()).toBe(1);
  await server.start();
  await arrives(phone, server, before + 1);
});

for (const promised of [false, true]) {
  test(`storage that is ${promised ? "" : "not "}promised to be kept is spoken of as it is`, async ({
    newPhone,
  }) => {
    const phone = await newPhone();
    await phone.context.addInitScript((promised) => {
      StorageManager.prototype.persist = async () => promised;
    }, promised);
    await phone.enrol();
    await phone.go("me");
    const [said, unsaid] = promised
      ? [en.storage_kept, en.storage_not_kept]
      : [en.storage_not_kept, en.storage_kept];
    await expect(phone.page.getByText(said!)).toBeVisible();
    await expect(phone.page.getByText(unsaid!)).toHaveCount(0);
    const [name] = await phone.names();
    await phone.logContact(name!, { seenHeard: "Kept all the same" });
    await phone.everythingSent();
  });
}

test("a draft that does not open is put aside, not written over, and comes back once it opens again", async ({
  phone,
}) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await page.fill("#seen-heard", "Written before the record was damaged");
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await phone.go("today");
  await expect(page.locator(".drafts a")).toHaveCount(1);
  const [damaged] = await drafts(page, "contact/");

  await phone.openClient(name!);
  await phone.openForm();
  await expect(page.locator(".notice")).toContainText(en.draft_unreadable!);
  await page.fill("#seen-heard", "Written after");
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  const kept = await drafts(page);
  expect(kept).toHaveLength(2);
  expect(kept).toContain(damaged);
  expect(kept.filter((draft) => draft.startsWith("aside/") && draft.endsWith(damaged!))).toHaveLength(1);

  await phone.reopen();
  await phone.unlock();
  await page.locator(".drafts a").click();
  await expect(page.locator("#seen-heard")).toHaveValue("Written after");
  await phone.sign();
  await phone.saved();

  // Another version can read it, or the disk has thought again.
  await drafts(page, "aside/");
  await phone.openClient(name!);
  await phone.openForm();
  await expect(page.locator("form.log .banner")).toBeVisible();
  await expect(page.locator("#seen-heard")).toHaveValue("Written before the record was damaged");
  const left = await drafts(page);
  expect(left).toHaveLength(1);
  expect(left[0]!.endsWith(damaged!)).toBe(true);
  await phone.sign();
  await phone.saved();
  expect(await drafts(page)).toEqual([]);
});

test("last words that do not open are put aside, each beside the other, and come back once they open again", async ({
  phone,
}) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await page.fill("#seen-heard", "The last word");
  const [key, good] = await page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent("pagehide"));
    return Object.entries(localStorage).find(([key]) => key.startsWith("streetlight/draft/"))!;
  });
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await phone.go("today");
  await expect(page.locator(".drafts a")).toHaveCount(1);
  const at = good.length - 20;
  const bad = good.slice(0, at) + (good[at] === "A" ? "B" : "A") + good.slice(at + 1);
  const aside = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("/aside/")));

  for (const times of [1, 2]) {
    // Nothing else was written before the page went away.
    await remove(page, await drafts(page));
    await page.evaluate(([key, bad]) => localStorage.setItem(key!, bad!), [key, bad]);
    await phone.reopen();
    await phone.unlock();
    await expect.poll(async () => (await aside()).length).toBe(times);
    expect(await page.evaluate((key) => localStorage.getItem(key), key)).toBeNull();
  }
  for (const each of await aside()) {
    await page.evaluate(([each, good]) => localStorage.setItem(each!, good!), [each, good]);
  }
  await phone.reopen();
  await phone.unlock();
  await expect.poll(aside).toEqual([]);
  expect(await drafts(page)).toHaveLength(2);
  await phone.openClient(name!);
  await phone.openForm();
  await expect(page.locator("#seen-heard")).toHaveValue("The last word");
});
