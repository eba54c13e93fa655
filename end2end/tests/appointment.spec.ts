// Where somebody is expected, how they get there, and what came of it: written down offline, said in two taps.
import { beginAppointment, openAppointments } from "../support/appointments";
import { operations } from "../support/database";
import { UNASSESSED, dayFrom } from "../support/documents";
import { arrived, makeLink, openPages } from "../support/own";
import { expect, test } from "../support/test";
import { en, es, wordsOf } from "../support/words";

const a = wordsOf("appointment");
const WHAT = "Intake at Harbor House";

test("an appointment is made, moved and kept without a network, and another phone reads all of it", async ({ server, phone, newPhone }) => {
  test.setTimeout(180_000);
  const { page } = phone;
  const other = await newPhone();
  await other.enrol();
  await server.stop();
  const card = page.locator(".appointment");

  await test.step("what it lacks is said at its field, and its task says when a ride is to be found", async () => {
    await openAppointments(phone, UNASSESSED);
    await expect(page.locator(".document .empty")).toHaveText(a.none_yet!);
    await page.getByRole("link", { name: a.add, exact: true }).click();
    await page.getByRole("button", { name: en.sign, exact: true }).click();
    for (const lacks of [a.lacks_what, a.lacks_on]) {
      await expect(page.locator(".problem", { hasText: lacks! }).first()).toBeVisible();
    }
    await page.getByLabel(a.what!, { exact: true }).fill(WHAT);
    await page.getByLabel(a.on!, { exact: true }).fill(await dayFrom(phone, -1));
    await page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(page.locator(".problem", { hasText: a.lacks_standing! }).first()).toBeVisible();
    await page.getByLabel(a.on!, { exact: true }).fill(await dayFrom(phone, 9));
    await page.getByLabel(a.at!, { exact: true }).fill("14:00");
    await page.getByLabel(a.place!, { exact: true }).fill("40 Main Street");
    await page.getByLabel(a.call!, { exact: true }).fill("860-555-0177 or 860-555-0178");
    await page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(page.locator(".problem", { hasText: wordsOf("form").number_several! }).first()).toBeVisible();
    await page.getByLabel(a.call!, { exact: true }).fill("860-555-0177");
    await expect(page.getByLabel(a.ride!, { exact: true })).toBeHidden();
    await phone.choice(a.way_there!, a.way_ride_asked!).click();
    await page.getByLabel(a.hopes!, { exact: true }).fill("I want to ask about mornings.");
    await phone.sign();
    await phone.saved();
    await expect(card.locator("h3")).toHaveText(WHAT);
    await expect(card).toContainText("2:00 PM");
    await expect(card.getByRole("link", { name: /860-555-0177/ })).toHaveAttribute("href", /^tel:/);
    await phone.openClient(UNASSESSED);
    const task = new RegExp(a.task_ride!.split("{")[0] + WHAT);
    await expect(page.locator(".task", { hasText: task })).toBeVisible();
  });

  await test.step("it stands on the client's page; another day takes its place and does its task", async () => {
    await expect(card.locator("h3")).toHaveText(WHAT);
    await page.getByRole("link", { name: a.change_of!.replace("{what}", WHAT), exact: true }).click();
    await expect(page.getByLabel(a.at!, { exact: true })).toHaveValue("14:00");
    await page.getByLabel(a.on!, { exact: true }).fill(await dayFrom(phone, 0));
    await phone.choice(a.way_there!, a.way_ride!).click();
    await page.getByLabel(a.ride!, { exact: true }).fill("City van, 1:15 PM at the shelter");
    await phone.sign();
    await phone.saved();
    await expect(card).toHaveCount(1);
    await expect(card).toContainText("City van");
    await page.locator("summary", { hasText: a.earlier! }).click();
    await expect(page.locator("details[open] h3")).toHaveText(WHAT);
    await phone.openClient(UNASSESSED);
    await expect(page.locator(".task", { hasText: WHAT })).toHaveCount(1);
    await expect(page.locator(".task", { hasText: a.task_ride!.split("{")[0]! })).toHaveCount(0);
  });

  await test.step("what came of it is said on the client's page in two taps", async () => {
    await card.getByRole("button", { name: `${a.standing_kept}: ${WHAT}`, exact: true }).click();
    await expect(card.locator(".banner")).toContainText(`${a.standing_kept}: ${WHAT}`);
    // The way back changes nothing.
    await card.getByRole("button", { name: a.not_yet, exact: true }).click();
    await card.getByRole("button", { name: `${a.standing_kept}: ${WHAT}`, exact: true }).click();
    await card.getByRole("button", { name: en.sign, exact: true }).click();
    await phone.saved();
    await expect(card).toHaveCount(0);
    await expect(page.locator(".task", { hasText: WHAT })).toHaveCount(0);
  });

  await test.step("a slip is put right, and what was missed comes back as a task until there is another day", async () => {
    await openAppointments(phone, UNASSESSED);
    await page.locator("summary", { hasText: a.over! }).click();
    await page.getByRole("link", { name: a.change_of!.replace("{what}", WHAT), exact: true }).click();
    await phone.choice(a.standing!, a.standing_missed!).click();
    await page.getByLabel(a.came_of_it!, { exact: true }).fill("The van did not come.");
    await phone.sign();
    await phone.saved();
    await phone.openClient(UNASSESSED);
    const again = page.locator(".task", { hasText: a.task_again!.split("}, ").at(-1)! });
    await expect(again).toBeVisible();
    await openAppointments(phone, UNASSESSED);
    await page.locator("summary", { hasText: a.over! }).click();
    await page.getByRole("link", { name: a.change_of!.replace("{what}", WHAT), exact: true }).click();
    await phone.choice(a.standing!, a.standing_planned!).click();
    await page.getByLabel(a.on!, { exact: true }).fill(await dayFrom(phone, 5));
    await phone.sign();
    await phone.saved();
    await phone.openClient(UNASSESSED);
    await expect(again).toHaveCount(0);
  });

  await server.start();
  await phone.everythingSent();
  expect(operations(server).filter((each) => each.quarantined)).toEqual([]);
  await other.syncNow();
  await openAppointments(other, UNASSESSED);
  await expect(other.page.locator(".appointment")).toContainText("I want to ask about mornings.");
  await other.page.locator("summary", { hasText: a.earlier! }).click();
  for (const said of [a.standing_kept!, a.standing_missed!, "The van did not come."]) {
    await expect(other.page.locator("details[open]")).toContainText(said);
  }
});

