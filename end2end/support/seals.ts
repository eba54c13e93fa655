import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";

// The seals of docs/protocol.md a second time, with OpenSSL instead of the browser's cryptography:
// what the app makes has to open here, and what is made here in the app.

export const bytesOf = (hex: string) => Buffer.from(hex.replaceAll(/[^0-9a-f]/g, ""), "hex");

/** HKDF-SHA-256, 32 bytes. */
export const derive = (secret: Buffer, salt: Buffer, info: string | Buffer) =>
  Buffer.from(hkdfSync("sha256", secret, salt, info, 32));

/** The key of one purpose, from a phone's device key. */
export const keyOf = (deviceKey: Buffer, device: string, purpose: string) =>
  derive(deviceKey, bytesOf(device), `streetlight/${purpose}/v1`);

/** A record: version, nonce, AES-256-GCM cipher and tag. */
export function seal(key: Buffer, nonce: Buffer, place: string | Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([1]), nonce, sealed, cipher.getAuthTag()]);
}

/** What a record holds; throws when it is another key's or place's. */
export function open(key: Buffer, place: string | Buffer, record: Buffer): Buffer {
  if (record[0] !== 1) throw new Error("This is no record of version 1.");
  const cipher = createDecipheriv("aes-256-gcm", key, record.subarray(1, 13));
  cipher.setAAD(Buffer.from(place));
  cipher.setAuthTag(record.subarray(-16));
  return Buffer.concat([cipher.update(record.subarray(13, -16)), cipher.final()]);
}
