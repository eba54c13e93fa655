import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../support/test";

test("the form with problems to mend passes axe", async ({ phone }) => {
  const { page } = phone;
  const [client] = await phone.names();
  await phone.openClient(client!);
  await phone.openForm();
  await phone.sign();
  await expect(page.locator("ul.problem li")).toHaveCount(1);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map((rule) => rule.id)).toEqual([]);
});

test("text twice as large leaves at least half of the screen to read in", async ({ phone }) => {
  const { page } = phone;
  const [client] = await phone.names();
  for (const screen of ["client", "log form", "crisis plan"]) {
    await phone.openClient(client!);
    if (screen === "log form") await phone.openForm();
    if (screen === "crisis plan") await page.click(".lamp");
    const size = (size: string) =>
      page.evaluate((size) => (document.documentElement.style.fontSize = size), size);
    await size("200%");
    const { covered, stuck } = await page.evaluate(() => {
      window.scrollTo(0, document.body.scrollHeight / 2);
      const stuck = [...document.querySelectorAll(".app *")].filter((element) =>
        ["sticky", "fixed"].includes(getComputedStyle(element).position),
      );
      // A line of the screen is covered when something stuck lies on it.
      const lines = [...Array(window.innerHeight).keys()].filter((line) =>
        stuck.some((element) => {
          const { top, bottom, height } = element.getBoundingClientRect();
          return height > 0 && top <= line && line < bottom;
        }),
      );
      const heights = stuck.map((element) => `${element.className} ${element.getBoundingClientRect().height}`);
      return { covered: lines.length / window.innerHeight, stuck: heights.join(", ") };
    });
    await size("");
    expect.soft(covered, `${screen}: ${stuck}`).toBeLessThan(0.5);
  }
});

test("the form fits at 360 px when text is twice as large", async ({ phone }) => {
  const { page } = phone;
  const [client] = await phone.names();
  await phone.openClient(client!);
  await phone.openForm();
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});
