// Whatever has the focus is in full view (WCAG 2.4.11): rotated, beside a keyboard on the screen,
// and with text twice as large. What is being written is never under a bar, a button or the head.
import type { Page } from "@playwright/test";
import { walk } from "../support/screens";
import { expect, test } from "../support/test";

const FIELDS = "input:not([type=radio], [type=checkbox]), textarea, select";
const WINDOWS = [
  { width: 360, height: 740 },
  { width: 740, height: 360 },
  { width: 360, height: 420 },
  { width: 1280, height: 800 },
];

/** What of the focused field's line is under something else or outside; nothing is as it should be. */
const hidden = (page: Page, place: number, from: "top" | "bottom") =>
  page.evaluate(
    async ({ fields, place, from }) => {
      const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
      const all = [...document.querySelectorAll<HTMLElement>(fields)].filter((field) => field.checkVisibility());
      const field = all[place];
      if (!field) return undefined;
      (document.activeElement as HTMLElement | null)?.blur();
      scrollTo(0, from === "top" ? 0 : document.body.scrollHeight);
      await frame();
      field.focus();
      await frame();
      await frame();
      const { left, width, ...edge } = field.getBoundingClientRect().toJSON() as DOMRect;
      // The line where the next letter goes: the last one where there is text, or else the first.
      const text = field instanceof HTMLTextAreaElement ? field : undefined;
      const last = (text?.selectionEnd ?? 0) > 0;
      const top = last ? Math.max(edge.top, edge.bottom - 48) : edge.top;
      const line = Math.min(edge.bottom, top + 48);
      const name = `${field.id || field.tagName} in ${innerWidth} x ${innerHeight}`;
      if (top < -1 || line > innerHeight + 1) return `${name} is outside: ${top} to ${line}`;
      for (const y of [top + 3, (top + line) / 2, line - 3]) {
        const there = document.elementFromPoint(left + width / 2, y);
        if (there && !field.contains(there) && !there.closest("label, .search, .field")?.contains(field)) {
          return `${name} is under ${there.tagName}.${there.className}`;
        }
      }
      return "";
    },
    { fields: FIELDS, place, from },
  );

// Text twice as large is a matter of the two ways that a phone is held.
for (const [text, windows] of [[100, WINDOWS], [200, WINDOWS.slice(0, 2)]] as const) {
  test(`no field is ever under a bar, with text at ${text} %`, async ({ server, phone, newPhone }) => {
    test.slow();
    const names = await phone.names();
    const client = names[0]!;
    let subject = phone;
    if (text !== 100) {
      subject = await newPhone({ text });
      await subject.enrol();
    }
    let looked = 0;
    for (const screen of walk(client, server)) {
      await screen.show(subject);
      const { page } = subject;
      if ((await page.locator(FIELDS).count()) === 0) continue;
      for (const size of windows) {
        await page.setViewportSize(size);
        for (let place = 0; ; place += 1) {
          const found = await hidden(page, place, place % 2 ? "bottom" : "top");
          if (found === undefined) break;
          expect(found, screen.name).toBe("");
          looked += 1;
        }
      }
      await page.setViewportSize(WINDOWS[0]!);
    }
    expect(looked).toBeGreaterThan(60);
  });
}
