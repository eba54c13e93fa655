// What is saved together is kept together: a review and the plan that follows from it.
import { UNASSESSED, assess, openDocument, planFor, saveDocument } from "../support/documents";
import { count } from "../support/database";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const d = wordsOf("document");
const n = wordsOf("needs");
const r = wordsOf("review");
const door = "I want a door that locks.";

test("where only half of a review finds room none of it is kept, and nothing is sent twice", async ({
  server,
  phone,
}) => {
  test.setTimeout(120_000);
  await assess(phone, UNASSESSED, [door]);
  await openDocument(phone, UNASSESSED, en.service_plan!, d.begin!);
  await planFor(phone, door, "My own room");
  await saveDocument(phone);
  await phone.everythingSent();
  const [reviews, versions] = [count(server, "review"), count(server, "versions of service plans")];

  await server.stop();
  await phone.stop();
  await phone.start();
  const session = await phone.context.newCDPSession(phone.page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: phone.url, quotaSize: 1 });
  await phone.reopen();
  await phone.unlock();
  const { page } = phone;
  await phone.openClient(UNASSESSED);
  await page.locator(".needs .need", { hasText: door }).click();
  await page.getByRole("link", { name: n.review_it, exact: true }).click();
  await page.getByLabel(r.done!, { exact: true }).fill("Two visits to the housing office.");
  await page.getByRole("group", { name: r.enough! }).getByText(r.how_far_partly!, { exact: true }).click();
  await page.getByRole("group", { name: r.good! }).getByText(r.how_far_yes!, { exact: true }).click();
  await page.getByText(r.outcome_continue!, { exact: true }).click();
  await page.getByRole("button", { name: en.sign, exact: true }).click();
  const sign = page.locator(`.read-back button:has-text("${en.sign}")[aria-disabled=false]`);
  await expect(sign).toBeVisible();

  const waiting = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("streetlight/outbox/")).length);

  await test.step("the other store has room for one of the two", async () => {
    await page.evaluate(() => {
      const own = Storage.prototype as unknown as { usual: Storage["setItem"] };
      own.usual = Storage.prototype.setItem;
      let room = 1;
      Storage.prototype.setItem = function (key, value) {
        if (key.startsWith("streetlight/outbox/") && room-- <= 0) throw new DOMException("full", "QuotaExceededError");
        own.usual.call(this, key, value);
      };
    });
    await sign.click();
    await expect(page.locator(".notice")).toContainText(en.phone_could_not_keep!);
    await expect(page.locator(".read-back")).toContainText("Two visits to the housing office.");
    expect(await waiting()).toBe(0);
  });

  await test.step("then for both", async () => {
    await page.evaluate(() => {
      Storage.prototype.setItem = (Storage.prototype as unknown as { usual: Storage["setItem"] }).usual;
    });
    await sign.click();
    await expect(page.locator(".need-title")).toContainText(door);
    await expect(page.locator(".trace")).toContainText("Two visits to the housing office.");
    expect(await waiting()).toBe(2);
  });

  await server.start();
  await phone.stop();
  await phone.start();
  await phone.reopen();
  await phone.unlock();
  await phone.syncNow();
  await phone.everythingSent();
  expect(count(server, "review")).toBe(reviews + 1);
  expect(count(server, "versions of service plans")).toBe(versions + 1);
});
