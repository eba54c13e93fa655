import { walk } from "../support/screens";
import { test } from "../support/test";
for (const [name, options] of [["light", {}], ["dark", { colorScheme: "dark" as const }], ["wide", { viewport: { width: 1280, height: 800 } }]] as const)
test(`look ${name}`, async ({ newPhone }) => {
  test.setTimeout(240_000);
  const phone = await newPhone(options);
  await phone.enrol();
  const names = await phone.names();
  for (const screen of walk(names[0]!).filter((s) => /crisis plan|shown plan/.test(s.name)).slice(0, 9)) {
    await screen.show(phone);
    await phone.page.screenshot({ path: `/tmp/look/${name}-${screen.name.replace(/[ ,]+/g, "-")}.png`, fullPage: name !== "wide" });
  }
});
