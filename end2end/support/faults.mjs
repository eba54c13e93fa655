// Adds up the lines that the fault campaign wrote, prints a table, and ends with 1 where anything
// was lost, doubled or stuck, or where a row is missing.
import { readFileSync } from "node:fs";

const ROWS = [
  "simulator seeds",
  "simulator seeds, real server and database",
  "kill -9 of the server during a push",
  "kill -9 of the browser while typing or saving",
  "reply lost after commit, request repeated",
  "request body cut at every byte",
  "disk full, read-only or failing to sync",
  "2 to 5 tabs, one older, the sending one closed mid-write",
  "session ended with unsent work",
  "server killed while pictures come",
  "connection cut and phone killed while pictures travel",
  "rows and audit log changed by hand",
];
const COUNTS = ["injected", "operations", "lost", "duplicated", "stuck"];

const lines = readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean).map(JSON.parse);
const sum = (of, name) => of.reduce((all, line) => all + (line[name] ?? 0), 0);
const notes = lines.flatMap(({ note }) => Object.keys(note ?? {}));
let bad = false;

const row = (cells) => console.log(`| ${cells.join(" | ")} |`);
row(["fault", ...COUNTS]);
row(["---", ...COUNTS.map(() => "---:")]);
for (const fault of ROWS) {
  const of = lines.filter((line) => line.fault === fault);
  const counts = COUNTS.map((name) => sum(of, name));
  bad ||= of.length === 0 || counts.slice(2).some((count) => count !== 0);
  row([fault, ...(of.length ? counts : COUNTS.map(() => "not run"))]);
}
for (const note of new Set(notes)) {
  console.log(`\n${note}: ${sum(lines.map((line) => line.note ?? {}), note)}`);
}
process.exit(bad ? 1 : 0);
