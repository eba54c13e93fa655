// What may be told of a client to somebody outside, by a release they signed; and what was told.
import { answerTold, draw, fillRelease, noteWithProvider, openSharing, signRelease, takeBack } from "../support/sharing";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const d = wordsOf("disclosure");
const l = wordsOf("linking");
const o = wordsOf("office");
const r = wordsOf("release");
const ruiz = "Dr. Ruiz, Eastside Clinic";
const landlord = "Mr. Alder, landlord";

test("a release is signed on the screen, offline, and something is told under it, once", async ({ server, phone, newPhone }) => {
  test.setTimeout(180_000);
  const { page } = phone;
  const [client] = await phone.names();
  const other = await newPhone();
  await other.enrol();
  await server.stop();

  await test.step("without a release nothing may be told", async () => {
    await openSharing(phone, client!);
    await expect(page.locator("main")).toContainText(l.no_releases!);
    await noteWithProvider(phone, client!, ruiz, "They asked whether he still comes.");
    await phone.page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(page.locator(".problem", { hasText: d.lacks_right! })).toBeVisible();
    await answerTold(phone, "by_release");
    await expect(page.locator("main form")).toContainText(d.no_release!);
    await phone.page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(page.locator(".problem", { hasText: d.lacks_release! })).toBeVisible();
    await answerTold(phone, "nothing");
    await phone.sign();
    await phone.saved();
  });

  await test.step("a release lacks what the law asks for until it is there", async () => {
    await openSharing(phone, client!);
    await page.getByRole("link", { name: l.sign_release, exact: true }).click();
    await expect(page.locator("main form")).toContainText(r.statement_text!);
    await page.getByRole("button", { name: en.sign, exact: true }).click();
    for (const lacks of [r.lacks_recipient, r.lacks_categories, r.lacks_information, r.lacks_purpose, r.lacks_explained, r.lacks_signing]) {
      await expect(page.locator(".problem", { hasText: lacks! })).toBeVisible();
    }
    await fillRelease(phone, ruiz);
    await page.getByText(r.drawn!, { exact: true }).click();
    await page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(page.locator(".problem", { hasText: r.lacks_signature! })).toBeVisible();
    await draw(page, [[0.1, 0.3], [0.3, 0.8]]);
    // Nobody's name stands under a text that was changed after it, and it is said that it went.
    await page.getByLabel(r.purpose!, { exact: true }).fill("So that they can treat me at home");
    await expect(page.locator(".notice", { hasText: r.sign_anew! })).toBeVisible();
    await expect(page.getByLabel(r.explained!, { exact: true })).not.toBeChecked();
    await page.getByLabel(r.explained!, { exact: true }).check();
    const drawn = await draw(page, [[0.2, 0.3], [0.3, 0.8], [0.4, 0.2], [0.7, 0.3]]);
    await page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(page.locator(".read-back")).toContainText(r.signed_on!.split(" {")[0]!);
    await expect(page.locator(".read-back").getByText(wordsOf("document").value_nothing!, { exact: true })).toHaveCount(0);
    await page.locator(`.read-back button:has-text("${en.sign}")[aria-disabled=false]`).click();
    await expect(page.locator(".document .banner")).toContainText(l.stands_in_force!.split(" {")[0]!);
    await expect(page.locator(".document svg.signature path")).toHaveAttribute("d", drawn);
    await expect(page.locator(".document")).toContainText(r.statement_text!);
  });

  await test.step("only what it covers is told", async () => {
    await noteWithProvider(phone, client!, ruiz, "They asked when the room is free.");
    await answerTold(phone, "by_release");
    await page.locator("#release .chip", { hasText: ruiz }).click();
    await page.getByLabel(r.hiv!, { exact: true }).check();
    await page.getByLabel(d.information!, { exact: true }).fill("The room is free from Monday");
    await phone.page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(page.locator(".problem", { hasText: d.not_covered! })).toBeVisible();
    await page.getByLabel(r.hiv!, { exact: true }).uncheck();
    await page.getByLabel(r.plan!, { exact: true }).check();
    await phone.page.getByRole("button", { name: en.sign, exact: true }).click();
    const read = page.locator(".read-back");
    await expect(read).toContainText(d.right_release!);
    await expect(read).toContainText("The room is free from Monday");
    await read.locator(`button:has-text("${en.sign}")[aria-disabled=false]`).click();
    await phone.saved();
    await openSharing(phone, client!);
    await expect(page.locator("a.person", { hasText: "The room is free from Monday" })).toHaveCount(1);
    // Each row of the timeline leads to what it says.
    await phone.openClient(client!);
    await page.locator(".timeline a", { hasText: `${en.release} · ${ruiz}` }).click();
    await expect(page.locator(".document svg.signature path")).toHaveCount(1);
  });

  await test.step("it is all there once on another phone, and nobody has to look at it", async () => {
    await server.start();
    await phone.everythingSent();
    await other.syncNow();
    await openSharing(other, client!);
    await expect(other.page.locator("a.person", { hasText: ruiz })).toHaveCount(2);
    await other.page.locator("a.person", { hasText: ruiz }).first().click();
    await expect(other.page.locator(".document svg.signature path")).toHaveCount(1);
  });
});

