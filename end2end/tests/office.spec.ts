import { audited, count, operations, putOnCall, transfer } from "../support/database";
import { openService } from "../support/directory";
import type { Phone } from "../support/phone";
import { openSharing, signRelease } from "../support/sharing";
import { expect, test } from "../support/test";
import { wordsOf, en, es, inDays } from "../support/words";

test.describe.configure({ retries: 0 });

const words = wordsOf("office");
const plan = wordsOf("plan");

/** From Me to a screen at the desk. */
async function openOffice(phone: Phone, path: "phones" | "quarantine" | "content" | "roster") {
  await phone.go("me");
  await phone.page.click(`main a[href="/office/${path}"]`);
}

/** Marks a phone of somebody else, by its place in the list of phones in use. */
async function mark(phone: Phone, owner: string, name: string, yes: string) {
  const row = phone.page.locator("li.phone").filter({ hasText: owner }).first();
  await row.getByText(name, { exact: true }).click();
  await row.getByRole("button", { name: yes }).click();
  await expect(phone.page.locator(".notice")).toContainText(words.marked!);
}

/** Opens the only thing in the quarantine and lets it out, given to somebody first if told. */
async function release(phone: Phone, name: string, to?: string) {
  const { page } = phone;
  await openOffice(phone, "quarantine");
  await expect(page.locator(".person")).toHaveCount(1);
  await expect(page.locator(".person-name")).toContainText(name);
  await page.locator(".person").click();
  if (to) {
    await expect(page.locator("article.note")).toBeVisible();
    const sheet = page.locator("details.sheet");
    if (!(await sheet.getAttribute("open").then((open) => open !== null))) await sheet.locator("summary").click();
    await page.locator("label.chip").filter({ hasText: to }).click();
    await page.getByRole("button", { name: words.assign_now!.replace("{name}", name) }).click();
    await expect(page.locator(".notice")).toContainText(words.assigned!);
    await expect(page.locator(".facts")).toContainText(to);
  }
}

async function timesOnPhone(phone: Phone, name: string, text: string): Promise<number> {
  await phone.openClient(name);
  return (await phone.history()).filter({ hasText: text }).count();
}

test("what a phone no longer in use delivers is read, given to somebody and released once", async ({
  server,
  newPhone,
  phone: old,
}) => {
  test.setTimeout(240_000);
  const [name] = await old.names();
  const text = "Written on the old phone, on the last day.";
  const before = count(server, "contact");
  await old.context.setOffline(true);
  await old.logContact(name!, { seenHeard: text, quote: "I will miss you." });
  const supervisor = await newPhone();
  await supervisor.enrol("rosa");
  await openOffice(supervisor, "phones");
  await mark(supervisor, "Dana", words.mark_left!, words.mark_left_yes!);
  await expect(supervisor.page.locator("li.phone").filter({ hasText: "Dana" })).toContainText(words.phone_left!);
  await old.context.setOffline(false);
  await expect.poll(() => operations(server).filter((each) => each.quarantined).length).toBe(1);
  await old.go("today");
  await expect(old.syncLine).toContainText(en.needs_attention_count_one!);

  const next = await newPhone();
  await next.enrol("dana");
  expect(await timesOnPhone(next, name!, text)).toBe(0);

  await release(supervisor, name!, "Marcus");
  const { page } = supervisor;
  await expect(page.locator("article.note")).toContainText(text);
  await expect(page.locator("article.note")).toContainText("I will miss you.");
  await page.getByRole("button", { name: words.release, exact: true }).click();
  await expect(page.locator(".notice")).toContainText(words.released!);
  await openOffice(supervisor, "quarantine");
  await expect(page.locator(".empty")).toHaveText(words.quarantine_empty!);
  expect(count(server, "contact")).toBe(before + 1);
  expect(audited(server, "quarantine_read").length).toBeGreaterThanOrEqual(2);
  expect(audited(server, "operation_released")).toHaveLength(1);

  await next.syncNow();
  await expect.poll(() => timesOnPhone(next, name!, text), { timeout: 30_000 }).toBe(1);
  await next.timeline.filter({ hasText: text }).locator("a").click();
  await expect(next.page.locator("article.note")).toContainText("Dana Whitlock-Sample");

  // The old phone reads nothing new, and is told all the same that nothing waits any more.
  await old.syncNow();
  await old.page.goto("/me/waiting");
  await old.unlock();
  await old.go("me");
  await expect(old.page.locator('a[href="/me/waiting"]')).toHaveCount(0);
  expect(await old.outbox()).toBe(0);
});

