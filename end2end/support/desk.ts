import { operations, putOnCall } from "./database";
import { deliver, opened } from "./operations";
import { PASSPHRASE, type Phone, type PhoneOptions } from "./phone";
import type { Server } from "./server";
import { expect } from "./test";
import { type en, inDays } from "./words";

/**
 * A supervisor and an administrator at the same kind of device, with one note in the quarantine, a turn on
 * the roster and a plan opened outside of it.
 */
export async function desk(server: Server, newPhone: (options?: PhoneOptions) => Promise<Phone>, options: PhoneOptions, words: typeof en) {
  const worker = await newPhone();
  await worker.enrol();
  const [client] = await worker.names();
  await worker.openClient(client!);
  const id = new URL(worker.page.url()).pathname.split("/").at(-1)!;
  await deliver(worker, opened(id));
  putOnCall(server, 24 * 60);
  await worker.context.setOffline(true);
  const quote = "The dog comes too.";
  await worker.logContact(client!, { seenHeard: "At the shelter, rested.", quote, nextStep: { text: "Call", due: inDays(30) } });
  await server.revokePhones("rosa", PASSPHRASE, "left");
  await worker.context.setOffline(false);
  await expect.poll(() => operations(server).length).toBe(2);
  const phones: Phone[] = [];
  for (const login of ["rosa", "admin"]) {
    const phone = await newPhone(options);
    phone.words = words;
    await phone.enrol(login);
    phones.push(phone);
  }
  return { supervisor: phones[0]!, administrator: phones[1]! };
}
