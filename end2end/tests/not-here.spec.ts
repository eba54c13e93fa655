// Somebody who is not on this phone: nothing is begun about nobody, and nothing that was begun is lost.
import { expect, test } from "../support/test";
import { en } from "../support/words";

const NOBODY = "/clients/01900000-0000-7000-8000-000000000000";

test("an address about nobody is one calm screen with a way on, and no form", async ({ phone }) => {
  const { page } = phone;
  for (const rest of ["", "/log", "/log/crisis", "/response", "/plan", "/plan/edit", "/plan/steps", "/facts", "/supports"]) {
    await page.goto(NOBODY + rest);
    await phone.unlock();
    await expect(page.getByRole("heading", { name: en.not_here }), rest).toBeVisible();
    await expect(page.locator("main"), rest).toContainText(en.client_not_here!);
    await expect(page.locator("main form, main textarea"), rest).toHaveCount(0);
  }
  await page.locator("main").getByRole("link", { name: en.clients, exact: true }).click();
  await expect(page.locator("#search")).toBeVisible();
});

test("a draft about somebody who was given to a colleague is found and can still be signed", async ({ phone, server }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await phone.openClient(name!);
  const client = new URL(page.url()).pathname.split("/")[2]!;
  await phone.openForm();
  await page.fill("#seen-heard", "Sat by the river with me.");
  await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
  await phone.go("today");
  server.unassign(client, "dana");
  await phone.syncNow();
  await phone.go("clients");
  await expect(page.locator(".person").filter({ hasText: name! })).toHaveCount(0);
  await page.goto(`/clients/${client}`);
  await phone.unlock();
  await expect(page.getByRole("heading", { name: en.not_here })).toBeVisible();
  await page.locator(".drafts a").click();
  await expect(page.locator("main")).toContainText(en.client_not_here!);
  await expect(page.locator("#seen-heard")).toHaveValue("Sat by the river with me.");
  await page.getByRole("button", { name: en.keep_writing }).click();
  await phone.sign();
  await phone.saved();
});
