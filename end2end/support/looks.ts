import axe from "axe-core";
import type { Phone } from "./phone";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** The rules whose answer depends on colours and on how wide the window is. */
const LOOKS = ["color-contrast", "target-size", "scrollable-region-focusable"];

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

/** What axe finds on the screen, a line a rule and element. */
export async function problems(phone: Phone, screen: string, rules?: string[], but: string[] = []): Promise<string[]> {
  // Colours in the middle of a change are nobody's colours.
  await phone.page.evaluate(() => {
    for (const each of document.getAnimations()) each.effect?.getTiming().iterations === Infinity ? each.pause() : each.finish();
  });
  // Half a megabyte to parse: once a page, and not once a question.
  if (!(await phone.page.evaluate(() => "axe" in window))) await phone.page.evaluate(axe.source);
  const runOnly: axe.RunOnly = rules ? { type: "rule", values: rules } : { type: "tag", values: TAGS };
  const violations = await phone.page.evaluate(
    async (options) => (await window.axe.run(document, options)).violations,
    {
      runOnly,
      rules: Object.fromEntries(but.map((rule) => [rule, { enabled: false }])),
      resultTypes: ["violations" as const],
      preload: false,
    },
  );
  return violations.flatMap((rule) =>
    rule.nodes.map((node) => {
      const why = [...node.any, ...node.all, ...node.none][0]?.message ?? rule.help;
      return `${screen}: ${rule.id}: ${node.target.join(" ")}: ${why}`;
    }),
  );
}

/** What makes the screen wider than the window. */
export function tooWide(phone: Phone, screen: string): Promise<string[]> {
  return phone.page.evaluate((screen) => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > room + 0.5,
    );
    const names = wide.map((element) => element.tagName.toLowerCase() + [...element.classList].map((name) => `.${name}`).join(""));
    return [`${screen}: ${document.documentElement.scrollWidth} px in ${room}: ${names.slice(-3).join(", ")}`];
  }, screen);
}

/** Everything that is checked about the screen that is shown, in every way it can look. */
export async function everyLook(phone: Phone, screen: string): Promise<string[]> {
  const { page } = phone;
  const found = [...(await problems(phone, screen)), ...(await tooWide(phone, screen))];
  await page.emulateMedia({ colorScheme: "dark" });
  found.push(...(await problems(phone, `${screen}, dark`, LOOKS)));
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(DESK);
  found.push(...(await problems(phone, `${screen}, 1280 px`, LOOKS)), ...(await tooWide(phone, `${screen}, 1280 px`)));
  await page.setViewportSize(PHONE);
  return found;
}
