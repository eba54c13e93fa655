import { defineConfig } from "@playwright/test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Measurements. Nothing here passes or fails by a figure; see `make bench`.
process.env.STREETLIGHT_DEMO = "whole";
process.env.STREETLIGHT_FIGURES ??= join(mkdtempSync(join(tmpdir(), "streetlight-bench-")), "figures.jsonl");

export default defineConfig({
  testDir: "bench",
  testMatch: "*.bench.ts",
  outputDir: "results",
  globalSetup: "./support/setup.ts",
  globalTeardown: "./bench/support/print.ts",
  reporter: [["line"]],
  workers: 1,
  retries: 0,
  timeout: 600_000,
  expect: { timeout: 60_000 },
});
