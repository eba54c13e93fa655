import { setTimeout as sleep } from "node:timers/promises";
import { UNASSESSED, assess, finish, openDocument, planFor, saveDocument } from "../support/documents";
import type { Phone } from "../support/phone";
import { amount } from "../support/tally";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

test.describe.configure({ retries: 0 });

const KILLS = amount("STREETLIGHT_BROWSER_KILLS", 3);

const d = wordsOf("document");
const p = wordsOf("service_plan");

const NEEDS = ["A door that locks", "To hear from my daughter", "My teeth looked at"];

/** Kills the browser, and goes on where the plan was left. */
async function killAndGoOn(phone: Phone) {
  await phone.kill();
  await phone.start();
  await phone.reopen();
  await phone.unlock();
  await phone.page.locator(".drafts a").filter({ hasText: en.service_plan }).click();
  await phone.page.getByRole("button", { name: en.keep_writing }).click();
}

test("a browser killed in the middle of a plan forgets nothing, and the plan is finished after it", async ({
  server,
  phone,
}) => {
  test.setTimeout(60_000 + KILLS * 40_000);
  await server.stop();
  await assess(phone, UNASSESSED, NEEDS);
  await openDocument(phone, UNASSESSED, en.service_plan!, d.begin!);
  const written = new Map<string, string>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const need = NEEDS[kill % NEEDS.length]!;
    const line = phone.page.locator(".plan-line", { hasText: need });
    await line.locator("summary").click();
    await line.getByText(p.in_plan!, { exact: true }).click();
    const text = `Kill ${kill}: a room with a key, and a number to call when it sticks.`;
    await line.getByLabel(p.own!, { exact: true }).fill("");
    await line.getByLabel(p.own!, { exact: true }).pressSequentially(text, { delay: 10 });
    written.set(need, text);
    // What was typed more than a second before has to be there.
    await sleep(1_000 + Math.random() * 500);
    await killAndGoOn(phone);
    for (const [need, text] of written) {
      const line = phone.page.locator(".plan-line", { hasText: need });
      await line.locator("summary").click();
      await expect(line.getByLabel(p.own!, { exact: true }), `after kill ${kill}`).toHaveValue(text);
      await line.locator("summary").click();
    }
  }
  for (const need of NEEDS) await planFor(phone, need, written.get(need) ?? "As I say");
  await finish(phone);
  await saveDocument(phone);
  await server.start();
  await phone.everythingSent();
  await phone.openClient(UNASSESSED);
  await phone.page.getByRole("link", { name: en.service_plan, exact: true }).click();
  for (const need of NEEDS) await expect(phone.page.locator(".document-line", { hasText: need })).toBeVisible();
});
