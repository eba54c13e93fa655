import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SITE } from "./paths";

/** A copy of the site that can be given new versions: the same files under another build's id. */
export function ownSite() {
  const site = mkdtempSync(join(process.env.STREETLIGHT_SCRATCH!, "site-"));
  cpSync(SITE, site, { recursive: true });
  const worker = join(site, "sw.js");
  let { build_id: build } = JSON.parse(readFileSync(join(SITE, "build.json"), "utf8"));
  const release = (next = "e2e0000001") => {
    writeFileSync(worker, readFileSync(worker, "utf8").replaceAll(build, next));
    for (const packed of [".br", ".gz"]) rmSync(worker + packed, { force: true });
    build = next;
  };
  return { site, release };
}
