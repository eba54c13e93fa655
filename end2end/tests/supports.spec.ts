import { count } from "../support/database";
import type { Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const d = wordsOf("desk");
const plan = wordsOf("plan");

async function openSupports(phone: Phone, client: string, list = true) {
  await phone.openClient(client);
  await phone.page.getByRole("link", { name: en.support_people, exact: true }).click();
  if (list) await expect(phone.page.getByRole("button", { name: d.add_somebody })).toBeVisible();
}

/** One person in the list. */
const person = (phone: Phone, name: string) => phone.page.locator("main > .circle > li").filter({ hasText: name });

const kept = (phone: Phone) =>
  expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);

async function save(phone: Phone) {
  await phone.page.getByRole("button", { name: en.save, exact: true }).click();
  // It is on the screen for some seconds only.
  await expect(phone.page.locator(".notice")).toContainText(en.note_saved!);
  await expect(phone.page.locator("main form")).toHaveCount(0);
}

/** Changes somebody's relation. */
async function change(phone: Phone, name: string, relation: string) {
  await person(phone, name).getByRole("button", { name: d.change_of!.replace("{name}", name) }).click();
  await phone.page.fill("#relation", relation);
  await save(phone);
}

test("somebody is written down offline, outlives a kill, and two phones that change them apart lose nothing", async ({
  server,
  phone,
  newPhone,
}) => {
  test.setTimeout(120_000);
  const [client] = await phone.names();
  const before = count(server, "support_person");
  const other = await newPhone();
  await other.enrol();

  await test.step("offline: half of it typed, the battery empty, then finished", async () => {
    await server.stop();
    await openSupports(phone, client!);
    await phone.page.getByRole("button", { name: d.add_somebody }).click();
    await phone.page.fill("#name", "Odalys");
    await phone.page.fill("#tel", "860-555-0177");
    await kept(phone);
    await phone.kill();
    await phone.start();
    await phone.reopen();
    await phone.unlock();
    await phone.page.locator(".drafts a").filter({ hasText: en.support_people }).click();
    await expect(phone.page.locator("#name")).toHaveValue("Odalys");
    await phone.page.getByRole("button", { name: en.keep_writing }).click();
    await phone.page.fill("#relation", "pastor");
    await save(phone);
    await expect(person(phone, "Odalys").locator("a").first()).toHaveAttribute("href", "tel:8605550177");
    await expect(person(phone, "Odalys")).toContainText("pastor");
  });

  await test.step("a second phone has them, and both change them apart", async () => {
    await server.start();
    await phone.syncNow();
    await expect.poll(() => phone.outbox()).toBe(0);
    await phone.everythingSentAfterKill();
    expect(count(server, "support_person")).toBe(before + 1);
    await other.syncNow();
    await openSupports(other, client!);
    await expect(person(other, "Odalys")).toContainText("pastor");
    await server.stop();
    await openSupports(phone, client!);
    await change(phone, "Odalys", "pastor at St. Brigid");
    await change(other, "Odalys", "pastor, moved away");
    await expect(person(phone, "Odalys")).toContainText(d.written_before_one!);
    await server.start();
    for (const each of [phone, other]) {
      await each.syncNow();
      await each.everythingSent();
    }
    await phone.syncNow();
    await openSupports(phone, client!);
  });

  await test.step("both stand there until one is chosen; then one", async () => {
    const both = person(phone, "Odalys");
    await expect(both).toContainText(d.written_apart!);
    await expect(both).toContainText("pastor at St. Brigid");
    await expect(both).toContainText("pastor, moved away");
    await both.getByRole("button", { name: d.use_this }).first().click();
    await save(phone);
    await expect(person(phone, "Odalys")).not.toContainText(d.written_apart!);
    await expect(person(phone, "Odalys").locator("details")).toHaveCount(1);
    await phone.everythingSent();
    expect(count(server, "support_person")).toBe(before + 4);
  });

  await test.step("what was typed does not go without a word", async () => {
    await openSupports(phone, client!);
    // "Back" leads to the list, and whoever writes next finds what was begun.
    await phone.page.getByRole("button", { name: d.add_somebody }).click();
    await phone.page.fill("#name", "Begun");
    await kept(phone);
    await phone.page.click(".head-back");
    await expect(person(phone, "Odalys")).toBeVisible();
    await phone.page.getByRole("button", { name: d.add_somebody }).click();
    await expect(phone.page.locator("#name")).toHaveValue("Begun");
    await phone.page.getByRole("button", { name: en.discard_draft }).click();
    await expect(person(phone, "Odalys")).toBeVisible();

    await phone.page.getByRole("button", { name: d.add_somebody }).click();
    await phone.page.getByRole("button", { name: d.back_to_list }).click();
    await phone.page.getByRole("button", { name: d.add_somebody }).click();
    await phone.page.fill("#name", "Nobody after all");
    await phone.page.getByRole("button", { name: d.back_to_list }).click();
    await phone.page.getByRole("button", { name: en.keep_writing }).click();
    await expect(phone.page.locator("#name")).toHaveValue("Nobody after all");
    await phone.page.getByRole("button", { name: d.back_to_list }).click();
    await phone.page.getByRole("button", { name: en.discard_draft }).click();
    await expect(person(phone, "Odalys")).toBeVisible();
    await expect(person(phone, "Nobody")).toHaveCount(0);

    // Left, found again, kept, and left once more: still no word goes by itself.
    await phone.page.getByRole("button", { name: d.add_somebody }).click();
    await phone.page.fill("#name", "Left behind");
    await kept(phone);
    await openSupports(phone, client!, false);
    await phone.page.getByRole("button", { name: en.keep_writing }).click();
    await phone.page.getByRole("button", { name: d.back_to_list }).click();
    await expect(phone.page.locator("#name")).toHaveValue("Left behind");
    await phone.page.getByRole("button", { name: en.discard_draft }).click();
    await expect(person(phone, "Odalys")).toBeVisible();
  });

  await test.step("one who leaves the list stays legible, and can come back", async () => {
    await openSupports(phone, client!);
    await person(phone, "Odalys").getByRole("button", { name: /no longer a support/ }).click();
    await phone.page.locator("summary", { hasText: d.former_one }).click();
    await phone.page.getByRole("button", { name: d.bring_back_of!.replace("{name}", "Odalys") }).click();
    await save(phone);
    await expect(person(phone, "Odalys")).toHaveCount(1);
  });
});

