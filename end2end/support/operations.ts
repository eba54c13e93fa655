import { randomBytes, randomUUID } from "node:crypto";
import { PASSPHRASE, type Phone } from "./phone";
import { keyOf, seal } from "./seals";

export type Enrolment = { device: string; token: string; key: Buffer };

/** The enrolment of an open phone of Dana's, with the key that its owner may ask the server for. */
export async function enrolment(phone: Phone): Promise<Enrolment> {
  const { device, token, key } = await phone.page.evaluate(async (password) => {
    const ask = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const database = await ask(indexedDB.open("streetlight"));
    const [bytes] = await ask(database.transaction("profiles").objectStore("profiles").getAll());
    database.close();
    const profile = JSON.parse(new TextDecoder().decode(bytes));
    const post = (path: string, body?: object) =>
      fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: body && JSON.stringify(body),
      });
    const path = `/api/v1/devices/${profile.device_id}/key`;
    let answer = await post(path);
    // Some minutes after it was given the password is asked for again, and a journey may come late.
    if (answer.status === 401) {
      await post("/api/v1/session", { login: "dana", password, device_id: profile.device_id });
      answer = await post(path);
    }
    const { key } = await answer.json();
    return { device: profile.device_id, token: profile.deposit_token, key };
  }, PASSPHRASE);
  return { device, token, key: Buffer.from(key, "base64url") };
}

/**
 * Seals an operation as this phone would and delivers it in its name: for what has no screen, and
 * for bytes that no screen makes. Answers the receipt's outcome.
 */
export async function deliver(phone: Phone, payload: object): Promise<unknown> {
  const { device, token, key } = await enrolment(phone);
  const op_id = randomUUID();
  const at = new Date().toISOString().replace("Z", "+00:00");
  const operation = { op_id, device_seq: Date.now(), schema: 1, occurred_at: at, payload };
  const plain = Buffer.from(JSON.stringify(operation));
  const place = `streetlight/1/outbox/${device}/${op_id}`;
  const sealed = seal(keyOf(key, device, "outbox"), randomBytes(12), place, plain);
  const answer = await fetch(`${phone.url}/api/v1/push`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Deposit ${token}` },
    body: JSON.stringify({
      device_id: device,
      operations: [{ op_id, sealed: sealed.toString("base64url") }],
    }),
  });
  if (!answer.ok) throw new Error(`push: ${answer.status} ${await answer.text()}`);
  return (await answer.json()).receipts[0].outcome;
}

/** That the plan of a colleague's client is opened now. */
export const opened = (client: string) => ({
  crisis_plan_opened: {
    lookup_id: randomUUID(),
    client_id: client,
    version: 1,
    at: new Date().toISOString().replace("Z", "+00:00"),
    offline: false,
    reason: "on_call",
    why: "colleague_asked",
  },
});
