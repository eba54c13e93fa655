import type { Locator } from "@playwright/test";
import { audited, count, operations, putOnCall } from "../support/database";
import type { Phone } from "../support/phone";
import { answerTold, openSharing } from "../support/sharing";
import { expect, test } from "../support/test";
import { en, es, wordsOf } from "../support/words";

test.describe.configure({ retries: 0 });

const d = wordsOf("disclosure");
const r = wordsOf("response");

/** Opens the response to a client from their page. */
async function respond(phone: Phone, name: string) {
  await phone.openClient(name);
  await phone.page.getByRole("link", { name: en.respond!, exact: true }).click();
  await expect(phone.page.locator("form.response")).toBeVisible();
}

const choose = (phone: Phone, way: string) =>
  phone.page.locator("button.way").filter({ hasText: way }).click();

const step = (phone: Phone, name: string): Locator =>
  phone.page.locator("li.step").filter({ has: phone.page.getByRole("heading", { name }) });

async function take(phone: Phone, name: string, note?: string) {
  await phone.stage("stage_steps");
  await step(phone, name).getByRole("button", { name: r.done_now }).click();
  if (!note) return;
  await step(phone, name).locator(".step-name").click();
  await step(phone, name).locator("textarea").fill(note);
}

const stamp = (phone: Phone, words: string) =>
  phone.page.locator("button.stamp").filter({ hasText: words }).click();

async function end(phone: Phone) {
  await phone.stage("stage_afterwards");
  await phone.page.getByRole("button", { name: r.end_and_note }).click();
  await phone.saved();
  await expect(phone.page.locator("form.log")).toBeVisible();
}

/** A time of a field, as it reads elsewhere. */
const said = (field: string) => {
  const [hour, minute] = field.slice(11).split(":");
  return `${Number(hour) % 12 || 12}:${minute} ${Number(hour) < 12 ? "AM" : "PM"}`;
};

/** The times of the event on screen, as minutes of a day. */
const times = (phone: Phone): Promise<number[]> =>
  phone.page.locator(".stamps .stamp-time").evaluateAll((all) =>
    all.map((each) => {
      const [, hour, minute, half] = /(\d+):(\d\d) ([AP])M/.exec(each.textContent!)!;
      return ((Number(hour) % 12) + (half === "P" ? 12 : 0)) * 60 + Number(minute);
    }),
  );

