// From a need to what is planned for it, to the contacts about it and its reviews, and back again.
import { UNASSESSED, assess, dayFrom, finish, openDocument, planFor, saveDocument } from "../support/documents";
import type { Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const d = wordsOf("document");
const n = wordsOf("needs");
const p = wordsOf("service_plan");
const plan = wordsOf("plan");
const r = wordsOf("review");
const door = "I want a door that locks.";
const tooth = "My tooth hurts.";

async function openNeed(phone: Phone, client: string, need: string) {
  await phone.openClient(client);
  await phone.page.locator(".needs .need", { hasText: need }).click();
  await expect(phone.page.locator(".need-title")).toContainText(need);
}

/** Fills in what a review cannot do without. */
async function answer(phone: Phone, outcome: string) {
  const { page } = phone;
  await page.getByLabel(r.done!, { exact: true }).fill("Two visits to the housing office.");
  await page.getByRole("group", { name: r.enough! }).getByText(r.how_far_partly!, { exact: true }).click();
  await page.getByRole("group", { name: r.good! }).getByText(r.how_far_yes!, { exact: true }).click();
  await page.getByText(outcome, { exact: true }).click();
}

/** Reads back what is to be signed, and signs it. */
async function sign(phone: Phone) {
  await phone.page.getByRole("button", { name: en.sign, exact: true }).click();
  const read = phone.page.locator(".read-back");
  await expect(read).toBeFocused();
  await read.locator(`button:has-text("${en.sign}")[aria-disabled=false]`).click();
}

test("what is missing between a need and what is done about it is named, until it is there", async ({
  server,
  phone,
  newPhone,
}) => {
  test.setTimeout(180_000);
  const client = UNASSESSED;
  const other = await newPhone();
  await other.enrol();
  const { page } = phone;
  await server.stop();

  await test.step("a need that nobody has planned for", async () => {
    await assess(phone, client, [door, tooth]);
    await openNeed(phone, client, door);
    await expect(page.locator(".trace .gap")).toHaveText([n.not_planned!]);
    await phone.openClient(client);
    await expect(page.locator(".needs .gap")).toHaveText([n.not_planned!, n.not_planned!]);
  });

  await test.step("planned, and nobody has met about it", async () => {
    await openDocument(phone, client, en.service_plan!, d.begin!);
    await planFor(phone, door, "My own room", -61);
    const put = page.locator(".plan-line", { hasText: tooth });
    await put.locator("summary").click();
    await put.getByText(p.deferred!, { exact: true }).click();
    await put.getByLabel(p.reason!, { exact: true }).fill("The list opens in March.");
    await finish(phone);
    await saveDocument(phone);
    await openNeed(phone, client, door);
    await expect(page.locator(".trace .gap")).toHaveCount(2);
    await expect(page.locator(".trace .gap").first()).toContainText(n.review_overdue!.split(" {")[0]!);
    await expect(page.locator(".trace .gap").last()).toHaveText(n.no_contact!);
  });

  await test.step("a contact about it is begun from there", async () => {
    await page.getByRole("link", { name: en.log_contact, exact: true }).click();
    await expect(page.locator("#needs .chip", { hasText: door }).locator("input")).toBeChecked();
    await page.getByText(n.progress_better!, { exact: true }).click();
    await page.fill("#seen-heard", "He has a place on the list.");
    await sign(phone);
    await openNeed(phone, client, door);
    await expect(page.locator(".trace .contact")).toContainText("He has a place on the list.");
    await expect(page.locator(".trace .gap")).toHaveCount(1);
    await openNeed(phone, client, tooth);
    await expect(page.locator(".trace .contact")).toHaveCount(0);
  });

  await test.step("reviewed, with the battery empty in between", async () => {
    await openNeed(phone, client, door);
    await page.getByRole("link", { name: n.review_it, exact: true }).click();
    await page.getByLabel(r.done!, { exact: true }).fill("Two visits");
    await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
    await phone.kill();
    await phone.start();
    await phone.reopen();
    await phone.unlock();
    await phone.page.locator(".drafts a").filter({ hasText: en.review! }).click();
    await phone.page.getByRole("button", { name: en.keep_writing }).click();
    await expect(phone.page.getByLabel(r.done!, { exact: true })).toHaveValue("Two visits");
    await phone.page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(phone.page.getByText(r.lacks_outcome!, { exact: true })).toBeVisible();
    await answer(phone, r.outcome_continue!);
    await sign(phone);
    await expect(phone.page.locator(".need-title")).toContainText(door);
    await expect(phone.page.locator(".trace")).toContainText("Two visits to the housing office.");
    await expect(phone.page.locator(".trace .gap")).toHaveCount(0);
  });

  await test.step("and all of it is on a colleague's phone, the plan with its next day", async () => {
    await server.start();
    await phone.syncNow();
    await phone.everythingSentAfterKill();
    await other.syncNow();
    await openNeed(other, client, door);
    await expect(other.page.locator(".need-title .need-number")).toHaveText("1");
    await expect(other.page.locator(".trace")).toContainText("Two visits to the housing office.");
    await expect(other.page.locator(".trace .contact")).toContainText("He has a place on the list.");
    await expect(other.page.locator(".trace .gap")).toHaveCount(0);
    const next = new Date(`${await dayFrom(phone, 90)}T12:00`);
    const day = next.toLocaleDateString("en-US", { month: "long", day: "numeric" });
    const plan = other.page.locator(".document-part", { hasText: n.in_plan! }).first();
    await expect(plan).toContainText(new RegExp(`${day.split(" ")[1]} ${day.split(" ")[0]}|${day}`));
  });
});

test("a goal that was met closes its need, and a review whose line is gone stays", async ({ phone, newPhone }) => {
  test.setTimeout(120_000);
  const client = UNASSESSED;
  const { page } = phone;
  await assess(phone, client, [door, tooth]);
  await openDocument(phone, client, en.service_plan!, d.begin!);
  await planFor(phone, door, "My own room");
  await saveDocument(phone);
  await openNeed(phone, client, door);
  await page.getByRole("link", { name: n.review_it, exact: true }).click();
  await answer(phone, r.outcome_switch!);
  await page.getByRole("button", { name: en.sign, exact: true }).click();
  await expect(page.getByText(r.lacks_next_target!, { exact: true })).toBeVisible();
  await page.getByLabel(r.provider!, { exact: true }).fill("Quay Homes");
  await page.getByLabel(r.next_target!, { exact: true }).fill(await dayFrom(phone, 120));
  await sign(phone);
  await expect(page.locator(".trace")).toContainText("Quay Homes");
  await phone.openClient(client);
  await expect(page.locator(".due")).toContainText(r.release_for!.replace("{provider}", "Quay Homes"));

  await openNeed(phone, client, door);
  await page.getByRole("link", { name: n.review_it, exact: true }).click();
  await answer(phone, r.outcome_goal_met!);
  await sign(phone);
  await phone.everythingSent();
  await phone.openClient(client);
  const met = page.locator(".needs .need", { hasText: door });
  await expect(met.locator(".gap")).toHaveCount(0);
  await expect(met).toContainText(wordsOf("assessment").standing_met!);

  const other = await newPhone();
  await other.enrol();
  await openNeed(other, client, door);
  await expect(other.page.locator(".trace .document-line")).toHaveCount(3);

  await test.step("the need is taken out on one phone, and what was written about it stays on both", async () => {
    await openNeed(phone, client, door);
    await openDocument(other, client, en.assessment!, d.change!);
    const line = other.page.locator(".plan-line", { hasText: door }).first();
    await line.getByRole("button", { name: new RegExp(plan.take_out!) }).click();
    await saveDocument(other);
    await other.everythingSent();
    await phone.syncNow();
    await page.goBack();
    await expect(page.getByText(n.need_gone!, { exact: true })).toBeVisible();
    await expect(page.locator(".trace")).toContainText("Two visits to the housing office.");
    for (const one of [phone, other]) {
      await one.openClient(client);
      await expect(one.page.locator(".needs .need", { hasText: tooth })).toHaveCount(1);
      await expect(one.page.locator(".needs .need", { hasText: door })).toHaveCount(0);
    }
  });
});
