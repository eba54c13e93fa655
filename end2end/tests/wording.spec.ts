// The advisory check of a note's words: it points, explains and suggests, and decides nothing.
import type { Page } from "@playwright/test";
import { expect, test } from "../support/test";
import { problems } from "../support/looks";
import { en, wordsOf } from "../support/words";

const w = wordsOf("wording");
const n = wordsOf("note");

const found = (page: Page) => page.locator("details.wording");

test("words that label or judge are pointed at, explained and never changed", async ({ phone, server: _ }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  const said = "She was non-compliant and refused. He is a schizophrenic.";
  await page.fill("#seen-heard", said);
  await expect(found(page)).toBeVisible();
  await expect(found(page).locator("li").first()).toBeHidden();
  await found(page).locator("summary").click();
  await expect(found(page)).toContainText("non-compliant");
  await expect(found(page)).toContainText(w.class_judgement!);
  await expect(found(page).locator("li").filter({ hasText: "schizophrenic" })).toContainText("person living with schizophrenia");
  await expect(page.locator("#seen-heard")).toHaveValue(said);
  expect(await problems(phone, "wording")).toEqual([]);

  await test.step("it leads to the field, without a network as well", async () => {
    await phone.context.setOffline(true);
    await page.fill("#what-i-did", "Redirected the junkie.");
    const row = found(page).locator("li").filter({ hasText: "junkie" });
    await row.getByRole("button", { name: w.go_to!.replace("{field}", en.what_i_did!) }).click();
    await expect(page.locator("#what-i-did")).toBeFocused();
  });

  await test.step("it goes with what it pointed at, and stays open meanwhile", async () => {
    await page.fill("#what-i-did", "Walked with him.");
    await expect(found(page)).not.toContainText("junkie");
    await expect(found(page).locator("li").first()).toBeVisible();
    await page.fill("#seen-heard", "She did not take the pills: they make her sick.");
    await expect(found(page)).toHaveCount(0);
  });

  await test.step("an impression is in its place among impressions", async () => {
    await page.fill("#impression", "She seemed depressed.");
    await page.fill("#response", "She seemed depressed.");
    await expect(found(page).locator("li")).toHaveCount(1);
    await expect(found(page)).toContainText(en.response!);
  });

  await test.step("and keeps nobody from signing", async () => {
    await phone.sign();
    await phone.saved();
    await phone.context.setOffline(false);
    await phone.everythingSent();
  });
});

test("what the client said and the names around them are never pointed at", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await page.fill("#seen-heard", "He said, \"I'm no junkie, and I'm not crazy.\"");
  await page.getByRole("button", { name: en.add_quote ?? n.add_quote!, exact: true }).click();
  await page.fill("#quote-0", "I am not a schizophrenic.");
  await page.fill("#purpose", "Met the addict.");
  await found(page).locator("summary").click();
  await expect(found(page).locator("li")).toHaveCount(1);
  await expect(found(page)).toContainText("addict");
});

test("whoever wants none of it turns it off, and on again under Me", async ({ phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await page.fill("#seen-heard", "Met the addict.");
  await found(page).locator("summary").click();
  await page.getByRole("button", { name: w.stop!, exact: true }).click();
  await expect(page.locator(".notice")).toContainText(w.stopped!);
  await expect(found(page)).toHaveCount(0);
  await page.fill("#seen-heard", "Met the addict again.");
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await expect(found(page)).toHaveCount(0);

  await phone.reopen();
  await phone.unlock();
  await phone.go("me");
  const wanted = page.getByRole("button", { name: en.check_words! });
  await expect(wanted).toContainText(en.turned_off!);
  await wanted.click();
  await expect(wanted).toContainText(en.turned_on!);
  await phone.go("today");
  await page.locator(".drafts a").first().click();
  await expect(found(page)).toBeVisible();
});