test("a crisis in airplane mode, through an empty battery, arrives whole and once", async ({
  server,
  phone,
  newPhone,
}) => {
  test.setTimeout(180_000);
  const [name] = await phone.names();
  const contactsBefore = count(server, "contact");
  const disclosuresBefore = count(server, "disclosure");

  await test.step("a locked phone, no network, no server", async () => {
    await phone.reopen();
    await phone.context.setOffline(true);
    await server.kill();
    await phone.unlock();
  });

  await test.step("two taps and a choice: the agency's words stand beside it", async () => {
    await respond(phone, name!);
    await expect(phone.page.locator(".choose")).toContainText("A crisis is when");
    await expect(phone.page.locator(".call-bar a").first()).toHaveAttribute("href", "tel:988");
    await choose(phone, r.this_is_a_crisis!);
  });

  await test.step("steps, a call and words, each kept at the tap", async () => {
    await take(phone, r.step_respond!);
    await take(phone, r.step_listen!, "Barefoot, says the voices are back.");
    await phone.stage("stage_help");
    await stamp(phone, r.with_them_now!);
    await phone.tapNumber(phone.page.locator(".calls").getByRole("link", { name: "Call 860-555-0100, Harbor Street on call" }));
    await expect(phone.page.locator(".reached li")).toHaveCount(1);
    await take(phone, r.step_consult!);
    await phone.page.fill("#what-happened", "Standing in the road, shouting at cars.");
    await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(r.kept!);
    await take(phone, r.step_act!);
    await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(r.kept!);
  });

  await test.step("the battery is empty", () => phone.kill());

  await test.step("charged again, it goes on where it was", async () => {
    await phone.start();
    await phone.context.setOffline(true);
    await phone.reopen();
    await phone.unlock();
    await phone.page.locator(".drafts a").filter({ hasText: en.response_goes_on }).click();
    // Something was done: it goes on with the steps.
    for (const taken of [r.step_respond!, r.step_listen!, r.step_consult!, r.step_act!]) {
      await expect(step(phone, taken).locator(".stamp-line")).toBeVisible();
    }
    await expect(step(phone, r.step_listen!).locator("textarea")).toHaveValue(
      "Barefoot, says the voices are back.",
    );
    await expect(step(phone, r.step_listen!)).toContainText("Barefoot, says the voices are back.");
    await expect(phone.page.locator("#what-happened")).toHaveValue("Standing in the road, shouting at cars.");
    await phone.stage("stage_help");
    await expect(phone.page.locator(".reached")).toContainText("Called Harbor Street on call");
  });

  await test.step("handed over, answered, ended", async () => {
    await stamp(phone, r.handed_over_now!);
    await expect(phone.page.getByText("Handed over to Designated crisis responder")).toBeVisible();
    await phone.stage("stage_afterwards");
    await phone.choice(r.means_talk!, en.yes!).click();
    await phone.choice(r.plan_seen!, en.yes!).click();
    await phone.page.fill("#took-part", "Her sister Maria");
    await take(phone, r.step_plan!);
    await phone.stage("stage_afterwards");
    await phone.choice(r.outcome!, en.crisis_handed_off!).click();
    await stamp(phone, r.over_now!);
    await end(phone);
  });

  await test.step("the note is filled in; the worker signs it", async () => {
    await expect(phone.page.locator(".banner")).toContainText(en.note_filled_in!);
    await expect(phone.page.locator("#seen-heard")).toHaveValue("Standing in the road, shouting at cars.");
    await expect(phone.page.locator("#purpose")).toHaveValue(r.purpose_crisis!);
    const did = await phone.page.locator("#what-i-did").inputValue();
    for (const part of [
      /\d:\d\d [AP]M Listened and gathered: Barefoot, says the voices are back\./,
      /\d:\d\d [AP]M Called Harbor Street on call/,
      /\d:\d\d [AP]M Handed over to Designated crisis responder/,
      /Outcome: Handed over/,
      /Her sister Maria/,
    ]) {
      expect(did).toMatch(part);
    }
    await phone.openClient(name!);
    await expect(phone.page.locator(".tasks")).toContainText(r.task_note!);
    await phone.go("today");
    await phone.page.locator(".drafts a").filter({ hasText: "Standing in the road" }).click();
    await expect(phone.page.locator("#place")).toHaveValue("");
    // Whoever took over was told something: the law asks for four facts, and two are known.
    await phone.page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(phone.page.locator(".problem", { hasText: d.lacks_right! })).toBeVisible();
    await answerTold(phone, "emergency");
    await expect(phone.page.getByLabel(d.took_over!, { exact: true })).toHaveValue("Designated crisis responder");
    await phone.page.getByLabel(d.affiliation!, { exact: true }).fill("Mobile Crisis");
    await phone.page.getByLabel(d.nature!, { exact: true }).fill("In traffic, hearing voices");
    await phone.page.getByLabel(d.information!, { exact: true }).fill("Her name, and what calms her");
    await phone.page.getByLabel(wordsOf("release").mental_health!, { exact: true }).check();
    await phone.sign();
    await phone.saved();
    await expect(phone.page.locator(".timeline .crisis-event")).toHaveCount(1);
    await expect(phone.page.locator(".crisis-event")).toContainText(en.saved_on_this_phone!);
    await expect(phone.page.locator(".tasks")).toContainText(r.task_follow_up!);
    await expect(phone.page.locator(".tasks")).not.toContainText(r.task_note!);
  });

  await test.step("the server is back: one event, one note, nothing set aside", async () => {
    await server.start();
    await phone.context.setOffline(false);
    await phone.syncNow();
    // The session may have ended with the battery; what was written goes out all the same.
    await expect.poll(() => phone.outbox()).toBe(0);
    await phone.everythingSentAfterKill();
    expect(operations(server).filter((each) => each.quarantined)).toEqual([]);
    expect(count(server, "crisis_event")).toBe(1);
    expect(count(server, "contact")).toBe(contactsBefore + 1);
    expect(count(server, "disclosure")).toBe(disclosuresBefore + 1);
    expect(audited(server, "crisis_event_ended")).toHaveLength(1);
    expect(server.verifyAudit()).toContain("whole");
  });

  await test.step("a second phone reads it from the server, whole and in order", async () => {
    const other = await newPhone();
    await other.enrol();
    await other.openClient(name!);
    await expect(other.page.locator(".tasks")).toContainText(r.task_follow_up!);
    await expect(other.page.locator(".tasks")).toContainText(r.task_plan_review!);
    await expect(other.page.locator(".tasks")).not.toContainText(r.task_note!);
    const event = other.page.locator(".timeline .crisis-event");
    await expect(event).toHaveCount(1);
    await event.locator("a").click();
    const page = other.page.locator("article.note");
    await expect(page).toContainText("Crisis · Handed over");
    for (const part of [
      "Listen and gather: Barefoot, says the voices are back.",
      "Called Harbor Street on call",
      "Handed over to Designated crisis responder",
      "Standing in the road, shouting at cars.",
      "Her sister Maria",
    ]) {
      await expect(page).toContainText(part);
    }
    const at = await times(other);
    // Start, five steps, in person, a call, the hand-over, the end.
    expect(at).toHaveLength(10);
    expect(at).toEqual([...at].sort((one, two) => one - two));
    await expect(page.locator(".mark")).toHaveCount(0);
    await page.getByRole("link", { name: r.read_note }).click();
    await expect(other.page.locator("article.note")).toContainText("Her sister Maria");
    await openSharing(other, name!);
    await expect(other.page.locator("a.person", { hasText: d.right_emergency! })).toContainText(
      "Designated crisis responder",
    );
  });
});

