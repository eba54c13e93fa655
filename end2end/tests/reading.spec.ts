// What was written is read as it is: every field, at the time of the clock in the hand, and again
// when it could not be read at first.
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

test.describe.configure({ retries: 0 });

const r = wordsOf("response");
const office = wordsOf("office");
const note = wordsOf("note");

/** From now on the browser answers no question about one record, or answers them again. */
const blind = (page: Page, blind: boolean) =>
  page.evaluate((blind) => {
    const own = IDBObjectStore.prototype as unknown as { usual?: IDBObjectStore["get"] };
    own.usual ??= IDBObjectStore.prototype.get;
    IDBObjectStore.prototype.get = blind
      ? () => {
          throw new DOMException("lost", "UnknownError");
        }
      : own.usual;
  }, blind);

/** The alert of a screen that could not be read, and the button in it. */
const unread = (page: Page): Locator => page.getByRole("alert").filter({ hasText: en.try_again! });

test("what cannot be read at first is read as soon as the phone answers, on every screen", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  const opens: [string, () => Promise<unknown>, Locator][] = [
    ["the plan", () => page.click(".lamp"), page.locator("article.plan")],
    ["step by step", () => page.getByRole("link", { name: en.plan_step_by_step }).click(), page.locator(".step-words")],
    ["paper", () => page.getByRole("link", { name: en.plan_print }).click(), page.locator(".preview")],
    ["the builder", () => page.getByRole("link", { name: en.plan_change }).click(), page.locator(".plan-builder")],
    ["a note", () => phone.timeline.first().locator("a").click(), page.locator("article.note")],
    [
      "support people",
      () => page.getByRole("link", { name: en.support_people, exact: true }).click(),
      page.getByRole("button", { name: en.add_somebody }),
    ],
    ["the file", () => phone.back(), phone.timeline.first()],
  ];
  for (const [place, [what, open, there]] of opens.entries()) {
    await test.step(what, async () => {
      await blind(page, true);
      await open();
      await expect(unread(page)).toBeVisible();
      await expect(there).toHaveCount(0);
      await blind(page, false);
      // By itself, or at once.
      if (place % 2 === 1) await unread(page).getByRole("button").click();
      await expect(there.first()).toBeVisible();
      await expect(unread(page)).toHaveCount(0);
    });
    if (place >= 1 && place <= 3) {
      await phone.back();
      if (place === 3) await phone.openClient(name!);
      else await expect(page.locator("article.plan")).toBeVisible();
    } else if (place === 4) {
      await phone.back();
      await expect(phone.timeline.first()).toBeVisible();
    }
  }
});

/** Minutes of a day, of the first time of day in some words. */
const minutes = (words: string | null) => {
  const [, hour, minute, half] = /(\d+):(\d\d) ([AP])M/.exec(words!)!;
  return ((Number(hour) % 12) + (half === "P" ? 12 : 0)) * 60 + Number(minute);
};

test("what the server stamped is shown by the clock in the hand, as it stood then", async ({ newPhone }) => {
  test.setTimeout(150_000);
  const phone = await newPhone({ timezoneId: "America/New_York" });
  await phone.enrol();
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  await page.getByRole("link", { name: en.respond!, exact: true }).click();
  await page.locator("button.way").filter({ hasText: r.they_are_in_distress! }).click();
  await phone.stage("stage_afterwards");
  await page.getByRole("button", { name: r.end_and_note }).click();
  await phone.saved();
  await phone.everythingSent();
  await phone.syncNow();
  await phone.openClient(name!);
  const line = page.locator(".timeline .crisis-event");
  await phone.received(line);
  await line.locator("a").click();
  const foot = page.locator("main p.contact-foot");
  const received = en.received_at!.split("{")[0]!;
  await expect(foot).toContainText(received);
  const now = await page.evaluate(() => new Date().getHours() * 60 + new Date().getMinutes());
  const stamped = minutes(await foot.textContent());
  expect(Math.min((now - stamped + 1440) % 1440, (stamped - now + 1440) % 1440)).toBeLessThan(5);

  // Half a year on the clocks here are set otherwise; then is still then.
  const later = new Date(Date.now() + 183 * 86_400_000);
  await page.clock.setFixedTime(later);
  await phone.reopen();
  await phone.unlock();
  await phone.openClient(name!);
  await line.locator("a").click();
  await expect(foot).toContainText(received);
  expect(minutes(await foot.textContent())).toBe(stamped);
});

/** What a page says of a note: each label once, with its value. */
async function facts(page: Page): Promise<Record<string, string>> {
  await expect(page.locator("article.note dl").first()).toBeVisible();
  const pairs = await page
    .locator("article.note dl > div")
    .evaluateAll((all) =>
      all.map((each) => [each.querySelector("dt")!.textContent!, each.querySelector("dd")!.textContent!] as const),
    );
  expect(new Set(pairs.map(([label]) => label)).size).toBe(pairs.length);
  return Object.fromEntries(pairs);
}

test("every field of a note is read, by its worker and by a supervisor in the quarantine alike", async ({
  phone,
  newPhone,
}) => {
  test.setTimeout(150_000);
  const { page } = phone;
  const [name] = await phone.names();
  const supervisor = await newPhone();
  await supervisor.enrol("rosa");
  await phone.context.setOffline(true);
  await phone.openClient(name!);
  await phone.openForm();
  await phone.choice(en.kind_of_contact!, en.kind_no_answer!).click();
  await phone.choice(en.by_what_means!, en.mode_phone!).click();
  await phone.openWhen();
  await page.fill("#place", "Sailors' Rest");
  await page.locator("summary", { hasText: en.more_about_contact }).click();
  await phone.choice(en.function!, en.function_referral!).click();
  await phone.choice(en.planned!, en.planned_yes!).click();
  await phone.choice(en.interpreter_took_part!, en.yes!).click();
  await page.fill("#travel-minutes", "35");
  await phone.sign();
  await phone.saved();
  await phone.timeline.first().locator("a").click();
  const own = await facts(page);
  expect(own).toMatchObject({
    [en.what_came_of_it!]: en.outcome_no_answer,
    [en.by_what_means!]: en.mode_phone,
    [en.with_whom_kind!]: en.with_client,
    [en.place!]: "Sailors' Rest",
    [en.function!]: en.function_referral,
    [en.planned!]: en.yes,
    [en.interpreter_took_part!]: en.yes,
    [note.travel_minutes!]: "35 min",
  });

  await supervisor.go("me");
  await supervisor.page.click('main a[href="/office/phones"]');
  const row = supervisor.page.locator("li.phone").filter({ hasText: "Dana" }).first();
  await row.getByText(office.mark_left!, { exact: true }).click();
  await row.getByRole("button", { name: office.mark_left_yes! }).click();
  await expect(supervisor.page.locator(".notice")).toContainText(office.marked!);
  await phone.context.setOffline(false);
  await phone.syncNow();
  await supervisor.go("me");
  await expect
    .poll(async () => {
      await supervisor.page.goto("/office/quarantine");
      await supervisor.unlock();
      await supervisor.page.locator("h1").waitFor();
      return supervisor.page.locator(".person").count();
    })
    .toBe(1);
  await supervisor.page.locator(".person").click();
  await expect(supervisor.page.locator("article.note")).toBeVisible();
  const read = await facts(supervisor.page);
  delete own[note.signed!];
  delete read[note.signed!];
  expect(read).toEqual(own);
});
