// The directory of services: on every phone without a network, what one was told is there for everybody, and what is
// different is taken in at a desk.
import { openDirectory, openService, recordCheck } from "../support/directory";
import { expect, test } from "../support/test";
import { wordsOf } from "../support/words";

const s = wordsOf("directory");

test("what one phone was told offline is on another once, and what it suggests is taken in at a desk", async ({ server, phone, newPhone }) => {
  test.setTimeout(240_000);
  const { page } = phone;
  await openDirectory(phone);
  const other = await newPhone();
  await other.enrol("marcus");
  await openDirectory(other);
  await server.stop();

  await test.step("a service is found by name, need and language as one types", async () => {
    await page.fill("#search", "shel");
    await expect(page.locator("main .person")).toHaveCount(1);
    await page.fill("#search", "haitian");
    await expect(page.locator("main .person")).toHaveCount(2);
    await page.selectOption("#need", "legal");
    await expect(page.locator("main .empty")).toHaveText(s.none_found!);
    await page.fill("#search", "");
    await expect(page.locator("main .person", { hasText: "Eviction line" })).toBeVisible();
    await page.selectOption("#need", "");
  });

  await test.step("what is old says so in words, and a number is one tap away", async () => {
    await openService(phone, "Walk-in clinic");
    await expect(page.locator("main .mark").first()).toHaveText(s.stale!);
    await expect(page.locator('main a[href^="tel:"]')).toHaveCount(1);
  });

  await test.step("a check is four taps, and shows at once", async () => {
    await recordCheck(phone, s.accepting_yes!);
    await phone.sign();
    await expect(page.locator("main article h2", { hasText: "Walk-in clinic" })).toBeVisible();
    await expect(page.locator("main .mark")).toHaveCount(0);
    await expect(page.locator("main .document-part article").first()).toContainText(s.accepting_yes!);
  });

  await test.step("what is different is written in the same form, and a new service too", async () => {
    await openService(phone, "Peer drop-in");
    await page.getByRole("link", { name: s.record_check!, exact: true }).click();
    await page.getByLabel(s.new_address!, { exact: true }).fill("9 Pier Street");
    await phone.sign();
    await openDirectory(phone);
    await page.getByRole("link", { name: s.suggest_new!, exact: true }).click();
    await page.getByLabel(s.new_name!, { exact: true }).fill("Soup kitchen");
    await page.getByLabel(s.new_tel!, { exact: true }).fill("860-555-0122");
    await phone.sign();
  });

  await test.step("it is on the other phone once there is a network", async () => {
    await server.start();
    await phone.everythingSent();
    await expect.poll(() => phone.unsent()).toBe(0);
    await openService(other, "Walk-in clinic");
    await expect(other.page.locator("main .mark")).toHaveCount(0, { timeout: 60_000 });
    await expect(other.page.locator("main .document-part article").first()).toContainText(s.accepting_yes!);
    await openService(phone, "Walk-in clinic");
    await expect(page.locator("main .document-part article")).toHaveCount(2);
  });

  await test.step("a supervisor takes one in and declines the other", async () => {
    const supervisor = await newPhone();
    await supervisor.enrol("rosa");
    await supervisor.go("me");
    await supervisor.page.click('main a[href="/office/directory"]');
    const rows = supervisor.page.locator("li.phone");
    const moved = rows.filter({ hasText: "9 Pier Street" });
    await moved.getByRole("button", { name: s.take! }).click();
    await expect(moved).toHaveCount(0);
    const soup = rows.filter({ hasText: "Soup kitchen" });
    await soup.getByRole("button", { name: s.take! }).click();
    await expect(soup).toHaveCount(0);
    await expect(supervisor.page.locator("main")).toContainText(s.no_suggestions!);
    await openService(supervisor, "Soup kitchen");
    await openService(supervisor, "Peer drop-in");
    await expect(supervisor.page.locator("main dl.facts")).toContainText("9 Pier Street");
  });
});

test("a check that is being written outlives a lock", async ({ phone }) => {
  const { page } = phone;
  await openService(phone, "Food pantry");
  await recordCheck(phone, s.accepting_waitlist!);
  await page.getByLabel(s.check_note!, { exact: true }).fill("From eighteen, Spanish on Tuesdays");
  await expect(page.locator(".kept[aria-busy=false]")).toBeVisible();
  await phone.reopen();
  await phone.unlock();
  await phone.go("today");
  await page.locator(".drafts a").first().click();
  await expect(page.getByLabel(s.check_note!, { exact: true })).toHaveValue("From eighteen, Spanish on Tuesdays");
});

