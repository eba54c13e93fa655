import { audited, operations } from "../support/database";
import { expect, test } from "../support/test";
import { en, es, wordsOf } from "../support/words";

test("the language changes at once, everywhere, and stays", async ({ phone }) => {
  const { page } = phone;
  await phone.go("me");
  await page.getByRole("button", { name: "Español" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  await expect(page.locator("nav.bar")).toContainText(es.clients!);
  await expect(page.getByRole("button", { name: es.lock_now })).toBeVisible();
  await phone.reopen();
  await expect(page.locator("h1")).toHaveText(es.unlock!);
  await phone.unlock();
  await expect(phone.syncLine).toContainText(es.everything_sent!);
  await phone.go("me");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator("nav.bar")).toContainText(en.clients!);
});

test("until everything is fetched no screen says that there is nothing", async ({ newPhone }) => {
  const phone = await newPhone();
  const { page } = phone;
  let fetch = () => {};
  const held = new Promise<void>((resolve) => (fetch = resolve));
  await phone.context.route(/\/api\/v1\/pull\?.*cursor=/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/");
  await phone.signIn();
  await phone.openWith();
  await expect(page.getByRole("heading", { name: en.today_still_fetching })).toBeVisible();
  await expect(page.locator("main .person, main .empty")).toHaveCount(0);
  const [name] = await phone.names();
  await page.locator(".person").filter({ hasText: name! }).first().click();
  await expect(page.getByText(en.still_fetching!)).toBeVisible();
  await expect(page.locator(".history h2")).toBeVisible();
  await expect(page.getByText(en.no_notes_yet!)).toHaveCount(0);
  await page.getByRole("link", { name: en.support_people }).click();
  await expect(page.getByText(en.still_fetching!)).toBeVisible();
  await expect(page.locator("main .empty")).toHaveCount(0);
  fetch();
  await expect(page.getByText(en.still_fetching!)).toHaveCount(0);
  await phone.everythingSent();
});

test("what is saved while another tab is sending goes out when that one is through", async ({ server, phone }) => {
  const [name] = await phone.names();
  await phone.everythingSent();
  // As another tab would, for as long as its network is slow.
  const free = await phone.page.evaluateHandle(
    () =>
      new Promise<() => void>((taken) => {
        void navigator.locks.request("streetlight-sync", () => new Promise<void>((free) => taken(free)));
      }),
  );
  await phone.logContact(name!, { seenHeard: "While the other tab was sending." });
  expect(operations(server)).toHaveLength(0);
  await free.evaluate((free) => free());
  await expect.poll(() => operations(server).length).toBe(1);
});

test("what is opened on a client's page stays open, and the focus in it, while something else about them comes in", async ({
  phone,
  newPhone,
}) => {
  const [name] = await phone.names();
  await phone.everythingSent();
  const other = await newPhone();
  await other.enrol();
  await phone.openClient(name!);
  const sheet = phone.page.locator("details.sheet").first();
  await sheet.locator("summary").click();
  const change = sheet.getByRole("link", { name: en.fact_sheet_change });
  await change.focus();
  await change.evaluate((link) => link.setAttribute("data-seen", "yes"));
  await other.logContact(name!, { seenHeard: "Met at the shelter, by somebody else's phone." });
  await other.everythingSent();
  await phone.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(phone.timeline.first()).toContainText("by somebody else's phone");
  await expect(change).toBeVisible();
  await expect(change).toBeFocused();
  await expect(change).toHaveAttribute("data-seen", "yes");
});

test("what was opened before a lock is closed after it", async ({ phone }) => {
  const [name] = await phone.names();
  await phone.openClient(name!);
  const sheet = phone.page.locator("details.sheet").first();
  await sheet.locator("summary").click();
  await expect(sheet).toHaveAttribute("open");
  // As from another tab, which leaves this one where it is.
  const tab = await phone.context.newPage();
  await tab.goto("/me");
  await phone.unlock(undefined, tab);
  await tab.getByRole("button", { name: en.lock_now }).click();
  await expect(phone.page.locator("#passcode")).toBeVisible();
  await tab.close();
  await phone.unlock();
  await expect(sheet).toBeVisible();
  await expect(sheet).not.toHaveAttribute("open");
});

test("a look at Today tries at once what could not be sent, however long the phone meant to wait", async ({ server, phone }) => {
  const [name] = await phone.names();
  await phone.everythingSent();
  await server.stop();
  const waits = await phone.page.evaluateHandle(() => {
    const timer = window.setTimeout.bind(window);
    const waits: number[] = [];
    const kept = ((act: TimerHandler, ms?: number) => {
      const wait = timer(act, ms);
      waits.push(wait);
      return wait;
    }) as typeof window.setTimeout;
    window.setTimeout = kept;
    return waits;
  });
  await phone.logContact(name!, { seenHeard: "Behind a bad signal." });
  await phone.go("me");
  await expect(phone.page.locator("main", { hasText: wordsOf("desk").sync_unreachable! })).toBeVisible();
  // As if it had failed often enough to wait for minutes: nothing that it waits for comes by itself.
  await waits.evaluate((waits) => {
    for (const wait of waits) clearTimeout(wait);
  });
  await server.start();
  await phone.go("today");
  // At once: a minute in front would have it sent as well.
  await expect(phone.syncLine).toContainText(en.everything_sent!, { timeout: 10_000 });
  expect(operations(server)).toHaveLength(1);
});

test("two tabs of one phone: both write, both deliver, nothing twice", async ({ server, phone }) => {
  const [name] = await phone.names();
  const tab = await phone.context.newPage();
  await tab.goto("/");
  await phone.unlock(undefined, tab);

  await phone.logContact(name!, { seenHeard: "From the first tab." });
  const client = new URL(phone.page.url()).pathname;
  await tab.click('nav.bar a[href="/clients"]');
  await tab.click(`a.person[href="${client}"]`);
  await tab.click("nav.bar .bar-log");
  await tab.fill("#seen-heard", "From the second tab.");
  await phone.sign(tab);
  await expect(tab.locator(".notice")).toContainText(en.note_saved!);

  await expect.poll(() => operations(server).length).toBe(2);
  await phone.page.bringToFront();
  await phone.syncNow();
  await phone.everythingSent();
  await phone.reopen();
  await phone.unlock();
  await phone.openClient(name!);
  for (const text of ["From the first tab.", "From the second tab."]) {
    await expect(phone.timeline.filter({ hasText: text })).toHaveCount(1);
    await phone.received(phone.timeline.filter({ hasText: text }));
  }
  expect(operations(server)).toHaveLength(2);
});

test("a session that ended: notes are still delivered, and signing in goes on in place", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  await phone.context.clearCookies();
  await phone.logContact(name!, { seenHeard: "After the session ended." });
  await expect.poll(() => operations(server).length).toBe(1);
  await phone.go("today");
  await expect(phone.syncLine).toContainText(en.sign_in_for_updates!);

  await phone.go("me");
  await phone.signInAgain();
  await phone.everythingSent();
  await phone.openClient(name!);
  await phone.received(phone.timeline.filter({ hasText: "After the session ended." }));
});

test("a captive portal takes nothing: the note stays until the server has it", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  await server.becomePortal();
  await phone.logContact(name!, { seenHeard: "Behind the free Wi-Fi." });
  await phone.syncNow();
  await expect(phone.page.getByText(en.sync_unreachable!)).toBeVisible();
  expect(await phone.unsent()).toBe(1);
  await phone.reopen();
  await phone.unlock();
  expect(await phone.unsent()).toBe(1);
  await server.start();
  await phone.syncNow();
  await phone.everythingSent();
  expect(operations(server)).toHaveLength(1);
});

test("a network that accepts and never answers does not slow the start", async ({
  server,
  phone,
}) => {
  const { page } = phone;
  await phone.reopen();
  await phone.unlock();
  await server.becomeSilent();
  // A start that waited for the network would wait twenty seconds, and fail here.
  await phone.reopen();
  await phone.unlock();
  await expect(page.locator(".person").first()).toBeVisible();
  await phone.openClient((await phone.names())[0]!);
  await page.click(".lamp");
  await expect(page.locator("article.plan")).toBeVisible();
});

test("a phone in the car park: the server dies during a push, nothing is lost or doubled", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  for (const round of [1, 2, 3]) {
    await phone.logContact(name!, { seenHeard: `Push ${round} cut short.` });
    await server.kill();
    await server.start();
  }
  await phone.syncNow();
  await phone.everythingSent();
  const delivered = operations(server);
  expect(new Set(delivered.map((each) => each.opId)).size).toBe(3);
  expect(audited(server, "contact_signed")).toHaveLength(3);
  expect(server.verifyAudit()).toContain("whole");
});
