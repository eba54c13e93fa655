import { test as base, expect } from "@playwright/test";
import { ageSessions } from "./database";
import { Phone, type PhoneOptions } from "./phone";
import { Server } from "./server";

type Things = {
  /** A server with the demonstration agency. */
  server: Server;
  /** One more phone, for that server. */
  newPhone: (options?: PhoneOptions) => Promise<Phone>;
  /** Dana's phone: open, with everything on it, and with a password that was given an hour ago. */
  phone: Phone;
};

/** What a server and a phone left behind when Dana had enrolled hers, and the port they spoke through. */
type Enrolled = { port: number; data: string; profile: string };

// Enrolling takes longer than most journeys that begin with it. So it is done once for each process
// of the test run, and each journey gets a copy of both sides as they were then. A phone knows its
// server by the port, which therefore stays the same.
export const test = base.extend<Things, { enrolled: Enrolled }>({
  enrolled: [
    async ({}, use) => {
      const server = await Server.start();
      const phone = await Phone.start(server.url);
      await phone.enrol();
      await phone.stop();
      await server.stop();
      // What asks for a password of the last minutes must ask whichever journey comes first.
      ageSessions(server, 60);
      expect(phone.faults, "the app never fails inside").toEqual([]);
      await use({ port: server.port, data: server.data, profile: phone.profile });
    },
    { scope: "worker", timeout: 90_000 },
  ],
  server: async ({ enrolled }, use, info) => {
    const server = await Server.start(undefined, enrolled.port);
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
    await end(phones, info);
  },
  phone: async ({ server, enrolled }, use, info) => {
    await server.takeOver(enrolled.data);
    const phone = await Phone.start(server.url, {}, enrolled.profile);
    try {
      await phone.page.goto("/");
      await phone.unlock();
      await phone.everythingSent();
      await phone.workerReady();
      await use(phone);
    } finally {
      await end([phone], info);
    }
  },
});

async function end(phones: Phone[], info: ReturnType<typeof test.info>) {
  for (const [place, phone] of phones.entries()) {
    if (info.status !== info.expectedStatus) {
      const body = await phone.page.screenshot().catch(() => undefined);
      if (body) await info.attach(`phone-${place}`, { body, contentType: "image/png" });
      // Printed with the rest, for whoever has no more than what was printed.
      const shown = await phone.page.locator("body").innerText({ timeout: 2_000 }).catch(() => "nothing");
      await info.attach(`phone-${place}, ${phone.page.url()}`, { body: shown });
    }
    // What a journey put between the phone and the network may be on its way still.
    await phone.context.unrouteAll({ behavior: "ignoreErrors" }).catch(() => {});
    await phone.stop();
  }
  expect(phones.flatMap((phone) => phone.faults), "the app never fails inside").toEqual([]);
}

export { expect };