test("a referral takes its provider from the directory, with what was said last unless that is old", async ({ phone }) => {
  test.setTimeout(120_000);
  const { page } = phone;
  const r = wordsOf("referral");
  await openDirectory(phone);
  await phone.openClient("Beckett");
  await page.locator(".needs .need").first().click();
  await page.locator('.thumb a[href*="/referral/"]').click();
  const provider = page.getByLabel(r.provider!, { exact: true });
  const accepting = (choice: string) => page.locator("#accepting label.chip", { hasText: choice }).locator("input");
  await page.fill("#choose", "night");
  await page.locator("button.person", { hasText: "Night shelter" }).click();
  await expect(provider).toHaveValue(/Saint Brendan/);
  await expect(page.getByLabel(r.reach!, { exact: true })).toHaveValue("860-555-0102");
  await expect(accepting(r.accepting_yes!)).toBeChecked();

  const service = page.getByLabel(r.service!, { exact: true });
  await expect(service).toHaveValue("Night shelter");
  await page.fill("#choose", "clinic");
  const clinic = page.locator("button.person", { hasText: "Walk-in clinic" });
  await expect(clinic.locator(".mark")).toHaveText(s.stale!);
  await clinic.click();
  await expect(provider).toHaveValue(/Eastside/);
  await expect(accepting(r.accepting_yes!)).not.toBeChecked();
  await expect(page.getByLabel(r.checked_on!, { exact: true })).toHaveValue("");
  // Nothing that the other was asked is said of this one.
  await expect(service).toHaveValue("Walk-in clinic");
  await expect(page.getByLabel(r.answered_by!, { exact: true })).toHaveValue("");
  for (const fits of [r.fits_person, r.fits_language, r.fits_payer]) {
    await expect(page.getByLabel(fits!, { exact: true })).not.toBeChecked();
  }
  // What somebody wrote themselves stands, whichever they choose then.
  await service.fill("A bed tonight");
  await page.getByLabel(r.answered_by!, { exact: true }).fill("Ms. Pardo, intake");
  await page.locator("#accepting label.chip", { hasText: r.accepting_waitlist! }).click();
  await page.fill("#choose", "night");
  await page.locator("button.person", { hasText: "Night shelter" }).click();
  await expect(provider).toHaveValue(/Saint Brendan/);
  await expect(service).toHaveValue("A bed tonight");
  await expect(page.getByLabel(r.answered_by!, { exact: true })).toHaveValue("Ms. Pardo, intake");
  await expect(accepting(r.accepting_waitlist!)).toBeChecked();
  // What they were asked for somebody is there for whoever sends the next one, and nothing of that person.
  const goesOn = page.locator("main form .hint", { hasText: r.goes_to_directory! });
  await expect(goesOn).toHaveCount(0);
  const today = await page.evaluate(() => new Date().toLocaleDateString("sv"));
  await page.getByLabel(r.checked_on!, { exact: true }).fill(today);
  await expect(goesOn).toBeVisible();
  await provider.fill("Somebody who is not in it");
  await expect(goesOn).toHaveCount(0);
  await page.fill("#choose", "night");
  await page.locator("button.person", { hasText: "Night shelter" }).click();
  await expect(goesOn).toBeVisible();
  await page.getByLabel(r.check_note!, { exact: true }).fill("Beckett brings his dog");
  await page.getByLabel(r.issue!, { exact: true }).fill("Sleeps outside.");
  await page.getByLabel(r.timeline!, { exact: true }).fill("Tonight");
  await page.getByLabel(r.payer!, { exact: true }).fill("Nobody yet");
  await phone.sign();
  await openService(phone, "Night shelter");
  await expect(page.locator("main")).toContainText("Ms. Pardo, intake");
  await expect(page.locator("main")).toContainText(s.has_waiting_list!);
  await expect(page.locator("main")).not.toContainText("dog");
});

test("a service that is being written at a desk outlives a lock, is asked about, and is put right where it is wrong", async ({ server, newPhone }) => {
  test.setTimeout(120_000);
  const desk = await newPhone();
  await desk.enrol("rosa");
  const { page } = desk;
  const name = () => page.getByLabel(s.new_name!, { exact: true });
  const monday = page.locator("#hours-1");
  const write = async () => {
    await desk.go("me");
    await page.click('main a[href="/office/directory"]');
    await page.getByRole("link", { name: s.write_new!, exact: true }).click();
  };

  await test.step("what is wrong is said at its field", async () => {
    await openDirectory(desk);
    await write();
    await monday.fill("nine to five");
    await page.fill("#service-tel", "call Ann");
    await page.getByRole("button", { name: s.save!, exact: true }).click();
    await expect(page.locator("#service-name")).toBeFocused();
    for (const field of ["#service-name", "#service-tel", "#hours-1"]) await expect(page.locator(field)).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator("#hours-1-said")).toHaveText(s.bad_hours!);
    await monday.fill("9:00-17:00");
    await expect(page.locator("#hours-1-said")).toHaveText("");
  });

  await test.step("a lock keeps it, and the next time it says what it is about", async () => {
    await name().fill("Warm room");
    await page.fill("#service-tel", "860-555-0177");
    await expect(page.locator(".kept[aria-busy=false]")).toBeVisible();
    await desk.reopen();
    await desk.unlock();
    await openService(desk, "Food pantry");
    await page.getByRole("link", { name: s.edit!, exact: true }).click();
    await expect(page.locator(".banner")).toContainText("Warm room");
    await expect(name()).toHaveValue("Warm room");
    await expect(monday).toHaveValue("9:00-17:00");
  });

  await test.step("without the server nothing is lost, and then it is there once", async () => {
    await server.stop();
    await page.getByRole("button", { name: s.save!, exact: true }).click();
    await expect(page.locator("main p[role=alert]")).not.toHaveText("");
    await expect(name()).toHaveValue("Warm room");
    await server.start();
    await page.getByRole("button", { name: s.save!, exact: true }).click();
    await expect(page.locator("main h1", { hasText: "Warm room" }).or(page.locator("main h2", { hasText: "Warm room" })).first()).toBeVisible();
    await desk.go("today");
    await expect(page.locator(".drafts a")).toHaveCount(0);
    await openDirectory(desk);
    await page.fill("#search", "warm room");
    await expect(page.locator("main .person")).toHaveCount(1);
  });

  await test.step("discarded, the form is about the service that was opened", async () => {
    await write();
    await name().fill("Cold room");
    await expect(page.locator(".kept[aria-busy=false]")).toBeVisible();
    await openService(desk, "Food pantry");
    await page.getByRole("link", { name: s.edit!, exact: true }).click();
    await page.locator(".banner .button").nth(1).click();
    await expect(name()).toHaveValue("Food pantry");
  });
});
