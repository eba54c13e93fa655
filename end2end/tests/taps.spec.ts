// How many taps the work of every hour takes, as a new user would go about it.
import type { Locator } from "@playwright/test";
import { UNASSESSED, dayFrom } from "../support/documents";
import type { Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const a = wordsOf("assessment");
const d = wordsOf("document");
const p = wordsOf("service_plan");

/** Counts what is tapped until the note is saved. */
async function taps(phone: Phone, ...path: string[]): Promise<number> {
  for (const selector of path) await phone.page.locator(selector).first().click();
  await phone.saved();
  return path.length;
}

const named = (words: string) => `main :is(a, button):has-text("${words}")`;
const sign = `.read-back button:has-text("${en.sign}")`;

test("an attempt is two taps from the client, and after a call, and three from Today", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  expect(await taps(phone, named(en.went_no_answer!), sign)).toBe(2);
  await expect(phone.timeline.first()).toContainText(en.outcome_no_answer!);

  await phone.openClient((await phone.names())[1]!);
  await phone.tapNumber(page.locator('.reach a[href^="tel:"]').first());
  await expect(page.getByText(en.how_did_it_go!)).toBeVisible();
  await page.locator(named(en.kind_no_answer!)).first().click();
  // It says how it was tried, and nothing of a place: nobody went there.
  await expect(page.locator(".read-back")).toContainText(en.mode_phone!);
  await expect(page.locator(".read-back")).not.toContainText(en.place!);
  expect(await taps(phone, sign)).toBe(1);

  await phone.go("today");
  expect(await taps(phone, ".group .person", named(en.went_no_answer!), sign)).toBe(3);
});

test("a call from Today asks how it went where it was made", async ({ phone }) => {
  const { page } = phone;
  await phone.go("today");
  const row = page.locator(".to-reach").filter({ has: page.locator('a[href^="tel:"]') }).first();
  await phone.tapNumber(row.locator('a[href^="tel:"]').first());
  await expect(row.getByText(en.how_did_it_go!)).toBeVisible();
  await expect(page.getByText(en.how_did_it_go!)).toHaveCount(1);
  await row.getByRole("link", { name: en.kind_no_answer! }).click();
  await expect(page.locator(".read-back")).toContainText(en.mode_phone!);
  expect(await taps(phone, sign)).toBe(1);
  await phone.go("today");
  await expect(page.locator(".to-reach").first()).toBeVisible();
  await expect(page.getByText(en.how_did_it_go!)).toHaveCount(0);
});

test("a plain contact is four taps and what is typed, and is read back as it will print", async ({ phone }) => {
  const { page } = phone;
  await phone.openClient((await phone.names())[0]!);
  await page.locator(`a[href$="/log"]`).last().click();
  await page.locator("#seen-heard").click();
  await page.keyboard.type("Waiting by the north door.");
  await page.getByRole("button", { name: en.sign, exact: true }).click();
  const read = page.locator(".read-back");
  await expect(read).toContainText("Waiting by the north door.");
  await expect(read).toBeFocused();
  await expect(page.locator("#seen-heard")).toBeHidden();

  await test.step("and one can keep writing", async () => {
    await read.getByRole("button", { name: en.keep_writing }).click();
    await page.fill("#seen-heard", "Waiting by the south door.");
    await page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(read).toContainText("south door");
  });
  await read.getByRole("button", { name: en.sign, exact: true }).click();
  await phone.saved();
  await expect(phone.timeline.first()).toContainText("south door");
});

test("the first screen of a contact has the field that is needed, and a line says when and where", async ({ phone }) => {
  const { page } = phone;
  await page.setViewportSize({ width: 360, height: 640 });
  await phone.openClient((await phone.names())[0]!);
  await page.locator(`a[href$="/log"]`).last().click();
  const needed = (await page.locator("#seen-heard").boundingBox())!;
  const bar = (await page.locator("form.log .thumb").boundingBox())!;
  expect(needed.y + needed.height, "in full above the button").toBeLessThanOrEqual(bar.y);
  const line = page.locator("details.when-where > summary");
  await expect(line).toContainText(en.day_today!);
  await expect(page.locator("#start")).toBeHidden();

  await test.step("a visit that is over when it is written lasted a quarter of an hour: one tap", async () => {
    await phone.openWhen();
    const [began, place] = [await page.inputValue("#start"), await page.inputValue("#place")];
    const quarter = page.getByRole("button", { name: "15 min", exact: true });
    await quarter.click();
    await expect(quarter).toHaveAttribute("aria-pressed", "true");
    await expect(page.locator("#end")).toHaveValue(began);
    await expect(page.locator("#minutes")).toHaveValue("15");
    await line.click();
    await expect(page.locator("#start")).toBeHidden();
    await expect(line).toHaveText(/ to .*[AP]M/);
    await expect(line).toContainText(place);
  });

  await test.step("nobody goes to a place by calling", async () => {
    await phone.choice(en.kind_of_contact!, en.kind_phone!).click();
    await expect(page.locator("#place")).toHaveValue("");
    await phone.choice(en.kind_of_contact!, en.kind_met!).click();
    await expect(page.locator("#place")).not.toHaveValue("");
  });

  await test.step("what is filled in and folded away is read before it is signed", async () => {
    await page.fill("#seen-heard", "Waiting by the north door.");
    await phone.readBack();
    const read = page.locator(".read-back");
    const also = read.locator("article .hint").first();
    for (const each of [en.function_outreach!, en.not_arranged!]) await expect(also).toContainText(each);
    await expect(also).toBeInViewport();
    await read.getByRole("button", { name: en.change, exact: true }).click();
    await expect(page.locator("#more")).toBeFocused();
    await phone.choice(en.planned!, en.planned_yes!).click();
    await phone.readBack();
    await expect(also).not.toContainText(en.not_arranged!);
    await expect(also).toContainText(en.arranged!);
  });
});

