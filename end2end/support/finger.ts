import type { CDPSession } from "@playwright/test";
import type { Phone } from "./phone";

/** A phone with a reader for fingers, whose passkeys keep secrets unless told otherwise. */
export async function withFinger(phone: Phone, hasPrf = true): Promise<{ session: CDPSession; finger: (right: boolean) => Promise<unknown> }> {
  const session = await phone.context.newCDPSession(phone.page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf,
    } as never,
  });
  const finger = (right: boolean) =>
    session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: right });
  return { session, finger };
}
