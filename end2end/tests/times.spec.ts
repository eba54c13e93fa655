import { count } from "../support/database";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const t = wordsOf("times");
const d = wordsOf("desk");
const plan = wordsOf("plan");
const NEW_YORK = "America/New_York";

/** A day in New York, as a field for a day gives it. */
const day = (fromToday: number) =>
  new Intl.DateTimeFormat("sv", { timeZone: NEW_YORK }).format(Date.now() + fromToday * 86_400_000);

test("a visit over midnight is written as it was, from any time zone", async ({ server, newPhone }) => {
  const phone = await newPhone({ timezoneId: NEW_YORK });
  const { page } = phone;
  await phone.enrol();
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await phone.openWhen();
  await page.fill("#date", day(-2));
  await page.fill("#start", "23:40");
  await page.fill("#end", "00:20");
  await expect(page.locator("#minutes")).toHaveValue("40");
  await expect(page.locator("form.log")).toContainText(t.ends_later_one!);

  await test.step("an earlier start leaves the end where it was", async () => {
    await page.fill("#start", "23:35");
    await expect(page.locator("#end")).toHaveValue("00:20");
    await expect(page.locator("#date")).toHaveValue(day(-2));
    await expect(page.locator("#minutes")).toHaveValue("45");
  });

  await test.step("so do minutes, which move the end alone", async () => {
    await page.fill("#minutes", "50");
    await expect(page.locator("#end")).toHaveValue("00:25");
    await expect(page.locator("#start")).toHaveValue("23:35");
  });

  await page.fill("#seen-heard", "Walked with them until the shelter opened.");
  await phone.sign();
  await phone.saved();
  await page.locator(".timeline .contact a").filter({ hasText: "until the shelter opened" }).click();
  const note = page.locator("article.note");
  await expect(note).toContainText("11:35 PM");
  await expect(note).toContainText("12:25 AM");
  await expect(note).toContainText("50 min");
  await phone.everythingSent();
  expect(count(server, "contact")).toBeGreaterThan(0);
});

test("the hour that comes twice, an emptied date and an end to come are each said", async ({ newPhone }) => {
  const phone = await newPhone({ timezoneId: NEW_YORK });
  const { page } = phone;
  await phone.enrol();
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  const form = page.locator("form.log");
  await phone.openWhen();

  await test.step("1:40 to 1:10 of the night in which clocks go back is half an hour", async () => {
    await page.fill("#date", "2026-11-01");
    await page.fill("#start", "01:40");
    await page.fill("#end", "01:10");
    await expect(page.locator("#minutes")).toHaveValue("30");
    await expect(form).toContainText(t.hour_twice!);
    await expect(form).not.toContainText(t.ends_later_one!);
  });

  await test.step("a field without a date says which one still holds", async () => {
    await page.fill("#date", "");
    await expect(page.locator("#date-said")).toContainText("2026");
    await page.fill("#date", day(0));
    await expect(page.locator("#date-said")).toBeEmpty();
  });

  await test.step("an end later today is asked about like a start", async () => {
    const clock = (minutes: number) =>
      new Date(Date.now() + minutes * 60_000).toLocaleTimeString("sv", { timeZone: NEW_YORK }).slice(0, 5);
    await page.fill("#date", day(-10 / 1_440));
    await page.fill("#start", clock(-10));
    await page.fill("#end", clock(30));
    await expect(page.locator("#minutes")).toHaveValue("40");
    await page.fill("#seen-heard", "Waits for the bus with them.");
    await phone.sign();
    const asked = form.locator("[role=alert] .banner");
    await expect(asked).toContainText(t.asked_ends_later!.split("{time}")[1]!);
    await asked.getByRole("button", { name: t.sign_as_it_is! }).click();
    await page.locator(".read-back").getByRole("button", { name: en.sign, exact: true }).click();
    await phone.saved();
  });
});

test("a contact taken back without a network is off the list at once", async ({ phone }) => {
  const { page } = phone;
  const name = (await phone.names()).at(-1)!;
  const row = page.locator("main .person").filter({ hasText: name }).first();
  const listed = async () => {
    await phone.go("clients");
    await page.fill("#search", name);
    return row.innerText();
  };
  const before = await listed();
  await phone.context.setOffline(true);
  await phone.logContact(name, { seenHeard: "Somebody else, as it turned out." });
  expect(await listed()).toContain(en.day_today!);
  await phone.openClient(name);
  await phone.timeline.first().locator("a").click();
  await page.getByText(d.add_to_note!).click();
  await phone.choice(en.kind_of_addendum!, en.entered_in_error!).click();
  await page.fill("#addendum-text", "It was somebody else.");
  await page.fill("#reason", "Wrong person.");
  await phone.sign();
  await phone.saved();
  expect(await listed()).toBe(before);
});

