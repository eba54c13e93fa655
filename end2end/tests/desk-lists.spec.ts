// Lists at a desk: two of one name are two there as well, and what only a newer app can read costs
// nothing but itself.
import { deliver, opened } from "../support/operations";
import { meet } from "../support/people";
import { PASSPHRASE, type Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

test.describe.configure({ retries: 0 });

const office = wordsOf("office");
const plan = wordsOf("plan");

/** Dana meets them, Marcus opens their plans; gives their ids, and a supervisor who is to look at it. */
async function opening(phone: Phone, newPhone: () => Promise<Phone>, names: string[]) {
  const ids: string[] = [];
  for (const name of names) ids.push(await meet(phone, name, "Pier 9"));
  await phone.syncNow();
  await phone.everythingSent();
  const marcus = await newPhone();
  await marcus.enrol("marcus");
  for (const id of ids) expect(await deliver(marcus, opened(id))).toBe("applied");
  const supervisor = await newPhone();
  await supervisor.enrol("rosa");
  return { ids, supervisor };
}

test("two of one name whose plans were opened are two for a supervisor who has neither on the phone", async ({
  newPhone,
  phone,
}) => {
  const { ids, supervisor } = await opening(phone, newPhone, ["Wren Sample", "Wrén Sample"]);
  await supervisor.page.locator('main a[href="/office/openings"]').click();
  const names = supervisor.page.locator("li.opening h2");
  await expect(names).toHaveCount(2);
  for (const id of ids) {
    const code = en.code_of!.replace("{code}", id.slice(-4).toUpperCase());
    await expect(names.filter({ hasText: code })).toHaveCount(1);
    await expect(supervisor.page.getByRole("button", { name: code })).toHaveCount(1);
  }
});

test("two colleagues of one name are two where one is put on call", async ({ newPhone, server }) => {
  for (const login of ["ines", "ines2"]) server.addWorker(login, "Ines Sample", PASSPHRASE);
  const supervisor = await newPhone();
  await supervisor.enrol("rosa");
  await supervisor.go("me");
  await supervisor.page.click('main a[href="/office/roster"]');
  const names = await supervisor.page.locator("label.chip").filter({ hasText: "Ines Sample" }).allInnerTexts();
  expect(new Set(names).size).toBe(2);
});

test("an opening that only a newer app can read is counted, and the others are there", async ({ newPhone, phone }) => {
  const { supervisor } = await opening(phone, newPhone, ["Ash Sample", "Bay Sample"]);
  const { context, page } = supervisor;
  let newer = ["Ash Sample"];
  await context.route("**/api/v1/on-call/openings", async (route) => {
    const answer = await route.fetch();
    const json = await answer.json();
    for (const one of json.openings) if (newer.includes(one.preferred_name)) one.why = "a_reason_of_tomorrow";
    await route.fulfill({ response: answer, json });
  });
  await page.locator('main a[href="/office/openings"]').click();
  await expect(page.locator("li.opening h2")).toContainText(["Bay Sample"]);
  await expect(page.locator("main .banner").filter({ hasText: office.answer_unread_one! })).toBeVisible();
  newer = ["Ash Sample", "Bay Sample"];
  await supervisor.go("today");
  await page.locator('main a[href="/office/openings"]').click();
  await expect(page.locator("main .banner")).toHaveText(office.answer_unread_other!.replace("{n}", "2"));
  await expect(page.locator(".empty")).toHaveCount(0);
});

test("a version that only a newer app can read costs no other version, and nothing is said to be its change", async ({
  phone,
}) => {
  const { context, page } = phone;
  await context.route("**/api/v1/clients/*/documents/*/versions*", async (route) => {
    const answer = await route.fetch();
    const json = await answer.json();
    const [last] = json.versions;
    json.versions = [{ ...last, version: 3 }, { ...last, version: 2, conflicts: "of tomorrow" }, { ...last, version: 1 }];
    await route.fulfill({ response: answer, json });
  });
  const [name] = await phone.names();
  await phone.openClient(name!);
  await page.goto(`${new URL(page.url()).pathname}/facts/versions`);
  await phone.unlock();
  const rows = page.locator(".versions > li");
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(0).locator(".changes")).toHaveText(plan.changes_need_newer_app!);
  await expect(rows.nth(1)).toHaveText(plan.version_needs_newer_app!);
  await expect(rows.nth(2).locator("summary")).toBeVisible();
});
