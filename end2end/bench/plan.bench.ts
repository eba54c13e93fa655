import { randomUUID } from "node:crypto";
import { withoutPlan } from "../support/database";
import { deliver, enrolment } from "../support/operations";
import { PASSCODE, type Phone } from "../support/phone";
import type { Server } from "../support/server";
import { expect, test } from "../support/test";
import { note } from "./support/figures";
import { markedAt, throttle, watch } from "./support/watch";

const TIMES = 7;

/** A plan for those clients of a phone's owner who have none. */
async function everybodyHasAPlan(server: Server, phone: Phone) {
  for (const client_id of withoutPlan(server, (await enrolment(phone)).device)) {
    const content = {
      made_with: "client",
      client_agrees: true,
      review_due: "2030-01-01",
      items: [{ item_id: randomUUID(), section: "signs", text: "I stop eating." }],
    };
    const at = new Date().toISOString().replace("Z", "+00:00");
    const edit = { crisis_plan_id: randomUUID(), client_id, at, based_on: "nothing", content };
    expect(await deliver(phone, { crisis_plan_saved: edit })).toBe("applied");
  }
  await phone.syncNow();
  await phone.everythingSent();
}

/** Plans of colleagues' clients on the phone: Dana is on call. */
async function teamPlans(phone: Phone): Promise<number> {
  await phone.go("today");
  await phone.page.click('a[href="/on-call"]');
  const rows = phone.page.locator("main ul.people a.person");
  await expect(rows).toHaveCount(60);
  return rows.count();
}

/** Taps the first of these as soon as it is there. */
const tap = (phone: Phone, selector: string) =>
  phone.page.evaluate(async (selector) => {
    await window.shownAt(selector);
    document.querySelector<HTMLElement>(selector)!.click();
  }, selector);

test("from the tap to the crisis plan, with the whole team's plans on the phone", async ({ server, phone, newPhone }) => {
  const colleague = await newPhone();
  await colleague.enrol("marcus");
  await everybodyHasAPlan(server, colleague);
  await colleague.stop();
  await everybodyHasAPlan(server, phone);
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
    const on = `${others} plans of colleagues' clients beside 60 of one's own`;
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
