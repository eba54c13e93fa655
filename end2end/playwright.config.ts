import { defineConfig } from "@playwright/test";

/** So long that they would go on alone if they came last, as their name has it. */
const LONG = "tabs.spec.ts";

export default defineConfig({
  testDir: "tests",
  projects: [
    { name: "long", testMatch: LONG },
    { name: "short", testMatch: "*.spec.ts", testIgnore: LONG },
  ],
  outputDir: "results",
  globalSetup: "./support/setup.ts",
  reporter: [["list"]],
  // Each journey has a server and a browser of its own, and waits about as much as it works.
  fullyParallel: true,
  workers: 3,
  // A busy machine may be too slow for one screen; the summary says "flaky" then. The journeys
  // that count notes set this to 0 for themselves: a note lost once in two runs is lost.
  retries: 1,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
});