test("what was left with times that somebody has to look at opens by itself", async ({ phone }) => {
  const { page } = phone;
  await phone.openClient((await phone.names())[0]!);
  await phone.openForm();
  await phone.openWhen();
  await page.fill("#end", "00:10");
  await expect(page.locator("form.log")).toContainText(wordsOf("times").ends_later_one!);
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await page.goBack();
  await phone.openForm();
  await expect(page.locator("#end")).toBeVisible();
  await expect(page.locator("#end")).toHaveValue("00:10");
});

test("what was left unfinished is never taken for an attempt", async ({ phone }) => {
  const { page } = phone;
  await phone.openClient((await phone.names())[0]!);
  await phone.openForm();
  await page.fill("#seen-heard", "Half a");
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await page.goBack();
  await page.locator(named(en.went_no_answer!)).first().click();
  await expect(page.locator(".read-back")).toHaveCount(0);
  await expect(page.locator("form.log .banner")).toBeVisible();
  await expect(page.locator("#seen-heard")).toHaveValue("Half a");
});

test("after signing, Back leads to where one came from, and to no form", async ({ phone }) => {
  const { page } = phone;
  const path = () => new URL(page.url()).pathname;
  await phone.go("today");
  await page.locator(".group .person").first().click();
  const client = path();
  const signs = async () => {
    await page.locator(sign).click();
    await phone.saved();
    await expect.poll(path).toBe(client);
    await expect(page.locator("form")).toHaveCount(0);
  };
  await page.locator(named(en.went_no_answer!)).first().click();
  await signs();
  await page.locator(`a[href="${client}/log"]`).last().click();
  await page.fill("#seen-heard", "By the north door.");
  await phone.readBack();
  await signs();
  await page.goBack();
  await expect.poll(path).toBe("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("form")).toHaveCount(0);

  await test.step("where one came from elsewhere, the page of the client takes the place of the form", async () => {
    await page.locator("nav.bar .bar-log").click();
    await page.locator(".person").first().click();
    await page.fill("#seen-heard", "By the south door.");
    await phone.sign();
    await phone.saved();
    await expect(page.locator(".timeline")).toBeVisible();
    await page.goBack();
    await expect(page.locator("#search")).toBeVisible();
    await expect(page.locator("#seen-heard")).toHaveCount(0);
  });
});

test("an attempt is read back only where a tap led to it, and is kept until it is signed", async ({ phone }) => {
  const { page } = phone;
  await phone.openClient((await phone.names())[0]!);
  await page.locator(named(en.went_no_answer!)).first().click();
  await expect(page.locator(".read-back")).toBeVisible();
  await expect(page.locator(".kept")).toHaveAttribute("aria-busy", "false");
  // The same address, opened anew: what was begun is found, and nothing asks to be signed.
  await page.goto(page.url());
  await phone.unlock();
  await expect(page.locator("form.log")).toBeVisible();
  await expect(page.locator(".read-back")).toHaveCount(0);
});

test("a second tap in haste signs nothing", async ({ phone }) => {
  const { page } = phone;
  await phone.openClient((await phone.names())[0]!);
  await phone.openForm();
  await page.fill("#seen-heard", "By the north door.");
  const { x, y, width, height } = (await page.getByRole("button", { name: en.sign, exact: true }).boundingBox())!;
  await page.mouse.dblclick(x + width * 0.75, y + height / 2);
  await expect(page.locator(".read-back")).toBeVisible();
  await expect(page.locator(".notice")).toBeEmpty();
});

test("whoever signs and leaves at once loses nothing, and nothing fails", async ({ phone }) => {
  const { page } = phone;
  await phone.logContact((await phone.names())[0]!, { seenHeard: "By the north door." });
  await phone.timeline.first().locator("a").click();
  await page.locator("summary", { hasText: en.add_to_note }).click();
  await page.fill("#addendum-text", "By the south door.");
  await phone.readBack();
  // Both in one task: the form is gone before the phone has kept what it made.
  await expect(page.locator(sign)).toBeEnabled();
  await page.evaluate((button) => {
    [...document.querySelectorAll<HTMLElement>(".read-back button")].at(-1)!.click();
    document.querySelector<HTMLElement>(button)!.click();
  }, "nav.bar a");
  await phone.saved();
  await phone.everythingSent();
  await phone.openClient((await phone.names())[0]!);
  await phone.timeline.first().locator("a").click();
  await expect(page.locator("article.note .addendum")).toContainText("By the south door.");
});

test("an addition that is being signed stands in one place at every moment", async ({ phone }) => {
  const { page } = phone;
  await phone.logContact((await phone.names())[0]!, { seenHeard: "By the north door." });
  await phone.timeline.first().locator("a").click();
  await page.locator("summary", { hasText: en.add_to_note }).click();
  await page.fill("#addendum-text", "By the south door.");
  await phone.readBack();
  const most = page.evaluate(
    () =>
      new Promise<number>((done) => {
        let most = 0;
        const look = () => {
          most = Math.max(most, document.querySelectorAll(".addendum").length);
          if (document.querySelector(".read-back")) requestAnimationFrame(look);
          else done(most);
        };
        look();
      }),
  );
  await page.locator(".read-back").getByRole("button", { name: en.sign, exact: true }).click();
  expect(await most).toBe(1);
  await expect(page.locator("article.note .addendum")).toContainText("By the south door.");
});

test("three needs assessed and a plan of three lines are far from ninety taps, offline", async ({ phone, server }) => {
  test.setTimeout(120_000);
  const { page } = phone;
  await server.stop();
  let taps = 0;
  /** A tap: a field that is typed into needs one to get there. */
  const tap = async (what: Locator) => {
    await what.click();
    taps += 1;
  };
  const type = async (field: Locator, words: string) => {
    await tap(field);
    await page.keyboard.type(words);
  };
  const pick = async (field: Locator, day: string) => {
    await tap(field);
    await field.fill(day);
  };
  const needs = ["A door that locks", "A dentist", "To see my daughter"];
  await phone.openClient(UNASSESSED);

  await tap(page.getByRole("link", { name: en.assessment!, exact: true }));
  await tap(page.getByRole("link", { name: d.begin!, exact: true }));
  for (const [at, need] of needs.entries()) {
    await tap(page.getByRole("button", { name: a.add_need, exact: true }));
    // The first field of a new line has the focus already.
    await expect(page.getByLabel(a.own!, { exact: true }).nth(at)).toBeFocused();
    await page.keyboard.type(need);
    await type(page.locator(".plan-line").nth(at).getByLabel(a.text!, { exact: true }), "Seen and documented.");
  }
  await tap(page.getByRole("button", { name: d.save, exact: true }));
  await expect(page.locator("main form")).toHaveCount(0);

  await phone.openClient(UNASSESSED);
  await tap(page.getByRole("link", { name: en.service_plan!, exact: true }));
  await tap(page.getByRole("link", { name: d.begin!, exact: true }));
  for (const need of needs) {
    const line = page.locator(".plan-line", { hasText: need });
    await tap(line.locator("summary"));
    await tap(line.getByText(p.in_plan!, { exact: true }));
    await type(line.getByLabel(p.own!, { exact: true }), "In their words");
    await type(line.getByLabel(p.activities!, { exact: true }), "Call together");
    await tap(line.getByLabel(p.by_client!, { exact: true }));
    await type(line.getByLabel(p.change!, { exact: true }), "It is there");
    await pick(line.getByLabel(p.start!, { exact: true }), await dayFrom(phone, 0));
    await pick(line.getByLabel(p.target!, { exact: true }), await dayFrom(phone, 150));
    await pick(line.getByLabel(p.review!, { exact: true }), await dayFrom(phone, 60));
  }
  await tap(page.getByText(p.agreement_said!, { exact: true }));
  await tap(page.getByText(p.state_finished!, { exact: true }));
  await tap(page.getByRole("button", { name: d.save, exact: true }));
  await expect(page.locator("main form")).toHaveCount(0);
  await expect(page.locator(".document")).toContainText(p.state_finished!);
  expect(taps).toBeLessThan(90);
  console.log(`three needs and a plan of three lines: ${taps} taps`);
});
