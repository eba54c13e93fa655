// The service worker's half of delivery, played without a browser: `app/sync/tests/deliveries.json`
// says what goes with what and what answers mean, and `app/sync/tests/deliveries.rs` holds the app to
// the same cases.
import { expect, test } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { inRepository } from "../support/paths";

/** When each case is played, by the phone. */
const NOW = 1_764_000_000_000;

type Asked = { push?: object; pull?: object };
type Exchange = {
  sends: string[];
  status: number;
  code?: string;
  retry_after?: number;
  receipts?: object[];
  body?: string;
};
type Case = {
  case: string;
  asked?: Asked;
  waiting: { op_id: string }[];
  pushes: Exchange[];
  ends: "done" | "later";
  keeps?: Asked;
};
type Bytes = Uint8Array<ArrayBuffer>;
type Entry = { about: Bytes; sealed: Bytes };
type Worker = {
  sendAll(
    profile: { device_id: string; deposit_token: string },
    entries: Entry[],
    asked: Asked,
    keep: (push?: object) => Promise<unknown>,
  ): Promise<boolean>;
  keepAsked(meta: object, push?: object): unknown;
};

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** What the worker's script defines, in a world where `answer` stands for the server. */
function worker(answer: (push: { operations: { op_id: string }[] }) => Response): Worker {
  const world = createContext({
    self: { addEventListener: () => {} },
    fetch: async (_: string, { body }: { body: string }) => answer(JSON.parse(body)),
    AbortSignal,
    TextDecoder,
    TextEncoder,
    btoa,
  });
  runInContext(readFileSync(inRepository("public/sw.js"), "utf8"), world);
  runInContext(`Date.now = () => ${NOW}`, world);
  return world as unknown as Worker;
}

/** The store where what the server asked for lies, as far as the worker uses it. */
function metaStore(lies?: Asked) {
  const store = {
    value: lies && bytes(lies),
    wasWritten: false,
    get() {
      const reading = { result: store.value, onsuccess: () => {} };
      queueMicrotask(() => reading.onsuccess());
      return reading;
    },
    put(value: Bytes) {
      store.value = value;
      store.wasWritten = true;
    },
  };
  return store;
}

function respond({ status, code, retry_after, receipts, body }: Exchange): Response {
  const headers: Record<string, string> = retry_after === undefined ? {} : { "retry-after": `${retry_after}` };
  if (body) return new Response(`<p>${body}</p>`, { status, headers });
  return Response.json(receipts ? { receipts } : { code, sentence: "No." }, { status, headers });
}

test("what the worker cannot read stays, and holds nothing else up", async () => {
  const sent: string[][] = [];
  const { sendAll } = worker(({ operations }) => {
    sent.push(operations.map(({ op_id }) => op_id));
    return Response.json({ receipts: [null, { op_id: "1", hash: "h", outcome: "applied" }] });
  });
  const entry = (about: unknown) => ({ about: bytes(about), sealed: new Uint8Array(3) });
  const own = { op_id: "1", hash: "h", device_seq: 1, size: 3, tries: 0, state: {} };
  const odd = [{ from: "a newer app" }, null, [], 7, "text", { op_id: 5, device_seq: 2, size: 3 }, { op_id: "2", size: 3 }];
  const broken = [null, {}, { about: new Uint8Array([123, 1]), sealed: new Uint8Array(3) }, { about: bytes({ ...own, op_id: "3" }) }];
  const entries = [...odd.map(entry), ...(broken as Entry[]), entry(own)];
  expect(await sendAll({ device_id: "d", deposit_token: "t" }, entries, {}, async () => {})).toBe(true);
  expect(sent).toEqual([["1"]]);
});

test("a phone that the worker cannot read holds no other phone of the browser up", async () => {
  const sent: string[] = [];
  const world = worker(({ operations }) => {
    sent.push(...operations.map(({ op_id }) => op_id));
    return Response.json({ receipts: operations.map(({ op_id }) => ({ op_id, hash: "h", outcome: "applied" })) });
  });
  const own = { op_id: "1", hash: "h", device_seq: 1, size: 3, tries: 0, state: {} };
  const phones = ["broken", "whole"];
  Object.assign(world, {
    indexedDB: { databases: async () => ["streetlight", ...phones.map((phone) => `streetlight-${phone}`)].map((name) => ({ name })) },
    inStore: async (database: string, store: string) => {
      const profiles = phones.map((device_id) => bytes({ device_id, deposit_token: "t" }));
      if (store === "profiles") return [bytes(null), new Uint8Array([123, 1]), ...profiles];
      if (database === "streetlight-broken") throw new Error("this database does not open");
      // Nor does what the server once asked of this phone read any more.
      if (store === "meta") return new Uint8Array([123, 1]);
      return store === "outbox" ? [{ about: bytes(own), sealed: new Uint8Array(3) }] : undefined;
    },
  });
  // The system is told that not all went, and calls again.
  const { deliver } = world as unknown as { deliver(): Promise<void> };
  const told = await deliver().then(() => "", (error: { message: string }) => error.message);
  expect(told).toContain("not everything went");
  expect(sent).toEqual(["1"]);
});

test("what cannot be read of an earlier wait is replaced by the next", async () => {
  for (const lies of [undefined, new Uint8Array([123, 1]), bytes(null), bytes("text"), bytes(7)]) {
    const { keepAsked } = worker(() => Response.error());
    const meta = metaStore();
    meta.value = lies as Bytes | undefined;
    keepAsked(meta, { until_ms: 1 });
    await new Promise((done) => setImmediate(done));
    expect(JSON.parse(new TextDecoder().decode(meta.value))).toEqual({ push: { until_ms: 1 } });
  }
});

for (const { case: name, asked, waiting, pushes, ends, keeps } of JSON.parse(
  readFileSync(inRepository("app/sync/tests/deliveries.json"), "utf8"),
) as Case[]) {
  test(`the worker delivers as the app does: ${name}`, async () => {
    const sent: string[][] = [];
    const left = [...pushes];
    const { sendAll, keepAsked } = worker(({ operations }) => {
      sent.push(operations.map(({ op_id }) => op_id));
      const next = left.shift();
      if (!next) throw new Error(`one push too many: ${sent.at(-1)}`);
      return respond(next);
    });
    const meta = metaStore(asked);
    // As they come out of the database, by id.
    const entries = [...waiting]
      .sort((a, b) => (a.op_id < b.op_id ? -1 : 1))
      .map((about) => ({ about: bytes(about), sealed: new Uint8Array(3) }));
    const keep = async (push?: object) => {
      keepAsked(meta, push);
      await new Promise((done) => setImmediate(done));
    };
    const isDone = await sendAll({ device_id: "d", deposit_token: "t" }, entries, asked ?? {}, keep);
    expect(sent).toEqual(pushes.map(({ sends }) => sends));
    expect(isDone ? "done" : "later").toBe(ends);
    const kept = meta.wasWritten ? JSON.parse(new TextDecoder().decode(meta.value)) : undefined;
    expect(kept).toEqual(keeps);
  });
}
