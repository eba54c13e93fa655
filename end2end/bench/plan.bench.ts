import { PASSCODE, type Phone } from "../support/phone";
import { test } from "../support/test";
import { note } from "./support/figures";
import { markedAt, throttle, watch } from "./support/watch";

const TIMES = 7;

/** Plans of colleagues' clients on the phone: Dana is on call. */
async function teamPlans(phone: Phone): Promise<number> {
  await phone.go("today");
  await phone.page.click('a[href="/on-call"]');
  const rows = phone.page.locator("main .person");
  await rows.first().waitFor();
  return rows.count();
}

/** Taps the first of these as soon as it is there. */
const tap = (phone: Phone, selector: string) =>
  phone.page.evaluate(async (selector) => {
    await window.shownAt(selector);
    document.querySelector<HTMLElement>(selector)!.click();
  }, selector);

test("from the tap to the crisis plan, with the whole team's plans on the phone", async ({ phone }) => {
  await watch(phone);
  await phone.reopen();
  await phone.unlock();
  const others = await teamPlans(phone);
  const names = (await phone.names()).slice(0, 12);
  for (const rate of [1, 4]) {
    const taken: number[] = [];
    const both: number[] = [];
    for (const name of names) {
      await phone.go("clients");
      await phone.page.fill("#search", name);
      await phone.page.locator(".person").filter({ hasText: name }).first().waitFor();
      const session = await throttle(phone.page, rate);
      const [client, plan] = await phone.page.evaluate(async () => {
        const began = performance.now();
        document.querySelector<HTMLElement>(".people .person")!.click();
        await window.shownAt(".client-head .lamp");
        const there = performance.now();
        document.querySelector<HTMLElement>(".client-head .lamp")!.click();
        const shown = await window.shownAt("article.plan, .empty");
        return [shown - began, shown - there] as const;
      });
      both.push(client);
      taken.push(plan);
      await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
      await session.detach();
    }
    const on = `${others} plans of colleagues' clients beside one's own`;
    note(`crisis plan ${rate}x: from the tap to the screen (${on})`, "ms", taken, "300 or less");
    note(`crisis plan ${rate}x: from the tap on the person, and on the plan, to the screen`, "ms", both);
  }
});

test("from a locked phone to the crisis plan, without a network", async ({ server, phone }) => {
  await server.stop();
  await watch(phone);
  for (const rate of [1, 4]) {
    const taken: number[] = [];
    for (let round = 0; round < TIMES; round += 1) {
      await phone.reopen();
      const session = await throttle(phone.page, rate);
      await phone.page.fill("#passcode", PASSCODE);
      await phone.page.locator("button[type=submit]").click();
      // Two taps, each as soon as there is something to tap.
      await tap(phone, ".people .person");
      await tap(phone, ".client-head .lamp");
      const shown = await phone.page.evaluate(() => window.shownAt("article.plan"));
      taken.push(shown - (await markedAt(phone.page, "unlock: key")));
      await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
      await session.detach();
    }
    note(`crisis plan ${rate}x: from the unlocked key, through two taps, to the screen`, "ms", taken, "1000 or less");
  }
});
