// What a screen reader says, in its order, where the order can cost time: who to call comes before
// everything that is to be read.
import type { Page } from "@playwright/test";
import { PASSCODE } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const r = wordsOf("response");

/** These stand in the accessibility tree in this order; others may stand between them. */
async function inOrder(page: Page, wanted: string[]) {
  const said = (await page.locator("body").ariaSnapshot()).split("\n").map((line) => line.trim().replace(/^- '?/, ""));
  let from = 0;
  for (const each of wanted) {
    const place = said.findIndex((line, place) => place >= from && line.startsWith(each));
    expect(place, `${each}, after line ${from} of\n${said.join("\n")}`).toBeGreaterThanOrEqual(0);
    from = place + 1;
  }
}

const heading = (words: string, level = 2) => `heading "${words}" [level=${level}]`;

test("the lock says what it is, takes the passcode, and then names every line that helps", async ({ phone }) => {
  await phone.reopen();
  await inOrder(phone.page, [
    heading(en.unlock!, 1),
    `textbox "${en.passcode}"`,
    `button "${en.unlock}"`,
    heading(en.emergency_numbers!),
    "strong: 988 Lifeline",
    'link "Call 988, 988 Lifeline"',
    'link "Text 988, 988 Lifeline"',
    'link "Call 860-555-0100, Harbor Street on call"',
    `button "${en.forgot_passcode}"`,
  ]);
});

test("a crisis plan: whose and which it is, who to call, what to do, then signs, what helps, and the steps", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  await page.click(".lamp");
  await expect(page.locator("article.plan .calls")).toBeVisible();
  await inOrder(page, [
    `link "${name}"`,
    heading(name!, 1),
    "paragraph: Version ",
    `link "${en.plan_change}"`,
    `list "${en.who_to_call}"`,
    'link "Call ',
    `link "${en.respond_long}"`,
    `link "${en.plan_step_by_step}"`,
    heading(en.section_signs!),
    heading(en.section_what_helps!),
    heading(en.section_people_help!),
    `navigation "${en.plan_more}"`,
    `button "${en.show_to_client}"`,
    `link "${en.log_contact}"`,
  ]);

  await page.getByRole("button", { name: en.show_to_client }).click();
  await expect(page.locator(".shown h1")).toBeVisible();
  await inOrder(page, [heading(en.my_plan!, 1), `list "${en.who_i_can_call}"`, 'link "Call ', heading(en.section_signs!)]);
  await page.locator(".give-back button").click();
  await page.fill("#passcode", PASSCODE);
  await page.locator("button[type=submit]:visible").click();
  await expect(page.locator(".app")).toBeVisible();
});

test("a response: which path, the agency's words, then calls, steps and questions, a stage each", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  await page.getByRole("link", { name: en.respond!, exact: true }).click();
  await expect(page.locator("button.way").first()).toBeVisible();
  await inOrder(page, [
    heading(name!, 1),
    `link "${en.crisis_plan}"`,
    `button "${r.they_are_in_distress}`,
    `button "${r.this_is_a_crisis}`,
    "paragraph: \"A crisis is when",
    heading(en.emergency_numbers!),
  ]);
  await page.locator("button.way").last().click();
  await expect(page.locator(".response .calls")).toBeVisible();
  const steps = [r.step_respond, r.step_listen, r.step_consult, r.step_act, r.step_plan];
  await inOrder(page, [
    heading(name!, 1),
    'heading "Crisis · since',
    `group "${r.what_is_it}"`,
    `group "${r.stage}"`,
    `button "${r.in_person}: ${r.with_them_now}"`,
    'link "Call 988, 988 Lifeline"',
    `textbox "${r.hand_over_to}"`,
    `button "${r.on_to!.replace("{stage}", r.stage_steps!)}"`,
  ]);
  await phone.stage("stage_steps");
  await inOrder(page, [
    'heading "Crisis · since',
    ...steps.flatMap((step, place) => [heading(`${place + 1}. ${step}`, 3), `button "${step}: ${r.done_now}"`]),
    `textbox "${r.what_happened}"`,
    `button "${r.on_to!.replace("{stage}", r.stage_afterwards!)}"`,
  ]);
  await phone.stage("stage_afterwards");
  await inOrder(page, ['heading "Crisis · since', `group "${r.outcome}"`, `button "${r.end_and_note}"`]);
});

test("no list on a screen is empty, and every heading is one step below the last", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  const wrong = () =>
    page.evaluate(() => {
      const shown = [...document.querySelectorAll("main ul, main ol")].filter((list) => !list.closest("[hidden]"));
      const lists = shown.filter((list) => !list.querySelector("li"));
      const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map((heading) => Number(heading.tagName[1]));
      const jumps = levels.filter((level, place) => level > (levels[place - 1] ?? 0) + 1);
      return [...lists.map((list) => `empty: ${list.outerHTML}`), ...jumps.map((level) => `jump to h${level} of ${levels}`)];
    });
  await phone.go("today");
  await expect(page.locator(".person").first()).toBeVisible();
  expect(await wrong(), "today").toEqual([]);
  await phone.openClient(name!);
  expect(await wrong(), "client").toEqual([]);
  await page.click(".lamp");
  await expect(page.locator("article.plan .calls")).toBeVisible();
  expect(await wrong(), "plan").toEqual([]);
  await phone.openClient(name!);
  await page.getByRole("link", { name: en.respond!, exact: true }).click();
  await expect(page.locator("button.way").first()).toBeVisible();
  expect(await wrong(), "response").toEqual([]);
  await phone.openForm();
  expect(await wrong(), "form").toEqual([]);
});

test("in high contrast what is chosen, where one is and what to do stand out", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await page.emulateMedia({ forcedColors: "active" });
  await phone.openClient(name!);
  await phone.openForm();
  const look = (selector: string) =>
    page.locator(selector).first().evaluate((element) => {
      const { backgroundColor, borderTopWidth, borderTopStyle, color } = getComputedStyle(element);
      return { backgroundColor, borderTopStyle, borderTopWidth: parseFloat(borderTopWidth), color };
    });
  const [chosen, other] = [await look(".chip input:checked + span"), await look(".chip input:not(:checked) + span")];
  expect(chosen.backgroundColor).not.toBe(other.backgroundColor);
  expect(chosen.color).not.toBe(chosen.backgroundColor);
  const [here, elsewhere] = [await look("nav.bar [aria-current=page]"), await look("nav.bar a[aria-current=false]")];
  expect(here.backgroundColor).not.toBe(elsewhere.backgroundColor);
  const [main, side] = [await look(".button.primary"), await look(".button:not(.primary, .lamp)")];
  expect(main.borderTopWidth).toBeGreaterThan(side.borderTopWidth);
  for (const each of [chosen, other, main, side]) expect(each.borderTopStyle).toBe("solid");
  await page.locator("input[name=kind]:checked").focus();
  await page.keyboard.press("ArrowRight");
  const outline = await page.locator("input[name=kind]:checked + span").evaluate((chip) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(chip);
    return `${outlineStyle} ${outlineWidth}`;
  });
  expect(outline).toBe("solid 3px");
  // What lies over the page hides it.
  expect((await look(".thumb")).backgroundColor).not.toBe("rgba(0, 0, 0, 0)");
});
