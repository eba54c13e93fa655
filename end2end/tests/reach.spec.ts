// For whoever goes by keyboard, by ear or with large text: where the focus is, and that nothing is squeezed.
import type { Page } from "@playwright/test";
import { walk } from "../support/screens";
import { expect, test } from "../support/test";
import { en } from "../support/words";

test("each screen begins at its heading, and the lock at the passcode", async ({ phone }) => {
  const { page } = phone;
  const heading = page.locator("main h1");
  await phone.go("me");
  await expect(heading).toBeFocused();
  // There one looks for somebody: the search has the focus, and the heading where it has not.
  await phone.go("clients");
  await expect(page.locator("main :focus")).toBeAttached();
  await page.locator(".people .person").first().click();
  await expect(heading).toBeFocused();
  await page.click(".lamp");
  await expect(page.locator("article.plan")).toBeVisible();
  await expect(heading).toBeFocused();
  await page.goBack();
  await expect(page.locator(".timeline")).toBeVisible();
  await expect(heading).toBeFocused();
  await phone.go("me");
  await page.getByRole("button", { name: en.lock_now }).click();
  await expect(page.locator("#passcode")).toBeFocused();
  await phone.unlock();
  await expect(heading).toBeFocused();
  await phone.reopen();
  await expect(page.locator("#passcode")).toBeFocused();
});

test("whoever has tapped beside everything hears the next heading all the same", async ({ phone }) => {
  const { page } = phone;
  await phone.openClient((await phone.names())[0]!);
  await page.click(".lamp");
  await expect(page.locator("article.plan")).toBeVisible();
  await page.locator("main").evaluate((main) => main.focus());
  await page.goBack();
  await expect(page.locator(".timeline")).toBeVisible();
  await expect(page.locator("main h1")).toBeFocused();
});

test("the first stop of the keyboard leads past the four places", async ({ phone }) => {
  const { page } = phone;
  await phone.go("clients");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.locator("body").focus();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: en.skip });
  if (!(await skip.evaluate((link) => link === document.activeElement))) await skip.focus();
  await expect(skip).toBeInViewport();
  const here = page.url();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  expect(page.url(), "it is no step of the history").toBe(here);
});

/** Words in a place so narrow that one of them is broken into three pieces or more; and labels of the bar in two. */
const squeezed = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    for (const each of document.querySelectorAll<HTMLElement>("main *, .bar *")) {
      const text = [...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      const words = text.map((node) => node.textContent!.trim()).join(" ");
      if (words.length < 4 || !each.checkVisibility() || each.closest(".sr, .paper, .preview")) continue;
      const range = document.createRange();
      const lines = new Set<number>();
      for (const node of text) {
        range.selectNodeContents(node);
        for (const line of range.getClientRects()) lines.add(Math.round(line.top));
      }
      const most = each.closest(".bar") ? 1 : 2 * words.split(/[\s-]+/).length;
      if (lines.size > most) found.push(`${words.slice(0, 40)} (${lines.size} lines)`);
    }
    return found;
  });

for (const [name, options, grow] of [
  ["where the reader chose text twice as large", { text: 200 }, false],
  ["where only the text grows, and no rule for narrow windows knows of it", {}, true],
] as const) {
  test(`nothing is squeezed to a few letters a line ${name}`, async ({ server, newPhone }) => {
    test.setTimeout(300_000);
    const phone = await newPhone(options);
    await phone.enrol();
    const [client] = await phone.names();
    const found: string[] = [];
    for (const screen of walk(client!, server)) {
      await screen.show(phone);
      if (grow) await phone.page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
      for (const one of await squeezed(phone.page)) found.push(`${screen.name}: ${one}`);
      if (grow) await phone.page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
    }
    expect(found).toEqual([]);
  });
}