test("a note about somebody who was given away comes back when a supervisor releases it", async ({
  server,
  newPhone,
  phone,
}) => {
  test.setTimeout(180_000);
  const [name] = await phone.names();
  const text = "Met her after the handover.";
  await phone.openClient(name!);
  const client = new URL(phone.page.url()).pathname.split("/").at(-1)!;
  await phone.context.setOffline(true);
  await phone.logContact(name!, { seenHeard: text });
  transfer(server, client);
  await phone.context.setOffline(false);
  await expect.poll(() => operations(server).filter((each) => each.quarantined).length).toBe(1);

  const supervisor = await newPhone();
  await supervisor.enrol("rosa");
  await release(supervisor, name!, "Dana");
  await supervisor.page.getByRole("button", { name: words.release, exact: true }).click();
  await expect(supervisor.page.locator(".notice")).toContainText(words.released!);

  await phone.syncNow();
  await expect(phone.page.locator('a[href="/me/waiting"]')).toHaveCount(0);
  await expect.poll(() => timesOnPhone(phone, name!, text), { timeout: 30_000 }).toBe(1);
  await phone.received(phone.timeline.filter({ hasText: text }));
});

test("an administrator writes crisis lines for every phone, and a second one loses nothing", async ({
  newPhone,
  phone,
}) => {
  test.setTimeout(240_000);
  const first = await newPhone();
  await first.enrol("admin");
  const second = await newPhone();
  await second.enrol("admin");
  for (const each of [first, second]) {
    await openOffice(each, "content");
    await expect(each.page.locator("#definition")).not.toHaveValue("");
  }

  // A line that nobody could call is not saved.
  const add = async (each: Phone, label: string, number: string) => {
    await each.page.getByRole("button", { name: words.add_line, exact: true }).click();
    await each.page.fill("#line-4-label", label);
    await each.page.fill("#line-4-tel", number);
  };
  const save = (each: Phone) => each.page.getByRole("button", { name: words.save_content, exact: true }).click();
  await add(first, "County crisis team", "");
  await save(first);
  await first.complains(first.page.locator("#line-4-tel"), words.problem_line_number!.replace("{number}", "5"));
  await first.page.fill("#line-4-tel", "860-555-0155");
  const stale = first.page.getByText(en.line_stale!.split("{day}")[1]!.trim());
  await expect(stale).toHaveCount(1);
  await first.page.getByRole("button", { name: words.checked_today, exact: true }).nth(3).click();
  await expect(stale).toHaveCount(0);
  await save(first);
  await expect(first.page.locator(".notice")).toContainText(words.content_saved!);

  // The second began before that. A lock in between costs nothing that was typed.
  await add(second, "Night shelter", "860-555-0166");
  await second.page.waitForTimeout(1_500);
  await second.reopen("/office/content");
  await second.unlock();
  await expect(second.page.locator("#line-4-label")).toHaveValue("Night shelter");
  await save(second);
  await expect(second.page.locator("form .banner")).toContainText(words.changed_meanwhile!);
  await expect(second.page.locator("form .banner")).toContainText("County crisis team");
  await expect(second.page.locator("#line-4-label")).toHaveValue("Night shelter");
  await second.page.getByRole("button", { name: words.keep_mine }).click();
  await save(second);
  await expect(second.page.locator(".notice")).toContainText(words.content_saved!);

  // "Everything has been sent" stood there before; what matters is that the answer is kept.
  const answered = phone.page.waitForResponse("**/api/v1/pull*");
  await phone.syncNow();
  await answered;
  await expect(phone.page.locator("main [role=status]").first()).toHaveText(en.everything_sent!);
  await phone.reopen();
  await expect(phone.page.locator(".emergency")).toContainText("Night shelter");
});

test("an administrator sets the agency's deadlines, and every phone goes by them", async ({ newPhone, phone }) => {
  const desk = await newPhone();
  await desk.enrol("admin");
  await openOffice(desk, "content");
  const review = desk.page.locator("#deadline-crisis_plan_review_d");
  await expect(review).toHaveValue("90");
  const save = () => desk.page.getByRole("button", { name: words.save_content, exact: true }).click();
  await review.fill("731");
  await save();
  await desk.complains(review, words.problem_deadline!.replace("{least}", "1").replace("{most}", "730"));
  await review.fill("60");
  await desk.page.fill("#deadline-provider_check_max_age_d", "60");
  await desk.choice(words.service_week!, words.seven_days!).click();
  await save();
  await expect(desk.page.locator(".notice")).toContainText(words.content_saved!);
  await expect(review).toHaveValue("60");

  await openService(phone, "Walk-in clinic");
  await expect(phone.page.locator("main .mark").first()).toHaveText(wordsOf("directory").stale!);
  const answered = phone.page.waitForResponse("**/api/v1/pull*");
  await phone.syncNow();
  await answered;
  // Asked 47 days ago.
  await openService(phone, "Walk-in clinic");
  await expect(phone.page.locator("main .mark")).toHaveCount(0);
  const [client] = await phone.names();
  await phone.openClient(client!);
  await phone.page.getByRole("link", { name: en.crisis_plan, exact: true }).click();
  await phone.page.getByRole("link", { name: en.plan_change, exact: true }).click();
  await phone.page.getByRole("link", { name: plan.about_plan }).click();
  await expect(phone.page.getByRole("button", { name: plan.in_90!.replace("{n}", "60"), exact: true })).toBeVisible();
});

