import { test } from "../support/test";
import { en } from "../support/words";
import { median, note } from "./support/figures";

const TIMES = 12;

test("saving a note, against a bare strict write of the same size", async ({ server, phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await server.stop();
  for (let round = 0; round < TIMES; round += 1) {
    await phone.openClient(name!);
    await phone.openForm();
    await page.fill("#seen-heard", "She spoke of the harbor and of the two dogs. ".repeat(20));
    await page.getByText(en.draft_kept!).waitFor();
    // From a tap on the same screen, so that both wait for the same frame to be drawn.
    await page.evaluate(async () => {
      const open = indexedDB.open("bench", 1);
      open.onupgradeneeded = () => open.result.createObjectStore("puts");
      await new Promise((ready) => (open.onsuccess = ready));
      const button = document.createElement("button");
      button.type = "button";
      button.id = "bare";
      button.className = "button wide";
      button.textContent = "Put";
      button.onclick = async () => {
        performance.mark("bare");
        const write = open.result.transaction("puts", "readwrite", { durability: "strict" });
        write.objectStore("puts").put(new Uint8Array(1_800), String(performance.now()));
        // As the app does: without it the browser waits for the page, which is drawing.
        write.commit();
        await new Promise((done) => (write.oncomplete = done));
        performance.mark("bare: kept");
        open.result.close();
        button.remove();
      };
      document.querySelector("form.log")!.append(button);
    });
    await page.click("#bare");
    await page.locator("#bare").waitFor({ state: "detached" });
    await phone.sign();
    await phone.timeline.first().waitFor();
  }
  const between = async (from: string, to: string) => {
    const marks = (name: string) =>
      page.evaluate((name) => performance.getEntriesByName(name, "mark").map((mark) => mark.startTime), name);
    const [began, ended] = [await marks(from), await marks(to)];
    return began.map((at, round) => ended[round]! - at);
  };
  const [bare, saved] = [await between("bare", "bare: kept"), await between("save", "save: kept")];
  note("save: a bare strict write of the same size", "ms", bare);
  note("save: until the note is on disk", "ms", saved);
  note("save: as a ratio to the bare write", "times", saved.map((ms) => ms / median(bare)), "3 or less");
});
