import { expect } from "@playwright/test";
import type { Phone } from "./phone";

/** A screen at a desk, and the phone it is on. */
export type DeskScreen = { name: string; phone: Phone; show: () => Promise<void> };

/** Every screen at a desk; something waits in the quarantine, a plan was opened and a turn is on. */
export function deskWalk(supervisor: Phone, administrator: Phone, words: Record<string, string>): DeskScreen[] {
  const seen = (phone: Phone, selector: string) =>
    expect(phone.page.locator(selector).first()).toBeVisible();
  const open = async (phone: Phone, path: string) => {
    await phone.go("me");
    await phone.page.click(`main a[href="/office/${path}"]`);
  };
  return [
    {
      name: "needs attention",
      phone: supervisor,
      show: async () => (await supervisor.go("today"), await seen(supervisor, ".rows .waits")),
    },
    {
      name: "first place of an administrator",
      phone: administrator,
      show: async () => {
        await administrator.go("today");
        await expect(administrator.page.locator('main a[href="/office/phones"] small')).not.toBeEmpty();
      },
    },
    {
      name: "needs attention, offline",
      phone: supervisor,
      show: async () => {
        await supervisor.context.setOffline(true);
        await supervisor.go("me");
        await supervisor.go("today");
        await seen(supervisor, "main [role=alert]");
      },
    },
    {
      name: "me of a supervisor",
      phone: supervisor,
      show: async () => {
        await supervisor.context.setOffline(false);
        await supervisor.go("me");
        await seen(supervisor, "main h2");
      },
    },
    {
      name: "phones",
      phone: supervisor,
      show: async () => {
        await open(supervisor, "phones");
        await seen(supervisor, "li.phone");
        for (const summary of await supervisor.page.locator("li.phone summary").all()) await summary.click();
      },
    },
    {
      name: "own account",
      phone: supervisor,
      show: async () => {
        await supervisor.go("me");
        await supervisor.page.click('main a[href="/me/account"]');
        await seen(supervisor, "li.phone");
        for (const summary of await supervisor.page.locator("main summary").all()) await summary.click();
        await seen(supervisor, "#password-old");
      },
    },
    {
      name: "own account, with a problem",
      phone: supervisor,
      show: async () => {
        await supervisor.page.fill("#password-old", "x");
        await supervisor.page.fill("#password-new", "short");
        await supervisor.page.locator("main form button[type=submit]").click();
        const sentence = words.password_too_short!.replace("{characters}", "12");
        await supervisor.complains(supervisor.page.locator("#password-new"), sentence);
      },
    },
    {
      name: "disclosures to look at",
      phone: supervisor,
      show: async () => {
        await open(supervisor, "disclosures");
        await seen(supervisor, "main .empty");
      },
    },
    {
      name: "directory, at a desk",
      phone: supervisor,
      show: async () => (await open(supervisor, "directory"), await seen(supervisor, "main .empty")),
    },
    {
      name: "writing a service, with a problem",
      phone: supervisor,
      show: async () => {
        await supervisor.page.click('main a[href="/office/directory/new"]');
        await seen(supervisor, "#service-name");
        await supervisor.page.fill("#hours-1", "nine to five");
        await supervisor.page.locator("main form .thumb button").click();
        await seen(supervisor, "main [role=alert]");
      },
    },
    {
      name: "quarantine",
      phone: supervisor,
      show: async () => (await open(supervisor, "quarantine"), await seen(supervisor, ".person")),
    },
    {
      name: "one in quarantine",
      phone: supervisor,
      show: async () => {
        await supervisor.page.locator(".person").click();
        await seen(supervisor, "article.note");
        await supervisor.page.locator("details.sheet > summary").click();
      },
    },
    {
      name: "plans opened on call",
      phone: supervisor,
      show: async () => (await open(supervisor, "openings"), await seen(supervisor, "li.phone")),
    },
    {
      name: "on-call roster",
      phone: supervisor,
      show: async () => {
        await open(supervisor, "roster");
        await supervisor.page.locator("li.phone summary").first().click();
        await seen(supervisor, "#turn-from");
      },
    },
    {
      name: "on-call roster, with a problem",
      phone: supervisor,
      show: async () => {
        await supervisor.page.locator(".chip").first().click();
        await supervisor.page.fill("#turn-to", "2020-02-02T02:02");
        await supervisor.page.locator("main button[type=submit]").click();
        await supervisor.complains(supervisor.page.locator("#turn-to"), words.turn_not_valid!);
      },
    },
    {
      name: "agency content",
      phone: administrator,
      show: async () => (await open(administrator, "content"), await seen(administrator, "#definition")),
    },
    {
      name: "agency content, with a problem",
      phone: administrator,
      show: async () => {
        await administrator.page.getByRole("button", { name: words.add_line, exact: true }).click();
        await administrator.page.getByRole("button", { name: words.save_content, exact: true }).click();
        await seen(administrator, "[aria-invalid=true]");
      },
    },
    {
      name: "rule for units, with a problem",
      phone: administrator,
      show: async () => {
        await administrator.page.locator("section:has(#units) summary").click();
        await administrator.page.fill("#rule-unit", "");
        await administrator.page.locator("section:has(#units) form button[type=submit]").click();
        await seen(administrator, "#rule-unit[aria-invalid=true]");
      },
    },
    {
      name: "a desk screen offline",
      phone: administrator,
      show: async () => {
        await administrator.context.setOffline(true);
        await open(administrator, "phones");
        await seen(administrator, "main [role=alert]");
        await administrator.context.setOffline(false);
      },
    },
  ];
}
