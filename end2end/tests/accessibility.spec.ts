import { desk } from "../support/desk";
import { deskWalk } from "../support/desk-screens";
import { everyLook, problems, tooWide } from "../support/looks";
import { type Phone, type PhoneOptions } from "../support/phone";
import { firstScreens, walk } from "../support/screens";
import { expect, test } from "../support/test";
import { en, es, wordsOf } from "../support/words";

type Check = (phone: Phone, screen: string) => Promise<string[]>;

/** Spanish words are longer; and for who wants more contrast, text stands at 7:1. */
const inSpanish: Check = async (phone, screen) => {
  // The colours without it are those of the English screens, and the slowest of all questions.
  const found = [...(await problems(phone, screen, undefined, ["color-contrast"])), ...(await tooWide(phone, screen))];
  for (const colorScheme of ["light", "dark"] as const) {
    await phone.page.emulateMedia({ contrast: "more", colorScheme });
    found.push(...(await problems(phone, `${screen}, more contrast, ${colorScheme}`, ["color-contrast-enhanced"])));
  }
  await phone.page.emulateMedia({ contrast: null, colorScheme: null });
  return found;
};

const largeText: Check = async (phone, screen) => [...(await tooWide(phone, screen)), ...(await covered(phone, screen))];

const ways: { name: string; options: PhoneOptions; words: typeof en; check: Check }[] = [
  { name: "passes axe, light and dark, at 360 and 1280 px", options: {}, words: en, check: everyLook },
  { name: "passes axe in Spanish, with more contrast where it is asked for", options: { locale: "es-US" }, words: es, check: inSpanish },
  { name: "has room for text twice as large", options: { text: 200 }, words: en, check: largeText },
];

for (const { name, options, words, check } of ways) {
  test(`every screen ${name}`, async ({ server, newPhone }) => {
    test.setTimeout(300_000);
    const phone = await newPhone(options);
    phone.words = words;
    const found: string[] = [];
    const look = async (screen: string) => void found.push(...(await check(phone, screen)));
    await firstScreens(phone, look);
    const [client] = await phone.names();
    for (const screen of walk(client!, server)) {
      await test.step(screen.name, async () => {
        await screen.show(phone);
        await look(screen.name);
      });
    }
    expect(found).toEqual([]);
  });

  test(`every screen at a desk ${name}`, async ({ server, newPhone }) => {
    test.setTimeout(300_000);
    const { supervisor, administrator } = await desk(server, newPhone, options, words);
    const found: string[] = [];
    for (const screen of deskWalk(supervisor, administrator, wordsOf("office", words))) {
      await test.step(screen.name, async () => {
        await screen.show();
        found.push(...(await check(screen.phone, screen.name)));
      });
    }
    expect(found).toEqual([]);
  });
}

/** Whatever stays put while one scrolls may cover a third of the screen and no more. */
async function covered(phone: Phone, screen: string): Promise<string[]> {
  const { share, stuck } = await phone.page.evaluate(() => {
    window.scrollTo(0, document.body.scrollHeight / 2);
    const stuck = [...document.querySelectorAll("body *")].filter((element) =>
      ["sticky", "fixed"].includes(getComputedStyle(element).position),
    );
    const lines = [...Array(window.innerHeight).keys()].filter((line) =>
      stuck.some((element) => {
        const { top, bottom, height } = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        // One that could stay, and is where it stands among the rest, covers nothing.
        const at = (edge: string, now: number) => Math.abs(parseFloat(edge) - now) < 1;
        const stays = style.position === "fixed" || at(style.top, top) || at(style.bottom, window.innerHeight - bottom);
        return stays && height > 0 && top <= line && line < bottom;
      }),
    );
    const heights = stuck.map((each) => `.${each.className} ${each.getBoundingClientRect().height}`);
    window.scrollTo(0, 0);
    return { share: lines.length / window.innerHeight, stuck: heights.join(", ") };
  });
  return share > 1 / 3 ? [`${screen}: ${Math.round(share * 100)} % covered by ${stuck}`] : [];
}

test("main actions are at least 48 px high and within reach of a thumb", async ({ phone }) => {
  const { page } = phone;
  const [client] = await phone.names();
  const small = () =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(".button, nav.bar a, .chip, summary, input, textarea")]
        .filter((element) => element.offsetParent !== null && !element.matches(".chip input"))
        .filter((element) => element.getBoundingClientRect().height < 48)
        .map((element) => `${element.tagName.toLowerCase()}#${element.id}.${element.className}: ${element.getBoundingClientRect().height}`),
    );
  await phone.openClient(client!);
  expect(await small(), "client").toEqual([]);
  const box = await page.locator(".thumb .primary").boundingBox();
  expect(box!.y, "the main action is in the lower half").toBeGreaterThan(370);
  await phone.openForm();
  expect(await small(), "log form").toEqual([]);
  await page.click(".lamp");
  await expect(page.locator("article.plan .calls")).toBeVisible();
  expect(await small(), "crisis plan").toEqual([]);
});

test("the keyboard alone logs an attempt", async ({ phone }) => {
  const { page } = phone;
  const [client] = await phone.names();
  await phone.openClient(client!);
  await phone.openForm();
  await page.locator("input[name=kind]:checked").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("input[name=outcome]").first()).toBeAttached();
  for (let tabs = 0; tabs < 40; tabs += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator("button:focus");
    if ((await focused.count()) && (await focused.innerText()) === en.sign) break;
  }
  await page.keyboard.press("Enter");
  await expect(page.locator(".read-back")).toBeFocused();
  // First what was filled in by itself can be changed.
  await page.keyboard.press("Tab");
  await expect(page.locator("button:focus")).toHaveText(en.change!);
  await page.keyboard.press("Tab");
  await expect(page.locator("button:focus")).toHaveText(en.keep_writing!);
  await page.keyboard.press("Tab");
  await expect(page.locator("button:focus")).toHaveText(en.sign!);
  await expect(page.locator("button:focus")).toBeEnabled();
  await page.keyboard.press("Enter");
  await phone.saved();
});
