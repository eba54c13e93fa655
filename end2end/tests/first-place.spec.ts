// What somebody sees first is their own work: people to reach, what waits for a supervisor, the agency.
import { damageFactSheet } from "../support/database";
import { desk } from "../support/desk";
import type { Phone } from "../support/phone";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const words = wordsOf("office");

/** The places in the bar, as they are read. */
const places = (phone: Phone) =>
  phone.page.locator("nav.bar a").evaluateAll((all) =>
    all.filter((each) => each.checkVisibility()).map((each) => each.textContent!.trim()),
  );

const list = (phone: Phone, path: string) => phone.page.locator(`main .rows a[href="/office/${path}"]`);

test("a supervisor sees first what waits and how much, goes to each list, and is told when nothing does", async ({
  server,
  newPhone,
}) => {
  test.setTimeout(180_000);
  const { supervisor } = await desk(server, newPhone, {}, en);
  const { page } = supervisor;
  await supervisor.go("today");
  expect(await places(supervisor)).toEqual([en.needs_attention, en.clients, en.me]);
  await expect(page.locator('nav.bar a[aria-current="page"]')).toHaveText(en.needs_attention!);
  await expect(page.locator("h1")).toHaveText(words.attention_some_for_you_other!.replace("{n}", "2"));
  await expect(page.locator("main .empty")).toHaveCount(0);
  await expect(list(supervisor, "quarantine")).toContainText(words.attention_some_one!);
  await expect(list(supervisor, "reviews")).toContainText(words.attention_zero!);

  // Counting shows nobody; only opening a list is written down.
  await list(supervisor, "openings").click();
  await expect(page.locator(".head-back")).toHaveText(en.needs_attention!);
  await page.getByRole("button", { name: words.looked_at }).click();
  await expect(page.locator(".notice")).toContainText(words.looked_at_done!);
  await supervisor.back();
  await expect(list(supervisor, "openings")).toContainText(words.attention_zero!);
  await expect(page.locator("h1")).toHaveText(words.attention_some_for_you_one!);

  await list(supervisor, "quarantine").click();
  await page.locator(".person").click();
  await page.getByRole("button", { name: words.release, exact: true }).click();
  await expect(page.locator(".notice")).toContainText(words.released!);
  await supervisor.go("today");
  await expect(page.locator("h1")).toHaveText(words.attention_none!);
  await expect(page.locator(".rows .waits")).toHaveCount(0);

  // Whoever carries nobody waits for no sync, and is told so of a search as well.
  await supervisor.go("clients");
  await expect(page.locator("main .empty")).toHaveText(en.clients_none!);
  await page.fill("#search", "zeppelin");
  await expect(page.locator("main .empty")).toHaveText(en.nobody_found!);
});

test("a supervisor is told of a row on the server that cannot be read, and everything else arrives", async ({ server, newPhone }) => {
  const first = await newPhone();
  await first.enrol();
  const all = (await first.names()).length;
  damageFactSheet(server);
  const second = await newPhone();
  await second.enrol();
  expect((await second.names()).length).toBe(all - 1);
  const supervisor = await newPhone();
  await supervisor.enrol("rosa");
  await supervisor.go("today");
  await expect(supervisor.page.locator("main .banner")).toContainText(words.attention_damaged_one!.replace("{n}", "1"));
  // Their plan cannot be looked through without it, which is said where such plans are counted.
  await expect(list(supervisor, "reviews")).toContainText(words.attention_some_one!);
  await expect(supervisor.page.locator("h1")).toHaveText(words.attention_some_for_you_other!.replace("{n}", "2"));
});

test("an administrator sees the agency first, and neither clients nor a note to write", async ({ newPhone }) => {
  const phone = await newPhone();
  await phone.enrol("admin");
  expect(await places(phone)).toEqual([en.agency, en.me]);
  await expect(phone.page.locator("h1")).toContainText("Harbor");
  await expect(list(phone, "phones")).toContainText(words.in_use_one!);
  await expect(list(phone, "roster")).toBeVisible();
  await list(phone, "content").click();
  await expect(phone.page.locator(".head-back")).toHaveText(en.agency!);
  await expect(phone.page.locator("#definition")).toBeVisible();
});

test("a supervisor without a connection is told so, and every list is still a tap away", async ({ server, newPhone }) => {
  const phone = await newPhone();
  await phone.enrol("rosa");
  await server.stop();
  await phone.reopen();
  await phone.unlock();
  await expect(phone.page.locator("main [role=alert]")).toContainText(words.needs_server!);
  await expect(phone.page.locator("h1")).toHaveText(en.needs_attention!);
  await expect(list(phone, "quarantine")).toBeVisible();
});

test("whoever carries clients keeps the people to reach and the way to a note", async ({ phone }) => {
  expect(await places(phone)).toEqual([en.today, en.clients, en.log, en.me]);
});
