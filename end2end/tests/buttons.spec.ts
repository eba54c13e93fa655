// Every button there is, on every screen: what it does with somebody's work, and what stands between it and one
// stray tap. A button that nobody has thought of fails here.
import { desk } from "../support/desk";
import { deskWalk } from "../support/desk-screens";
import type { Phone } from "../support/phone";
import { walk } from "../support/screens";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

type W = typeof en;

const [d, f, n, p, s, r, o, oc, dw, assessment, wording, ac, layouts, units, sv, fi, pa, times, ap] = [
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
  wordsOf("wording"),
  wordsOf("access"),
  wordsOf("layouts"),
  wordsOf("units"),
  wordsOf("directory"),
  wordsOf("find"),
  wordsOf("papers"),
  wordsOf("times"),
  wordsOf("appointment"),
] as [W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W];

/** What a button is called, whatever stands in its gaps; or with more after it or before it. */
const named = (...words: (string | undefined)[]) =>
  words.map((one) => new RegExp(`(^|: |, )${one!.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}/g, ".*")}($|[:,])`));

const RULES = {
  /** Read back first, whole, with a way to keep writing. */
  "read back": named(en.sign),
  /** Makes another version beside the one that stands, and says what it changes; nothing is overwritten. */
  "a version beside the last": named(en.save, d.save_and_log, p.save_plan, times.save_as_it_is, s.save, dw.save, o.save_content, units.save, sv.save),
  /** Acts at once, and can be taken back for some seconds: undo.spec.ts. */
  undo: named(en.discard_draft, en.mark_done, d.end_of, d.end, p.take_out, p.line_of, s.take_out_line, dw.draw_again, o.remove_line, o.remove_step, o.read_before_remove, o.discard_changes, o.take_theirs, pa.remove_page),
  /** A second button, which names what it does, comes before anything is done; or the passcode. */
  "asks first": named(d.sign_out, d.stay, r.discard_for_good, o.mark_left_yes, o.mark_lost_yes, o.take_off_yes, o.assign_now, o.password_change_yes, o.session_end_yes, o.sessions_end_yes, o.passkey_remove_yes, o.codes_renew_yes, d.change_passcode, d.passkey_set_up, d.passkey_remove, ac.end_link_yes, sv.keep_this_yes),
  /** On a screen of its own that says what follows. */
  "read first": named(ac.make_link, sv.take, sv.decline, o.release, o.looked_at, r.end_and_note, r.end_as_it_is, oc.why_client_asked, oc.why_somebody_asked, oc.why_responder_asked, oc.why_colleague_asked, oc.why_other),
  /** A stamp, a line or a choice, which the same screen takes back or changes. */
  "taken back where it stands": named(`${d.check_words} {on}`, wording.stop, r.done_now, r.change_time, n.minutes, r.handed_over_now, r.with_them_now, n.add_quote, s.add_number, s.add_alert, s.add_pause, assessment.add_need, assessment.add_barrier, assessment.add_strength, assessment.add_preference, p.add_line, p.add_known, p.add_somebody, p.none_yet, p.in_90, p.move_up, p.move_down, o.add_line, o.add_step, o.read_before_add, o.checked_today, o.move_up, o.put_on, pa.take_picture, pa.choose_file, pa.keep, pa.let_go),
  /** Nothing of anybody's work is saved, changed or thrown away by it. */
  // What begins with its number is a step of the response, which opens.
  harmless: [/^\d\. /, ...named(fi.clear, fi.show_more, sv.show_more, sv.keep_this, ap.not_yet, ap.standing_kept, ap.standing_missed, ap.standing_cancelled, en.keep_writing, en.try_again, en.undo, en.unlock, en.sign_in, en.forgot_passcode, en.use_passkey, en.show_to_client, en.give_phone_back, wordsOf("needs").show_all, en.show_older_one, en.show_older_other, d.lock_now, d.sync_now, d.back_to_list, d.update_now, d.add_somebody, d.change_of, d.go_on, f.to_mend_one, f.to_mend_other, p.read_aloud, p.next_step, p.step_back, p.paper_print, r.write_note, r.on_to, n.change, wording.go_to, o.older, ac.make_another, ac.print_link, layouts.print, pa.show, pa.put_away, pa.save_file, "English", "Español")],
};

/** What is on the screen and in no rule. */
async function unknown(phone: Phone, screen: string): Promise<string[]> {
  const rules = Object.values(RULES).flat();
  const names = await buttons(phone);
  return names.filter((name) => !rules.some((rule) => rule.test(name))).map((name) => `${screen}: ${name}`);
}

test("every button of a worker is known, and none that is final hangs on one stray tap", async ({ phone, server }) => {
  test.setTimeout(300_000);
  const [client] = await phone.names();
  const found: string[] = [];
  for (const screen of walk(client!, server)) {
    await screen.show(phone);
    found.push(...(await unknown(phone, screen.name)));
  }
  expect(found).toEqual([]);
});

test("every button at a desk is known, and none that is final hangs on one stray tap", async ({ server, newPhone }) => {
  test.setTimeout(300_000);
  const { supervisor, administrator } = await desk(server, newPhone, {}, en);
  const found: string[] = [];
  for (const screen of deskWalk(supervisor, administrator, o)) {
    await screen.show();
    found.push(...(await unknown(screen.phone, screen.name)));
  }
  expect(found).toEqual([]);
});

const buttons = (phone: Phone) =>
  phone.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button")]
      .filter((button) => button.checkVisibility())
      .map((button) => (button.ariaLabel ?? button.innerText).replace(/\s+/g, " ").trim()),
  );
