// The screens of a response to distress or a crisis, and of what is left of it.
import { expect } from "@playwright/test";
import type { Phone } from "./phone";
import type { Screen } from "./screens";
import { wordsOf } from "./words";

/** Stamps whatever can be stamped on the stage of a response that is on screen. */
async function stampAll(phone: Phone) {
  const next = phone.page.locator("button.stamp:visible");
  while (await next.count()) await next.first().click();
}

/** From the plan of this client on: see `walk`. */
export function responseScreens(client: string): Screen[] {
  const seen = (phone: Phone, selector: string) =>
    expect(phone.page.locator(selector).first()).toBeVisible();
  return [
    {
      name: "response, which path",
      show: async (phone) => {
        await phone.page.getByRole("link", { name: phone.words.respond_long }).click();
        await seen(phone, "button.way");
      },
    },
    {
      name: "response, distress",
      show: async (phone) => {
        await phone.page.locator("button.way").first().click();
        await seen(phone, "li.step");
      },
    },
    {
      name: "response, a crisis, who can take over",
      show: async (phone) => {
        const { page } = phone;
        const r = wordsOf("response", phone.words);
        await page.locator("details.sheet > summary").first().click();
        await phone.choice(r.what_is_it!, phone.words.crisis!).click();
        await phone.tapNumber(page.locator(".calls a[href^='sms:']").first());
        await seen(phone, ".reached li");
        await stampAll(phone);
        await page.locator(".reached button.stamp-time").click();
        await seen(phone, ".reached input");
      },
    },
    {
      name: "response, a crisis, every step taken",
      show: async (phone) => {
        const { page } = phone;
        const r = wordsOf("response", phone.words);
        await phone.stage("stage_steps");
        await stampAll(phone);
        await page.getByRole("button", { name: `${r.step_listen}: ${r.change_time}` }).click();
        await page.locator("li.step input:visible").fill("2020-02-02T02:02");
        await page.locator("li.step textarea:visible").fill("Sat down with her on the curb.");
      },
    },
    {
      name: "response, a crisis, afterwards",
      show: async (phone) => {
        await phone.stage("stage_afterwards");
        await stampAll(phone);
        await seen(phone, "[role=status] .banner");
        await phone.page.locator("details.sheet > summary").last().click();
      },
    },
    {
      name: "note of a crisis event",
      show: async (phone) => {
        await phone.page.locator("button.end").click();
        await seen(phone, "form.log .banner");
        // The sentence that it is saved goes by itself.
        await expect(phone.page.locator(".notice p")).toHaveCount(0);
      },
    },
    {
      name: "client with a crisis event",
      show: async (phone) => {
        await phone.openClient(client);
        await seen(phone, ".crisis-event");
      },
    },
    {
      name: "crisis event",
      show: async (phone) => {
        await phone.page.locator(".crisis-event a").first().click();
        await seen(phone, ".stamps");
      },
    },
  ];
}
