import {
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
  chromium,
  expect,
  firefox,
} from "@playwright/test";
import { cpSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { en, wordsOf } from "./words";

export const PASSPHRASE = "harbor lights after rain";
export const PASSCODE = "lantern-42";
/** The supervisor and the administrator of the demonstration. */
const LEADS = ["rosa", "admin"];

// Chromium without the parts that draw tabs and menus: half the work for each start. It is the same
// browser to a page.
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell";
/** Set, the journeys are made in this Firefox instead: the Debian package is /usr/bin/firefox-esr. */
export const FIREFOX = process.env.FIREFOX;
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export type Words = typeof en;

/** A note as a worker types it; only what is given is typed. */
export type Note = {
  seenHeard: string;
  purpose?: string;
  quote?: string;
  nextStep?: { text: string; due: string };
};

export type PhoneOptions = BrowserContextOptions & {
  /** The size of text that somebody chose for everything, in per cent of the usual. */
  text?: number;
};

/**
 * A journey takes minutes, and some put the phone's clock off by an hour: around midnight that
 * would be another day. So phones are where it is about noon, on the same day as in UTC.
 */
const WHERE_IT_IS_NOON = (() => {
  // East is written with a minus in these names.
  const west = new Date().getUTCHours() - 12;
  return `Etc/GMT${west < 0 ? "" : "+"}${west}`;
})();

/** A phone in a worker's hand: a browser with a profile of its own, which outlives a kill. */
export class Phone {
  readonly profile: string;
  context!: BrowserContext;
  page!: Page;
  words: Words = en;
  /** What went wrong inside the app: uncaught errors and panics. */
  readonly faults: string[] = [];

  private constructor(
    readonly url: string,
    private readonly options: PhoneOptions,
  ) {
    this.profile = mkdtempSync(join(process.env.STREETLIGHT_SCRATCH!, "phone-"));
  }

  /** A new one; or one as another was left, whose profile is copied. */
  static async start(url: string, options: PhoneOptions = {}, profile?: string): Promise<Phone> {
    const phone = new Phone(url, options);
    if (profile) cpSync(profile, phone.profile, { recursive: true });
    await phone.start();
    return phone;
  }

  async start() {
    const { text = 100, ...options } = this.options;
    const size = Math.round((16 * text) / 100);
    const same = {
      baseURL: this.url,
      locale: "en-US",
      timezoneId: WHERE_IT_IS_NOON,
      viewport: { width: 360, height: 740 },
      ...options,
    };
    this.context = FIREFOX
      ? await firefox.launchPersistentContext(this.profile, {
          channel: "moz-firefox",
          executablePath: FIREFOX,
          firefoxUserPrefs: { "font.size.variable.x-western": size },
          ...same,
        })
      : await chromium.launchPersistentContext(this.profile, {
          executablePath: CHROMIUM,
          args: [...ARGS, `--blink-settings=defaultFontSize=${size}`],
          ...same,
        });
    this.context.setDefaultTimeout(15_000);
    this.context.on("page", (page) => this.watch(page));
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    this.watch(this.page);
  }

  private watch(page: Page) {
    page.on("pageerror", (error) => this.faults.push(error.stack ?? error.message));
    page.on("console", (message) => {
      if (/Streetlight stopped|Content Security Policy|could not start/.test(message.text())) {
        this.faults.push(message.text());
      }
    });
  }

  async stop() {
    await this.context.close().catch(() => {});
  }

  /** Ends the browser and every process of it at once, as an empty battery does. */
  async kill() {
    const closed = this.context.waitForEvent("close", { timeout: 10_000 });
    process.kill(-this.browserProcess(), "SIGKILL");
    await closed;
  }

  /** The browser's main process, which leads the group of all its processes. */
  private browserProcess(): number {
    for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      let command: string[];
      try {
        command = readFileSync(`/proc/${entry}/cmdline`, "utf8").split("\0");
      } catch {
        continue;
      }
      const ours = command.includes(`--user-data-dir=${this.profile}`) || command.includes(this.profile);
      const part = command.some((word) => word.startsWith("--type=") || word === "-contentproc");
      if (ours && !part) return Number(entry);
    }
    throw new Error("The browser is not running.");
  }

  // -------------------------------------------------- signing in and the lock

  async signIn(login = "dana", password = PASSPHRASE) {
    await this.page.fill("#login", login);
    await this.page.fill("#password", password);
    await this.submit();
  }

  /** From Me, when the session ended: the name is known, the phone stays open. */
  async signInAgain(password = PASSPHRASE) {
    await this.page.click('main a[href="/sign-in"]');
    await expect(this.page.locator("#login")).toHaveValue("dana");
    await this.page.fill("#password", password);
    await this.submit();
    await expect(this.page.locator(".app")).toBeVisible();
  }

  /** From nothing to an open phone with everything on it. */
  async enrol(login = "dana") {
    await this.page.goto("/");
    await this.signIn(login);
    await this.choosePasscode(PASSCODE, LEADS.includes(login));
    await this.everythingSent();
    await this.workerReady();
  }

  /** Whoever leads carries no clients, and sees first what waits for them. */
  async choosePasscode(passcode = PASSCODE, leads = false) {
    await this.openWith(passcode);
    await expect(this.page.locator(leads ? 'main .rows a[href^="/office/"]' : ".person").first()).toBeVisible({ timeout: 30_000 });
  }

  /** Opens a new phone, on which nothing has arrived yet. */
  async openWith(passcode = PASSCODE) {
    await this.page.fill("#passcode", passcode);
    await this.page.fill("#passcode-again", passcode);
    await this.submit();
    await expect(this.page.locator(".app")).toBeVisible({ timeout: 30_000 });
  }

  async unlock(passcode = PASSCODE, page = this.page) {
    await page.fill("#passcode", passcode);
    await this.submit(page);
    await expect(page.locator(".app")).toBeVisible({ timeout: 30_000 });
  }

  /** Begins anew, as after closing the app: locked. */
  async reopen(path = "/") {
    await this.page.goto(path, { waitUntil: "commit" });
    await expect(this.page.locator("#passcode")).toBeVisible({ timeout: 20_000 });
  }

  /** From now on the app starts without a network. */
  async workerReady() {
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  }

  private async submit(page = this.page) {
    await page.locator("button[type=submit]:visible").click();
  }

  // ------------------------------------------------------------------- places

  async go(place: "today" | "clients" | "log" | "me") {
    const href = { today: "/", clients: "/clients", log: "", me: "/me" }[place];
    const link = place === "log" ? "nav.bar .bar-log" : `nav.bar a[href="${href}"]`;
    // While a response runs, its calls stand where the four places do.
    if (await this.page.locator("form.response.runs").count()) await this.page.click(".head-back");
    await this.page.click(link);
  }

  /** Back by the arrow of the screen, as far as the next screen. */
  async back(page = this.page) {
    const here = page.url();
    await page.click(".head-back");
    await expect(page).not.toHaveURL(here);
  }

  /** The names of everybody in the caseload. */
  async names(): Promise<string[]> {
    await this.go("clients");
    const rows = this.page.locator(".person .person-name");
    await expect(rows.first()).toBeVisible();
    return rows.evaluateAll((all) => all.map((row) => row.firstChild!.textContent!.trim()));
  }

  async openClient(name: string) {
    await this.go("clients");
    await this.page.fill("#search", name);
    await this.page.locator(".person").filter({ hasText: name }).first().click();
    await expect(this.page.locator(".timeline")).toBeVisible();
  }

  get timeline(): Locator {
    return this.page.locator(".timeline .contact");
  }

  /** Every contact in the history of the client on screen. */
  async history(): Promise<Locator> {
    const older = this.page.locator(".history button.wide");
    while (await older.isVisible()) await older.click();
    return this.timeline;
  }

  /** The server has what these lines are about: of any other a line says where it is. */
  async received(lines = this.timeline.first()) {
    await expect(lines.first()).toBeVisible();
    await expect(lines.locator(".contact-foot .icon")).toHaveCount(0);
    await expect(lines.filter({ hasText: this.words.saved_on_this_phone! })).toHaveCount(0);
  }

  // -------------------------------------------------------------------- notes

  /** Opens the form about the client on screen. */
  async openForm() {
    await this.go("log");
    await expect(this.page.locator("form.log")).toBeVisible();
  }

  /** Opens what the line of time and place folds away, unless it stands open. */
  async openWhen() {
    const fold = this.page.locator("details.when-where");
    if ((await fold.getAttribute("open")) === null) await fold.locator("summary").click();
    await expect(this.page.locator("#date")).toBeVisible();
  }

  /** Shows one of the three stages of the response on screen. */
  async stage(name: "stage_help" | "stage_steps" | "stage_afterwards") {
    const words = wordsOf("response", this.words);
    await this.choice(words.stage!, words[name]!).click();
  }

  choice(question: string, answer: string): Locator {
    const group = this.page.getByRole("group", { name: question, exact: true });
    return group.getByText(answer, { exact: true });
  }

  /** Taps a number. Another app would open; here nothing does, and nothing asks. */
  async tapNumber(link: Locator) {
    await link.evaluate((each) => each.addEventListener("click", (event) => event.preventDefault(), { once: true }));
    await link.click();
  }

  /** Signs, and once more when it was read back; or finds out what keeps it from being signed. */
  async sign(page = this.page) {
    await this.readBack(page);
    const sign = page.locator(".read-back").getByRole("button", { name: this.words.sign, exact: true });
    if (await sign.isVisible()) await sign.click();
  }

  /** Has it read back, if nothing is wrong with it and there is nothing to ask. */
  async readBack(page = this.page) {
    await page.getByRole("button", { name: this.words.sign, exact: true }).click();
    await page.locator(".read-back, #to-mend .problem, #asked-back").first().waitFor();
  }

  /** What is wrong stands at its field, as a mark, as words and for whoever listens. */
  async complains(field: Locator, sentence: string | RegExp) {
    await expect(field).toHaveAttribute("aria-invalid", "true");
    const ids = ((await field.getAttribute("aria-describedby")) ?? "").split(/\s+/).filter(Boolean);
    await expect(this.page.locator(ids.map((id) => `[id="${id}"]`).join(", ")).last()).toContainText(sentence);
  }

  async saved() {
    await expect(this.page.locator(".notice")).toContainText(this.words.note_saved!);
  }

  /** Writes, signs and waits for "saved". */
  async logContact(name: string, note: Note) {
    await this.openClient(name);
    await this.openForm();
    await this.page.fill("#seen-heard", note.seenHeard);
    if (note.purpose) await this.page.fill("#purpose", note.purpose);
    if (note.quote) {
      await this.page.getByRole("button", { name: this.words.add_quote }).click();
      await this.page.fill("#quote-0", note.quote);
    }
    if (note.nextStep) {
      await this.page.fill("#next-step", note.nextStep.text);
      await this.page.fill("#next-step-due", note.nextStep.due);
    }
    await this.sign();
    await this.saved();
    await expect(this.page.locator(".timeline")).toBeVisible();
  }

  // --------------------------------------------------------------------- sync

  get syncLine(): Locator {
    return this.page.locator(".sync-line");
  }

  async syncNow() {
    await this.go("me");
    await this.page.getByRole("button", { name: this.words.sync_now }).click();
  }

  /** The worker is told that nothing is left on this phone alone. */
  async everythingSent() {
    await this.go("today");
    await expect(this.syncLine).toContainText(this.words.everything_sent!, { timeout: 30_000 });
  }

  /** The same, where the browser may have been killed too young to keep its cookie. */
  async everythingSentAfterKill() {
    await this.go("me");
    const signInNeeded = this.page.locator('main a[href="/sign-in"]');
    await expect(signInNeeded.or(this.page.getByText(this.words.everything_sent!)).first()).toBeVisible();
    if (await signInNeeded.isVisible()) await this.signInAgain();
    await this.everythingSent();
  }

  /** How many things Today says are on this phone and not sent. */
  async unsent(): Promise<number> {
    await this.go("today");
    const said = await this.syncLine.innerText();
    return Number(/^(\d+) item/.exec(said.trim())?.[1] ?? 0);
  }

  /** How many things lie in the stores of this phone for the server and have no receipt. */
  outbox(): Promise<number> {
    return this.page.evaluate(async () => {
      const ask = <T>(request: IDBRequest<T>) =>
        new Promise<T>((done, failed) => {
          request.onsuccess = () => done(request.result);
          request.onerror = () => failed(request.error);
        });
      let all = 0;
      for (const { name } of await indexedDB.databases()) {
        const database = await ask(indexedDB.open(name!));
        if (database.objectStoreNames.contains("outbox")) {
          all += await ask(database.transaction("outbox").objectStore("outbox").count());
        }
        database.close();
      }
      return all;
    });
  }
}
