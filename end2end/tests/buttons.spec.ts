// Every button there is, on every screen: what it does with somebody's work, and what stands between it and one
// stray tap. A button that nobody has thought of fails here.
import { deskWalk } from "../support/desk-screens";
import type { Phone } from "../support/phone";
import { walk } from "../support/screens";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const [d, f, n, p, s, r, o, oc, document, assessment, plan_] = [
  wordsOf("desk"),
  wordsOf("form"),
  wordsOf("note"),
  wordsOf("plan"),
  wordsOf("fact_sheet"),
  wordsOf("response"),
  wordsOf("office"),
  wordsOf("on_call"),
  wordsOf("document"),
  wordsOf("assessment"),
  wordsOf("service_plan"),
];

/** What a button is called, whatever stands in its gaps; or with more after it or before it. */
const named = (...words: (string | undefined)[]) =>
  words.map((one) => new RegExp(`(^|: |, )${one!.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}/g, ".*")}($|[:,])`));

const RULES = {
  /** Read back first, whole, with a way to keep writing. */
  "read back": named(en.sign),
  /** Makes another version beside the one that stands, and says what it changes; nothing is overwritten. */
  "a version beside the last": named(en.save, d.save_and_log, p.save_plan, s.save, document.save, o.save_content, p.save_as_it_is),
  /** Acts at once, and can be taken back for some seconds: undo.spec.ts. */
  undo: named(en.discard_draft, en.mark_done, d.end_of, d.end, p.take_out, p.line_of, s.take_out_line, document.draw_again, o.remove_line, o.remove_step, o.discard_changes, o.take_theirs),
  /** A second button, which names what it does, comes before anything is done. */
  "asks first": named(d.sign_out, d.stay, r.discard_for_good, o.mark_left_yes, o.mark_lost_yes, o.take_off_yes, o.assign_now),
  /** On a screen of its own that says what follows. */
  "read first": named(o.release, o.looked_at, r.end_and_note, r.end_as_it_is),
  /** A stamp or a choice, which the same screen takes back or changes. */
  "taken back where it stands": named(r.done_now, r.change_time, r.add_note, r.handed_over_now, r.with_them_now, r.it_is_a_crisis),
  /** Nothing of anybody's work is saved, changed or thrown away by it. */
  harmless: named(en.keep_writing, en.try_again, en.undo, en.unlock, en.sign_in, en.forgot_passcode, en.use_passkey, d.lock_now, d.sync_now, d.back_to_list, d.update_now),
};

test("collect", async ({ phone, server }) => {
  test.setTimeout(300_000);
  const [client] = await phone.names();
  const all = new Map<string, string>();
  for (const screen of walk(client!, server)) {
    await screen.show(phone);
    for (const name of await buttons(phone)) if (!all.has(name)) all.set(name, screen.name);
  }
  const rules = Object.values(RULES).flat();
  for (const [name, screen] of all) if (!rules.some((rule) => rule.test(name))) console.log(`? ${screen} | ${name}`);
});

const buttons = (phone: Phone) =>
  phone.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button")]
      .filter((button) => button.checkVisibility())
      .map((button) => (button.ariaLabel ?? button.innerText).replace(/\s+/g, " ").trim()),
  );