test("who must not be involved stands on top of the file and of a response, and the plan offers the others", async ({
  server,
  phone,
}) => {
  const [client] = await phone.names();
  await server.stop();
  await openSupports(phone, client!);
  for (const [name, apart] of [["Ignatius", true], ["Philippa", false]] as const) {
    await phone.page.getByRole("button", { name: d.add_somebody }).click();
    await phone.page.fill("#name", name);
    await phone.page.fill("#tel", "860-555-0188");
    if (apart) await phone.page.getByLabel(d.check_do_not_involve!).check();
    await save(phone);
  }
  await expect(person(phone, "Ignatius").locator("a")).toHaveCount(0);
  await expect(person(phone, "Ignatius")).toContainText("860-555-0188");
  const alert = phone.page.locator(".alerts").filter({ hasText: "Ignatius" });
  await phone.openClient(client!);
  await expect(alert).toContainText(en.alert_do_not_involve!);
  await phone.page.getByRole("link", { name: en.respond, exact: true }).click();
  await expect(phone.page.locator(".choose")).toBeVisible();
  await expect(alert).toContainText(en.alert_do_not_involve!);

  await phone.page.click(".lamp");
  await phone.page.getByRole("link", { name: en.plan_change }).click();
  const section = (name: string) => phone.page.locator("main .person").filter({ hasText: name }).first().click();
  const offer = (name: string) =>
    phone.page.getByRole("button", { name: plan.add_known!.replace("{who}", name), exact: true });
  await section(en.section_people_help!);
  await expect(offer("Ignatius")).toHaveCount(0);
  await offer("Philippa").click();
  await expect(phone.page.locator(".plan-line").last().getByLabel(plan.line_tel!)).toHaveValue("860-555-0188");
  await expect(offer("Philippa")).toHaveCount(0);
  await phone.page.getByRole("link", { name: plan.all_sections }).click();
  await section(en.section_do_not_involve!);
  await offer("Ignatius").click();
  await expect(phone.page.locator(".plan-line").last().getByLabel(plan.line_name!)).toHaveValue("Ignatius");
  await phone.page.getByRole("link", { name: plan.all_sections }).click();
  await section(en.section_people_help!);
  await expect(phone.page.locator(".plan-line").first()).toBeVisible();
  await expect(offer("Ignatius")).toHaveCount(0);
});

test("words for a note and the name of somebody new outlive a kill too, and never show elsewhere", async ({
  phone,
}) => {
  const [client] = await phone.names();
  const reopen = async () => {
    await phone.kill();
    await phone.start();
    await phone.reopen();
    await phone.unlock();
  };
  await phone.go("clients");
  await phone.page.click('a[href="/clients/new"]');
  await phone.page.fill("#name", "Fennimore");
  await phone.page.fill("#place", "Behind the depot");
  await kept(phone);
  await phone.openClient(client!);
  await phone.timeline.first().locator("a").click();
  await phone.page.locator("summary", { hasText: en.add_to_note }).click();
  await phone.page.fill("#addendum-text", "She said it was Tuesday.");
  await kept(phone);
  await reopen();

  await phone.page.locator(".drafts a").filter({ hasText: "Fennimore" }).click();
  await expect(phone.page.locator("#place")).toHaveValue("Behind the depot");
  await phone.page.getByRole("button", { name: en.discard_draft }).click();
  await expect(phone.page.locator("#name")).toHaveValue("");
  await phone.page.fill("#name", "Marigold");
  await phone.page.locator(".thumb .button.primary").click();
  await expect(phone.page.locator("form.log")).toBeVisible();
  await expect(phone.page.locator("main")).toContainText("Marigold");

  // Another note of the same client says that words are waiting, and shows none.
  await phone.openClient(client!);
  await phone.timeline.nth(1).locator("a").click();
  await expect(phone.page.locator("#addendum-text")).toHaveCount(0);
  await phone.page.locator(".banner").getByRole("link", { name: en.keep_writing }).click();
  await expect(phone.page.locator("#addendum-text")).toHaveValue("She said it was Tuesday.");
  await phone.sign();
  await expect(phone.page.locator(".addendum")).toContainText("She said it was Tuesday.");
  await phone.go("today");
  await expect(phone.page.locator(".drafts")).toHaveCount(0);
});