test("a reminder names no agency, provider or reason, and goes to the numbers that are safe to text, and no others", async ({ phone }) => {
  const { page } = phone;
  const texts: string[] = [];
  let unsafe = 0;
  for (const name of await phone.names()) {
    await openAppointments(phone, name);
    await beginAppointment(phone, WHAT, await dayFrom(phone, 0), "14:00");
    await phone.sign();
    await phone.saved();
    await phone.openClient(name);
    await expect(page.locator(".appointment", { hasText: WHAT })).toBeVisible();
    // Those that the page itself offers without a warning.
    const reach = page.locator('.reach a[href^="sms:"]');
    const safe: string[] = [];
    for (const link of await reach.all()) {
      const warned = await link.evaluate((at) => !!at.closest("details"));
      if (warned) unsafe += 1;
      else safe.push((await link.getAttribute("href"))!);
    }
    const to: string[] = [];
    for (const link of await page.locator(".appointment", { hasText: WHAT }).getByRole("link", { name: new RegExp(`^${a.remind}`) }).all()) {
      const href = decodeURIComponent((await link.getAttribute("href"))!);
      for (const never of ["Harbor", "Intake", name, "Streetlight"]) expect(href).not.toContain(never);
      expect(href).toMatch(/&body=.*2:00/);
      to.push(href.split("?")[0]!);
      texts.push(href.split("body=")[1]!);
    }
    expect(to, name).toEqual(safe);
  }
  expect(unsafe, "somebody has a number that is not safe").toBeGreaterThan(0);
  const begins = (w: typeof a) => w.reminder!.split("{")[0]!;
  expect(texts.some((text) => text.startsWith(begins(a)))).toBe(true);
  expect(texts.some((text) => text.startsWith(begins(wordsOf("appointment", es))))).toBe(true);
});

