// From a need in the plan to a service that takes the person: a referral, what leaves with it and by which right, and
// what became of it, until the first appointment was kept.
import { UNASSESSED, assess, dayFrom, finish, openDocument, planFor, saveDocument } from "../support/documents";
import { draw, fillReferral, openReferral, openSharing, writeDown } from "../support/sharing";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const d = wordsOf("document");
const l = wordsOf("linking");
const r = wordsOf("referral");
const release = wordsOf("release");
const told = wordsOf("disclosure");
const door = "I want a door that locks.";
const homes = "Harbor Homes";

test("the whole way from a need to a kept appointment, without a network, is on the server once", async ({ server, phone, newPhone }) => {
  test.setTimeout(240_000);
  const { page } = phone;
  const client = UNASSESSED;
  const other = await newPhone();
  await other.enrol();
  await server.stop();

  await test.step("a need, and a plan that answers it", async () => {
    await assess(phone, client, [door]);
    await openDocument(phone, client, en.service_plan!, d.begin!);
    await planFor(phone, door, "My own room");
    await finish(phone);
    await saveDocument(phone);
  });

  await test.step("a referral lacks what the recipient cannot do without", async () => {
    await openReferral(phone, client, door);
    await page.getByLabel(r.provider!, { exact: true }).fill(homes);
    await page.getByRole("button", { name: en.sign, exact: true }).click();
    for (const lacks of [r.lacks_accepting, r.lacks_answered_by, r.lacks_issue, r.lacks_service, r.lacks_timeline, r.lacks_payer]) {
      await expect(page.locator(".problem", { hasText: lacks! })).toBeVisible();
    }
    await fillReferral(phone, homes);
    await phone.sign();
    await expect(page.locator(".document .banner").first()).toContainText(r.state_made!);
  });

  await test.step("it stays here until a release allows it to leave", async () => {
    await expect(page.locator(".document")).toContainText(r.no_release!);
    await expect(page.getByRole("button", { name: l.print, exact: true })).toHaveCount(0);
    await writeDown(phone, r.state_sent!, () => page.getByText(r.way_by_hand!, { exact: true }).click());
    await page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(page.locator(".problem", { hasText: r.no_release_then! })).toBeVisible();
    await page.goBack();
    await page.getByRole("link", { name: r.sign_release, exact: true }).click();
    await expect(page.getByLabel(release.recipient!, { exact: true })).toHaveValue(homes);
    await page.getByLabel(release.information!, { exact: true }).fill("That I need a room, and why");
    await page.getByLabel(release.explained!, { exact: true }).check();
    await page.getByText(release.drawn!, { exact: true }).click();
    await draw(page, [[0.2, 0.3], [0.3, 0.8], [0.4, 0.2], [0.7, 0.3]]);
    await phone.sign();
    await expect(page.locator(".document .banner")).toContainText(l.stands_in_force!.split(" {")[0]!);
  });

  await test.step("what leaves is shown, and nothing else is in it", async () => {
    await openSharing(phone, client);
    await page.locator("a.person", { hasText: r.state_made! }).click();
    const packet = page.locator("article", { hasText: r.packet_person! });
    const parts = [r.packet_to, r.packet_person, r.dated, r.from, r.issue, r.service, r.timeline, r.payer, r.packet_allowed];
    await expect(packet.locator("dt")).toHaveText(parts.map((part) => part!));
    await expect(page.getByRole("button", { name: l.print, exact: true })).toHaveCount(0);
    await expect(packet).toContainText("Sleeps outside since May.");
    await expect(packet).not.toContainText(door);
    await expect(packet).not.toContainText("Ms. Pardo");
  });

  await test.step("sent, taken, missed, and kept at last", async () => {
    await writeDown(phone, r.state_linked!);
    await page.getByRole("button", { name: en.sign, exact: true }).click();
    await expect(page.locator(".problem", { hasText: r.not_next! })).toBeVisible();
    await page.getByText(r.state_sent!, { exact: true }).click();
    await page.getByText(r.way_by_hand!, { exact: true }).click();
    await phone.sign();
    await expect(page.locator(".document .banner").first()).toContainText(r.state_sent!);
    await expect(page.getByRole("button", { name: l.print, exact: true })).toHaveCount(1);
    // They take him, and give the day later: it is asked for.
    await writeDown(phone, r.state_accepted!);
    await phone.sign();
    await expect(page.locator(".document .banner").first()).toContainText(r.state_accepted!);
    await writeDown(phone, r.state_accepted!, async () =>
      page.getByLabel(r.appointment!, { exact: true }).fill(await dayFrom(phone, 3)),
    );
    await phone.sign();
    await expect(page.locator(".document .banner").first()).toContainText(r.state_accepted!);
    await writeDown(phone, r.state_missed!);
    await phone.sign();
    await writeDown(phone, r.state_linked!);
    await phone.sign();
    await expect(page.locator(".document .banner").first()).toContainText(r.state_linked!);
  });

  await test.step("what is to be asked next is a task, and one at a time", async () => {
    await phone.openClient(client);
    await expect(page.locator(".task", { hasText: homes })).toHaveCount(1);
    await expect(page.locator(".task", { hasText: homes })).toContainText(release.renew_task!.split(" {")[0]!);
  });

  await test.step("all of it is there once on another phone", async () => {
    await server.start();
    await phone.everythingSent();
    await other.syncNow();
    await openSharing(other, client);
    await expect(other.page.locator("a.person", { hasText: r.state_linked! })).toHaveCount(1);
    await expect(other.page.locator("a.person", { hasText: told.right_release! })).toHaveCount(1);
    await other.page.locator("a.person", { hasText: r.state_linked! }).click();
    await expect(other.page.locator(".document-part", { hasText: r.steps! }).locator("article")).toHaveCount(5);
  });
});
