import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Server } from "./server";

const PYTHON = `
import json, sqlite3, sys
mode = sys.argv[3]
database = sqlite3.connect(f"file:{sys.argv[1]}?mode={mode}", uri=True, timeout=5)
if mode == "rw":
    database.executescript(sys.argv[2])
    sys.exit()
database.row_factory = sqlite3.Row
plain = lambda value: value.hex() if isinstance(value, bytes) else value
rows = [{name: plain(row[name]) for name in row.keys()} for row in database.execute(sys.argv[2])]
print(json.dumps(rows))
`;

type Row = Record<string, string | number | null>;

/** Reads the server's file, beside a running server too. Blobs come as hex. */
function query(server: Server, sql: string): Row[] {
  const file = join(server.data, "streetlight.db");
  const script = ["-c", PYTHON, file, sql, "ro"];
  return JSON.parse(execFileSync("python3", script, { encoding: "utf8" }));
}

/** Does what there is no command for yet, in one transaction, beside a running server too. */
function change(server: Server, sql: string) {
  const file = join(server.data, "streetlight.db");
  const script = ["-c", PYTHON, file, `begin immediate; ${sql}; commit;`, "rw"];
  execFileSync("python3", script, { stdio: "pipe" });
}

/** Every session was last used long ago. */
export function expireSessions(server: Server) {
  change(server, "update session set began_at_ms = 0, seen_at_ms = 0");
}

/** Everybody gave their password so many minutes earlier than they did. */
export function ageSessions(server: Server, minutes: number) {
  change(server, `update session set began_at_ms = began_at_ms - ${minutes * 60_000}`);
}

/** Every page of a paper that is there as a whole. */
export const papers = (server: Server) => query(server, "select page_id, bytes from paper_page");

/** Whose the only phone is. */
const owner = "(select staff_id from device)";

/** The sequence number last given, or one before it. */
const head = (back = 0) => `(select head_seq - ${back} from agency where agency_id = a.agency_id)`;

/** The owner of the only phone becomes an administrator, and nobody's worker any more. */
export function becomesAdministrator(server: Server) {
  change(
    server,
    `update staff set role = 'administrator' where staff_id in ${owner};
     update agency set head_seq = head_seq + 1;
     update case_assignment as a set to_seq = ${head()}
       where staff_id in ${owner} and to_seq is null`,
  );
}

/** And a worker again, of everybody from before. */
export function becomesWorkerAgain(server: Server) {
  change(
    server,
    `update staff set role = 'worker' where staff_id in ${owner};
     update agency set head_seq = head_seq + 1;
     insert into case_assignment (agency_id, staff_id, client_id, from_seq, to_seq)
       select distinct agency_id, staff_id, client_id, ${head()}, null from case_assignment as a
       where staff_id in ${owner}`,
  );
}

/** What the agency has made its own, its crisis lines among it, loses its last byte, as on a failing disk. */
export function damageAgency(server: Server) {
  change(server, "update agency set body = substr(body, 1, length(body) - 1)");
}

/** The fact sheet of one client of the owner of the only phone loses its last byte, as on a failing disk. */
export function damageFactSheet(server: Server) {
  const theirs = `(select min(client_id) from case_assignment where staff_id in ${owner} and to_seq is null)`;
  change(
    server,
    `update document set body = substr(body, 1, length(body) - 1) where kind = 'client' and client_id = ${theirs}`,
  );
}

/** A client of the owner of the only phone becomes another worker's. */
export function transfer(server: Server, client: string) {
  const clientId = `x'${client.replaceAll("-", "")}'`;
  const colleague = `(select min(staff_id) from case_assignment where staff_id not in ${owner})`;
  change(
    server,
    `update agency set head_seq = head_seq + 2;
     update case_assignment as a set to_seq = ${head(1)}
       where client_id = ${clientId} and staff_id in ${owner} and to_seq is null;
     insert into case_assignment (agency_id, staff_id, client_id, from_seq, to_seq)
       select agency_id, ${colleague}, client_id, ${head()}, null from case_assignment as a
       where client_id = ${clientId} and staff_id in ${owner}`,
  );
}

/** The owner of the first phone is on call, for an hour before now and some minutes after. */
export function putOnCall(server: Server, minutes: number) {
  const now = Date.now();
  change(
    server,
    `insert into on_call_shift (agency_id, shift_id, staff_id, from_ms, to_ms)
       select agency_id, randomblob(16), staff_id, ${now - 3_600_000}, ${now + minutes * 60_000}
       from device order by enrolled_at_ms limit 1`,
  );
}

/** The clients of a phone's owner who have no crisis plan, as 32 hexadecimal digits. */
export function withoutPlan(server: Server, device: string): string[] {
  const rows = query(
    server,
    `select client_id from case_assignment join device using (agency_id, staff_id)
       where to_seq is null and device_id = x'${device.replaceAll("-", "")}'
       and client_id not in (select client_id from document where kind = 'crisis_plan')`,
  );
  return rows.map((row) => row.client_id as string);
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

/** How many records of a kind the server holds, or rows of a table of its own. */
export function count(
  server: Server,
  what: "contact" | "crisis_event" | "support_person" | "review" | "disclosure" | "device" | "versions of service plans",
): number {
  const tables = { device: "device", "versions of service plans": "document_version where kind = 'service_plan'" };
  const from = what in tables ? tables[what as keyof typeof tables] : `record where kind = '${what}'`;
  return query(server, `select count(*) as n from ${from}`)[0]!.n as number;
}