test("steps are taken back, times put right, and what cannot be is said", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await respond(phone, name!);
  await choose(phone, r.they_are_in_distress!);

  await take(phone, r.step_consult!, "Nobody picked up.");
  await step(phone, r.step_consult!).getByRole("button", { name: r.undo }).click();
  await expect(step(phone, r.step_consult!).locator("button.stamp")).toBeVisible();
  await expect(step(phone, r.step_consult!).locator("textarea")).toHaveValue("Nobody picked up.");

  await take(phone, r.step_respond!);
  const mend = step(phone, r.step_respond!);
  await mend.getByRole("button", { name: `${r.step_respond}: ${r.change_time}` }).click();
  const field = mend.locator("input");
  const stamped = await field.inputValue();
  const hourBefore = new Date(Date.parse(`${stamped}Z`) - 3_600_000).toISOString().slice(0, 16);
  await field.fill(hourBefore);
  await expect(mend.locator(".stamp-line")).toContainText(said(hourBefore));
  await expect(mend.locator(".stamp-line")).toContainText(said(stamped));
  await phone.stage("stage_afterwards");
  await expect(page.locator(".response [role=status] .banner")).toContainText(r.step_respond!);

  // It is distress no more.
  await phone.choice(r.what_is_it!, en.crisis!).click();
  await expect(page.locator(".response h2").first()).toContainText(en.crisis!);
  // Whoever takes over comes first then.
  await expect(page.locator(".response .calls")).toBeVisible();
  await phone.stage("stage_afterwards");
  await phone.choice(r.outcome!, en.crisis_settled!).click();
  await page.fill("#why-nobody-went", "She asked to be alone.");
  await end(phone);

  await phone.openClient(name!);
  await page.locator(".crisis-event a").click();
  const event = page.locator("article.note");
  await expect(event).toContainText("Crisis · Calmed down");
  await expect(event).toContainText("Consult: Nobody picked up.");
  await expect(event).toContainText("She asked to be alone.");
  await expect(event).toContainText(r.times_odd_signed!);
  await expect(event.locator(".mark").first()).toHaveText(r.not_in_order!);
  await expect(event).toContainText(said(stamped));

  // The note waits; it can be begun again after it was thrown away.
  await event.getByRole("button", { name: r.write_note }).click();
  await expect(page.locator("#what-i-did")).toHaveValue(/Nobody picked up/);
  await page.getByRole("button", { name: en.discard_draft, exact: true }).click();
  await expect(page.locator(".timeline")).toBeVisible();
  await page.locator(".crisis-event a").click();
  await event.getByRole("button", { name: r.write_note }).click();
  await expect(page.locator("#what-i-did")).toHaveValue(/Nobody picked up/);
});

