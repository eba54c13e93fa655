import type { Locator } from "@playwright/test";
import type { Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const d = wordsOf("desk");
const form = wordsOf("form");

async function addSomebody(phone: Phone, client: string) {
  await phone.openClient(client);
  await phone.page.getByRole("link", { name: en.support_people, exact: true }).click();
  await phone.page.getByRole("button", { name: d.add_somebody }).click();
}

const save = (phone: Phone) => phone.page.getByRole("button", { name: en.save, exact: true }).click();

/** Whatever a button dials can be read on it and is said of it. */
async function saysWhatItDials(button: Locator) {
  const href = decodeURIComponent((await button.getAttribute("href"))!).replace(/^(tel|sms):/, "").replace(/\?.*/, "");
  const keys = (text: string) => text.replace(/[^0-9+*#,]/g, "");
  const visible = (await button.locator("> span").innerText()).trim();
  expect(keys(visible), `${visible} dials ${href}`).toContain(href);
  const name = (await button.getAttribute("aria-label")) ?? visible;
  expect(name.startsWith(visible.split("\n")[0]!), `"${name}" begins with "${visible}"`).toBe(true);
}

test("the number that is dialed is the number that is written, and every button says it", async ({ phone }) => {
  const [client] = await phone.names();
  const { page } = phone;

  await test.step("what would be dialed is said while one writes", async () => {
    await addSomebody(phone, client!);
    await page.fill("#name", "Odalys");
    for (const [written, said] of [
      ["988 press 1", form.dials!.replace("{number}", "988,1")],
      ["1-800-273-TALK", form.dials!.replace("{number}", "18002738255")],
      ["860-555-0142 or 860-555-0143", form.number_several!],
      ["(860) 555-0142", ""],
    ] as const) {
      await page.fill("#tel", written);
      await expect(page.locator("#tel-said")).toHaveText(said);
    }
  });

  await test.step("two numbers in one field are refused with a sentence, and nothing is lost", async () => {
    await page.fill("#tel", "860-555-0142 or 860-555-0143");
    await save(phone);
    await phone.complains(page.locator("#tel"), form.number_several!);
    await expect(page.locator("#tel")).toBeFocused();
    await expect(page.locator("#tel")).toHaveValue("860-555-0142 or 860-555-0143");
    await page.fill("#tel", "860-555-0142 ext. 7");
    await page.fill("#sms", "Text HOME to 741741");
    await save(phone);
    await expect(phone.page.locator(".notice")).toContainText(en.note_saved!);
  });

  await test.step("the buttons", async () => {
    const links = page.locator(".circle > li").filter({ hasText: "Odalys" }).locator("a.button");
    await expect(links.first()).toHaveAttribute("href", "tel:8605550142,7");
    await expect(links.nth(1)).toHaveAttribute("href", "sms:741741?&body=HOME");
    for (const link of await links.all()) await saysWhatItDials(link);
  });

  await test.step("of a plan, of a response and on the lock", async () => {
    await phone.openClient(client!);
    await page.click(".lamp");
    await expect(page.locator("article.plan .calls a").first()).toBeVisible();
    for (const link of await page.locator("article.plan .calls a.button").all()) await saysWhatItDials(link);
    await phone.reopen();
    await expect(page.locator(".emergency a.button").first()).toBeVisible();
    for (const link of await page.locator(".emergency a.button").all()) await saysWhatItDials(link);
  });
});

test("a pasted book is kept, said at its field, and shortened by whoever wrote it", async ({ phone }) => {
  test.setTimeout(90_000);
  const { page } = phone;
  const [client] = await phone.names();
  const book = "A page of somebody's file. ".repeat(40_000).trim();
  const paste = (selector: string, text: string) => page.fill(selector, text);
  const tooLong = (text: string, max: number) =>
    form.too_long_by!.replace("{by}", (text.length - max).toLocaleString("en-US"));
  const kept = () => expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);

  await test.step("a megabyte in a note: said while it is there, named when it is signed", async () => {
    await phone.openClient(client!);
    await phone.openForm();
    await paste("#seen-heard", book);
    await expect(page.locator("#seen-heard-said")).toHaveText(tooLong(book, 65_536));
    await phone.sign();
    await phone.complains(page.locator("#seen-heard"), tooLong(book, 65_536));
    await expect(page.locator("#to-mend")).toContainText(form.to_mend_one!);
    await kept();
  });

  await test.step("it outlives a lock, and the list shows its beginning", async () => {
    await phone.reopen();
    await phone.unlock();
    const draft = page.locator(".drafts a").filter({ hasText: "A page of somebody" });
    expect((await draft.innerText()).length).toBeLessThan(1_000);
    await draft.click();
    await expect(page.locator("#seen-heard")).toHaveValue(book);
  });

  await test.step("shortened, it is signed and leaves the phone", async () => {
    await page.getByRole("button", { name: en.keep_writing }).click();
    await paste("#seen-heard", book.slice(0, 65_000));
    await expect(page.locator("#seen-heard-said")).toBeHidden();
    await phone.sign();
    await phone.saved();
    await phone.everythingSent();
  });

  await test.step("where somebody was met has room for a line", async () => {
    await phone.go("clients");
    await page.click('a[href="/clients/new"]');
    await page.fill("#name", "Bo");
    const place = "x".repeat(70_000);
    await paste("#place", place);
    await expect(page.locator("#place-said")).toHaveText(tooLong(place, 1_000));
    await page.locator(".thumb .button.primary").click();
    await phone.complains(page.locator("#place"), tooLong(place, 1_000));
    await kept();
    await page.fill("#place", "Under the bridge");
    await page.locator(".thumb .button.primary").click();
    await expect(page.locator("form.log")).toBeVisible();
    await expect(page.locator("#place")).toHaveValue("Under the bridge");
  });
});
