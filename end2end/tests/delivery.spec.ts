import { operations } from "../support/database";
import { PASSPHRASE, type Phone } from "../support/phone";
import type { Server } from "../support/server";
import { expect, test } from "../support/test";
import { en } from "../support/words";

test.describe.configure({ retries: 0 });

/** The system's call to the service worker that there is a network, once the page is gone. */
async function systemOf(phone: Phone, server: Server) {
  const worker = await phone.context.newCDPSession(phone.page);
  const registrationId = await new Promise<string>((found) => {
    worker.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      if (registrations[0]) found(registrations[0].registrationId);
    });
    void worker.send("ServiceWorker.enable");
  });
  return async () => {
    await phone.page.goto("about:blank");
    const origin = server.url;
    const call = { origin, registrationId, tag: "deliver-outbox", lastChance: false };
    await worker.send("ServiceWorker.dispatchSyncEvent", call);
  };
}

test("the service worker delivers when no page is open, and the page settles it later", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  await server.stop();
  await phone.logContact(name!, { seenHeard: "Left the app before the signal came back." });
  await server.start();
  // The page is gone; only the worker is left to send anything.
  const callWorker = await systemOf(phone, server);
  await callWorker();
  await expect.poll(() => operations(server).length).toBe(1);

  await phone.reopen();
  await phone.unlock();
  await phone.everythingSent();
  expect(operations(server)).toHaveLength(1);
  await phone.openClient(name!);
  await expect(phone.timeline.filter({ hasText: "Left the app" })).toHaveCount(1);
});

const PUSH = "POST /api/v1/push";
const PULL = "GET /api/v1/pull";

test("the time a busy server asked for is kept across a lock, by the page and by the worker", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  const asked = await server.becomeBusy(600);
  const times = (what: string) => asked.filter((each) => each === what).length;
  await phone.logContact(name!, { seenHeard: "While the server had its hands full." });
  await expect.poll(() => times(PUSH)).toBe(1);
  await phone.syncNow();
  await expect.poll(() => times(PULL)).toBe(1);

  // Locked, the page has looked at its outbox once it says how much is in there.
  await phone.reopen();
  await expect(phone.page.locator("main > p.quiet")).toContainText("1");
  await phone.unlock();
  await phone.syncNow();
  await expect(phone.page.getByRole("button", { name: en.sync_now })).toBeVisible();
  const callWorker = await systemOf(phone, server);
  await callWorker();
  await phone.page.waitForTimeout(1_500);
  expect([times(PUSH), times(PULL)]).toEqual([1, 1]);
});

test("the page keeps to the time that the worker was asked for", async ({ server, phone }) => {
  const [name] = await phone.names();
  await server.stop();
  await phone.logContact(name!, { seenHeard: "Only the worker has heard of it." });
  const callWorker = await systemOf(phone, server);
  await phone.page.goto("about:blank");
  const asked = await server.becomeBusy(600);
  await callWorker();
  await expect.poll(() => asked).toEqual([PUSH]);
  await phone.reopen();
  await expect(phone.page.locator("main > p.quiet")).toContainText("1");
  expect(asked.filter((each) => each === PUSH)).toHaveLength(1);
});

test("a server restored from before this phone was enrolled learns of it again", async ({
  server,
  newPhone,
}) => {
  const before = server.backup();
  const phone = await newPhone();
  await phone.enrol();
  const [name] = await phone.names();
  await phone.logContact(name!, { seenHeard: "Written between the backup and the fire." });
  await phone.everythingSent();

  await server.stop();
  server.restore(before);
  await server.start();
  await phone.logContact(name!, { seenHeard: "Written after the fire." });
  await phone.syncNow();
  await phone.page.click('main a[href="/sign-in"]');
  await phone.page.fill("#password", PASSPHRASE);
  await phone.page.locator("button[type=submit]:visible").click();
  await expect(phone.page.locator(".notice")).toHaveText(en.unlock_to_enrol_again!);
  await phone.unlock();
  await phone.syncNow();
  await phone.everythingSent();
  await expect.poll(() => operations(server).filter((each) => !each.quarantined).length).toBe(2);
});

test("what waits can be carried away in a file that says nothing", async ({ server, phone }) => {
  const [name] = await phone.names();
  await server.stop();
  await phone.logContact(name!, { seenHeard: "Carried to the office on a stick." });
  await phone.go("me");
  await phone.page.click('a[href="/me/waiting"]');
  await phone.page.getByText(en.if_nothing_is_sent!).click();
  const coming = phone.page.waitForEvent("download");
  await phone.page.getByRole("button", { name: en.sealed_copy }).click();
  const file = await (await coming).createReadStream();
  let text = "";
  for await (const piece of file) text += piece;
  const push = JSON.parse(text);
  expect(push.operations).toHaveLength(1);
  expect(text).not.toContain("office");
  expect(text).not.toContain(name);
});