test("a note that was begun stays as it was beside the note of a response", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await page.fill("#seen-heard", "Half a note from this morning.");
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);

  await respond(phone, name!);
  await choose(phone, r.they_are_in_distress!);
  await page.fill("#what-happened", "Crying at the bus stop.");
  await end(phone);
  await expect(page.locator("#seen-heard")).toHaveValue("Crying at the bus stop.");
  await phone.sign();
  await phone.saved();

  await phone.openForm();
  await expect(page.locator("#seen-heard")).toHaveValue("Half a note from this morning.");
  await expect(page.locator("#what-i-did")).toHaveValue("");
});

test("a response opened by mistake leaves nothing, and one begun is discarded only on purpose", async ({
  phone,
}) => {
  const { page } = phone;
  const [name] = await phone.names();
  await respond(phone, name!);
  await phone.go("today");
  await expect(page.locator(".person").first()).toBeVisible();
  await expect(page.locator(".drafts")).toHaveCount(0);

  // From the plan on site it is one tap too.
  await phone.openClient(name!);
  await page.click(".lamp");
  await page.getByRole("link", { name: en.respond_long }).click();
  await choose(phone, r.they_are_in_distress!);
  await phone.go("today");
  await page.locator(".drafts a").filter({ hasText: en.response_goes_on }).click();
  await phone.stage("stage_afterwards");
  await page.locator("details.sheet > summary").last().click();
  await page.getByRole("button", { name: r.discard_for_good }).click();
  await expect(page.locator(".timeline")).toBeVisible();
  await phone.go("today");
  await expect(page.locator(".person").first()).toBeVisible();
  await expect(page.locator(".drafts")).toHaveCount(0);
});

test("who is on call stands beside the numbers while the network says so, and nobody is made up without it", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  const onCall = phone.page.getByText(r.on_call_now!.split("{")[0]!);
  await respond(phone, name!);
  await choose(phone, r.this_is_a_crisis!);
  await expect(phone.page.locator(".calls")).toBeVisible();
  await expect(onCall).toHaveCount(0);
  putOnCall(server, 60);
  await phone.openClient(name!);
  await phone.page.getByRole("link", { name: en.respond!, exact: true }).click();
  await expect(onCall).toContainText("Dana");
  await phone.context.setOffline(true);
  await phone.openClient(name!);
  await phone.page.getByRole("link", { name: en.respond!, exact: true }).click();
  await expect(phone.page.locator(".calls")).toBeVisible();
  // As long as the answer took before, and longer.
  await phone.page.waitForTimeout(1_000);
  await expect(onCall).toHaveCount(0);
});

