import { mkdtempSync, readFileSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { SITE } from "../support/paths";
import { Phone } from "../support/phone";
import { Server } from "../support/server";
import { ownSite } from "../support/site";
import { expect, test } from "../support/test";
import { en } from "../support/words";

type Icon = { src: string; sizes: string; type: string; purpose?: string };

test("the manifest makes an app that can be installed, with a neutral name", async ({
  server,
  newPhone,
}) => {
  const { page } = await newPhone();
  await page.goto("/");
  const link = await page.locator('link[rel="manifest"]').getAttribute("href");
  const answer = await fetch(new URL(link!, server.url));
  expect(answer.headers.get("content-type")).toContain("application/manifest+json");
  const manifest = await answer.json();
  expect(manifest).toMatchObject({ name: "Streetlight", display: "standalone", start_url: "/" });
  expect(JSON.stringify(manifest)).not.toMatch(/mental|crisis|health|outreach/i);
  const icons = manifest.icons as Icon[];
  for (const icon of icons) {
    const found = await fetch(new URL(icon.src, server.url));
    expect(found.status, icon.src).toBe(200);
    expect(found.headers.get("content-type"), icon.src).toContain(icon.type);
  }
  const purposes = (size: string) => icons.filter((icon) => icon.sizes === size).map((icon) => icon.purpose);
  expect(purposes("192x192")).toContain("any");
  expect(purposes("512x512")).toEqual(expect.arrayContaining(["any", "maskable"]));
});

test("the service worker is in charge and keeps the build's files, and nothing of the API", async ({
  phone,
}) => {
  await phone.reopen();
  await phone.unlock();
  await phone.syncNow();
  await phone.everythingSent();
  expect(await phone.page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toMatch(/\/sw\.js$/);
  const kept = await phone.page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return { names, paths: requests.flat().map((request) => new URL(request.url).pathname) };
  });
  const build = JSON.parse(readFileSync(join(SITE, "build.json"), "utf8"));
  const worker = readFileSync(join(SITE, "sw.js"), "utf8");
  const listed = JSON.parse(/const FILES = (\[[^\]]*\])/.exec(worker)![1]!) as { url: string }[];
  const wanted = listed.map((file) => file.url);
  expect(kept.names).toEqual([`streetlight-${build.build_id}`]);
  // Two marks are the worker's own.
  const files = kept.paths.filter((path) => !path.startsWith("/.cache/"));
  expect(files.sort()).toEqual([...wanted].sort());
  // All that a start needs is among them; pictures for the home screen are the system's.
  const built = (build.files as { path: string }[]).map((file) => file.path);
  // The clients' app has files and a service worker of its own.
  const own = built.filter((path) => !path.startsWith("/own/"));
  const needed = own.filter((path) => !["/sw.js", "/page.html"].includes(path) && !path.endsWith(".png"));
  expect([...wanted].sort()).toEqual(needed.sort());
  expect(kept.paths.filter((path) => path.startsWith("/api"))).toEqual([]);
});

test("a new version waits until the worker takes it, and the page works all along", async () => {
  const { site, release } = ownSite();
  const server = await Server.start(site);
  const phone = await Phone.start(server.url);
  try {
    await phone.enrol();
    const { page } = phone;
    await phone.reopen();
    await phone.unlock();
    release();
    await phone.reopen();
    const waiting = () =>
      page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state);
    await expect.poll(waiting).toBe("installed");

    await phone.unlock();
    const [name] = await phone.names();
    await phone.logContact(name!, { seenHeard: "Written while a new version waits." });

    await phone.reopen();
    await phone.unlock();
    await phone.go("me");
    await expect(page.getByText(en.update_ready!)).toBeVisible();
    await page.getByRole("button", { name: en.update_now }).click();
    await expect(page.locator("#passcode")).toBeVisible({ timeout: 20_000 });
    expect(await page.evaluate(() => caches.keys())).toContain("streetlight-e2e0000001");
    const running = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = (event) => resolve(event.data.build);
          navigator.serviceWorker.controller!.postMessage({ type: "version" }, [port2]);
        }),
    );
    expect(running).toBe("e2e0000001");

    await phone.unlock();
    await phone.openClient(name!);
    await expect(phone.timeline.filter({ hasText: "Written while a new version waits." })).toHaveCount(1);
    await phone.go("me");
    await expect(page.getByText(en.update_ready!)).toHaveCount(0);
    expect(phone.faults).toEqual([]);
  } finally {
    await phone.stop();
    await server.stop();
  }
});

test("a screen of a chunk opens without a network once the app is installed", async ({ server, phone }) => {
  await server.stop();
  await phone.reopen();
  await phone.unlock();
  await phone.go("me");
  await expect(phone.page.getByRole("button", { name: en.lock_now })).toBeVisible();
  await phone.go("clients");
  await phone.page.click('a[href="/clients/new"]');
  await expect(phone.page.locator("#name")).toBeVisible();
});

test("a chunk that cannot be had says what happened, and comes when it is asked for again", async () => {
  const { site } = ownSite();
  const build = JSON.parse(readFileSync(join(site, "build.json"), "utf8"));
  const chunks = (build.shell.chunks as string[]).map((path) => basename(path)).filter((name) => name.startsWith("desk."));
  expect(chunks).toHaveLength(1);
  const pkg = join(site, "pkg");
  const away = mkdtempSync(join(process.env.STREETLIGHT_SCRATCH!, "away-"));
  const move = (from: string, to: string) => {
    for (const name of chunks.flatMap((name) => [name, `${name}.br`, `${name}.gz`])) {
      renameSync(join(from, name), join(to, name));
    }
  };
  // Without it nothing is installed either: all files or none.
  move(pkg, away);
  const server = await Server.start(site);
  const phone = await Phone.start(server.url);
  try {
    const { page } = phone;
    await page.goto("/");
    await phone.signIn();
    await phone.choosePasscode();
    await phone.go("me");
    const sentence = page.getByRole("alert").filter({ hasText: en.screen_missing_text });
    await expect(sentence).toBeVisible();
    const again = page.getByRole("button", { name: en.try_again });
    await again.click();
    await expect(sentence).toBeVisible();
    // The rest of the app goes on.
    const [name] = await phone.names();
    await phone.logContact(name!, { seenHeard: "Written while a part of the app was missing." });

    await phone.go("me");
    await expect(sentence).toBeVisible();
    move(away, pkg);
    await again.click();
    await expect(page.getByRole("button", { name: en.lock_now })).toBeVisible();
    expect(phone.faults).toEqual([]);
  } finally {
    await phone.stop();
    await server.stop();
  }
});
