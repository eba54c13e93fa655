// Every screen by every way it is opened: where one comes from, and what leads to it there.
import type { Page } from "@playwright/test";
import { putOnCall } from "./database";
import type { Phone } from "./phone";
import type { Server } from "./server";
import { expect } from "./test";
import { en } from "./words";


/** What is tapped, and what is there then. */
type Way = { to: string; tap: string; there: string };

/** A screen as somebody has it before them: searched, scrolled, unfolded. */
export type Origin = { from: string; begin: (phone: Phone) => Promise<void>; ways: Way[] };

const there = async (page: Page, selector: string) => expect(page.locator(selector).first()).toBeVisible();

/** Opens the client's page, with more of the past than at first, and the fact sheet unfolded. */
async function client(phone: Phone, name: string) {
  const { page } = phone;
  await phone.openClient(name);
  await there(page, ".needs .people, .needs .empty");
  const older = page.locator(".history button.wide");
  if (await older.isVisible()) await older.click();
  await page.locator("details.sheet > summary").first().click();
}

/** From the work of every day. */
export function everyDay(name: string): Origin[] {
  return [
    {
      from: "today",
      begin: async (phone) => {
        await phone.openClient(name);
        await phone.openForm();
        await phone.page.fill("#seen-heard", "Half a note");
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
        await phone.go("today");
        await there(phone.page, ".drafts a");
        await phone.page.locator("details.group:not([hidden]):not([open]) > summary").first().click();
      },
      ways: [
        { to: "client", tap: ".group[open]:not([hidden]) .person >> nth=-1", there: ".timeline" },
        { to: "a draft", tap: ".drafts a", there: "form.log" },
        { to: "me, by the line of the sync", tap: ".sync-line", there: "main h2" },
        { to: "clients", tap: 'nav.bar a[href="/clients"]', there: "#search" },
      ],
    },
    {
      from: "clients, searched",
      begin: async (phone) => {
        await phone.go("clients");
        await phone.page.fill("#search", name.slice(0, 3));
        await there(phone.page, ".people .person");
      },
      ways: [
        { to: "client", tap: ".people .person", there: ".timeline" },
        { to: "someone new", tap: 'a[href="/clients/new"]', there: "#name" },
        { to: "today", tap: 'nav.bar a[href="/"]', there: ".group:not([hidden])" },
      ],
    },
    {
      from: "clients, scrolled",
      begin: async (phone) => {
        await phone.go("today");
        await phone.go("clients");
        await there(phone.page, ".people .person");
      },
      ways: [{ to: "client", tap: ".people .person >> nth=-1", there: ".timeline" }],
    },
    {
      from: "whom a note is about, searched",
      begin: async (phone) => {
        await phone.go("me");
        await phone.go("log");
        await phone.page.fill("#search", name.slice(0, 3));
        await there(phone.page, ".people .person");
      },
      ways: [
        { to: "log form", tap: ".people .person", there: "form.log" },
        { to: "someone new", tap: 'a[href="/clients/new"]', there: "#name" },
      ],
    },
    {
      from: "client, unfolded",
      begin: (phone) => client(phone, name),
      ways: [
        { to: "contact", tap: ".timeline li.contact >> nth=7 >> a", there: "article.note" },
        { to: "crisis plan", tap: ".lamp", there: "article.plan" },
        { to: "log form", tap: "nav.bar .bar-log", there: "form.log" },
        { to: "attempt", tap: 'a[href$="/log/no-answer"]', there: ".read-back, form.log .banner" },
        { to: "response", tap: '.thumb a[href$="/response"]', there: "button.way" },
        { to: "support people", tap: 'a[href$="/supports"]', there: ".circle, .empty" },
        { to: "fact sheet", tap: 'a[href$="/facts"]', there: "main form" },
        { to: "need", tap: ".needs .need", there: ".trace" },
        { to: "assessment", tap: 'a[href$="/assessment"]', there: ".document" },
        { to: "service plan", tap: 'a[href$="/service_plan"]', there: ".document" },
        { to: "case file", tap: 'a[href$="/file"]', there: ".case-file" },
        { to: "papers", tap: '.needs a[href$="/papers"]', there: ".document .empty" },
        { to: "benefits", tap: '.needs a[href$="/benefits"]', there: ".document h2" },
        { to: "appointments", tap: '.needs a[href$="/appointments"]', there: ".document h2" },
      ],
    },
  ];
}