test("one whose time today is over asks what came of it, and reminds of nothing any more", async ({ phone }) => {
  const { page } = phone;
  await openAppointments(phone, UNASSESSED);
  for (const [what, at] of [["Early call", "00:01"], [WHAT, "23:59"]] as const) {
    await beginAppointment(phone, what, await dayFrom(phone, 0), at);
    await phone.sign();
    await phone.saved();
  }
  const [over, later] = ["Early call", WHAT].map((what) => page.locator(".appointment", { hasText: what }));
  await expect(over!).toContainText(a.say_outcome!);
  await expect(over!).not.toContainText(a.no_safe_text!);
  await expect(over!).not.toContainText(a.remind_hint!);
  await expect(over!.getByRole("button", { name: `${a.standing_kept}: Early call`, exact: true })).toBeVisible();
  await expect(later!).not.toContainText(a.say_outcome!);
});

test("what two phones said of one appointment stands side by side until it is put right", async ({ phone, newPhone }) => {
  test.setTimeout(120_000);
  const { page } = phone;
  const other = await newPhone();
  await other.enrol();
  await openAppointments(phone, UNASSESSED);
  await beginAppointment(phone, WHAT, await dayFrom(phone, 3), "14:00");
  await phone.sign();
  await phone.saved();
  await phone.everythingSent();
  await other.syncNow();
  await openAppointments(other, UNASSESSED);
  await expect(other.page.locator(".appointment")).toBeVisible();
  await other.page.context().setOffline(true);
  await other.page.getByRole("link", { name: a.change_of!.replace("{what}", WHAT), exact: true }).click();
  await other.page.getByLabel(a.place!, { exact: true }).fill("40 Main Street");
  await other.sign();
  await other.saved();

  await phone.openClient(UNASSESSED);
  const card = page.locator(".appointment");
  await card.getByRole("button", { name: `${a.standing_cancelled}: ${WHAT}`, exact: true }).click();
  await card.getByRole("button", { name: en.sign, exact: true }).click();
  await phone.saved();
  await phone.everythingSent();
  await other.page.context().setOffline(false);
  await other.syncNow();
  await other.everythingSent();
  await phone.syncNow();

  await openAppointments(phone, UNASSESSED);
  await expect(card).toContainText(a.two_stand!);
  await expect(page.locator("details[open] .document-part", { hasText: a.standing_cancelled! })).toContainText(a.two_stand!);
  // The cancellation was right: the other is put right, and nothing disagrees any more.
  await card.getByRole("link", { name: a.change_of!.replace("{what}", WHAT), exact: true }).click();
  await phone.choice(a.standing!, a.standing_in_error!).click();
  await phone.sign();
  await phone.saved();
  await expect(card).toHaveCount(0);
  await expect(page.getByText(a.two_stand!)).toHaveCount(0);
});

test("a client reads in their own pages when and where they are expected, unless the worker says not", async ({ phone, newPhone }) => {
  const own = wordsOf("own");
  const { page } = phone;
  await openAppointments(phone, UNASSESSED);
  await beginAppointment(phone, WHAT, await dayFrom(phone, 0), "14:00");
  await page.getByLabel(a.call!, { exact: true }).fill("860-555-0177");
  await phone.choice(a.way_there!, a.way_escort!).click();
  await page.getByLabel(a.hopes!, { exact: true }).fill("I want to ask about mornings.");
  await phone.sign();
  await phone.saved();
  await phone.everythingSent();
  const link = await makeLink(phone, UNASSESSED);
  await arrived(phone);
  const clients = await newPhone();
  await openPages(clients.page, link);
  const next = clients.page.locator("section", { has: clients.page.getByRole("heading", { name: own.next, exact: true }) });
  for (const says of [WHAT, "2:00 PM", own.way_escort!, "I want to ask about mornings."]) {
    await expect(next).toContainText(says);
  }
  await expect(next.getByRole("link", { name: /860-555-0177/ })).toHaveAttribute("href", "tel:8605550177");

  await openAppointments(phone, UNASSESSED);
  await page.getByRole("link", { name: a.change_of!.replace("{what}", WHAT), exact: true }).click();
  await page.getByLabel(a.place!, { exact: true }).fill("40 Main Street");
  await page.getByText(a.for_client!, { exact: true }).click();
  await phone.sign();
  await phone.saved();
  await phone.everythingSent();
  await clients.page.reload();
  await openPages(clients.page, link);
  await expect(next).toContainText(own.no_next!);
  await expect(clients.page.locator("body")).not.toContainText("40 Main Street");
});
