import { operations } from "../support/database";
import { PASSPHRASE } from "../support/phone";
import { expect, test } from "../support/test";
import { en } from "../support/words";

test.describe.configure({ retries: 0 });

test("the service worker delivers when no page is open, and the page settles it later", async ({
  server,
  phone,
}) => {
  const [name] = await phone.names();
  await server.stop();
  await phone.logContact(name!, { seenHeard: "Left the app before the signal came back." });
  await server.start();
  const worker = await phone.context.newCDPSession(phone.page);
  const registration = await new Promise<string>((found) => {
    worker.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      if (registrations[0]) found(registrations[0].registrationId);
    });
    void worker.send("ServiceWorker.enable");
  });
  // The page is gone; only the worker is left to send anything.
  await phone.page.goto("about:blank");
  await worker.send("ServiceWorker.dispatchSyncEvent", {
    origin: server.url,
    registrationId: registration,
    tag: "deliver-outbox",
    lastChance: false,
  });
  await expect.poll(() => operations(server).length).toBe(1);

  await phone.reopen();
  await phone.unlock();
  await phone.everythingSent();
  expect(operations(server)).toHaveLength(1);
  await phone.openClient(name!);
  await expect(phone.timeline.filter({ hasText: "Left the app" })).toHaveCount(1);
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
