import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Server } from "./server";

const READER = `
import json, sqlite3, sys
database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True, timeout=5)
database.row_factory = sqlite3.Row
plain = lambda value: value.hex() if isinstance(value, bytes) else value
rows = [{name: plain(row[name]) for name in row.keys()} for row in database.execute(sys.argv[2])]
print(json.dumps(rows))
`;

type Row = Record<string, string | number | null>;

/** Reads the server's file, beside a running server too. Blobs come as hex. */
function query(server: Server, sql: string): Row[] {
  const file = join(server.data, "streetlight.db");
  return JSON.parse(execFileSync("python3", ["-c", READER, file, sql], { encoding: "utf8" }));
}

export type Delivered = { opId: string; device: string; quarantined: string | null };

/** Every operation that phones delivered. */
export function operations(server: Server): Delivered[] {
  return query(server, "select op_id, device_id, quarantined from operation").map((row) => ({
    opId: row.op_id as string,
    device: row.device_id as string,
    quarantined: row.quarantined as string | null,
  }));
}

/** The `detail` of every audit entry about an action. */
export function audited(server: Server, action: string): Record<string, unknown>[] {
  const rows = query(server, "select action, detail from audit_event order by seq");
  return rows.filter((row) => row.action === action).map((row) => JSON.parse(row.detail as string));
}

/** How many rows a table holds. */
export function count(server: Server, table: "contact" | "contact_addendum" | "client"): number {
  return query(server, `select count(*) as n from ${table}`)[0]!.n as number;
}
