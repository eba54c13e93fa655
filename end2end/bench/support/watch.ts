import type { CDPSession, Page } from "@playwright/test";
import type { Phone } from "../../support/phone";

declare global {
  interface Window {
    /** Milliseconds of the page's clock at which a frame with this selector was there. */
    shownAt: (selector: string) => Promise<number>;
  }
}

/** Gives every page of a phone a way to say when a frame with something on it was drawn. */
export async function watch(phone: Phone) {
  await phone.context.addInitScript(() => {
    window.shownAt = (selector) =>
      new Promise((resolve) => {
        const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
        if (document.querySelector(selector)) return drawn();
        const observer = new MutationObserver(() => {
          if (!document.querySelector(selector)) return;
          observer.disconnect();
          drawn();
        });
        observer.observe(document, { childList: true, subtree: true });
      });
  });
}

/** Slows the processor down, as on a cheap phone. */
export async function throttle(page: Page, rate: number): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  return session;
}

/** Ends every service worker, so that the next navigation starts one. */
export async function stopWorkers(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send("ServiceWorker.enable");
  await session.send("ServiceWorker.stopAllWorkers");
  await session.detach();
}

/** When the app left a mark of this name last, on the page's clock. */
export async function markedAt(page: Page, name: string): Promise<number> {
  return page.evaluate((name) => performance.getEntriesByName(name, "mark").at(-1)?.startTime ?? NaN, name);
}
