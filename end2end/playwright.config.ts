import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "tests",
  testMatch: "*.spec.ts",
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