/** From what is looked at in peace. */
export function inPeace(name: string, server: Server): Origin[] {
  const plan = async (phone: Phone) => {
    await phone.openClient(name);
    await phone.page.click(".lamp");
    await there(phone.page, "article.plan .calls");
  };
  const document = (kind: string) => async (phone: Phone) => {
    await phone.openClient(name);
    await phone.page.locator(`a[href$="/${kind}"]`).click();
    await there(phone.page, ".document");
  };
  return [
    {
      from: "crisis plan",
      begin: plan,
      ways: [
        { to: "step by step", tap: 'a[href$="/plan/steps"]', there: ".step-words" },
        { to: "paper", tap: 'a[href$="/plan/paper"]', there: ".preview" },
        { to: "versions", tap: 'a[href$="/plan/versions"]', there: ".versions" },
        { to: "writing it", tap: 'a[href$="/plan/edit"]', there: ".plan-builder" },
        { to: "response", tap: 'a[href$="/response"]', there: "button.way" },
        { to: "log form", tap: '.thumb a[href$="/log"]', there: "form.log" },
      ],
    },
    {
      from: "crisis plan, being written",
      begin: async (phone) => {
        await plan(phone);
        await phone.page.getByRole("link", { name: en.plan_change }).click();
        await there(phone.page, ".plan-builder .person");
      },
      ways: [
        { to: "one section", tap: 'a[href$="/plan/edit/people-help"]', there: "ul.plan-lines" },
        { to: "about it", tap: 'a[href$="/plan/edit/about"]', there: "#plan-language" },
      ],
    },
    {
      from: "assessment",
      begin: document("assessment"),
      ways: [
        { to: "writing it", tap: 'a[href$="/assessment/edit"]', there: "main form" },
        { to: "versions", tap: 'a[href$="/assessment/versions"]', there: ".versions" },
      ],
    },
    {
      from: "service plan",
      begin: document("service_plan"),
      ways: [
        { to: "writing it", tap: 'a[href$="/service_plan/edit"]', there: "main form" },
        { to: "versions", tap: 'a[href$="/service_plan/versions"]', there: ".versions" },
      ],
    },
    {
      from: "need",
      begin: async (phone) => {
        await phone.openClient(name);
        await phone.page.locator(".needs .need").first().click();
        await there(phone.page, ".trace");
      },
      ways: [
        { to: "review", tap: '.thumb a[href*="/review/"]', there: "main form" },
        { to: "a note about it", tap: '.thumb a[href*="/log/about/"]', there: "form.log" },
      ],
    },
    {
      from: "case file",
      begin: async (phone) => {
        await phone.openClient(name);
        await phone.page.locator('a[href$="/file"]').click();
        await there(phone.page, ".case-file .person");
      },
      ways: [
        { to: "fact sheet", tap: '.case-file a[href$="/facts"]', there: "main form" },
        { to: "assessment", tap: '.case-file a[href$="/assessment"]', there: ".document" },
      ],
    },
    {
      from: "fact sheet",
      begin: async (phone) => {
        await client(phone, name);
        await phone.page.locator('a[href$="/facts"]').click();
        await there(phone.page, "main form");
      },
      ways: [{ to: "versions", tap: 'a[href$="/facts/versions"]', there: ".versions, .banner" }],
    },
    {
      from: "me",
      begin: async (phone) => {
        await phone.go("me");
        await there(phone.page, "main h2");
      },
      ways: [
        { to: "passcode and fingerprint", tap: 'a[href="/me/lock"]', there: "#passcode" },
        { to: "phones", tap: 'a[href="/office/phones"]', there: ".phone" },
        { to: "on call", tap: 'main a[href="/on-call"]', there: "h1" },
        { to: "directory of services", tap: 'main a[href="/directory"]', there: "a.person" },
        { to: "help", tap: 'main a[href="/help"]', there: "main.reading" },
        { to: "rights", tap: 'main a[href="/rights"]', there: "main.reading" },
      ],
    },
    {
      from: "directory of services, searched",
      begin: async (phone) => {
        await phone.go("me");
        await phone.page.click('main a[href="/directory"]');
        await there(phone.page, "a.person");
        await phone.page.fill("#search", "harbor");
      },
      ways: [
        { to: "a service", tap: "a.person >> nth=-1", there: "dl.facts" },
        { to: "suggesting one", tap: 'main a[href="/directory/check"]', there: "main form" },
      ],
    },
    {
      from: "on call, searched",
      begin: async (phone) => {
        putOnCall(server, 24 * 60);
        await phone.go("me");
        await phone.page.click('main a[href="/on-call"]');
        await there(phone.page, "a.person");
        await phone.page.fill("#search", (await phone.page.locator(".person-name").first().innerText()).slice(0, 2));
      },
      ways: [{ to: "a colleague's client", tap: "a.person >> nth=-1", there: "button.answer" }],
    },
  ];
}

/** What has its own way back, the bar's places, has no arrow. */
const TOP = ["today", "clients", "me, by the line of the sync"];

/** How the screen stands. */
const stands = (page: Page) =>
  page.evaluate(() => ({
    path: location.pathname,
    down: Math.round(scrollY),
    search: document.querySelector<HTMLInputElement>("#search")?.value ?? null,
    open: [...document.querySelectorAll("main details")].map((each) => each.hasAttribute("open")),
    notes: document.querySelectorAll(".timeline .contact").length,
  }));

/** Goes each way and back again, by the arrow and by the phone's own "back". */
export async function thereAndBack(phone: Phone, origin: Origin): Promise<string[]> {
  const { page } = phone;
  const gone: string[] = [];
  await origin.begin(phone);
  for (const way of origin.ways) {
    for (const how of TOP.includes(way.to) ? ["system"] : ["arrow", "system"]) {
      const what = page.locator(way.tap).first();
      // What stays put says nothing of where the page is, and is not to be brought into sight.
      const stays = await what.evaluate((link) => {
        const stays = link.closest(".thumb, .bar, .client-head") !== null;
        // As by hand: whoever scrolls ends what the app still does to stand where they left.
        window.dispatchEvent(new Event("wheel"));
        if (stays) scrollTo(0, Math.min(400, document.body.scrollHeight / 3));
        else link.scrollIntoView({ block: "center" });
        return stays;
      });
      const before = await stands(page);
      await (stays ? what.dispatchEvent("click") : what.click());
      await there(page, way.there);
      const name = `${origin.from} → ${way.to}, ${how}`;
      expect(new URL(page.url()).pathname, name).not.toBe(before.path);
      if (how === "arrow") await phone.back();
      else await page.goBack();
      await expect.poll(() => stands(page), { message: name }).toEqual(before);
      gone.push(name);
    }
  }
  return gone;
}
