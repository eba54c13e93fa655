import { audited, count, operations } from "../support/database";
import { PASSCODE } from "../support/phone";
import { expect, test } from "../support/test";
import { en } from "../support/words";

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

test("a night without a server: log, look a plan up, show it; later all of it arrives once", async ({
  server,
  phone,
  newPhone,
}) => {
  test.setTimeout(180_000);
  const { page } = phone;
  const [first, second] = await phone.names();
  const contactsBefore = count(server, "contact");
  let waiting = 0;

  await test.step("the server is gone", () => server.kill());

  await test.step("an attempt takes two taps from the form", async () => {
    await phone.openClient(first!);
    await phone.openForm();
    await phone.choice(en.kind_of_contact!, en.kind_no_answer!).click();
    await phone.sign();
    await phone.saved();
    await expect(phone.timeline.first()).toContainText(en.outcome_no_answer!);
    await expect(phone.timeline.first()).toContainText(en.saved_on_this_phone!);
  });

  await test.step("a whole note: what was seen, a quote, a next step", async () => {
    await phone.logContact(second!, {
      seenHeard: "Sat by the ferry stairs, wearing both coats.",
      purpose: "See how the night went",
      quote: "I slept, for once.",
      nextStep: { text: "Bring the blue form", due: tomorrow },
    });
    await expect(phone.timeline.first()).toContainText("Sat by the ferry stairs");
    await expect(phone.timeline.first()).toContainText(en.saved_on_this_phone!);
    await expect(page.locator(".tasks")).toContainText("Bring the blue form");
  });

  await test.step("the crisis plan is two taps away", async () => {
    await phone.openClient(first!);
    await page.click(".lamp");
    await expect(page.locator("article.plan .calls")).toBeVisible();
    await expect(page.locator("article.plan .plan-section").first()).toBeVisible();
  });

  await test.step("the client holds the phone, and only the passcode leads back", async () => {
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.getByRole("button", { name: en.show_to_client }).click();
    await expect(page.locator(".shown h1")).toHaveText(en.my_plan!);
    expect(await page.evaluate(() => scrollY), "from its beginning, however far the worker had read").toBe(0);
    await expect(page.locator(".bar")).toHaveCount(0);
    await page.getByRole("button", { name: en.give_phone_back }).click();
    await page.fill("#passcode", "not-the-passcode");
    await page.locator(".give-back button[type=submit]").click();
    await expect(page.getByText(en.wrong_passcode!)).toBeVisible();
    await expect(page.locator(".shown")).toBeVisible();
    await page.fill("#passcode", PASSCODE);
    await page.locator(".give-back button[type=submit]").click();
    await expect(page.locator(".app")).toBeVisible();
  });

  await test.step("closed and opened again without a server, everything is there", async () => {
    await phone.reopen();
    await phone.unlock();
    waiting = await phone.unsent();
    expect(waiting).toBeGreaterThanOrEqual(4);
    await phone.openClient(second!);
    await page.locator(".timeline .contact a").first().click();
    const note = page.locator("article.note");
    await expect(note).toContainText("Sat by the ferry stairs, wearing both coats.");
    await expect(note.locator("blockquote")).toHaveText("I slept, for once.");
    await expect(note).toContainText("Bring the blue form");
    await expect(note).toContainText(en.saved_on_this_phone!);
  });

  await test.step("the server is back: everything is delivered, once", async () => {
    await server.start();
    await phone.syncNow();
    await phone.everythingSent();
    const delivered = operations(server);
    expect(delivered).toHaveLength(waiting);
    expect(new Set(delivered.map((each) => each.opId)).size).toBe(waiting);
    expect(delivered.filter((each) => each.quarantined)).toEqual([]);
    expect(count(server, "contact")).toBe(contactsBefore + 2);
  });

  await test.step("the openings of the plan are in the audit log, as made offline", async () => {
    const lookups = audited(server, "crisis_plan_opened");
    expect(lookups).toHaveLength(waiting - 2);
    const reasons = new Set(lookups.map((each) => each.reason));
    expect([...reasons].sort()).toEqual(["own_client", "shown_to_client"]);
    expect(lookups.filter((each) => each.offline !== true)).toEqual([]);
    expect(server.verifyAudit()).toContain("whole");
  });

  await test.step("the same worker's second phone shows each note exactly once", async () => {
    const other = await newPhone();
    await other.enrol();
    await other.openClient(second!);
    await expect((await other.history()).filter({ hasText: "Sat by the ferry stairs" })).toHaveCount(1);
    await other.received();
    const [mine, theirs] = [[] as number[], [] as number[]];
    for (const name of [first!, second!]) {
      await phone.openClient(name);
      mine.push(await (await phone.history()).count());
      await other.openClient(name);
      theirs.push(await (await other.history()).count());
    }
    expect(theirs).toEqual(mine);
  });
});
