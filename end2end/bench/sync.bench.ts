import { test } from "../support/test";
import { note } from "./support/figures";

const TIMES = 5;

test("the first sync of 60 clients and 5,000 contacts", async ({ newPhone }) => {
  const plans: number[] = [];
  const everything: number[] = [];
  for (let round = 0; round < TIMES; round += 1) {
    const phone = await newPhone();
    await phone.enrol();
    const marks = await phone.page.evaluate(() =>
      performance.getEntriesByType("mark").map(({ name, startTime }) => ({ name, startTime })),
    );
    const first = (name: string) => marks.find((mark) => mark.name === name)!.startTime;
    const began = first("pull");
    plans.push(marks.find((mark) => mark.name.startsWith("pull: "))!.startTime - began);
    everything.push(first("pull: all kept") - began);
    await phone.stop();
  }
  note("first sync: until crisis plans can be used", "ms", plans, "200 or less");
  note("first sync: until all is stored", "ms", everything, "1000 or less");
});
