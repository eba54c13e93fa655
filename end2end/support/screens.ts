import { expect } from "@playwright/test";
import { putOnCall } from "./database";
import { documentScreens } from "./document-screens";
import { PASSCODE, type Phone } from "./phone";
import { responseScreens } from "./response-screens";
import type { Server } from "./server";
import { wordsOf } from "./words";

export type Screen = { name: string; show: (phone: Phone) => Promise<void> };

/** From nothing to an open phone, with a look at each screen on the way. */
export async function firstScreens(phone: Phone, check: (screen: string) => Promise<void>) {
  await phone.page.goto("/");
  await expect(phone.page.locator("#login")).toBeVisible();
  await check("sign-in");
  await phone.signIn();
  await expect(phone.page.locator("#passcode-again")).toBeVisible();
  await phone.page.fill("#passcode", "short");
  await phone.page.locator("button[type=submit]").click();
  await check("choose passcode");
  await phone.choosePasscode();
}

/** Every screen, in an order in which one can walk from each to the next. Ends locked. */
export function walk(client: string, server: Server): Screen[] {
  const seen = (phone: Phone, selector: string) =>
    expect(phone.page.locator(selector).first()).toBeVisible();
  return [
    { name: "today", show: async (phone) => (await phone.go("today"), await seen(phone, ".person")) },
    { name: "clients", show: async (phone) => (await phone.go("clients"), await seen(phone, ".person")) },
    {
      name: "search without a result",
      show: async (phone) => {
        await phone.page.fill("#search", "nobody is called this");
        await seen(phone, ".empty");
      },
    },
    {
      name: "finding words, none found",
      show: async (phone) => {
        await phone.page.click('a[href="/find"]');
        await expect(phone.page.locator("main p.quiet").first()).toHaveText(wordsOf("find", phone.words).none_found!);
      },
    },
    {
      name: "finding words, in their sentences",
      show: async (phone) => {
        const { page } = phone;
        await page.fill("#search", "ca");
        await page.locator(".find > summary").click();
        await page.selectOption("#find-client", { index: 1 });
        await page.selectOption("#find-days", "between");
        await seen(phone, "#find-from");
        await page.selectOption("#find-client", "");
        await page.selectOption("#find-days", "");
        await page.selectOption("#find-kind", "contact");
        await seen(phone, ".people mark");
        await phone.back();
        await seen(phone, "#search");
      },
    },
    {
      name: "someone new",
      show: async (phone) => {
        await phone.page.click('a[href="/clients/new"]');
        await seen(phone, "#name");
      },
    },
    {
      name: "someone new, who may be known",
      show: async (phone) => {
        await phone.page.fill("#name", client);
        await seen(phone, ".may-be .person");
      },
    },
    {
      name: "someone new, with a problem",
      show: async (phone) => {
        await phone.page.fill("#name", "");
        await phone.page.locator(".thumb .button.primary").click();
        await phone.complains(phone.page.locator("#name"), phone.words.name_needed!);
      },
    },
    { name: "log, about whom", show: async (phone) => (await phone.go("log"), await seen(phone, ".person")) },
    {
      name: "fact sheet, being changed",
      show: async (phone) => {
        const words = wordsOf("fact_sheet", phone.words);
        await phone.openClient(client);
        await phone.page.locator("details.sheet > summary").first().click();
        await phone.page.locator('a[href$="/facts"]').click();
        for (const add of [words.add_number, words.add_alert, words.add_pause]) {
          await phone.page.getByRole("button", { name: add, exact: true }).click();
        }
        await phone.page.locator("label.chip:has(input[name=level])").last().click();
        for (const fold of await phone.page.locator("form details.sheet > summary").all()) await fold.click();
        await seen(phone, "#reason");
        await phone.page.locator("main form .thumb button").click();
        await seen(phone, "#to-mend .problem");
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
    {
      name: "fact sheet, its versions",
      show: async (phone) => {
        await phone.page.locator('a[href$="/facts/versions"]').click();
        await seen(phone, ".versions, .banner");
      },
    },
    ...documentScreens(),
    {
      name: "client",
      show: async (phone) => {
        await phone.openClient(client);
        await phone.page.locator("details.sheet > summary").first().click();
      },
    },
    {
      name: "client, some of the notes",
      show: async (phone) => {
        const { page } = phone;
        await page.locator(".find > summary").click();
        await page.locator(".find .chip").first().click();
        await seen(phone, ".some-notes");
      },
    },
    {
      name: "client, no note found",
      show: async (phone) => {
        await phone.page.fill("#find-words", "no note says this");
        await expect(phone.timeline).toHaveCount(0);
      },
    },
    {
      name: "attempt, read back",
      show: async (phone) => {
        await phone.page.getByRole("button", { name: wordsOf("needs", phone.words).show_all, exact: true }).click();
        await phone.page.locator('a[href$="/log/no-answer"]').click();
        await seen(phone, ".read-back");
      },
    },
    {
      name: "log form, met",
      show: async (phone) => {
        await phone.openForm();
        // The attempt of before is found: it was begun.
        await phone.page.getByRole("button", { name: phone.words.discard_draft, exact: true }).click();
        await expect(phone.page.locator("form.log .banner")).toHaveCount(0);
      },
    },
    {
      name: "log form, every field",
      show: async (phone) => {
        await phone.page.getByRole("button", { name: phone.words.add_quote }).click();
        await phone.page.fill("#next-step", "Bring the blue form");
        await phone.openWhen();
        for (const fold of await phone.page.locator("details.sheet > summary").all()) await fold.click();
        await seen(phone, "#next-step-due");
      },
    },
    {
      name: "log form, words to look at",
      show: async (phone) => {
        await phone.page.fill("#what-i-did", "Redirected the addict; he was non-compliant.");
        await phone.page.locator("details.wording > summary").click();
        await seen(phone, "details.wording li");
      },
    },
    {
      name: "log form, no answer",
      show: async (phone) => {
        await phone.choice(phone.words.kind_of_contact!, phone.words.kind_no_answer!).click();
        await seen(phone, "input[name=outcome]");
      },
    },
    {
      name: "log form, other person",
      show: async (phone) => {
        await phone.choice(phone.words.kind_of_contact!, phone.words.kind_other_person!).click();
        await seen(phone, "#with-whom");
        await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(phone.words.draft_kept!);
      },
    },
    {
      name: "log form, with a problem",
      show: async (phone) => {
        await phone.page.fill("#with-whom", "");
        await phone.choice(phone.words.kind_of_contact!, phone.words.kind_met!).click();
        await phone.sign();
        await seen(phone, "#seen-heard[aria-invalid=true]");
      },
    },
    {
      name: "log form, draft found",
      show: async (phone) => {
        await phone.openClient(client);
        await phone.openForm();
        await seen(phone, "form.log .banner");
      },
    },
    {
      name: "contact",
      show: async (phone) => {
        await phone.openClient(client);
        await phone.page.locator(".timeline .contact a[href*='/contacts/']").first().click();
        await seen(phone, "article.note");
        for (const fold of await phone.page.locator("details.sheet > summary").all()) await fold.click();
      },
    },
    {
      name: "contact, in a layout",
      show: async (phone) => {
        await phone.choice(wordsOf("layouts", phone.words).layout!, "SOAP").click();
        await seen(phone, ".laid-out");
      },
    },
    {
      name: "support people",
      show: async (phone) => {
        await phone.openClient(client);
        await phone.page.getByRole("link", { name: phone.words.support_people, exact: true }).click();
        await seen(phone, ".circle > li");
      },
    },
    {
      name: "support person, being written",
      show: async (phone) => {
        await phone.page.locator(".thumb .button.primary").click();
        await phone.page.getByRole("button", { name: phone.words.save, exact: true }).click();
        await seen(phone, "#name[aria-invalid=true]");
      },
    },
    {
      name: "crisis plan",
      show: async (phone) => {
        await phone.openClient(client);
        await phone.page.click(".lamp");
        await seen(phone, "article.plan .calls");
        await phone.page.locator("details.sheet > summary").click();
      },
    },
    {
      name: "crisis plan, step by step",
      show: async (phone) => {
        await phone.page.getByRole("link", { name: phone.words.plan_step_by_step }).click();
        await seen(phone, ".step-words h2");
      },
    },
    {
      name: "crisis plan, versions",
      show: async (phone) => {
        await phone.back();
        await phone.page.getByRole("link", { name: phone.words.plan_versions }).click();
        await seen(phone, ".versions .changes li");
      },
    },
    {
      name: "for the client's own phone",
      show: async (phone) => {
        await phone.openClient(client);
        await phone.page.locator(".client-head a.lamp").click();
        await phone.page.getByRole("link", { name: phone.words.own_pages, exact: true }).click();
        await seen(phone, 'label:has(input[name="own-language"])');
      },
    },
    {
      name: "for the client's own phone, a link",
      show: async (phone) => {
        const words = wordsOf("access", phone.words);
        await phone.page.getByRole("button", { name: words.make_link, exact: true }).click();
        await seen(phone, ".own-picture");
        await phone.page.locator("summary", { hasText: words.end_link }).first().click();
      },
    },
    {
      name: "crisis plan, paper",
      show: async (phone) => {
        await phone.back();
        await phone.page.getByRole("link", { name: phone.words.plan_print }).click();
        await seen(phone, ".paper h3");
      },
    },
    {
      name: "crisis plan, card",
      show: async (phone) => {
        await phone.page.locator(".chips").first().locator("label").last().click();
        await seen(phone, ".card h3");
      },
    },
    {
      name: "crisis plan, being written",
      show: async (phone) => {
        await phone.back();
        await phone.page.getByRole("link", { name: phone.words.plan_change }).click();
        await seen(phone, ".plan-builder .person");
      },
    },
    {
      name: "crisis plan, nothing to compare",
      show: async (phone) => {
        const { page } = phone;
        // The link to it stands only where two versions wait.
        await page.evaluate(() => {
          const link = document.createElement("a");
          link.href = `${location.pathname}/two-versions`;
          document.querySelector("main")!.append(link);
          link.click();
          link.remove();
        });
        await seen(phone, ".plan-builder .empty");
        await page.locator(".thumb a[rel=prev]").click();
        await seen(phone, ".plan-builder .person");
      },
    },
    {
      name: "crisis plan, one section of people",
      show: async (phone) => {
        await phone.page.locator('a[href$="/plan/edit/people-help"]').click();
        await seen(phone, ".plan-line");
        await phone.page.locator(".plan-line details > summary").first().click();
      },
    },
    {
      name: "crisis plan, about it",
      show: async (phone) => {
        await phone.page.locator('.thumb a[href$="/plan/edit"]').click();
        await phone.page.locator('a[href$="/plan/edit/about"]').click();
        await seen(phone, "#plan-language");
      },
    },
    {
      name: "crisis plan, read again",
      show: async (phone) => {
        await phone.page.locator('.thumb a[href$="/plan/edit"]').click();
        await seen(phone, ".plan-builder .person");
        await phone.back();
        await seen(phone, "article.plan .calls");
      },
    },
    ...responseScreens(client),
    {
      name: "crisis plan, again",
      show: async (phone) => {
        await phone.openClient(client);
        await phone.page.click(".lamp");
        await seen(phone, "article.plan .calls");
      },
    },
    {
      name: "shown plan",
      show: async (phone) => {
        await phone.page.getByRole("button", { name: phone.words.show_to_client }).click();
        await seen(phone, ".shown h1");
      },
    },
    {
      name: "shown plan, giving back",
      show: async (phone) => {
        await phone.page.locator(".give-back button").click();
        await seen(phone, ".give-back #passcode");
      },
    },
    {
      name: "me",
      show: async (phone) => {
        await phone.unlock();
        await phone.go("me");
        await seen(phone, "main h2");
      },
    },
    {
      name: "on call, no turn is on",
      show: async (phone) => {
        await phone.page.click('main a[href="/on-call"]');
        await seen(phone, ".empty");
        await seen(phone, "main h2");
      },
    },
    {
      name: "on call",
      show: async (phone) => {
        putOnCall(server, 24 * 60);
        await phone.go("me");
        await phone.page.click('main a[href="/on-call"]');
        await seen(phone, ".person-name");
      },
    },
    {
      name: "today, on call",
      show: async (phone) => (await phone.go("today"), await seen(phone, ".turn a")),
    },
    {
      name: "on call, nobody found",
      show: async (phone) => {
        await phone.page.click(".turn a");
        await phone.page.fill("#search", "nobody is called this");
        await seen(phone, ".empty");
      },
    },
    {
      name: "on call, the question",
      show: async (phone) => {
        await phone.page.fill("#search", "");
        await phone.page.locator(".person-name").first().click();
        await seen(phone, "button.answer");
      },
    },
    {
      name: "on call, the plan",
      show: async (phone) => {
        await phone.page.locator("button.answer").first().click();
        await seen(phone, "article.plan .plan-section");
      },
    },
    {
      name: "passcode and fingerprint, asked first",
      show: async (phone) => {
        await phone.go("me");
        await phone.page.click('a[href="/me/lock"]');
        await seen(phone, "#passcode");
      },
    },
    {
      name: "passcode and fingerprint",
      show: async (phone) => {
        await phone.page.fill("#passcode", PASSCODE);
        await phone.page.locator("main button[type=submit]").click();
        await seen(phone, "#passcode-again");
      },
    },
    {
      name: "me, signing out",
      show: async (phone) => {
        await phone.go("me");
        await phone.page.getByRole("button", { name: phone.words.sign_out }).click();
        await expect(phone.page.getByRole("button", { name: phone.words.stay })).toBeVisible();
      },
    },
    {
      name: "help",
      show: async (phone) => {
        await phone.page.click('main a[href="/help"]');
        await seen(phone, "main.reading h2");
      },
    },
    {
      name: "rights",
      show: async (phone) => {
        await phone.back();
        await phone.page.click('main a[href="/rights"]');
        await seen(phone, "main.reading h2");
      },
    },
    {
      name: "waiting",
      show: async (phone) => {
        // Nothing leaves the phone, so that there is something to show.
        await phone.context.setOffline(true);
        await phone.back();
        await phone.openClient(client);
        await phone.page.click(".lamp");
        await seen(phone, "article.plan .calls");
        await phone.go("me");
        await phone.page.click('a[href="/me/waiting"]');
        await seen(phone, "main .person");
        await phone.context.setOffline(false);
      },
    },
    {
      name: "lock",
      show: async (phone) => {
        await phone.go("me");
        await phone.page.getByRole("button", { name: phone.words.lock_now }).click();
        await seen(phone, "#passcode");
      },
    },
    {
      name: "lock, wrong passcode",
      show: async (phone) => {
        await phone.page.fill("#passcode", "not-the-passcode");
        await phone.page.locator("button[type=submit]").click();
        await expect(phone.page.locator("p.problem")).toHaveText(phone.words.wrong_passcode!);
      },
    },
  ];
}
