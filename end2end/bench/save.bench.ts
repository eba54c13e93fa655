import type { Page } from "@playwright/test";
import { test } from "../support/test";
import { en } from "../support/words";
import { median, note } from "./support/figures";

const TIMES = 12;
/** What the bare write says when it is on disk, where the app says that a note is saved. */
const BARE_SAVED = "Put on disk.";

/**
 * Milliseconds from a tap until a frame with the sentence is drawn. The same for both, so that
 * whatever else is in it (the frame, the browser's own way from a finger to the page) is in both.
 */
async function span(page: Page, button: string, sentence: string): Promise<number> {
  const measured = page.evaluate(
    async ([button, sentence]) => {
      const notice = document.querySelector(".notice")!;
      const tapped = new Promise<number>((tap) => {
        const listen = (event: Event) => {
          if (!(event.target as Element).closest("button")?.textContent?.includes(button!)) return;
          removeEventListener("click", listen, true);
          tap(event.timeStamp);
        };
        addEventListener("click", listen, true);
      });
      const said = new Promise<number>((drawn) => {
        const observer = new MutationObserver(() => {
          if (!notice.textContent?.includes(sentence!)) return;
          observer.disconnect();
          requestAnimationFrame(() => requestAnimationFrame(() => drawn(performance.now())));
        });
        observer.observe(notice, { childList: true, subtree: true, characterData: true });
      });
      return [await tapped, await said] as const;
    },
    [button, sentence],
  );
  await page.getByRole("button", { name: button, exact: true }).click();
  const [tapped, said] = await measured;
  return said - tapped;
}

test("saving a note, against a bare strict write of the same size", async ({ server, phone }) => {
  const { page } = phone;
  const [name] = await phone.names();
  await server.stop();
  const [bare, saved]: [number[], number[]] = [[], []];
  for (let round = 0; round < TIMES; round += 1) {
    await phone.openClient(name!);
    await phone.openForm();
    await page.fill("#seen-heard", "She spoke of the harbor and of the two dogs. ".repeat(20));
    await page.getByText(en.draft_kept!).waitFor();
    // What was said before goes by itself.
    await page.locator(".notice p").waitFor({ state: "detached" });
    await page.evaluate(async (sentence) => {
      const open = indexedDB.open("bench", 1);
      open.onupgradeneeded = () => open.result.createObjectStore("puts");
      await new Promise((ready) => (open.onsuccess = ready));
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button wide";
      button.textContent = "Put";
      button.onclick = async () => {
        const write = open.result.transaction("puts", "readwrite", { durability: "strict" });
        write.objectStore("puts").put(new Uint8Array(1_800), String(performance.now()));
        // As the app does: without it the browser waits for the page, which is drawing.
        write.commit();
        await new Promise((done) => (write.oncomplete = done));
        const said = document.createElement("p");
        said.textContent = sentence;
        document.querySelector(".notice")!.append(said);
        open.result.close();
        button.remove();
      };
      document.querySelector("form.log")!.append(button);
    }, BARE_SAVED);
    bare.push(await span(page, "Put", BARE_SAVED));
    await page.evaluate(() => document.querySelector(".notice p")!.remove());
    await phone.readBack();
    saved.push(await span(page, en.sign!, en.note_saved!));
    await phone.timeline.first().waitFor();
  }
  note("save: a bare strict write, from the tap to its sentence", "ms", bare);
  note("save: a note, from the tap to \"saved\"", "ms", saved);
  // Below one it would have done less than write: then the two do not measure the same.
  note("save: as a ratio to the bare write", "times", saved.map((ms) => ms / median(bare)), "1 to 3");
});