test("what is read before a release is signed is the agency's own, in both languages, and stays once people sign under it", async ({
  newPhone,
  phone,
}) => {
  test.setTimeout(150_000);
  const desk = await newPhone();
  await desk.enrol("admin");
  const { page } = desk;
  await openOffice(desk, "content");
  const save = () => page.getByRole("button", { name: words.save_content, exact: true }).click();
  const field = (at: number, name: string) => page.locator(`#release-text-${at}-${name}`);
  const add = page.getByRole("button", { name: words.read_before_add, exact: true });
  await add.click();
  await field(0, "from").fill(inDays(-2));
  await field(0, "en").fill("You may say no.\n\nNothing changes for you.");
  await save();
  await desk.complains(field(0, "from"), words.problem_text_past!);
  await desk.complains(field(0, "es"), words.problem_text_blank!);
  await field(0, "from").fill(inDays(0));
  await field(0, "es").fill("Puede decir que no.\n\nNada cambia para usted.");
  await add.click();
  await field(1, "from").fill(inDays(0));
  await field(1, "en").fill("Of next month.");
  await field(1, "es").fill("Del mes que viene.");
  await save();
  await desk.complains(field(1, "from"), words.problem_text_same_day!);
  await field(1, "from").fill(inDays(30));
  await save();
  await expect(page.locator(".notice")).toContainText(words.content_saved!);
  // What people sign under from now on is there to be read, and what is to come may still be taken back.
  await expect(page.locator("main article")).toContainText("Nothing changes for you.");
  await expect(field(0, "en")).toHaveCount(0);
  await page.getByRole("button", { name: words.read_before_remove, exact: true }).click();
  await save();
  await expect(field(1, "en")).toHaveCount(0);

  const answered = phone.page.waitForResponse("**/api/v1/pull*");
  await phone.syncNow();
  await answered;
  const [client] = await phone.names();
  const r = wordsOf("release");
  // What stands in a form that is open follows what comes in, until it was read out.
  await openSharing(phone, client!);
  await phone.page.getByRole("link", { name: wordsOf("linking").sign_release, exact: true }).click();
  await expect(phone.page.locator("main form")).toContainText("Nothing changes for you.");
  await signRelease(phone, client!, "Dr. Ruiz");
  await expect(phone.page.locator(".document")).toContainText("Nothing changes for you.");
  await expect(phone.page.locator(".document")).not.toContainText(r.statement_text!);
});

test("a desk screen says what it needs and whom it is for", async ({ phone }) => {
  const { page } = phone;
  await openOffice(phone, "phones");
  await expect(page.locator("li.phone")).toHaveCount(1);
  await expect(page.locator("li.phone")).toContainText(words.this_phone_mark!);
  await phone.go("me");
  await expect(page.locator('a[href="/office/quarantine"], a[href="/office/content"]')).toHaveCount(0);
  for (const path of ["/office/quarantine", "/office/content"]) {
    await phone.reopen(path);
    await phone.unlock();
    await expect(page.locator("main [role=alert]")).toContainText(words.not_yours!);
  }
  await phone.go("me");
  await phone.context.setOffline(true);
  await page.click('main a[href="/office/phones"]');
  await expect(page.locator("main [role=alert]")).toContainText(words.needs_server!);
  await phone.context.setOffline(false);
  await page.getByRole("button", { name: en.try_again }).click();
  await expect(page.locator("li.phone")).toHaveCount(1);
});

test("a worker marks the phone in the hand as lost, and it reads nothing more", async ({ server, phone }) => {
  await openOffice(phone, "phones");
  await mark(phone, "Dana", words.mark_lost!, words.mark_lost_yes!);
  await phone.go("me");
  await expect(phone.page.getByText(en.sign_in_for_updates!)).toBeVisible();
  await phone.signInAgain();
  await phone.go("me");
  await expect(phone.page.getByText(en.phone_revoked!)).toBeVisible();
  expect(audited(server, "device_revoked")).toEqual([{ why: "lost" }]);
});

