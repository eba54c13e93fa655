// Somebody who is not on this phone: nothing is begun about nobody, and nothing that was begun is lost.
import { count, operations } from "../support/database";
import { UNASSESSED, assess, openDocument, planFor, saveDocument } from "../support/documents";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const d = wordsOf("document");
const office = wordsOf("office");

const NOBODY = "/clients/01900000-0000-7000-8000-000000000000";

test("an address about nobody is one calm screen with a way on, and no form", async ({ phone }) => {
  const { page } = phone;
  for (const rest of ["", "/log", "/log/crisis", "/response", "/plan", "/plan/edit", "/plan/steps", "/facts", "/supports"]) {
    await page.goto(NOBODY + rest);
    await phone.unlock();
    await expect(page.getByRole("heading", { name: en.not_here }), rest).toBeVisible();
    await expect(page.locator("main"), rest).toContainText(en.client_not_here!);
    await expect(page.locator("main form, main textarea"), rest).toHaveCount(0);
  }
  await page.locator("main .row").getByRole("link", { name: en.clients, exact: true }).click();
  await expect(page.locator("#search")).toBeVisible();
});

test("a draft about somebody who was given to a colleague is found and can still be signed", async ({ phone, server }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  const client = new URL(page.url()).pathname.split("/")[2]!;
  await phone.openForm();
  await page.fill("#seen-heard", "Sat by the river with me.");
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await phone.go("today");
  server.unassign(client, "dana");
  await phone.syncNow();
  await phone.go("clients");
  await expect(page.locator(".person").filter({ hasText: name! })).toHaveCount(0);
  await page.goto(`/clients/${client}`);
  await phone.unlock();
  await expect(page.getByRole("heading", { name: en.not_here })).toBeVisible();
  await page.locator(".drafts a").click();
  await expect(page.locator("main")).toContainText(en.client_not_here!);
  await expect(page.locator("#seen-heard")).toHaveValue("Sat by the river with me.");
  await page.getByRole("button", { name: en.keep_writing }).click();
  await phone.sign();
  await phone.saved();
});

test("a plan for somebody who was given to a colleague meanwhile is kept, explained, and let in by the supervisor", async ({
  phone,
  newPhone,
  server,
}) => {
  test.setTimeout(120_000);
  const { page } = phone;
  const [need, goal] = ["A door that locks", "My own room, with my name on the door"];
  await assess(phone, UNASSESSED, [need]);
  await phone.everythingSent();
  await phone.openClient(UNASSESSED);
  const client = new URL(page.url()).pathname.split("/")[2]!;
  const versions = count(server, "versions of service plans");

  await phone.context.setOffline(true);
  await openDocument(phone, UNASSESSED, en.service_plan!, d.begin!);
  await planFor(phone, need, goal);
  await saveDocument(phone);
  server.unassign(client, "dana");
  await phone.context.setOffline(false);
  await expect.poll(() => operations(server).filter((each) => each.quarantined).length).toBe(1);
  await phone.go("today");
  await expect(phone.syncLine).toContainText(en.needs_attention_count_one!);
  await phone.go("me");
  await page.click('main a[href="/me/waiting"]');
  await expect(page.locator("main")).toContainText(en.what_document!);

  const supervisor = await newPhone();
  await supervisor.enrol("rosa");
  await supervisor.go("me");
  await supervisor.page.click('main a[href="/office/quarantine"]');
  await supervisor.page.locator(".person").click();
  await expect(supervisor.page.locator("main")).toContainText(goal);
  const giving = supervisor.page.locator("details.sheet", { has: supervisor.page.locator("label.chip") });
  if ((await giving.getAttribute("open")) === null) await giving.locator("summary").first().click();
  await supervisor.page.locator("label.chip").filter({ hasText: "Marcus" }).click();
  await supervisor.page.getByRole("button", { name: office.assign_now!.replace("{name}", UNASSESSED) }).click();
  await supervisor.page.getByRole("button", { name: office.release, exact: true }).click();
  await expect(supervisor.page.locator(".notice")).toContainText(office.released!);
  expect(count(server, "versions of service plans")).toBe(versions + 1);
  expect(server.verifyAudit()).toContain("whole");
});
