import { expect, test } from "../support/test";
import { note } from "./support/figures";
import { throttle, watch } from "./support/watch";

test("from the client's page to the service plan, with sixty clients on the phone", async ({ phone }) => {
  await watch(phone);
  await phone.reopen();
  await phone.unlock();
  const names = (await phone.names()).slice(1, 13);
  for (const rate of [1, 4]) {
    const taken: number[] = [];
    const needs: number[] = [];
    for (const name of names) {
      await phone.go("clients");
      await phone.page.fill("#search", name);
      const person = phone.page.locator(".person").filter({ hasText: name }).first();
      await person.waitFor();
      const session = await throttle(phone.page, rate);
      const [glance, plan] = await phone.page.evaluate(async () => {
        const began = performance.now();
        document.querySelector<HTMLElement>(".people .person")!.click();
        await window.shownAt('.needs a[href$="/service_plan"]');
        // The needs above the button come with it.
        const there = await window.shownAt(".needs .people, .needs .empty");
        const tapped = performance.now();
        document.querySelector<HTMLElement>('.needs a[href$="/service_plan"]')!.click();
        const shown = await window.shownAt(".document .document-line, .document .empty");
        return [there - began, shown - tapped] as const;
      });
      needs.push(glance);
      taken.push(plan);
      await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
      await session.detach();
    }
    expect(taken.length).toBe(names.length);
    note(`service plan ${rate}x: from the tap on the client's page to the screen (60 clients)`, "ms", taken, "300 or less");
    note(`service plan ${rate}x: from the tap on the person to their needs at one glance`, "ms", needs);
  }
});
