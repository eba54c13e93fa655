import { openDocument } from "../support/documents";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";
import type { Phone } from "../support/phone";

const d = wordsOf("document");
const n = wordsOf("needs");
const p = wordsOf("service_plan");

const BED = "A bed that is mine";

async function beginNote(phone: Phone, client: string, heard: string) {
  await phone.openClient(client);
  await phone.page.locator(".thumb").getByRole("link", { name: en.log_contact, exact: true }).click();
  await phone.page.fill("#seen-heard", heard);
}

for (const client of ["Amara", "Beckett"]) {
  test(`a need that comes up in a note is in the assessment with it, offline and through a kill: ${client}`, async ({
    server,
    phone,
    newPhone,
  }) => {
    const page = phone.page;
    await server.stop();
    await beginNote(phone, client, "Has slept on the kitchen floor.");
    await page.locator("summary", { hasText: n.add_or_change }).click();
    await page.fill("#new_need", BED);
    await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
    await phone.kill();
    await phone.start();
    await phone.reopen();
    await phone.unlock();
    await phone.page.locator(".drafts a").filter({ hasText: client }).click();
    await expect(phone.page.locator("#new_need")).toHaveValue(BED);
    await phone.page.getByRole("button", { name: en.keep_writing }).click();
    await phone.readBack();
    await expect(phone.page.locator(".read-back"), "it is read back").toContainText(BED);
    await phone.page.getByRole("button", { name: en.keep_writing }).click();
    await phone.sign();
    await phone.saved();
    const need = phone.page.locator(".needs .need").filter({ hasText: BED });
    await expect(need).toContainText(d.new!);

    await server.start();
    const other = await newPhone();
    await phone.everythingSent();
    await other.enrol();
    await other.openClient(client);
    const theirs = other.page.locator(".needs .need").filter({ hasText: BED });
    await expect(theirs.locator(".need-number")).toHaveText(/^[0-9]+$/);
    await theirs.click();
    await expect(other.page.locator(".trace .timeline .contact")).toContainText("kitchen floor");
    expect(server.verifyAudit()).toContain("whole");
  });
}

test("the notes on a client's page are those about one need, and all of them again", async ({ phone }) => {
  const page = phone.page;
  const own = "Waited with her at the counter.";
  await beginNote(phone, "Beckett", own);
  const chip = page.locator("#needs .chip").first();
  const need = (await chip.textContent())!.trim();
  await chip.click();
  await phone.sign();
  await phone.saved();
  const rows = page.locator(".history .timeline .contact");
  await expect(rows.filter({ hasText: own })).toHaveCount(1);
  const all = await rows.count();
  await page.locator("summary", { hasText: n.find_notes }).click();
  const chips = page.getByRole("group", { name: n.only_about, exact: true }).locator(".chip");
  await chips.filter({ hasText: need.slice(0, 20) }).click();
  await expect(rows).not.toHaveCount(all);
  await expect(rows.filter({ hasText: own })).toHaveCount(1);
  for (const row of await rows.all()) await expect(row).toBeVisible();
  await chips.first().click();
  await expect(rows).toHaveCount(all);
});

test("a plan is signed on the screen, with the day of it, and not by a touch", async ({ phone, newPhone }) => {
  const page = phone.page;
  await openDocument(phone, "Beckett", en.service_plan!, d.change!);
  await page.getByText(p.agreement_said!, { exact: true }).click();
  await expect(page.locator(".signature-pad")).toBeHidden();
  await page.getByText(p.agreement_signed!, { exact: true }).click();
  const again = page.getByRole("button", { name: d.draw_again });
  if (await again.isVisible()) await again.click();
  await page.fill("#change_reason", "Read through together.");
  await page.getByText(p.state_finished!, { exact: true }).click();
  const pad = page.locator(".signature-pad");
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;

  await page.mouse.click(...at(0.5, 0.5));
  await page.getByRole("button", { name: d.save, exact: true }).click();
  await expect(page.locator(".problem", { hasText: p.lacks_signature })).toBeVisible();

  await page.mouse.move(...at(0.2, 0.3));
  await page.mouse.down();
  for (const [x, y] of [[0.3, 0.8], [0.4, 0.2], [0.55, 0.7], [0.7, 0.3]] as const) await page.mouse.move(...at(x, y), { steps: 4 });
  await page.mouse.up();
  const drawn = await pad.locator("path").getAttribute("d");
  expect(drawn!.length).toBeGreaterThan(60);
  await expect(page.locator(".problem", { hasText: p.lacks_signature })).toHaveCount(0);
  await page.getByRole("button", { name: d.save, exact: true }).click();
  await expect(page.locator(".notice")).toContainText(d.saved!);
  await expect(page.locator(".document svg.signature path")).toHaveAttribute("d", drawn!);
  await phone.everythingSent();

  const other = await newPhone();
  await other.enrol();
  await other.openClient("Beckett");
  await other.page.getByRole("link", { name: en.service_plan, exact: true }).click();
  await expect(other.page.locator(".document svg.signature path")).toHaveAttribute("d", drawn!);
  await expect(other.page.locator(".document dd", { has: other.page.locator("svg.signature") })).toContainText(
    String(new Date().getFullYear()),
  );
});

test("the case file is in the order in which a reviewer opens it, and says what is missing", async ({ phone }) => {
  const page = phone.page;
  await phone.openClient("Amara");
  await page.locator(".needs").getByRole("link", { name: n.case_file, exact: true }).click();
  const parts = page.locator(".case-file > li");
  const names = [en.fact_sheet, en.assessment, n.file_releases_name, en.service_plan, n.file_referrals_name, n.papers, n.benefits, n.appointments, n.file_notes_name, n.file_updates_name];
  await expect(parts).toHaveCount(names.length);
  for (const [at, name] of names.entries()) await expect(parts.nth(at)).toContainText(name!);
  await expect(parts.nth(1)).toContainText(n.file_missing!);
  await expect(parts.nth(8)).not.toContainText(n.file_missing!);
  await parts.nth(1).getByRole("link").click();
  await expect(page.locator(".document .empty")).toBeVisible();
});
