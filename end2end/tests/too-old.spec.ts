import { expect, test } from "@playwright/test";
import { count } from "../support/database";
import { Phone } from "../support/phone";
import { Server } from "../support/server";
import { ownSite } from "../support/site";
import { en } from "../support/words";

test("for a server of a newer protocol the app keeps every note, offers the update, and delivers", async () => {
  const { site, release } = ownSite();
  const server = await Server.start(site);
  const phone = await Phone.start(server.url);
  try {
    await phone.enrol();
    const { page } = phone;
    const [name] = await phone.names();
    const before = count(server, "contact");
    await server.stop();
    release();
    await server.start("--oldest-protocol", "2");
    await phone.logContact(name!, { seenHeard: "Written by the app of yesterday" });
    await phone.syncNow();
    await expect(page.getByText(en.app_too_old!)).toBeVisible();
    // It looks for the update by itself.
    const update = page.getByRole("button", { name: en.update_now });
    await expect(update).toBeVisible({ timeout: 30_000 });
    await phone.go("today");
    await expect(phone.syncLine).toContainText(en.app_too_old!);
    expect(await phone.outbox()).toBe(1);
    expect(count(server, "contact")).toBe(before);

    await phone.go("me");
    await update.click();
    await expect(page.locator("#passcode")).toBeVisible({ timeout: 30_000 });
    await phone.unlock();
    expect(await phone.outbox()).toBe(1);
    // The new app would speak the new protocol; here the server speaks the old one again.
    await server.stop();
    await server.start();
    await phone.syncNow();
    await phone.everythingSent();
    expect(count(server, "contact")).toBe(before + 1);
    expect(phone.faults).toEqual([]);
  } finally {
    await phone.stop();
    await server.stop();
  }
});
