// Published vectors name keys, nonces and infos that the app never uses, and nothing for tests is
// shipped to phones. So they are held against a second implementation here (OpenSSL), and that one
// against what the app's own WebCrypto path makes and opens in Chromium. The server's functions run
// the vectors themselves: server/src/keys/vectors.rs.
import { enrolment } from "../support/operations";
import { bytesOf, derive, keyOf, open, seal } from "../support/seals";
import { expect, test } from "../support/test";

test("the second implementation agrees with the published vectors", () => {
  // Test cases 14 and 16 of the GCM specification by McGrew and Viega, appendix B.
  const zeros = Buffer.alloc(32);
  expect(seal(zeros, Buffer.alloc(12), "", Buffer.alloc(16)).toString("hex")).toBe(
    `01${"00".repeat(12)}cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919`,
  );
  const key = bytesOf("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
  const nonce = bytesOf("cafebabefacedbaddecaf888");
  const place = bytesOf("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const plain = bytesOf(`d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
    1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39`);
  const record = seal(key, nonce, place, plain);
  expect(record.subarray(13).toString("hex")).toBe(
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa" +
      "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662" +
      "76fc6ece0f4e1768cddf8853bb2d551b",
  );
  expect(open(key, place, record)).toEqual(plain);
  expect(() => open(key, "another place", record)).toThrow();
  // RFC 5869, appendix A.1, of which the first 32 bytes.
  const secret = Buffer.alloc(22, 0x0b);
  const derived = derive(secret, bytesOf("000102030405060708090a0b0c"), bytesOf("f0f1f2f3f4f5f6f7f8f9"));
  expect(derived.toString("hex")).toBe(
    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
  );
});

test("what the app seals in the browser opens in the second implementation, and the other way round", async ({
  server,
  phone,
}) => {
  const { page } = phone;
  const [name] = await phone.names();
  const { device, key } = await enrolment(phone);
  await server.stop();
  await phone.logContact(name!, { seenHeard: "Sealed by the browser" });
  await phone.openForm();
  await page.fill("#seen-heard", "A draft by the browser");
  await expect(page.locator(".kept")).toHaveText(/./);
  const client = new URL(page.url()).pathname.split("/").find((part) => part.length === 36)!;
  const draft = `contact/${client}`;
  await expect.poll(() => stored(page, device, "drafts", draft)).not.toBeNull();

  await test.step("the outbox", async () => {
    const found = await page.evaluate(() =>
      Object.entries({ ...localStorage }).find(([key]) => key.startsWith("streetlight/outbox/")),
    );
    const op_id = found![0].split("/").at(-1)!;
    const { sealed } = JSON.parse(JSON.parse(found![1]));
    const place = `streetlight/1/outbox/${device}/${op_id}`;
    const record = Buffer.from(sealed, "base64url");
    const operation = JSON.parse(open(keyOf(key, device, "outbox"), place, record).toString());
    expect(operation.op_id).toBe(op_id);
    expect(operation.payload.contact_signed.seen_heard).toBe("Sealed by the browser");
    expect(() => open(keyOf(key, device, "read-copy"), place, record)).toThrow();
  });

  await test.step("the read copy", async () => {
    const place = `streetlight/1/drafts/${device}/${draft}`;
    const readKey = keyOf(key, device, "read-copy");
    const record = Buffer.from((await stored(page, device, "drafts", draft))!);
    const words = JSON.parse(open(readKey, place, record).toString());
    expect(words.seen_heard).toBe("A draft by the browser");

    // The same draft with other words, sealed by the other side, opens in the app.
    await phone.go("today");
    const plain = Buffer.from(JSON.stringify({ ...words, seen_heard: "A draft by OpenSSL" }));
    const forged = seal(readKey, Buffer.alloc(12, 7), place, plain);
    await store(page, device, "drafts", draft, [...forged]);
    await phone.openClient(name!);
    await phone.openForm();
    await expect(page.locator("#seen-heard")).toHaveValue("A draft by OpenSSL");
  });
});

type Page = import("@playwright/test").Page;

/** The bytes under a key of a phone's database. */
const stored = (page: Page, device: string, store: string, key: string) =>
  page.evaluate(
    ([name, store, key]) =>
      new Promise<number[] | null>((done) => {
        const opening = indexedDB.open(name!);
        opening.onsuccess = () => {
          const reading = opening.result.transaction(store!).objectStore(store!).get(key!);
          reading.onsuccess = () => {
            opening.result.close();
            done(reading.result ? [...reading.result] : null);
          };
        };
      }),
    [`streetlight-${device}`, store, key],
  );

const store = (page: Page, device: string, store: string, key: string, bytes: number[]) =>
  page.evaluate(
    ([name, store, key, bytes]) =>
      new Promise<void>((done) => {
        const opening = indexedDB.open(name as string);
        opening.onsuccess = () => {
          const writing = opening.result.transaction(store as string, "readwrite");
          writing.objectStore(store as string).put(new Uint8Array(bytes as number[]), key as string);
          writing.oncomplete = () => {
            opening.result.close();
            done();
          };
        };
      }),
    [`streetlight-${device}`, store, key, bytes] as const,
  );
