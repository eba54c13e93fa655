import type { Page } from "@playwright/test";
import { operations } from "../support/database";
import type { Phone } from "../support/phone";
import type { Server } from "../support/server";
import { expect, test } from "../support/test";
import { en, inDays } from "../support/words";

test.describe.configure({ retries: 0 });

const kept = (page: Page) =>
  expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);

const quarantined = (server: Server) =>
  operations(server).filter((operation) => operation.quarantined !== null);

/** Another window on the same phone, open. */
async function window(phone: Phone): Promise<Page> {
  const page = await phone.context.newPage();
  await page.goto("/");
  await phone.unlock(undefined, page);
  return page;
}

/** Does something as whoever looks at that window. */
async function inside<T>(phone: Phone, page: Page, act: () => Promise<T>): Promise<T> {
  const before = phone.page;
  phone.page = page;
  await page.bringToFront();
  try {
    return await act();
  } finally {
    phone.page = before;
  }
}

async function openForm(phone: Phone, name: string) {
  await phone.openClient(name);
  await phone.openForm();
}

test("two windows begin a note about one client, and both notes are kept", async ({ phone, server }) => {
  const [name] = await phone.names();
  const [one, two] = [phone.page, await window(phone)];
  await inside(phone, one, () => openForm(phone, name!));
  await inside(phone, two, () => openForm(phone, name!));
  await one.bringToFront();
  await one.fill("#seen-heard", "Asked for the long blanket.");
  await kept(one);
  await two.bringToFront();
  await two.fill("#seen-heard", "Moved to the bus station.");
  await kept(two);
  await expect(two.locator(".notice")).toContainText(en.draft_beside_another!);
  await one.bringToFront();
  await one.fill("#seen-heard", "Asked for the long blanket and a hat.");
  await kept(one);
  await phone.kill();

  await phone.start();
  await phone.reopen();
  await phone.unlock();
  const found = [];
  for (let turn = 0; turn < 2; turn += 1) {
    await openForm(phone, name!);
    await expect(phone.page.locator("form.log .banner")).toContainText(en.keep_writing!);
    found.push(await phone.page.inputValue("#seen-heard"));
    await phone.sign();
    await phone.saved();
  }
  expect(found.sort()).toEqual(["Asked for the long blanket and a hat.", "Moved to the bus station."]);
  await openForm(phone, name!);
  await expect(phone.page.locator("#seen-heard")).toHaveValue("");
  await expect(phone.page.locator("form.log .banner")).toHaveCount(0);
  await phone.everythingSentAfterKill();
  expect(quarantined(server)).toEqual([]);
});

test("a draft that is open in two windows is signed in both, and is two notes", async ({ phone, server }) => {
  const [name] = await phone.names();
  const one = phone.page;
  await openForm(phone, name!);
  await one.fill("#seen-heard", "Sat with her for an hour.");
  await one.fill("#next-step", "Bring the form");
  await one.fill("#next-step-due", inDays(30));
  await kept(one);
  const two = await window(phone);
  await inside(phone, two, () => openForm(phone, name!));
  await expect(two.locator("#seen-heard")).toHaveValue("Sat with her for an hour.");
  await two.fill("#seen-heard", "Sat with her for an hour. She wants the harbor job.");
  await kept(two);
  await one.bringToFront();
  await one.fill("#seen-heard", "Sat with her for an hour. Her knee hurts.");
  await kept(one);
  await inside(phone, one, () => phone.sign());
  await phone.saved();
  await inside(phone, two, () => phone.sign());
  await inside(phone, two, () => phone.saved());
  await two.close();

  await phone.everythingSent();
  await phone.syncNow();
  await phone.openClient(name!);
  await expect(phone.timeline.filter({ hasText: "Her knee hurts." })).toHaveCount(1);
  await expect(phone.timeline.filter({ hasText: "She wants the harbor job." })).toHaveCount(1);
  await openForm(phone, name!);
  await expect(phone.page.locator("form.log .banner")).toHaveCount(0);
  expect(quarantined(server)).toEqual([]);
});

test("a note signed in one window takes no words of another with it", async ({ phone }) => {
  const [name] = await phone.names();
  const [one, two] = [phone.page, await window(phone)];
  await inside(phone, two, () => openForm(phone, name!));
  await one.bringToFront();
  await openForm(phone, name!);
  await one.fill("#seen-heard", "Waits for the clinic to call.");
  await kept(one);
  // Two taps, and nothing of it is a draft before it is signed.
  await inside(phone, two, async () => {
    await phone.choice(en.kind_of_contact!, en.kind_no_answer!).click();
    await phone.sign();
    await phone.saved();
  });
  await one.bringToFront();
  await phone.kill();

  await phone.start();
  await phone.reopen();
  await phone.unlock();
  await openForm(phone, name!);
  await expect(phone.page.locator("#seen-heard")).toHaveValue("Waits for the clinic to call.");
});

test("what is typed in one window after the other has signed is a note of its own", async ({ phone, server }) => {
  const [name] = await phone.names();
  const one = phone.page;
  await openForm(phone, name!);
  await one.fill("#seen-heard", "Showed me the new room.");
  await kept(one);
  const two = await window(phone);
  await inside(phone, two, () => openForm(phone, name!));
  await expect(two.locator("#seen-heard")).toHaveValue("Showed me the new room.");
  await inside(phone, one, () => phone.sign());
  await phone.saved();
  await two.bringToFront();
  await two.fill("#seen-heard", "Showed me the new room. The door does not lock.");
  await kept(two);
  await phone.kill();

  await phone.start();
  await phone.reopen();
  await phone.unlock();
  await expect(phone.page.locator(".drafts .person")).toHaveCount(1);
  await openForm(phone, name!);
  await expect(phone.page.locator("#seen-heard")).toHaveValue(/does not lock/);
  await phone.sign();
  await phone.saved();
  await phone.everythingSentAfterKill();
  expect(quarantined(server)).toEqual([]);
  await phone.openClient(name!);
  await expect(phone.timeline.filter({ hasText: "Showed me the new room." })).toHaveCount(2);
});
