import { UNASSESSED, addNeed, openDocument, saveDocument } from "../support/documents";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const d = wordsOf("document");
const p = wordsOf("service_plan");

test("needs are assessed offline, outlive a kill, are numbered once for everybody, and a plan answers each", async ({
  server,
  phone,
  newPhone,
}) => {
  test.setTimeout(120_000);
  const client = UNASSESSED;
  const other = await newPhone();
  await other.enrol();
  const door = "I want a door that locks.";

  await test.step("offline: one need typed, the battery empty, then finished", async () => {
    await server.stop();
    await openDocument(phone, client, en.assessment!, d.begin!);
    await addNeed(phone, door);
    await expect(phone.page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
    await phone.kill();
    await phone.start();
    await phone.reopen();
    await phone.unlock();
    await phone.page.locator(".drafts a").filter({ hasText: en.assessment! }).click();
    await phone.page.getByRole("button", { name: en.keep_writing }).click();
    await expect(phone.page.getByText(door).first()).toBeVisible();
    await addNeed(phone, "My tooth hurts.");
    await saveDocument(phone);
    const numbers = phone.page.locator(".document .need-number");
    await expect(numbers).toHaveText([d.new!, d.new!]);
  });

  await test.step("the server numbers them, and another phone reads the same", async () => {
    await server.start();
    await phone.syncNow();
    await phone.everythingSentAfterKill();
    await phone.syncNow();
    await other.syncNow();
    for (const one of [phone, other]) {
      await one.openClient(client);
      await one.page.getByRole("link", { name: en.assessment!, exact: true }).click();
      await expect(one.page.locator(".document .need-number")).toHaveText(["1", "2"]);
      await expect(one.page.locator(".document blockquote").first()).toHaveText(door);
    }
  });

  await test.step("a finished plan leaves no need without an answer", async () => {
    await openDocument(phone, client, en.service_plan!, d.begin!);
    const line = (own: string) => phone.page.locator(".plan-line", { hasText: own });
    for (const own of [door, "My tooth hurts."]) await line(own).locator("summary").click();
    await line(door).getByText(p.deferred!, { exact: true }).click();
    await phone.page.getByText(p.state_finished!, { exact: true }).click();
    await phone.page.getByText(p.agreement_said!, { exact: true }).click();
    await phone.page.getByRole("button", { name: d.save, exact: true }).click();
    await expect(line(door)).toContainText(p.lacks_reason!);
    await expect(line("My tooth hurts.")).toContainText(p.lacks_line!);
    await line(door).getByLabel(p.reason!, { exact: true }).fill("The list opens in March.");
    await line("My tooth hurts.").getByText(p.in_plan!, { exact: true }).click();
    await phone.page.getByRole("button", { name: d.save, exact: true }).click();
    // Words, a tick and a day: each is missed where it belongs.
    for (const said of [p.lacks_goal, p.lacks_actors, p.lacks_target]) {
      await expect(line("My tooth hurts.").getByText(said!, { exact: true })).toBeVisible();
    }
    await line("My tooth hurts.").getByText(p.declined!, { exact: true }).click();
    await line("My tooth hurts.").getByLabel(p.reason!, { exact: true }).fill("Afraid of the chair.");
    await saveDocument(phone);
    await phone.everythingSent();
    await other.syncNow();
    await other.openClient(client);
    await other.page.getByRole("link", { name: en.service_plan!, exact: true }).click();
    await expect(other.page.locator(".document-line").first()).toContainText("1 · I want a door that locks.");
    await expect(other.page.locator(".document-line").first()).toContainText("The list opens in March.");
  });
});
