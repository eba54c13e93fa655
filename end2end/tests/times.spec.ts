import { count } from "../support/database";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const t = wordsOf("times");
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
  await expect(note).toContainText("23:35");
  await expect(note).toContainText("00:25");
  await expect(note).toContainText("50 min");
  await phone.everythingSent();
  expect(count(server, "contact")).toBeGreaterThan(0);
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
  await page.fill("#date", `${year}-03-03`);
  await page.fill("#seen-heard", "By the ferry stairs.");
  await phone.sign();
  const asked = page.locator("form.log [role=alert] .banner");
  await expect(asked).toContainText(String(year));
  await expect(asked).toContainText(t.is_that_right!);

  await test.step("the way back leads to the date", async () => {
    await asked.getByRole("button", { name: t.change_date! }).click();
    await expect(asked).toHaveCount(0);
    await expect(page.locator("#date")).toBeFocused();
  });

  await test.step("it is never refused", async () => {
    await phone.sign();
    await asked.getByRole("button", { name: t.sign_as_it_is! }).click();
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
    await expect(page.locator("#addendum-reason")).toHaveValue(en.wrong_date!);
    await page.fill("#addendum-text", "It was this year.");
    await phone.sign();
    await phone.saved();
    await expect(page.locator("article.note.in-error")).toBeVisible();
    await expect(page.locator("article.note .banner")).toHaveCount(0);
  });
});

test("a clock that is off is said where times are typed", async ({ newPhone }) => {
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
});
