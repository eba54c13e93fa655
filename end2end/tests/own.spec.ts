// The client's own plan on the client's own phone: a link from the worker's phone, a code by mouth, and a
// browser in which nobody has ever been.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { everyLook, tooWide } from "../support/looks";
import type { Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, es, wordsOf } from "../support/words";

const own = wordsOf("own");
const access = wordsOf("access");
const PIN = "juniper7";

type Link = { address: string; code: string };

/** The worker makes a link for the client on screen's list, and reads it out. */
async function makeLink(phone: Phone, client: string): Promise<Link> {
  await phone.openClient(client);
  await phone.page.locator(".client-head a.lamp").click();
  await phone.page.getByRole("link", { name: en.own_pages, exact: true }).click();
  await phone.page.getByRole("button", { name: access.make_link, exact: true }).click();
  const address = await phone.page.locator(".own-address").innerText();
  const code = await phone.page.locator(".own-code").innerText();
  await expect(phone.page.locator("svg.own-picture")).toBeVisible();
  expect(address).toMatch(/^127\.0\.0\.1:\d+\/own\/#([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
  expect(code).toMatch(/^[2-9A-Z]{3} [2-9A-Z]{3}$/);
  return { address: `http://${address}`, code };
}

/** The link works from now on. */
async function arrived(phone: Phone) {
  await expect(phone.page.getByText(access.works_now!)).toBeVisible({ timeout: 30_000 });
}

async function openPages(page: Page, { address, code }: Link) {
  await page.goto(address);
  await page.fill("#code", code);
  await page.getByRole("button", { name: own.enter, exact: true }).click();
  await expect(page.locator("#own-title")).toBeVisible();
}

async function keep(page: Page) {
  await page.locator("summary", { hasText: own.keep }).click();
  await page.fill("#new-pin", PIN);
  await page.fill("#new-pin-again", PIN);
  await page.getByRole("button", { name: own.keep_yes, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.kept_now!);
}

/** Everything below a folder, as bytes that can be searched. */
function everything(folder: string): Buffer {
  const all: Buffer[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) all.push(readFileSync(join(entry.parentPath, entry.name)));
  }
  return Buffer.concat(all);
}

const has = (bytes: Buffer, text: string) => bytes.includes(text) || bytes.includes(Buffer.from(text, "utf16le"));

test("a link and a code open the client's pages in a browser where nobody has been", async ({ phone, newPhone, server }) => {
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const clients = await newPhone();
  const asked: string[] = [];
  clients.page.on("request", (request) => asked.push(`${request.url()} ${request.headers().referer ?? ""}`));
  await openPages(clients.page, link);
  // What is to be called first stands first, and nothing has a name of the client's.
  await expect(clients.page.locator("#lines li").first()).toContainText("988");
  await expect(clients.page.getByRole("heading", { name: own.my_plan })).toBeVisible();
  await expect(clients.page.locator(".plan-section").first()).toBeVisible();
  const text = await clients.page.locator("body").innerText();
  const title = await clients.page.title();
  expect(title).toBe(own.app_name);
  // The secret is in no address that anybody is asked by, nor on the screen, in the title or in the log.
  const secret = link.address.split("#")[1]!;
  expect(clients.page.url()).toBe(`${server.url}/own/`);
  for (const said of [...asked, text, title, server.log, await clients.page.evaluate(() => document.referrer)]) {
    expect(said).not.toContain(secret);
    expect(said).not.toContain(link.code.replace(" ", ""));
  }
  expect(server.verifyAudit()).toContain("whole");
});

test("what is kept is read without a server after the browser was killed, and removing it leaves no trace", async ({ phone, newPhone, server }) => {
  test.setTimeout(180_000);
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const clients = await newPhone();
  await openPages(clients.page, link);
  const plan = await clients.page.locator(".plan-section").allInnerTexts();
  expect(plan.length).toBeGreaterThan(2);
  await keep(clients.page);
  await server.stop();
  await clients.kill();
  await clients.start();
  await clients.page.goto("/own/");
  await expect(clients.page.locator("#lines li").first()).toContainText("988");
  await clients.page.fill("#pin", "juniper8");
  await clients.page.getByRole("button", { name: own.unlock, exact: true }).click();
  await expect(clients.page.locator(".problem[role=alert]").first()).toHaveText(own.pin_wrong!);
  await clients.page.fill("#pin", PIN);
  await clients.page.getByRole("button", { name: own.unlock, exact: true }).click();
  await expect(clients.page.locator("#own-title")).toBeVisible();
  expect(await clients.page.locator(".plan-section").allInnerTexts()).toEqual(plan);
  // Sealed: not a word of it lies on the phone.
  const words = await clients.page.locator(".plan-section li > span").allInnerTexts();
  const line = words.find((one) => one.length > 20)!;
  expect(has(everything(clients.profile), line)).toBe(false);
  await clients.page.locator("summary", { hasText: own.remove }).click();
  await clients.page.getByRole("button", { name: own.remove_yes, exact: true }).click();
  await expect(clients.page.locator(".notice")).toHaveText(own.removed_now!);
  const left = await clients.page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    history: history.state,
  }));
  expect(left).toEqual({ local: [], session: [], databases: [], caches: [], workers: 0, history: null });
  await server.start();
  await clients.stop();
  const bytes = everything(clients.profile);
  for (const never of [line, client!, link.address.split("#")[1]!, PIN]) {
    expect(has(bytes, never), never).toBe(false);
  }
});

