import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { SCREENSHOTS } from "../support/paths";
import { expect, test } from "../support/test";

const writing = process.env.SCREENSHOTS === "1";

test("the four screens of the README draw whole", async ({ newPhone }, info) => {
  const phone = await newPhone({ deviceScaleFactor: 2, colorScheme: "light", reducedMotion: "reduce" });
  await phone.enrol();
  const { page } = phone;
  const [client] = await phone.names();
  if (writing) mkdirSync(SCREENSHOTS, { recursive: true });
  const picture = async (name: string) => {
    await page.evaluate(() => window.scrollTo(0, 0));
    await expect(page.locator(".notice p")).toHaveCount(0);
    const path = writing ? join(SCREENSHOTS, `${name}.png`) : info.outputPath(`${name}.png`);
    const bytes = await page.screenshot({ path, animations: "disabled", caret: "hide" });
    // Width and height stand in the header of a PNG file.
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([720, 1480]);
    expect(bytes.length, "not an empty screen").toBeGreaterThan(20_000);
  };

  await phone.everythingSent();
  await expect(page.locator(".person").first()).toBeVisible();
  await picture("today");
  await phone.openClient(client!);
  await picture("client");
  await phone.openForm();
  await page.fill("#seen-heard", "On the bench by the ferry stairs, with the dog. Had eaten.");
  await page.locator("#seen-heard").blur();
  await picture("log-contact");
  await page.click(".lamp");
  await expect(page.locator("article.plan .calls")).toBeVisible();
  await picture("crisis-plan");
});
