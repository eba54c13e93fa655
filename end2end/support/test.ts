import { test as base, expect } from "@playwright/test";
import { Phone, type PhoneOptions } from "./phone";
import { Server } from "./server";

type Things = {
  /** A server with the demonstration agency. */
  server: Server;
  /** One more phone, for that server. */
  newPhone: (options?: PhoneOptions) => Promise<Phone>;
  /** Dana's phone: enrolled, open, with everything on it. */
  phone: Phone;
};

export const test = base.extend<Things>({
  server: async ({}, use, info) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
    if (info.status !== info.expectedStatus) await info.attach("server.log", { body: server.log });
  },
  newPhone: async ({ server }, use, info) => {
    const phones: Phone[] = [];
    await use(async (options) => {
      const phone = await Phone.start(server.url, options);
      phones.push(phone);
      return phone;
    });
    for (const [place, phone] of phones.entries()) {
      if (info.status !== info.expectedStatus) {
        const body = await phone.page.screenshot().catch(() => undefined);
        if (body) await info.attach(`phone-${place}`, { body, contentType: "image/png" });
      }
      await phone.stop();
    }
    expect(phones.flatMap((phone) => phone.faults), "the app never fails inside").toEqual([]);
  },
  phone: async ({ newPhone }, use) => {
    const phone = await newPhone();
    await phone.enrol();
    await use(phone);
  },
});

export { expect };