test("an ended link says so, and takes what was kept with it", async ({ phone, newPhone }) => {
  test.setTimeout(150_000);
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const clients = await newPhone();
  await openPages(clients.page, link);
  await keep(clients.page);
  await phone.page.locator("summary", { hasText: access.end_link }).click();
  await phone.page.getByRole("button", { name: access.end_link_yes, exact: true }).click();
  await phone.everythingSent();
  await clients.page.reload();
  await clients.page.fill("#pin", PIN);
  await clients.page.getByRole("button", { name: own.unlock, exact: true }).click();
  await expect(clients.page.locator(".notice")).toHaveText(own.wrong_ended!);
  expect(await clients.page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  await clients.page.goto(link.address);
  await clients.page.fill("#code", link.code);
  await clients.page.getByRole("button", { name: own.enter, exact: true }).click();
  await expect(clients.page.locator(".problem[role=alert]").first()).toHaveText(own.wrong_ended!);
});

test("words that were not sent when a link was ended stay on the phone until they were seen", async ({ phone, newPhone }) => {
  test.setTimeout(150_000);
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const clients = await newPhone();
  const { page } = clients;
  await openPages(page, link);
  await keep(page);
  await clients.context.route("**/api/v1/own/*", (route) => route.abort());
  await page.getByRole("button", { name: own.ask_call, exact: true }).click();
  await page.fill("#say-text", "After six, please.");
  await page.getByRole("button", { name: own.send, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.said_kept!);
  // Before anything is removed, what would go unsent is shown.
  await page.locator("summary", { hasText: own.remove }).click();
  const sheet = page.locator("details[open]", { hasText: own.remove_text });
  await expect(sheet).toContainText(own.not_sent!);
  await expect(sheet).toContainText("After six, please.");
  await phone.page.locator("summary", { hasText: access.end_link }).click();
  await phone.page.getByRole("button", { name: access.end_link_yes, exact: true }).click();
  await phone.everythingSent();
  await clients.context.unroute("**/api/v1/own/*");
  for (let times = 0; times < 2; times += 1) {
    await page.reload();
    await page.fill("#pin", PIN);
    await page.getByRole("button", { name: own.unlock, exact: true }).click();
    // What was kept stands there until the server was heard.
    await expect(page.getByRole("button", { name: own.seen, exact: true })).toBeVisible();
    await expect(page.locator(".plan-section")).toHaveCount(0);
    await expect(page.getByText("After six, please.")).toBeVisible();
    await expect(page.getByText(own.not_sent!)).toBeVisible();
    await expect(page.getByText(own.said_sent!)).toHaveCount(0);
    await page.waitForTimeout(500);
  }
  await page.getByRole("button", { name: own.seen, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.wrong_ended!);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});

test("what is half written stands when the view comes anew, and two taps are one message", async ({ phone, newPhone }) => {
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const { page, context } = await newPhone();
  await openPages(page, link);
  await page.getByRole("button", { name: own.ask_call, exact: true }).click();
  await page.fill("#say-text", "After six, please.");
  const looked = page.waitForResponse("**/api/v1/own/look");
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await looked;
  await page.waitForTimeout(300);
  await expect(page.locator("#say-text")).toHaveValue("After six, please.");
  // The answer is lost once: the same words sent again are the same message.
  let lost = 0;
  await context.route("**/api/v1/own/say", async (route) => {
    const answer = await route.fetch();
    if (lost++ === 0) return route.abort();
    return route.fulfill({ response: answer });
  });
  const send = page.getByRole("button", { name: own.send, exact: true });
  await send.evaluate((button: HTMLElement) => [button.click(), button.click()]);
  await expect(page.locator(".notice")).toHaveText(own.said_not_sent!);
  await expect(page.locator("#say-text")).toHaveValue("After six, please.");
  await send.click();
  await expect(page.locator(".notice")).toHaveText(own.said_sent!);
  await expect(page.getByText(own.no_answer_yet!)).toHaveCount(1);
  expect(lost).toBe(2);
});

test("nothing that is too long is cut, and what the server does not take holds nothing else up", async ({ phone, newPhone }) => {
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const { page, context } = await newPhone();
  await openPages(page, link);
  await keep(page);
  const say = async (words: string) => {
    await page.getByRole("button", { name: own.ask_call, exact: true }).click();
    await page.fill("#say-text", words);
    await page.getByRole("button", { name: own.send, exact: true }).click();
  };
  await say("a".repeat(4_007));
  await expect(page.locator(".own-say .problem")).toHaveText(own.say_words_long_other!.replace("{n}", "7"));
  await expect(page.locator("#say-text")).toHaveValue("a".repeat(4_007));
  await page.fill("#say-text", "First.");
  let refused = 0;
  await context.route("**/api/v1/own/say", async (route) => {
    if (!route.request().postData()!.includes("First.")) return route.continue();
    refused += 1;
    return route.fulfill({ status: 400, contentType: "application/json", body: JSON.stringify({ code: "unreadable", sentence: "No." }) });
  });
  await page.getByRole("button", { name: own.send, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.said_refused!);
  await expect(page.locator("#say-text")).toHaveValue("First.");
  expect(refused).toBe(1);
  await page.fill("#say-text", "Second.");
  await page.getByRole("button", { name: own.send, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.said_sent!);
  await expect(page.getByText(own.no_answer_yet!)).toHaveCount(1);
});

test("what is half written outlives the lock, and no second window writes over it", async ({ phone, newPhone }) => {
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const { page, context } = await newPhone();
  await openPages(page, link);
  await keep(page);
  await page.getByRole("button", { name: own.ask_call, exact: true }).click();
  await page.fill("#say-text", "After six, please.");
  await page.waitForTimeout(1_200);
  const second = await context.newPage();
  await second.goto("/own/");
  await second.fill("#pin", PIN);
  await second.getByRole("button", { name: own.unlock, exact: true }).click();
  await expect(second.locator(".problem[role=alert]").first()).toHaveText(own.open_elsewhere!);
  await second.close();
  await page.reload();
  await page.fill("#pin", PIN);
  await page.getByRole("button", { name: own.unlock, exact: true }).click();
  await expect(page.locator("#say-text")).toHaveValue("After six, please.");
  await page.getByRole("button", { name: own.send, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.said_sent!);
  await expect(page.getByText(own.no_answer_yet!)).toHaveCount(1);
  // Nothing of it is left to be sent again.
  await page.reload();
  await page.fill("#pin", PIN);
  await page.getByRole("button", { name: own.unlock, exact: true }).click();
  await expect(page.locator("#own-title")).toBeVisible();
  await expect(page.locator("#say-text")).toHaveCount(0);
});

test("words that wait are written over by no other link, and go to nobody else", async ({ phone, newPhone }) => {
  test.setTimeout(150_000);
  const [client, another] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const other = await makeLink(phone, another!);
  await arrived(phone);
  const { page, context } = await newPhone();
  await openPages(page, link);
  await keep(page);
  await context.route("**/api/v1/own/*", (route) => route.abort());
  await page.getByRole("button", { name: own.ask_call, exact: true }).click();
  await page.fill("#say-text", "After six, please.");
  await page.getByRole("button", { name: own.send, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.said_kept!);

  // Another link, opened while that is locked: it can be read, and not kept over it.
  await context.unroute("**/api/v1/own/*");
  await page.goto("about:blank");
  await openPages(page, other);
  await page.locator("summary", { hasText: own.keep }).click();
  await page.fill("#new-pin", "another77");
  await page.fill("#new-pin-again", "another77");
  await page.getByRole("button", { name: own.keep_yes, exact: true }).click();
  await expect(page.locator(".problem", { hasText: own.kept_already })).toBeVisible();

  // The server does not know the phone any more: it is opened again, and not by the other's link.
  await context.route("**/api/v1/own/{look,say}", (route) =>
    route.fulfill({ status: 404, contentType: "application/json", body: JSON.stringify({ code: "own_unknown", sentence: "" }) }),
  );
  await page.goto("about:blank");
  await page.goto("/own/");
  await page.fill("#pin", PIN);
  await page.getByRole("button", { name: own.unlock, exact: true }).click();
  await page.getByRole("button", { name: own.open_again, exact: true }).click();
  const enter = async ({ address, code }: Link) => {
    await page.fill("#secret", address.split("#")[1]!);
    await page.fill("#code", code);
    await page.getByRole("button", { name: own.enter, exact: true }).click();
  };
  await enter(other);
  await expect(page.locator(".problem[role=alert]").first()).toHaveText(own.other_link!);
  await context.unroute("**/api/v1/own/{look,say}");
  await enter(link);
  await expect(page.locator("#own-title")).toBeVisible();
  await expect(page.getByText(own.no_answer_yet!)).toHaveCount(1);
  await expect(page.getByText(own.said_waits!)).toHaveCount(0);
  await phone.openClient(another!);
  await phone.syncNow();
  await phone.openClient(another!);
  await expect(phone.page.locator(".task", { hasText: "After six, please." })).toHaveCount(0);
  await phone.openClient(client!);
  await expect(phone.page.locator(".task", { hasText: "After six, please." })).toHaveCount(1);
});

test("988 stays whatever an agency's lines are, and a number stands once", async ({ newPhone }) => {
  const { page } = await newPhone();
  await page.goto("/own/");
  const show = (lines: unknown[]) =>
    page.evaluate((text) => (globalThis as unknown as { ownLines: { show(text: string): void } }).ownLines.show(text), JSON.stringify(lines));
  const numbers = () => page.locator('#lines a[href^="tel:"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  await show([{ label: "County line", tel: "555-555-0100" }]);
  expect(await numbers()).toEqual(["tel:5555550100", "tel:988", "tel:911"]);
  await show([{ label: "988, of ours", tel: "988" }]);
  expect(await numbers()).toEqual(["tel:988", "tel:911"]);
  await show([]);
  expect(await numbers()).toEqual(["tel:988", "tel:911"]);
});

test("whoever fetches the code or calls for help finds the page as it was; a plan laid aside is locked", async ({ phone, newPhone }) => {
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const { page } = await newPhone();
  await page.clock.install();
  const away = async () => {
    const hide = (hidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    await page.evaluate(() => Object.assign(globalThis, { same: true }));
    await hide(true);
    await page.clock.fastForward(120_000);
    await hide(false);
    await page.waitForTimeout(500);
    return page.evaluate(() => "same" in globalThis).catch(() => false);
  };
  await page.goto(link.address);
  await expect(page.locator("#code")).toBeVisible();
  expect(await away()).toBe(true);
  // Even where the browser begins the page anew, the link is still known.
  await page.reload();
  await expect(page.locator("#code")).toBeVisible();
  await expect(page.locator("#secret")).toBeHidden();
  await page.fill("#code", link.code);
  await page.getByRole("button", { name: own.enter, exact: true }).click();
  await expect(page.locator("#own-title")).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await page.evaluate(() => document.addEventListener("click", (event) => event.preventDefault(), { once: true }));
  await page.locator('#lines a[href="tel:988"]').first().click();
  expect(await away()).toBe(true);
  expect(await away()).toBe(false);
  await expect(page.locator("#own-title")).toHaveCount(0);
});

test("what is said without a network is kept, arrives once, and is answered", async ({ phone, newPhone, server }) => {
  test.setTimeout(180_000);
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const clients = await newPhone();
  await openPages(clients.page, link);
  await keep(clients.page);
  await server.stop();
  await clients.page.getByRole("button", { name: own.ask_call, exact: true }).click();
  await expect(clients.page.getByText(own.nobody_at_night!)).toBeVisible();
  await clients.page.fill("#say-text", "After six, please.");
  await clients.page.getByRole("button", { name: own.send, exact: true }).click();
  await expect(clients.page.locator(".notice")).toHaveText(own.said_kept!);
  await clients.kill();
  await server.start();
  // The answer to the first delivery is lost on its way.
  await clients.start();
  let lost = 0;
  await clients.context.route("**/api/v1/own/say", async (route) => {
    const answer = await route.fetch();
    if (lost++ === 0) return route.abort();
    return route.fulfill({ response: answer });
  });
  await clients.page.goto("/own/");
  for (let tries = 0; tries < 2; tries += 1) {
    await clients.page.fill("#pin", PIN);
    await clients.page.getByRole("button", { name: own.unlock, exact: true }).click();
    await expect(clients.page.locator("#own-title")).toBeVisible();
    await expect.poll(() => lost).toBe(tries + 1);
    if (tries === 0) await clients.page.reload();
  }
  await expect(clients.page.getByText(own.no_answer_yet!)).toHaveCount(1);
  await phone.syncNow();
  await phone.openClient(client!);
  const task = phone.page.locator(".task", { hasText: "After six, please." });
  await expect(task).toHaveCount(1);
  await phone.go("today");
  await expect(phone.page.locator("main li", { hasText: "After six, please." })).toContainText(client!);
  await phone.openClient(client!);
  await task.getByRole("link", { name: en.answer, exact: true }).click();
  await phone.page.fill("textarea", "I call at seven.");
  await phone.sign();
  await phone.everythingSent();
  await clients.page.reload();
  await clients.page.fill("#pin", PIN);
  await clients.page.getByRole("button", { name: own.unlock, exact: true }).click();
  await expect(clients.page.locator(".own-said blockquote")).toContainText("I call at seven.");
  await phone.openClient(client!);
  await expect(task).toHaveCount(0);
});

test("the two apps on one phone open nothing of each other", async ({ phone }) => {
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const page = await phone.context.newPage();
  await openPages(page, link);
  await keep(page);
  const names = await page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name!),
    caches: await caches.keys(),
    scopes: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname),
  }));
  expect(names.databases.filter((name) => name === "own")).toHaveLength(1);
  expect(names.databases.filter((name) => name.startsWith("streetlight")).length).toBeGreaterThan(0);
  expect(names.scopes.sort()).toEqual(["/", "/own/"]);
  // Removing the client's takes nothing of the worker's.
  await page.locator("summary", { hasText: own.remove }).click();
  await page.getByRole("button", { name: own.remove_yes, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.removed_now!);
  const left = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name!));
  expect(left.sort()).toEqual(names.databases.filter((name) => name !== "own").sort());
  await page.close();
  await phone.reopen();
  await phone.unlock();
});

test("leaving quickly shows another page at once and leaves nothing behind the way back", async ({ phone, newPhone }) => {
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const clients = await newPhone({ locale: "es-US" });
  const words = wordsOf("own", es);
  // There is no weather here; what counts is where it goes.
  await clients.context.route("https://www.weather.gov/", (route) =>
    route.fulfill({ contentType: "text/html", body: "<title>Weather</title><p>Sunny" }),
  );
  await clients.page.goto(link.address);
  await clients.page.fill("#code", link.code);
  await clients.page.getByRole("button", { name: words.enter, exact: true }).click();
  await expect(clients.page.locator("#own-title")).toBeVisible();
  await clients.page.locator("#leave").click();
  await expect(clients.page).toHaveTitle("Weather");
  await clients.page.goBack().catch(() => undefined);
  await expect(clients.page.locator(".plan-section")).toHaveCount(0);
});

for (const [locale, all] of [["en-US", en], ["es-US", es]] as const) {
  test(`every screen of the client's passes axe and has room for large text: ${locale}`, async ({ phone, newPhone, server }) => {
    test.setTimeout(240_000);
    const words = wordsOf("own", all);
    const [client] = await phone.names();
    const link = await makeLink(phone, client!);
    await arrived(phone);
    const found: string[] = [];
    for (const options of [{ locale }, { locale, text: 200 }]) {
      const clients = await newPhone(options);
      const { page } = clients;
      const look = async (screen: string) =>
        void found.push(...(await (options.text ? tooWide(clients, screen) : everyLook(clients, screen))));
      await page.goto("/own/");
      await expect(page.locator("#secret")).toBeVisible();
      await look("opened without a link");
      await page.goto(link.address);
      await page.fill("#code", "AAAAAA");
      await page.getByRole("button", { name: words.enter, exact: true }).click();
      await expect(page.locator(".problem[role=alert]").first()).toHaveText(words.wrong_code!);
      await look("wrong code");
      await page.fill("#code", link.code);
      await page.getByRole("button", { name: words.enter, exact: true }).click();
      await expect(page.locator("#own-title")).toBeVisible();
      // The pages speak the language of the link until somebody says otherwise.
      await page.getByRole("button", { name: locale === "es-US" ? "Español" : "English", exact: true }).click();
      for (const fold of await page.locator("details > summary").all()) await fold.click();
      await look("pages");
      await page.locator(".plan-section button.link").first().click();
      await page.getByRole("button", { name: words.send, exact: true }).click();
      await expect(page.locator("#say-title")).toBeVisible();
      await look("saying something");
      await page.getByRole("button", { name: words.cancel, exact: true }).click();
      await page.fill("#new-pin", PIN);
      await page.fill("#new-pin-again", PIN);
      await page.getByRole("button", { name: words.keep_yes, exact: true }).click();
      await expect(page.locator(".notice")).toHaveText(words.kept_now!);
      await page.reload();
      await expect(page.locator("#pin")).toBeVisible();
      await look("locked");
    }
    expect(server.log).not.toContain(link.address.split("#")[1]!);
    expect(found).toEqual([]);
  });
}

test("the crisis lines do not wait for the app, and the whole of it can be used by keyboard", async ({ phone, newPhone }) => {
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const clients = await newPhone();
  const { page } = clients;
  // The app never arrives: what is to be called is there, and the secret is out of the address.
  await clients.context.route("**/own/pkg/*.wasm", () => undefined);
  await page.goto(link.address, { waitUntil: "commit" });
  await expect(page.locator('#lines a[href="tel:988"]')).toBeVisible();
  // The lines stand in the page; the script that takes the secret away comes after them.
  await expect.poll(() => page.url()).not.toContain("#");
  await expect(page.locator("#own")).toBeEmpty();
  await clients.context.unrouteAll({ behavior: "ignoreErrors" });
  await page.goto("about:blank");
  await page.goto(link.address);
  await page.locator("#code").focus();
  await page.keyboard.type(link.code);
  await page.keyboard.press("Enter");
  await expect(page.locator("#own-title")).toBeFocused();
  const reached: string[] = [];
  for (let step = 0; step < 200; step += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
    if (reached.includes(at) && at === own.lock) break;
    reached.push(at);
    if (at === own.lock) break;
  }
  for (const needed of [own.ask_call, own.ask_leave, own.keep, own.print, own.lock]) expect(reached).toContain(needed);
});

test("what is printed is one page, with who to call and the plan", async ({ phone, newPhone }) => {
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const clients = await newPhone();
  await openPages(clients.page, link);
  for (const format of ["Letter", "A4"]) {
    const pdf = (await clients.page.pdf({ format })).toString("latin1");
    expect(pdf.match(/\/Type \/Page\b/g), format).toHaveLength(1);
  }
});
