import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BINARY, SITE } from "./paths";

/** Makes the demonstration agency once; every server starts with a copy of it. */
export default function setup() {
  for (const [what, path] of [["server", BINARY], ["app", join(SITE, "build.json")]]) {
    if (!existsSync(path!)) throw new Error(`Build the ${what} first: ${path} is missing.`);
  }
  const scratch = mkdtempSync(join(tmpdir(), "streetlight-end2end-"));
  process.env.STREETLIGHT_SCRATCH = scratch;
  const size = process.env.STREETLIGHT_DEMO === "whole" ? [] : ["--small"];
  execFileSync(BINARY, ["--data", join(scratch, "seed"), "demo", ...size], { stdio: "pipe" });
  return () => rmSync(scratch, { recursive: true, force: true });
}