test("a plan to be looked over in another century is asked about", async ({ phone }) => {
  const { page } = phone;
  await phone.go("clients");
  await page.locator("main .person").filter({ hasText: en.plan_there! }).first().click();
  await page.click(".lamp");
  await page.getByRole("link", { name: en.plan_change }).click();
  await page.getByRole("link", { name: plan.about_plan }).click();
  await page.fill("#review-due", "2206-06-01");
  await page.getByRole("link", { name: plan.all_sections }).click();
  await page.getByRole("button", { name: plan.save_plan }).click();
  const asked = page.locator("[role=alert] .banner");
  await expect(asked).toContainText("2206");
  await asked.getByRole("button", { name: t.change_date! }).click();
  await page.fill("#review-due", "");
  await expect(page.locator("#review-due-said")).toContainText("2206");
});

test("a date that is still to come is asked about, signed if the worker says so, and marked", async ({
  server,
  phone,
}) => {
  const { page } = phone;
  const [name] = await phone.names();
  const before = count(server, "contact");
  await phone.openClient(name!);
  await phone.openForm();
  const year = new Date().getFullYear() + 1;
  await phone.openWhen();
  await page.fill("#date", `${year}-03-03`);
  await page.fill("#seen-heard", "By the ferry stairs.");
  await phone.sign();
  const asked = page.locator("form.log [role=alert] .banner");
  await expect(asked).toContainText(String(year));
  await expect(asked).toContainText(t.is_that_right!);

  await test.step("the way back leads to the date, also where it is folded away", async () => {
    await page.locator("details.when-where > summary").click();
    await expect(page.locator("#date")).toBeHidden();
    await asked.getByRole("button", { name: t.change_date! }).click();
    await expect(asked).toHaveCount(0);
    await expect(page.locator("#date")).toBeFocused();
  });

  await test.step("it is never refused", async () => {
    await phone.sign();
    await asked.getByRole("button", { name: t.sign_as_it_is! }).click();
    await page.locator(".read-back").getByRole("button", { name: en.sign, exact: true }).click();
    await phone.saved();
    await expect(phone.timeline.first().locator(".mark")).toHaveText(en.date_in_doubt!);
    await phone.everythingSent();
    expect(count(server, "contact")).toBe(before + 1);
    await phone.openClient(name!);
    await expect(phone.timeline.first().locator(".mark")).toHaveText(en.date_in_doubt!);
  });

  await test.step("and the way to mend it is offered", async () => {
    await phone.timeline.first().locator("a").click();
    await page.locator("article.note .banner").getByRole("button", { name: en.entered_in_error! }).click();
    await expect(page.locator("#addendum-text")).toBeFocused();
    await expect(page.locator("#reason")).toHaveValue(en.wrong_date!);
    await page.fill("#addendum-text", "It was this year.");
    await phone.sign();
    await phone.saved();
    await expect(page.locator("article.note.in-error")).toBeVisible();
    await expect(page.locator("article.note .banner")).toHaveCount(0);
  });
});

test("a clock that is off is said where times are typed and on Today, through a lock without a network", async ({ newPhone }) => {
  const phone = await newPhone();
  const { page } = phone;
  await page.clock.install({ time: Date.now() + 45 * 60_000 });
  await phone.enrol();
  await phone.go("me");
  const off = t.clock_ahead!.replace("{by}", t.of_minutes_other!.replace("{n}", "45"));
  await expect(page.locator("main")).toContainText(off);
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await expect(page.locator("form.log")).toContainText(off);
  await phone.go("today");
  await expect(page.locator("main")).toContainText(en.clock_off!);

  await test.step("locked and opened again without a network", async () => {
    await phone.context.setOffline(true);
    await phone.reopen();
    await phone.unlock();
    await expect(page.locator("main")).toContainText(en.clock_off!);
    await phone.openClient(name!);
    await phone.openForm();
    await expect(page.locator("form.log")).toContainText(off);
  });
});
