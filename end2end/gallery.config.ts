import { defineConfig } from "@playwright/test";
import usual from "./playwright.config";

/** Draws every screen to look at, and the README's pictures with them; `make gallery`. */
export default defineConfig({
  ...usual,
  projects: [
    { name: "gallery", testDir: "gallery" },
    { name: "readme", testDir: "tests", testMatch: "screenshots.spec.ts" },
  ],
  globalTeardown: "./gallery/page.ts",
  outputDir: "results/gallery",
  retries: 0,
  // Two walks of all screens at a time are what two cores draw without waiting for each other.
  workers: 2,
  timeout: 600_000,
});
