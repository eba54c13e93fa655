import {
  becomesAdministrator,
  becomesWorkerAgain,
  damageAgency,
  expireSessions,
  operations,
  transfer,
} from "../support/database";
import { PASSPHRASE, type Phone } from "../support/phone";
import type { Server } from "../support/server";
import { writeDown } from "../support/tally";
import { expect, test } from "../support/test";
import { en } from "../support/words";

test.describe.configure({ retries: 0 });

/**
 * Whatever ends somebody's access while work is unsent: it is on the server once, nothing stays
 * behind, and the screen says what is so. Each with and without starting the app again in between.
 */
const EACH_WAY = [
  { way: "without a reload", reload: false },
  { way: "after a reload", reload: true },
];

/** Writes a note without a network, lets something happen meanwhile, and comes back. */
async function writeWhile(phone: Phone, name: string, reload: boolean, happens: () => unknown) {
  await phone.context.setOffline(true);
  await phone.logContact(name, { seenHeard: `Unsent when it happened, reload: ${reload}.` });
  expect(await phone.outbox()).toBe(1);
  await happens();
  if (reload) {
    await phone.reopen();
    await phone.unlock();
    expect(await phone.outbox()).toBe(1);
  }
  await phone.context.setOffline(false);
}

/** So many operations are there, so many of them for a supervisor to look at, and none is twice. */
async function arrived(server: Server, all: number, quarantined: number) {
  await expect.poll(() => operations(server).length).toBe(all);
  expect(operations(server).filter((each) => each.quarantined)).toHaveLength(quarantined);
}

/** Counts for the table once everything is quiet. */
async function account(server: Server, phone: Phone, written: number) {
  const there = operations(server).length;
  writeDown({
    fault: "session ended with unsent work",
    injected: written,
    operations: written,
    lost: Math.max(0, written - there),
    duplicated: Math.max(0, there - written),
    stuck: await phone.outbox(),
  });
}

async function says(phone: Phone, sentence: string) {
  await phone.go("today");
  await expect(phone.syncLine).toContainText(sentence);
}

async function waitingSays(phone: Phone, sentence: string) {
  await phone.go("me");
  await phone.page.click('a[href="/me/waiting"]');
  await expect(phone.page.getByText(sentence).first()).toBeVisible();
}

test("a session expires", async ({ server, phone }) => {
  const [name] = await phone.names();
  for (const [place, { way, reload }] of EACH_WAY.entries()) {
    await test.step(way, async () => {
      await writeWhile(phone, name!, reload, () => expireSessions(server));
      await arrived(server, place + 1, 0);
      await says(phone, en.sign_in_for_updates!);
      await phone.go("me");
      await phone.signInAgain();
      await phone.everythingSent();
    });
  }
  await account(server, phone, EACH_WAY.length);
});

test("the password is reset", async ({ server, phone }) => {
  const [name] = await phone.names();
  for (const [place, { way, reload }] of EACH_WAY.entries()) {
    await test.step(way, async () => {
      const password = `${PASSPHRASE}, once more ${place}`;
      await writeWhile(phone, name!, reload, async () => {
        await server.stop();
        server.resetPassword("dana", password);
        await server.start();
      });
      await arrived(server, place + 1, 0);
      await says(phone, en.sign_in_for_updates!);
      await phone.go("me");
      await phone.signInAgain(password);
      await phone.everythingSent();
    });
  }
  await account(server, phone, EACH_WAY.length);
});

for (const why of ["left", "lost"] as const) {
  for (const { way, reload } of EACH_WAY) {
    test(`the phone is revoked as ${why}, ${way}`, async ({ server, phone }) => {
      const [name] = await phone.names();
      await writeWhile(phone, name!, reload, () => server.revokePhones("rosa", PASSPHRASE, why));
      await arrived(server, 1, 1);
      await says(phone, en.needs_attention_count_one!);
      await waitingSays(phone, en.quarantine_device_revoked!);
      // Its session is over; only who signs in again is told why nothing comes any more.
      await phone.go("me");
      await expect(phone.page.getByText(en.sign_in_for_updates!)).toBeVisible();
      await phone.signInAgain();
      await phone.go("me");
      await expect(phone.page.getByText(en.phone_revoked!)).toBeVisible();
      await account(server, phone, 1);
    });
  }
}

test("a worker becomes an administrator, who sees no client", async ({ server, phone }) => {
  const [name] = await phone.names();
  for (const [place, { way, reload }] of EACH_WAY.entries()) {
    await test.step(way, async () => {
      await writeWhile(phone, name!, reload, () => becomesAdministrator(server));
      await arrived(server, place + 1, place + 1);
      await waitingSays(phone, en.quarantine_not_assigned!);
      await phone.syncNow();
      await phone.go("clients");
      await expect(phone.page.locator(".person")).toHaveCount(0);
      becomesWorkerAgain(server);
      await phone.syncNow();
      await phone.go("clients");
      await expect(phone.page.locator(".person").first()).toBeVisible();
    });
  }
  await account(server, phone, EACH_WAY.length);
});

test("a client is given to another worker", async ({ server, phone }) => {
  const names = await phone.names();
  for (const [place, { way, reload }] of EACH_WAY.entries()) {
    await test.step(way, async () => {
      const name = names[place]!;
      await phone.openClient(name);
      const client = new URL(phone.page.url()).pathname.split("/").at(-1)!;
      await writeWhile(phone, name, reload, () => transfer(server, client));
      await arrived(server, place + 1, place + 1);
      await waitingSays(phone, en.quarantine_not_assigned!);
      await phone.syncNow();
      await expect.poll(async () => (await phone.names()).includes(name)).toBe(false);
    });
  }
  await account(server, phone, EACH_WAY.length);
});

test("whoever signs in again at a server that cannot read its agency keeps the crisis lines", async ({ server, phone }) => {
  const { page } = phone;
  const lines = async () => {
    await phone.reopen();
    await page.locator(".emergency summary").or(page.locator(".emergency")).first().click();
    return (await page.locator(".emergency").allTextContents()).join();
  };
  const before = await lines();
  expect(before).toContain("988");
  await phone.unlock();
  await phone.go("me");
  damageAgency(server);
  expireSessions(server);
  await phone.syncNow();
  await phone.signInAgain();
  expect(await lines()).toBe(before);
});
