// Not a test of anything: every screen and state there is, in every way it can look, to be looked at.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { desk } from "../support/desk";
import { deskWalk } from "../support/desk-screens";
import { GALLERY } from "../support/paths";
import type { Phone, PhoneOptions } from "../support/phone";
import { firstScreens, walk } from "../support/screens";
import { test } from "../support/test";
import { en, es, wordsOf } from "../support/words";

type Look = { look: string; height?: number; width?: number; dark?: boolean };

const PHONE = { width: 360, height: 740 };
/** No screen is drawn longer than this, however much stands on it. */
const LONGEST = 3_200;

const ways: { options: PhoneOptions; words: typeof en; looks: Look[] }[] = [
  {
    options: {},
    words: en,
    looks: [{ look: "light" }, { look: "dark", dark: true }, { look: "1280 px", width: 1280, height: 800 }],
  },
  { options: { locale: "es-US" }, words: es, looks: [{ look: "Spanish" }] },
  { options: { text: 200 }, words: en, looks: [{ look: "200 %" }] },
];

/** Draws whatever is on the screen, from its top to its end. */
async function draw(phone: Phone, looks: Look[], walk: string, number: number, name: string) {
  const { page } = phone;
  for (const { look, width = PHONE.width, height = PHONE.height, dark = false } of looks) {
    await page.emulateMedia({ colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
    await page.setViewportSize({ width, height });
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.min(Math.max(whole, height), LONGEST) });
    await page.evaluate(() => window.scrollTo(0, 0));
    const file = `${walk} ${String(number).padStart(2, "0")} ${name}.${look}.jpg`;
    await page.screenshot({ path: join(GALLERY, file), type: "jpeg", quality: 82, caret: "hide" });
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  await page.setViewportSize(PHONE);
}

for (const { options, words, looks } of ways) {
  const name = looks.map(({ look }) => look).join(", ");

  test(`every screen: ${name}`, async ({ server, newPhone }) => {
    mkdirSync(GALLERY, { recursive: true });
    const phone = await newPhone(options);
    phone.words = words;
    let number = 0;
    const look = (screen: string) => draw(phone, looks, "phone", ++number, screen);
    await firstScreens(phone, look);
    const [client] = await phone.names();
    for (const screen of walk(client!, server)) {
      await screen.show(phone);
      await look(screen.name);
    }
  });

  test(`every screen at a desk: ${name}`, async ({ server, newPhone }) => {
    mkdirSync(GALLERY, { recursive: true });
    const { supervisor, administrator } = await desk(server, newPhone, options, words);
    let number = 0;
    for (const screen of deskWalk(supervisor, administrator, wordsOf("office", words))) {
      await screen.show();
      await draw(screen.phone, looks, "desk", ++number, screen.name);
    }
  });
}