test("whoever marks a phone as lost is shown what was set up from it, and what is left to do", async ({
  server,
  newPhone,
}) => {
  const supervisor = await newPhone();
  await supervisor.enrol("rosa");
  const phone = await newPhone();
  await phone.enrol();
  // Whoever has the phone in hand enrols another from its session, while the password is young.
  const { request } = phone.context;
  const device_id = "01890a5d-ac96-774b-bcce-b30209900077";
  const thief = { device_id, name: "Thief", key: "A".repeat(43) };
  const enrolled = await request.post(`${server.url}/api/v1/devices`, { data: thief });
  expect(enrolled.status()).toBe(200);
  expect((await request.get(`${server.url}/api/v1/pull`)).status()).toBe(200);

  await openOffice(supervisor, "phones");
  const { page } = supervisor;
  const rows = page.locator("li.phone").filter({ hasText: "Dana" });
  const hers = rows.filter({ hasNotText: "Thief" });
  await hers.getByText(words.mark_lost!, { exact: true }).click();
  await hers.getByRole("button", { name: words.mark_lost_yes }).click();
  await expect(page.locator(".banner[role=status]")).toContainText("streetlight user password");
  const beside = words.same_sign_in!.split("(")[0]!;
  const other = rows.filter({ hasText: "Thief" });
  await expect(other.locator(".banner")).toContainText(beside);
  expect((await request.get(`${server.url}/api/v1/pull`)).status()).toBe(401);
  await other.getByText(words.mark_lost!, { exact: true }).click();
  await other.getByRole("button", { name: words.mark_lost_yes }).click();
  await expect(other.locator(".banner")).toHaveCount(0);
  expect(server.verifyAudit()).toContain("whole");
});

test("a desk screen that is left before the server answered takes nothing down", async ({ server, newPhone }) => {
  const supervisor = await newPhone();
  await supervisor.enrol("rosa");
  putOnCall(server, 24 * 60);
  const { page } = supervisor;
  await openOffice(supervisor, "roster");
  let answer = () => {};
  const held = new Promise<void>((go) => (answer = go));
  await supervisor.context.route("**/api/v1/on-call/shifts/*", async (route) => {
    await held;
    await route.continue();
  });
  await page.locator("li.phone summary").first().click();
  await page.getByRole("button", { name: words.take_off_yes!, exact: true }).click();
  await supervisor.go("today");
  answer();
  // Said wherever they are by then.
  await expect(page.locator(".notice")).toContainText(words.taken_off!);
  await expect(page.locator("#ended")).toHaveCount(0);
});

test("the agency says in two languages what a crisis is, and each worker reads their own", async ({ newPhone }) => {
  test.setTimeout(150_000);
  const administrator = await newPhone();
  await administrator.enrol("admin");
  const { page } = administrator;
  await openOffice(administrator, "content");
  await page.fill("#definition", "When somebody cannot stay safe alone.");
  await page.fill("#definition-es", "Cuando alguien no puede estar a salvo a solas.");
  await page.fill("#responder-es", "");
  // A step is taken out, and put back, in both languages.
  const step = await page.inputValue("#step-0-es");
  expect(step).not.toBe("");
  await page.getByRole("button", { name: words.remove_step, exact: true }).first().click();
  await expect(page.locator("#step-0-es")).not.toHaveValue(step);
  await page.locator(".notice").getByRole("button", { name: en.undo, exact: true }).click();
  await expect(page.locator("#step-0-es")).toHaveValue(step);
  await page.fill("#step-1-es", "Escuche primero.");
  await page.fill("#step-2-es", "");
  await page.getByRole("button", { name: words.save_content, exact: true }).click();
  await expect(page.locator(".notice")).toContainText(words.content_saved!);

  for (const [options, own, definition, listen, responder] of [
    [{}, en, "When somebody cannot stay safe alone.", "Listen and gather", "Designated crisis responder"],
    [{ locale: "es-US" }, es, "Cuando alguien no puede estar a salvo a solas.", "Escuche primero.", "Designated crisis responder"],
  ] as const) {
    const phone = await newPhone(options);
    phone.words = own;
    await phone.enrol();
    await phone.openClient((await phone.names())[0]!);
    await phone.page.getByRole("link", { name: own.respond!, exact: true }).click();
    await expect(phone.page.locator(".choose .banner")).toHaveText(definition);
    await expect(phone.page.locator("button.way").last()).toContainText(responder);
    await phone.page.locator("button.way").first().click();
    await phone.stage("stage_steps");
    await phone.page.locator("li.step .step-name").nth(1).click();
    await expect(phone.page.locator("li.step").nth(1)).toContainText(listen);
    // Where nothing is said in Spanish, the other text is there.
    await phone.page.locator("li.step .step-name").nth(2).click();
    await expect(phone.page.locator("li.step").nth(2)).toContainText("Call the supervisor");
  }
});