test("a release that is taken back on one phone is told of under on another: kept, and a supervisor sees both times", async ({ server, phone, newPhone }) => {
  test.setTimeout(180_000);
  const [client] = await phone.names();
  await signRelease(phone, client!, landlord);
  await phone.everythingSent();
  const other = await newPhone();
  await other.enrol();
  await other.context.setOffline(true);

  await takeBack(phone, client!, landlord);
  await phone.everythingSent();
  await noteWithProvider(phone, client!, landlord, "He asked again.");
  await answerTold(phone, "by_release");
  await expect(phone.page.locator("main form")).toContainText(d.no_release!);

  await noteWithProvider(other, client!, landlord, "He asked when she moves in.");
  await answerTold(other, "by_release");
  await other.page.locator("#release .chip", { hasText: landlord }).click();
  await other.page.getByLabel(r.plan!, { exact: true }).check();
  await other.page.getByLabel(d.information!, { exact: true }).fill("She moves in on Monday");
  await other.sign();
  await other.saved();
  await other.context.setOffline(false);
  await other.everythingSent();

  const supervisor = await newPhone();
  await supervisor.enrol("rosa");
  await supervisor.go("today");
  await supervisor.page.click('main a[href="/office/disclosures"]');
  const row = supervisor.page.locator("li.phone", { hasText: "She moves in on Monday" });
  await expect(row).toContainText(o.doubt_ended!);
  await expect(row.locator("dt")).toContainText([o.told_by!, o.told_to!, o.told_what!, o.told_at!, o.received!, o.release_ended_at!, o.release_end_received!]);
  await row.getByRole("button").click();
  await expect(row).toHaveCount(0);
  await server.stop();
});

test("what was told in an emergency has its four facts, and what nothing allowed can be said", async ({ phone, newPhone }) => {
  test.setTimeout(120_000);
  const { page } = phone;
  const [client] = await phone.names();
  await noteWithProvider(phone, client!, "Paramedic Lee", "He was not breathing.");
  await answerTold(phone, "emergency");
  await page.getByRole("button", { name: en.sign, exact: true }).click();
  for (const lacks of [d.lacks_affiliation, d.lacks_nature, d.lacks_information, d.lacks_categories]) {
    await expect(page.locator(".problem", { hasText: lacks! })).toBeVisible();
  }
  await page.getByLabel(d.affiliation!, { exact: true }).fill("Hartford EMS");
  await page.getByLabel(d.nature!, { exact: true }).fill("Not breathing");
  await page.getByLabel(d.information!, { exact: true }).fill("Medicines and allergies");
  await page.getByLabel(r.mental_health!, { exact: true }).check();
  await phone.sign();
  await phone.saved();

  await noteWithProvider(phone, client!, "A neighbor", "She asked where he is.");
  await answerTold(phone, "without");
  await expect(page.locator("main form")).toContainText(d.without_hint!);
  await page.getByLabel(d.information!, { exact: true }).fill("That he is in the hospital");
  await page.getByLabel(r.contact_details!, { exact: true }).check();
  await phone.sign();
  await phone.saved();
  await openSharing(phone, client!);
  await expect(page.locator("a.person", { hasText: d.right_emergency! })).toContainText("Paramedic Lee");
  await expect(page.locator("a.person", { hasText: d.right_without! })).toContainText("A neighbor");
  await phone.everythingSent();

  const supervisor = await newPhone();
  await supervisor.enrol("rosa");
  await supervisor.go("today");
  await supervisor.page.click('main a[href="/office/disclosures"]');
  await expect(supervisor.page.locator("li.phone", { hasText: o.doubt_emergency! })).toContainText("Paramedic Lee");
  await expect(supervisor.page.locator("li.phone", { hasText: o.doubt_without_right! })).toContainText("A neighbor");
});
