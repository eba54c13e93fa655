// At a desk: the list beside whoever is on the screen, facts and last notes at the right.
import { expect, test } from "../support/test";
import { problems, tooWide } from "../support/looks";
import { openDocument } from "../support/documents";
import { signRelease } from "../support/sharing";
import { en, wordsOf } from "../support/words";

const DESK = { width: 1280, height: 800 };
const list = ".beside";

test("the list that somebody came from stays beside each client, and marks who is on the screen", async ({ newPhone }) => {
  const phone = await newPhone({ viewport: DESK });
  const { page } = phone;
  await phone.enrol();
  const names = await phone.names();
  await expect(page.locator(list)).toHaveCount(0);
  await page.locator("main .person").first().click();
  const current = page.locator(`${list} [aria-current=true]`);
  await expect(current).toContainText(names[0]!);

  await test.step("from one to the next by the list, which is not drawn anew", async () => {
    await page.locator(list).evaluate((each) => each.setAttribute("data-same", ""));
    await page.locator(`${list} .person`).filter({ hasText: names[1]! }).first().click();
    await expect(page.locator("main h1")).toHaveText(names[1]!);
    await expect(current).toContainText(names[1]!);
    await expect(current).toHaveCount(1);
    await expect(page.locator(`${list}[data-same]`)).toHaveCount(1);
  });

  await test.step("searched in, with the client still in front", async () => {
    await page.fill("#search-beside", names[2]!);
    await expect(page.locator(`${list} .person`)).toHaveCount(1);
    await expect(page.locator("main h1")).toHaveText(names[1]!);
    await page.locator(`${list} .person`).click();
    await expect(page.locator("main h1")).toHaveText(names[2]!);
  });

  await test.step("whoever comes from Today has Today beside them", async () => {
    await phone.go("today");
    await expect(page.locator(list)).toHaveCount(0);
    const row = page.locator("main .to-reach .person:visible").first();
    const who = (await row.locator(".person-name").evaluate((each) => each.firstChild!.textContent))!.trim();
    await row.click();
    await expect(page.locator("main h1")).toHaveText(who);
    await expect(page.locator(`${list} .group-head:visible`)).not.toHaveCount(0);
    await expect(current).toContainText(who);
  });

  await test.step("what is written together with the client has nobody else beside it", async () => {
    await openDocument(phone, "Beckett", en.service_plan!, wordsOf("document").change!);
    await expect(page.locator(list)).toHaveCount(0);
    await phone.openClient("Beckett");
    await page.getByRole("link", { name: en.fact_sheet_change! }).click();
    await expect(page.locator("#preferred-name, #name").first()).toBeVisible();
    await expect(page.locator(list)).toHaveCount(0);
    await phone.openClient("Beckett");
    await page.click(".lamp");
    await expect(page.locator(list)).toBeVisible();
    await page.getByRole("link", { name: en.plan_step_by_step! }).click();
    await expect(page).toHaveURL(/plan\/steps/);
    await expect(page.locator(list)).toHaveCount(0);
    await phone.back();
  });

  await test.step("a phone has none of it", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await expect(page.locator(list)).toHaveCount(0);
    await page.setViewportSize(DESK);
    await expect(page.locator(list)).toBeVisible();
  });
});

test("a client's facts stand at the right, and beside a form the last notes about them", async ({ newPhone }) => {
  const phone = await newPhone({ viewport: DESK });
  const { page } = phone;
  await phone.enrol();
  const [name] = await phone.names();
  await phone.openClient(name!);
  const right = async (selector: string) => (await page.locator(selector).first().boundingBox())!;
  const [facts, timeline] = [await right("main .facts"), await right("main .timeline")];
  expect(facts.x).toBeGreaterThanOrEqual(timeline.x + timeline.width);
  await expect(page.locator("main .facts dl")).toBeVisible();
  expect([...(await problems(phone, "client at a desk")), ...(await tooWide(phone, "client at a desk"))]).toEqual([]);

  await phone.openForm();
  const notes = page.locator(".app > .facts .timeline .contact");
  await expect(notes.first()).toBeVisible();
  await page.fill("#seen-heard", "Said that the door sticks.");
  const [form, beside] = [await right("form.log"), await right(".app > .facts")];
  expect(beside.x).toBeGreaterThanOrEqual(form.x + form.width);
  expect([...(await problems(phone, "form at a desk")), ...(await tooWide(phone, "form at a desk"))]).toEqual([]);

  await test.step("a look at one of them loses no word", async () => {
    await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
    await notes.first().locator("a").click();
    await expect(page.locator("article.note")).toBeVisible();
    await phone.back();
    await expect(page.locator("#seen-heard")).toHaveValue("Said that the door sticks.");
  });
  await test.step("what was signed stands beside the next form", async () => {
    await phone.sign();
    await phone.saved();
    await phone.openForm();
    await expect(notes.first()).toContainText("Said that the door sticks.");
  });
  await test.step("a lock leaves nothing of it", async () => {
    await phone.reopen();
    await expect(page.locator(".beside, .facts")).toHaveCount(0);
  });
});

test("a yes of a record stands where the record is, at a desk as on the phone", async ({ phone }) => {
  const { page } = phone;
  const [client] = await phone.names();
  await signRelease(phone, client!, "Dr. Ruiz, Eastside Clinic");
  await page.setViewportSize(DESK);
  const record = (await page.locator(".document article").first().boundingBox())!;
  const yes = page.locator(".document dl > div", { hasText: wordsOf("release").plan! }).first();
  const row = (await yes.boundingBox())!;
  expect(row.x).toBeGreaterThanOrEqual(record.x);
  expect(row.y).toBeGreaterThan(record.y);
  expect(row.y + row.height).toBeLessThan(record.y + record.height);
});
