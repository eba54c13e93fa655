// The client's own plan on the client's own phone: a link from the worker's phone, a code by mouth, and a
// browser in which nobody has ever been. What the client says there: own-says.spec.ts.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { everyLook, tooWide } from "../support/looks";
import { PIN, arrived, keep, keptPages, makeLink, openPages } from "../support/own";
import { expect, test } from "../support/test";
import { en, es, wordsOf } from "../support/words";

const own = wordsOf("own");
const access = wordsOf("access");

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
  const { clients, link } = await keptPages(phone, newPhone, client!);
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

test("988 stays whatever an agency's lines are, and a number stands once", async ({ newPhone }) => {
  const { page } = await newPhone();
  await page.goto("/own/");
  const show = (lines: unknown[]) =>
    page.evaluate((text) => (globalThis as unknown as { ownLines: { show(text: string): void } }).ownLines.show(text), JSON.stringify(lines));
  const numbers = () => page.locator('#lines a[href^="tel:"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  const line = (label: string, href: string, shown: string) => ({ label, buttons: [{ way: "call", href, shown }], unclear: [] });
  await show([line("County line", "tel:5555550100", "555-555-0100")]);
  expect(await numbers()).toEqual(["tel:5555550100", "tel:988", "tel:911"]);
  await show([line("988, of ours", "tel:988,1", "988,1")]);
  expect(await numbers()).toEqual(["tel:988,1", "tel:988", "tel:911"]);
  await show([line("988, of ours", "tel:988", "988")]);
  expect(await numbers()).toEqual(["tel:988", "tel:911"]);
  // What is no number beyond doubt is read, and dials nothing.
  await show([{ label: "Either", buttons: [], unclear: ["988 or 911"] }]);
  expect(await numbers()).toEqual(["tel:988", "tel:911"]);
  await expect(page.locator("#lines")).toContainText("988 or 911");
  // A line that an earlier build kept on this phone.
  await show([{ label: "County line", tel: "5555550100", sms: "988-1" }]);
  expect(await numbers()).toEqual(["tel:5555550100", "tel:988", "tel:911"]);
  await expect(page.locator("#lines")).toContainText("988-1");
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
  // They begin at the first number to call, and the way out never scrolls away.
  await expect.poll(() => clients.page.evaluate(() => scrollY)).toBe(0);
  await expect(clients.page.locator('#lines a[href="tel:988"]').first()).toBeInViewport();
  await clients.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect.poll(() => clients.page.evaluate(() => scrollY)).toBeGreaterThan(0);
  await expect(clients.page.locator("#leave")).toBeInViewport({ ratio: 1 });
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
      // What is scrolled away lies under the way out, which stays.
      await page.evaluate(() => scrollTo(0, 0));
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
