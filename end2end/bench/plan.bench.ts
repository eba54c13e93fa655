import { test } from "../support/test";
import { note } from "./support/figures";
import { throttle, watch } from "./support/watch";

test("from the tap to the crisis plan", async ({ phone }) => {
  await watch(phone);
  await phone.reopen();
  await phone.unlock();
  const names = (await phone.names()).slice(0, 12);
  for (const rate of [1, 4]) {
    const taken: number[] = [];
    for (const name of names) {
      await phone.openClient(name);
      const session = await throttle(phone.page, rate);
      taken.push(
        await phone.page.evaluate(async () => {
          const began = performance.now();
          document.querySelector<HTMLElement>(".lamp")!.click();
          return (await window.shownAt("article.plan, .empty")) - began;
        }),
      );
      await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
      await session.detach();
    }
    note(`crisis plan ${rate}x: from the tap to the screen`, "ms", taken, "300 or less");
  }
});
