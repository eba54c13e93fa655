import type { Page } from "@playwright/test";
import { expect, test } from "../support/test";
import { en } from "../support/words";

const PULL = /\/api\/v1\/pull/;

/** Puts this phone's clock so many minutes ahead of everybody else's. */
const ahead = (minutes: number) => `{
  const RealDate = Date;
  const off = ${minutes} * 60_000;
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      if (given.length) super(...given);
      else super(RealDate.now() + off);
    }
    static now() { return RealDate.now() + off; }
  };
}`;

for (const minutes of [45, -45]) {
  test(`a note that was received and not pulled stays in sight with a clock ${minutes} minutes off`, async ({
    phone,
    server,
  }) => {
    const { context } = phone;
    await context.addInitScript(ahead(minutes));
    await phone.reopen();
    await phone.unlock();
    await phone.everythingSent();
    // The network takes a push and no pull.
    await context.route(PULL, (route) => route.abort());
    const [name] = await phone.names();
    await phone.logContact(name!, { seenHeard: "Waiting by the north door." });
    await phone.received();
    await server.stop();
    await phone.reopen();
    await phone.unlock();
    await phone.openClient(name!);
    await expect(phone.timeline.first()).toContainText("Waiting by the north door.");
  });
}

/** As a server with a newer build writes it: one value that this app has never heard of. */
async function newerServer(page: Page, change: (text: string) => string) {
  await page.context().route(PULL, async (route) => {
    const answer = await route.fetch();
    if (answer.status() !== 200) return route.fulfill({ response: answer });
    await route.fulfill({ response: answer, body: change(await answer.text()) });
  });
}

test("a value that only a newer app knows costs one entry, which is kept and said", async ({
  newPhone,
}) => {
  const phone = await newPhone();
  const { page } = phone;
  let changed = 0;
  await newerServer(page, (text) => {
    const pulled = JSON.parse(text);
    const [row] = pulled.contacts ?? [];
    if (row && !changed) {
      changed += 1;
      row.contact.mode = "by_pigeon";
    }
    return JSON.stringify(pulled);
  });
  await page.goto("/");
  await phone.signIn();
  await phone.choosePasscode();
  const said = en.needs_newer_app_one!;
  await expect(phone.syncLine).toContainText(said, { timeout: 30_000 });
  expect(changed).toBe(1);
  // Everything else arrived, and it is still said after a start without a network.
  expect((await phone.names()).length).toBeGreaterThan(3);
  await phone.workerReady();
  await page.context().setOffline(true);
  await phone.reopen();
  await phone.unlock();
  await expect(phone.syncLine).toContainText(said);
});

test("a crisis plan that only a newer app can read is never called missing, online or off", async ({ newPhone }) => {
  const phone = await newPhone();
  const { page } = phone;
  const changed: string[] = [];
  await newerServer(page, (text) => {
    const pulled = JSON.parse(text);
    for (const plan of pulled.crisis_plans ?? []) {
      plan.items[0].section = "by_pigeon";
      changed.push(plan.client_id);
    }
    return JSON.stringify(pulled);
  });
  await page.goto("/");
  await phone.signIn();
  await phone.choosePasscode();
  await expect(phone.syncLine).toContainText(en.needs_newer_app_other!.split("}")[1]!, { timeout: 30_000 });
  expect(changed.length).toBeGreaterThan(3);
  await phone.workerReady();
  await page.context().setOffline(true);
  await phone.reopen();
  await phone.unlock();
  await phone.go("clients");
  const row = page.locator(`a.person[href="/clients/${changed[0]}"]`);
  await expect(row).toContainText(en.plan_unread_short!);
  await row.click();
  await page.locator(".lamp").click();
  await expect(page.getByText(en.plan_unreadable!)).toBeVisible();
  await expect(page.getByText(en.no_plan_yet!)).toBeHidden();
  // The emergency numbers stand there as where there is no plan.
  await expect(page.locator("a[href^='tel:']").first()).toBeVisible();
});

test("an unsent entry that this build cannot read is not called sent", async ({ phone }) => {
  const { page } = phone;
  await page.evaluate(async () => {
    const ask = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      const database = await ask(indexedDB.open(name!));
      if (database.objectStoreNames.contains("outbox")) {
        const about = new TextEncoder().encode('{"from":"a newer app"}');
        const item = { about, sealed: new Uint8Array([1, 2, 3]) };
        await ask(database.transaction("outbox", "readwrite").objectStore("outbox").put(item, "newer"));
      }
      database.close();
    }
  });
  await phone.reopen();
  await phone.unlock();
  expect(await phone.unsent()).toBe(1);
  await phone.go("me");
  await expect(page.getByText(en.everything_sent!)).toHaveCount(0);
  await phone.go("today");
  await phone.syncNow();
  expect(await phone.unsent()).toBe(1);
  expect(await phone.outbox()).toBe(1);
});