test("whoever goes elsewhere while a response is being kept stays there, and finds its note begun", async ({ phone }) => {
  const [name] = await phone.names();
  await respond(phone, name!);
  await choose(phone, r.they_are_in_distress!);
  await phone.stage("stage_afterwards");
  // As soon as it says "saved", before anything else can happen.
  await phone.page.evaluate(() => {
    let left = false;
    new MutationObserver(() => {
      if (!left && document.querySelector(".notice")?.textContent) {
        left = true;
        document.querySelector<HTMLElement>(".head-back")!.click();
      }
      if (document.querySelector("form.log")) document.body.dataset.dragged = "to the note";
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
  await phone.page.getByRole("button", { name: r.end_and_note }).click();
  await expect(phone.page.locator(".timeline .crisis-event")).toBeVisible();
  await phone.everythingSent();
  await expect(phone.page.locator(".drafts a")).toHaveCount(1);
  await expect(phone.page.locator("body")).not.toHaveAttribute("data-dragged");
  await phone.page.locator(".drafts a").click();
  await expect(phone.page.locator("form.log")).toBeVisible();
});

test("calls stay under the thumb while a response runs, and the places are not in the way", async ({ phone }) => {
  const { page } = phone;
  await page.setViewportSize({ width: 360, height: 640 });
  const [name] = await phone.names();
  const emergency = page.locator('.call-bar a[href="tel:911"]');
  await respond(phone, name!);
  await expect(emergency).toBeVisible();
  await expect(page.locator("nav.bar")).toBeVisible();
  await choose(phone, r.this_is_a_crisis!);
  await expect(page.locator("nav.bar")).toBeHidden();
  for (const stage of ["stage_help", "stage_steps", "stage_afterwards"] as const) {
    await phone.stage(stage);
    const { y, height } = (await emergency.boundingBox())!;
    expect(y + height, stage).toBeLessThanOrEqual(640);
    expect(y, stage).toBeGreaterThan(480);
  }
  await test.step("every button of a call begins and ends where the others do", async () => {
    await phone.stage("stage_help");
    const edges = await page.locator(".response .calls .button").evaluateAll((all) =>
      all.map((each) => [each.getBoundingClientRect().left, each.getBoundingClientRect().right].map(Math.round).join(" to ")),
    );
    expect(edges.length).toBeGreaterThan(2);
    expect(new Set(edges).size).toBe(1);
  });
  await test.step("the five steps are on one screen", async () => {
    await phone.stage("stage_steps");
    await page.evaluate(() => scrollTo(0, 0));
    const last = (await step(phone, r.step_plan!).boundingBox())!;
    expect(last.y + last.height).toBeLessThanOrEqual((await page.locator(".call-bar").boundingBox())!.y);
  });
  await page.click(".head-back");
  await expect(page.locator("nav.bar")).toBeVisible();
});

test("what is too long in another stage is shown where it stands", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await respond(phone, name!);
  await choose(phone, r.they_are_in_distress!);
  await step(phone, r.step_listen!).locator(".step-name").click();
  await step(phone, r.step_listen!).locator("textarea").fill("x".repeat(70_000));
  await step(phone, r.step_listen!).locator(".step-name").click();
  await phone.stage("stage_afterwards");
  await page.getByRole("button", { name: r.end_and_note }).click();
  const wrong = step(phone, r.step_listen!).locator("textarea");
  await expect(wrong).toBeFocused();
  await wrong.fill("Sat down with her on the curb.");
  await end(phone);
});

test("whoever stamps by the keyboard goes on from the time, and from the button once it is taken back", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await respond(phone, name!);
  await choose(phone, r.they_are_in_distress!);
  await phone.stage("stage_help");
  const met = page.locator("button.stamp").filter({ hasText: r.with_them_now! });
  for (const [stage, button, time] of [
    ["stage_help", met, page.locator("#stamped-met")],
    ["stage_steps", step(phone, r.step_listen!).locator("button.stamp"), step(phone, r.step_listen!).locator("button.stamp-time")],
  ] as const) {
    await phone.stage(stage);
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(time).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(time).toHaveAttribute("aria-expanded", "true");
    await page.locator(".mending button:visible").focus();
    await page.keyboard.press("Enter");
    await expect(button).toBeFocused();
  }

  await phone.stage("stage_help");
  await phone.tapNumber(page.locator(".calls a[href^='tel:']").first());
  await page.locator(".reached button.stamp-time").click();
  await page.locator(".reached .mending button").focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".reached")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: r.call_or_hand_over })).toBeFocused();
});

for (const [language, words, options] of [
  ["English", en, {}],
  ["Spanish", es, { locale: "es-US" }],
] as const) {
  test(`the crisis line in the bar of calls takes two lines at most, and no word there is broken, in ${language}`, async ({ newPhone }) => {
    const phone = await newPhone(options);
    phone.words = words;
    await phone.enrol();
    const { page } = phone;
    await phone.openClient((await phone.names())[0]!);
    await page.getByRole("link", { name: words.respond!, exact: true }).click();
    await expect(page.locator(".call-bar a")).toHaveCount(2);
    const found = await page.locator(".call-bar a span").evaluateAll((all) =>
      all.map((each) => {
        const range = document.createRange();
        const tops = new Set<number>();
        const broken: string[] = [];
        const walk = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
          for (const { 0: word, index } of node.textContent!.matchAll(/\S+/g)) {
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            const rects = [...range.getClientRects()];
            // A smaller letter on the same line stands a little lower.
            for (const rect of rects) tops.add(Math.round(rect.bottom / 8));
            if (new Set(rects.map((rect) => Math.round(rect.top))).size > 1) broken.push(word);
          }
        }
        return { lines: tops.size, broken, words: each.textContent };
      }),
    );
    expect(found[0]!.lines, found[0]!.words!).toBeLessThanOrEqual(2);
    for (const each of found) expect(each.broken).toEqual([]);
  });
}
