import { expect } from "@playwright/test";
import { beginAppointment, openAppointments } from "./appointments";
import { openBenefits } from "./benefits";
import { openDirectory } from "./directory";
import { UNASSESSED, dayFrom } from "./documents";
import { openPapers, pdf, photograph, take } from "./papers";
import type { Phone } from "./phone";
import type { Screen } from "./screens";
import { answerTold, fillReferral, fillRelease, noteWithProvider, openSharing, writeDown } from "./sharing";
import { wordsOf } from "./words";

/** Somebody of the demonstration with an assessment and a plan that goes on. */
const ASSESSED = "Beckett";

const seen = (phone: Phone, selector: string) => expect(phone.page.locator(selector).first()).toBeVisible();

/** Assessment, service plan, needs and reviews, in an order in which one can walk from each to the next. */
export function documentScreens(): Screen[] {
  return [
    {
      name: "assessment, not written yet",
      show: async (phone) => {
        await phone.openClient(UNASSESSED);
        await phone.page.locator('a[href$="/assessment"]').click();
        await seen(phone, ".document .empty");
      },
    },
    {
      name: "assessment, being written",
      show: async (phone) => {
        const words = wordsOf("assessment", phone.words);
        await phone.page.locator('a[href$="/assessment/edit"]').click();
        for (const add of [words.add_need, words.add_strength]) {
          await phone.page.getByRole("button", { name: add, exact: true }).click();
        }
        await phone.page.locator("form details.sheet > summary").last().click();
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
    {
      name: "service plan, being written",
      show: async (phone) => {
        await phone.openClient(UNASSESSED);
        await phone.page.locator('a[href$="/service_plan"]').click();
        await phone.page.locator('a[href$="/service_plan/edit"]').click();
        await phone.page.locator("label.chip:has(input[name=state])").nth(1).click();
        await phone.page.locator("main form .thumb button").click();
        await seen(phone, "#to-mend .problem");
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
    {
      name: "case file",
      show: async (phone) => {
        await phone.openClient(ASSESSED);
        await phone.page.locator('.needs a[href$="/file"]').click();
        await seen(phone, ".case-file .person");
      },
    },
    {
      name: "fact sheet, a case being closed",
      show: async (phone) => {
        const words = wordsOf("fact_sheet", phone.words);
        await phone.openClient(ASSESSED);
        await phone.page.locator("details.sheet > summary").first().click();
        await phone.page.locator('a[href$="/facts"]').click();
        const stage = phone.page.getByRole("group", { name: words.stage, exact: true });
        await stage.getByText(phone.words.stage_closed!, { exact: true }).click();
        await phone.page.locator("main form .thumb button").click();
        await seen(phone, "#to-mend .problem");
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
    {
      name: "service plan, to be signed by the client",
      show: async (phone) => {
        const words = wordsOf("service_plan", phone.words);
        await phone.openClient(ASSESSED);
        await phone.page.locator('a[href$="/service_plan"]').click();
        await phone.page.locator('a[href$="/service_plan/edit"]').click();
        await phone.page.getByText(words.agreement_signed!, { exact: true }).click();
        await seen(phone, ".signature-pad");
      },
    },
    {
      name: "service plan, finished",
      show: async (phone) => {
        await phone.openClient(ASSESSED);
        await seen(phone, ".needs .need");
        await phone.page.locator('a[href$="/service_plan"]').click();
        await seen(phone, ".document-line");
      },
    },
    {
      name: "need, with all that hangs on it",
      show: async (phone) => {
        await phone.page.locator(".document-line h4 a").first().click();
        await seen(phone, ".trace");
        await phone.page.locator(".trace details.sheet > summary").click();
      },
    },
    {
      name: "review, being written",
      show: async (phone) => {
        await phone.page.locator('.thumb a[href*="/review/"]').click();
        await phone.page.locator("label.chip:has(input[name=outcome])").nth(2).click();
        await phone.page.locator("main form .thumb button").click();
        await seen(phone, "#to-mend .problem");
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
    {
      name: "papers, none yet",
      show: async (phone) => {
        await openPapers(phone, UNASSESSED);
        await seen(phone, ".empty");
      },
    },
    {
      name: "paper, being written",
      show: async (phone) => {
        await phone.page.locator('.thumb a[href$="/paper"]').click();
        await phone.page.locator("main form .thumb button").click();
        await seen(phone, "#to-mend .problem");
        const p = wordsOf("papers", phone.words);
        await phone.choice(p.what!, p.what_identity!).click();
        await take(phone, [await photograph(phone.page, 800, 600), pdf(300_000)]);
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
    {
      name: "papers, with a picture shown",
      show: async (phone) => {
        const p = wordsOf("papers", phone.words);
        await phone.sign();
        await phone.saved();
        await phone.page.getByRole("button", { name: p.show, exact: true }).click();
        await expect.poll(() => phone.page.locator("canvas").evaluate((each: HTMLCanvasElement) => each.width)).toBe(800);
        await expect(phone.page.getByText(p.fetching!)).toHaveCount(0);
      },
    },
    {
      name: "benefits, none yet",
      show: async (phone) => {
        await openBenefits(phone, UNASSESSED);
        await seen(phone, ".empty");
      },
    },
    {
      name: "benefit, being written",
      show: async (phone) => {
        await phone.page.locator('.thumb a[href$="/benefit"]').click();
        await phone.page.locator("main form .thumb button").click();
        await seen(phone, "#to-mend .problem");
        const b = wordsOf("benefit", phone.words);
        await phone.choice(b.standing!, b.standing_has!).click();
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
    {
      name: "benefits, with one that ends soon",
      show: async (phone) => {
        const b = wordsOf("benefit", phone.words);
        await phone.choice(b.benefit!, b.kind_medicaid!).click();
        await phone.page.getByLabel(b.until!, { exact: true }).fill(await dayFrom(phone, 9));
        await phone.page.getByLabel(b.papers_missing!, { exact: true }).fill("Proof of income");
        await phone.sign();
        await seen(phone, ".document-part .banner");
      },
    },
    {
      name: "appointments, none yet",
      show: async (phone) => {
        await openAppointments(phone, UNASSESSED);
        await seen(phone, ".empty");
      },
    },
    {
      name: "appointment, being written",
      show: async (phone) => {
        const a = wordsOf("appointment", phone.words);
        await beginAppointment(phone, "Intake at Harbor House", "", "14:00");
        await phone.choice(a.way_there!, a.way_ride!).click();
        await phone.page.locator("main form .thumb button").click();
        await seen(phone, "#to-mend .problem");
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
    {
      name: "appointments, with one to come",
      show: async (phone) => {
        const a = wordsOf("appointment", phone.words);
        await phone.page.getByLabel(a.on!, { exact: true }).fill(await dayFrom(phone, 0));
        await phone.page.getByLabel(a.hopes!, { exact: true }).fill("I want to ask about mornings.");
        await phone.sign();
        await seen(phone, ".appointment");
      },
    },
    {
      name: "appointment, kept, before it is signed",
      show: async (phone) => {
        await phone.page.locator(".appointment .row button").first().click();
        await seen(phone, ".appointment .banner button.primary");
      },
    },
    {
      name: "sharing, with nothing signed",
      show: async (phone) => {
        await openSharing(phone, ASSESSED);
        await seen(phone, "main .empty");
      },
    },
    {
      name: "release, being written",
      show: async (phone) => {
        const words = wordsOf("release", phone.words);
        await phone.page.locator('.thumb a[href$="/release"]').click();
        await phone.page.locator("main form .thumb button").click();
        await seen(phone, "#to-mend .problem");
        await fillRelease(phone, "Dr. Ruiz, Eastside Clinic");
        await phone.page.getByText(words.typed!, { exact: true }).click();
        await phone.page.getByLabel(words.typed_name!, { exact: true }).fill("Beckett Lindqvist");
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
    {
      name: "release, in force",
      show: async (phone) => {
        await phone.sign();
        await seen(phone, ".document .banner");
        await expect(phone.page.locator("main form")).toHaveCount(0);
      },
    },
    {
      name: "release, being ended",
      show: async (phone) => {
        const words = wordsOf("release", phone.words);
        await phone.page.locator('.document a[href*="/release_ended/"]').click();
        await phone.page.getByText(words.ended_taken_back!, { exact: true }).click();
        await phone.page.locator("main form .thumb button").click();
        await seen(phone, "#to-mend .problem");
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
    {
      name: "note that says what was told",
      show: async (phone) => {
        await noteWithProvider(phone, ASSESSED, "Dr. Ruiz", "They asked when the room is free.");
        await answerTold(phone, "by_release");
        await phone.page.locator("#release .chip").first().click();
        await phone.page.fill("#information", "The room is free from Monday");
        await phone.page.locator("#plan").check();
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
    {
      name: "sharing, with what was told",
      show: async (phone) => {
        await phone.sign();
        await phone.saved();
        await openSharing(phone, ASSESSED);
        await expect(phone.page.locator("main a.person")).toHaveCount(2);
      },
    },
    {
      name: "referral, being written",
      show: async (phone) => {
        await phone.openClient(ASSESSED);
        await phone.page.locator(".needs .need").first().click();
        await phone.page.locator('.thumb a[href*="/referral/"]').click();
        await phone.page.locator("main form .thumb button").click();
        await seen(phone, "#to-mend .problem");
        await fillReferral(phone, "Harbor Homes");
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
    {
      name: "referral, not sent",
      show: async (phone) => {
        await phone.sign();
        await seen(phone, ".document article dt");
        await expect(phone.page.locator("main form")).toHaveCount(0);
      },
    },
    {
      name: "step of a referral, being written",
      show: async (phone) => {
        const words = wordsOf("referral", phone.words);
        await writeDown(phone, words.state_accepted!);
        await phone.page.locator("main form .thumb button").click();
        await seen(phone, "#to-mend .problem");
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
    {
      name: "note about a need",
      show: async (phone) => {
        await phone.openClient(ASSESSED);
        await phone.page.locator(".needs .need").first().click();
        await phone.page.locator('.thumb a[href*="/log/about/"]').click();
        await seen(phone, "#needs .chip input:checked");
      },
    },
    {
      name: "directory of services",
      show: async (phone) => {
        await openDirectory(phone);
        await phone.page.check("#open-now");
        await phone.page.uncheck("#open-now");
        await seen(phone, "main .mark");
      },
    },
    {
      name: "service of the directory",
      show: async (phone) => {
        await phone.page.locator("main .person", { has: phone.page.locator(".mark") }).last().click();
        await seen(phone, "main dl.facts");
      },
    },
    {
      name: "check of a service, with a problem",
      show: async (phone) => {
        await phone.page.locator('.thumb a[href$="/check"]').click();
        await phone.page.locator("main form .thumb button").click();
        await seen(phone, "#to-mend .problem");
        await phone.page.fill("#check_note", "Spanish on Tuesdays");
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
  ];
}
