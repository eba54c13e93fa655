import type { Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { appendFileSync, copyFileSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { deliver } from "../support/operations";
import { PASSCODE, PASSPHRASE } from "../support/phone";
import { answerTold } from "../support/sharing";
import { expect, test } from "../support/test";
import { en, inDays, wordsOf } from "../support/words";

/** Words that stand nowhere else; each is typed into one field. */
const CANARIES = {
  place: "Quillfern",
  withWhom: "Brambleyck",
  affiliation: "Sandwickett",
  nature: "Trellimoor",
  information: "Quenchbury",
  purpose: "Ostrelwick",
  seenHeard: "Zephyrquat",
  quote: "Mirkelvane",
  impression: "Dunnelthorpe",
  whatIDid: "Farrowbeck",
  whatClientDid: "Grindelspar",
  response: "Hoxenbury",
  nextStep: "Jarrowmint",
  addendum: "Kestlebrook",
  reason: "Lorrimund",
  called: "Nibblewright",
  where: "Pendlesquire",
  draft: "Tarnishowl",
  search: "Vexilgrove",
  addendumLeft: "Wexcombely",
  calledLeft: "Yarrowditch",
  whereLeft: "Ambleforthy",
  planText: "Umberquilly",
  planName: "Cattermolen",
  planRelation: "Skimmerdale",
  planObstacles: "Thrushwaite",
  planKept: "Ploverstock",
  planAgent: "Oddlefinchy",
  stepNote: "Ashwhimble",
  happened: "Bolterwyck",
  handedTo: "Crindlemoor",
  tookPart: "Dewspindle",
  whyNobody: "Elverthatch",
  goingOn: "Fennimarsh",
  personName: "Gossamerly",
  personRelation: "Hazelthwack",
  personNote: "Impletwick",
  personLeft: "Juniperdell",
};

/** Every byte that the page's stores hold, one character a byte. */
function everythingStored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const found: string[] = [];
    const decoder = new TextDecoder("latin1");
    const collect = (value: unknown): void => {
      if (value instanceof ArrayBuffer) found.push(decoder.decode(value));
      else if (ArrayBuffer.isView(value)) found.push(decoder.decode(value as Uint8Array));
      else if (value && typeof value === "object") {
        for (const [name, inner] of Object.entries(value)) (found.push(name), collect(inner));
      } else found.push(String(value));
    };
    const ask = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      found.push(name!);
      const database = await ask(indexedDB.open(name!));
      for (const store of database.objectStoreNames) {
        const rows = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([ask(rows.getAllKeys()), ask(rows.getAll())]);
        collect(keys);
        collect(values);
      }
      database.close();
    }
    collect({ ...localStorage });
    collect({ ...sessionStorage });
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        found.push(request.url, decoder.decode(await (await cache.match(request))!.arrayBuffer()));
      }
    }
    return found.join("\n");
  });
}

/** A word as it may lie in a file: UTF-8, UTF-16, and, when long enough to tell, base64. */
function shapes(word: string): string[] {
  // Without its last zero, which in the other order of bytes stands before.
  const wide = Buffer.from(word, "utf16le").toString("latin1").slice(0, -1);
  const plain = [Buffer.from(word).toString("latin1"), wide];
  if (word.length < 9) return plain;
  // Where it begins within three bytes decides which characters are the word's alone.
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.from("x".repeat(offset) + word).toString("base64").replace(/=+$/, "");
    return text.slice(offset && offset + 1, -1);
  });
  const forAddresses = base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  return [...plain, ...new Set([...base64, ...forAddresses])];
}

const leaks = (text: string, words: string[]) =>
  words.filter((word) => shapes(word).some((shape) => text.includes(shape)));

/** Files below a folder that hold one of the words, and which. What a browser or a database has packed
 * it does not see; their stores are read through their own interfaces besides. */
const leaking = (folder: string, words: string[]) =>
  filesBelow(folder).flatMap((file) => {
    const found = leaks(readFileSync(file, "latin1"), words);
    return found.length > 0 ? [`${file.slice(folder.length)}: ${found.join(", ")}`] : [];
  });

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

test("what is typed and who it is about stays sealed: on the phone, in addresses, in the log", async ({
  server,
  phone,
}) => {
  test.setTimeout(180_000);
  const { page, context } = phone;
  const titles = new Set<string>();
  const addresses = new Set<string>();
  context.on("request", (request) => addresses.add(request.url()));
  const look = async () => {
    titles.add(await page.title());
    addresses.add(page.url());
  };
  const names = await phone.names();
  const [first, second] = names;
  const secrets = [...Object.values(CANARIES), ...names, PASSCODE, PASSPHRASE];

  await test.step("words go into every field there is", async () => {
    await phone.openClient(first!);
    await look();
    await phone.openForm();
    await phone.choice(en.kind_of_contact!, en.kind_other_person!).click();
    await page.fill("#with-whom", CANARIES.withWhom);
    await answerTold(phone, "emergency");
    await page.fill("#affiliation", CANARIES.affiliation);
    await page.fill("#nature", CANARIES.nature);
    await page.fill("#information", CANARIES.information);
    await page.check("#mental_health");
    await phone.openWhen();
    await page.fill("#place", CANARIES.place);
    await page.fill("#purpose", CANARIES.purpose);
    await page.fill("#seen-heard", CANARIES.seenHeard);
    await page.getByRole("button", { name: en.add_quote }).click();
    await page.fill("#quote-0", CANARIES.quote);
    await page.fill("#impression", CANARIES.impression);
    await page.fill("#what-i-did", CANARIES.whatIDid);
    await page.fill("#what-client-did", CANARIES.whatClientDid);
    await page.fill("#response", CANARIES.response);
    await page.fill("#next-step", CANARIES.nextStep);
    await page.fill("#next-step-due", inDays(30));
    await look();
    await phone.sign();
    await phone.saved();

    await phone.timeline.filter({ hasText: CANARIES.seenHeard }).locator("a").click();
    await page.locator("summary", { hasText: en.add_to_note }).click();
    await page.fill("#addendum-text", CANARIES.addendum);
    await page.fill("#reason", CANARIES.reason);
    await phone.sign();
    await expect(page.locator(".addendum")).toContainText(CANARIES.addendum);
    await look();

    const r = wordsOf("response");
    await phone.back();
    await page.getByRole("link", { name: en.respond, exact: true }).click();
    await page.locator("button.way").first().click();
    await page.locator("li.step button.stamp").first().click();
    await page.locator("li.step .step-name").first().click();
    await page.fill("#note-0", CANARIES.stepNote);
    await page.fill("#what-happened", CANARIES.happened);
    await phone.stage("stage_help");
    await page.fill("#handed-to", CANARIES.handedTo);
    await page.locator("button.stamp").filter({ hasText: r.handed_over_now }).click();
    await phone.stage("stage_afterwards");
    await page.fill("#took-part", CANARIES.tookPart);
    await page.fill("#why-nobody-went", CANARIES.whyNobody);
    await look();
    await page.locator("button.end").click();
    await expect(page.locator("#what-i-did")).toHaveValue(new RegExp(CANARIES.tookPart));
    await look();
    await phone.openClient(first!);
    await page.locator(".crisis-event a").click();
    await expect(page.locator(".stamps")).toContainText(CANARIES.handedTo);
    await look();
    await phone.back();
    await page.getByRole("link", { name: en.respond, exact: true }).click();
    await page.locator("button.way").first().click();
    await page.fill("#what-happened", CANARIES.goingOn);
    await expect(page.locator(".kept[aria-busy=false]")).toHaveText(r.kept!);
    await phone.back();
    await page.click(".lamp");
    await expect(page.locator("article.plan")).toBeVisible();
    await look();
    await phone.openClient(first!);
    await page.getByRole("link", { name: en.support_people, exact: true }).click();
    await page.locator(".thumb .button.primary").click();
    await page.fill("#name", CANARIES.personName);
    await page.fill("#relation", CANARIES.personRelation);
    await page.fill("#note", CANARIES.personNote);
    await look();
    await page.getByRole("button", { name: en.save, exact: true }).click();
    await expect(page.locator(".circle")).toContainText(CANARIES.personNote);
    await look();
    await phone.go("clients");
    await page.fill("#search", CANARIES.search);
    await look();
    await page.click('a[href="/clients/new"]');
    await page.fill("#name", CANARIES.called);
    await page.fill("#place", CANARIES.where);
    await page.locator(".thumb .button.primary").click();
    await expect(page.locator("form.log")).toBeVisible();
    await look();
    await phone.everythingSent();
    await look();
  });

  await test.step("a crisis plan is saved, by another way than a screen, and read", async () => {
    await phone.openClient(first!);
    const client_id = new URL(page.url()).pathname.split("/").at(-1)!;
    const at = new Date().toISOString().replace("Z", "+00:00");
    const item = {
      item_id: randomUUID(),
      section: "people_help",
      text: CANARIES.planText,
      name: CANARIES.planName,
      relation: CANARIES.planRelation,
      likelihood: "unsure",
      obstacles: CANARIES.planObstacles,
    };
    const content = {
      made_with: "client",
      client_agrees: true,
      review_due: "2030-01-01",
      items: [item],
      advance_directive: { where_kept: CANARIES.planKept, agent: CANARIES.planAgent },
    };
    const edit = { crisis_plan_id: randomUUID(), client_id, at, based_on: "nothing", content };
    const outcome = await deliver(phone, { crisis_plan_saved: edit });
    expect(["applied", "merged", "conflict"]).toContain(outcome);
    await phone.syncNow();
    await phone.openClient(first!);
    await page.click(".lamp");
    await expect(page.locator("article.plan")).toContainText(CANARIES.planText);
    await look();
  });

  await test.step("the server's files while it runs, its log beside them, and a backup", async () => {
    const files = filesBelow(server.data);
    const log = files.find((file) => file.endsWith("-wal"));
    expect(readFileSync(log!).length, "the write-ahead log holds something").toBeGreaterThan(10_000);
    expect(leaking(server.data, secrets)).toEqual([]);
    const backup = readFileSync(server.backup(), "latin1");
    expect(backup.slice(0, 15)).toBe("SQLite format 3");
    expect(leaks(backup, secrets)).toEqual([]);
  });

  await test.step("one note, one draft and forms left open are only on this phone", async () => {
    await server.kill();
    await page.goto("/clients/new");
    await phone.unlock();
    await page.fill("#name", CANARIES.calledLeft);
    await page.fill("#place", CANARIES.whereLeft);
    await phone.openClient(first!);
    await phone.timeline.filter({ hasText: CANARIES.seenHeard }).locator("a").click();
    await page.locator("summary", { hasText: en.add_to_note }).click();
    await page.fill("#addendum-text", CANARIES.addendumLeft);
    await page.fill("#reason", CANARIES.addendumLeft);
    await phone.openClient(first!);
    await page.getByRole("link", { name: en.support_people, exact: true }).click();
    await page.locator(".thumb .button.primary").click();
    await page.fill("#name", CANARIES.personLeft);
    await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
    await phone.logContact(second!, { seenHeard: `${CANARIES.seenHeard} again` });
    await phone.openForm();
    await page.fill("#seen-heard", CANARIES.draft);
    await expect(page.locator(".kept[aria-busy=false]")).toHaveText(en.draft_kept!);
    await look();
  });

  await test.step("titles and addresses", async () => {
    expect([...titles]).toEqual(["Streetlight"]);
    expect(leaks(decodeURIComponent([...addresses].join("\n")), secrets)).toEqual([]);
    expect([...addresses].filter((url) => !url.startsWith(server.url))).toEqual([]);
  });
  await test.step("IndexedDB, localStorage, Cache Storage", async () => {
    const stored = await everythingStored(page);
    expect(stored.length, "the dump holds something").toBeGreaterThan(100_000);
    expect(stored).toContain("streetlight/outbox/");
    expect(leaks(stored, secrets)).toEqual([]);
  });
  await test.step("the server's log and files", async () => {
    expect(server.log).toContain("/api/v1/push");
    expect(leaks(server.log, secrets)).toEqual([]);
    expect(leaking(server.data, secrets)).toEqual([]);
  });
  await test.step("every file of the browser's profile", async () => {
    await phone.stop();
    // What a browser remembers of its own accord is in here too: form entries,
    // history, thumbnails of titles.
    expect(leaking(phone.profile, secrets)).toEqual([]);
  });
});

test("the search finds a word that was planted, wherever it was put and in whatever shape", async ({
  server,
  phone,
}) => {
  const { page } = phone;
  const planted = ["Hollowmere", "Inkersdale", "Lapwingthorpe", "Mossingham", "Netherquoy"];
  await page.evaluate(async ([local, session, value, key, cached]) => {
    localStorage.setItem("planted", local!);
    sessionStorage.setItem("planted", session!);
    await new Promise<void>((done) => {
      const opening = indexedDB.open("planted", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("rows");
      opening.onsuccess = () => {
        const writing = opening.result.transaction("rows", "readwrite");
        writing.objectStore("rows").put({ inside: new TextEncoder().encode(value) }, key);
        writing.oncomplete = () => done();
      };
    });
    const cache = await caches.open("planted");
    await cache.put("/planted", new Response(btoa(`about ${cached}`)));
  }, planted);
  expect(leaks(await everythingStored(page), planted)).toEqual(planted);
  await phone.stop();
  const inFiles = leaking(phone.profile, planted).join("\n");
  expect(planted.filter((word) => inFiles.includes(word))).toEqual(planted);

  const [word] = planted;
  for (const around of ["", "x", "xy", "xyz"]) {
    for (const encoding of ["base64", "base64url", "utf8", "utf16le"] as const) {
      const text = `${around}${word}${around}`;
      const shape = encoding.startsWith("base64")
        ? Buffer.from(text).toString(encoding as BufferEncoding)
        : Buffer.from(text, encoding).toString("latin1");
      expect(leaks(`before ${shape} after`, planted), `${encoding}: ${shape}`).toEqual([word]);
    }
  }
  for (const file of ["streetlight.db", "streetlight.db-wal"]) {
    const copy = join(server.data, `copy-of-${file}`);
    copyFileSync(join(server.data, file), copy);
    appendFileSync(copy, word!);
    expect(leaking(server.data, planted)).toEqual([`/copy-of-${file}: ${word}`]);
    rmSync(copy);
  }
});

test("locking leaves nothing of anybody on screen or in the page", async ({ phone }) => {
  const names = await phone.names();
  await phone.openClient(names[0]!);
  await phone.go("me");
  await phone.page.getByRole("button", { name: en.lock_now }).click();
  await expect(phone.page.locator("#passcode")).toBeVisible();
  expect(leaks(await phone.page.content(), names)).toEqual([]);
  await phone.page.goBack();
  await expect(phone.page.locator("#passcode")).toBeVisible();
  expect(leaks(await phone.page.content(), names)).toEqual([]);
});

test("every page comes with a strict content security policy and holds no name", async ({
  server,
  phone,
}) => {
  const names = await phone.names();
  await phone.openClient(names[0]!);
  const client = new URL(phone.page.url()).pathname;
  const cookies = await phone.context.cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const nonces: string[] = [];
  for (const path of ["/", "/sign-in", "/help", "/rights", "/clients", client, `${client}/plan`]) {
    const answer = await fetch(server.url + path, { headers: { accept: "text/html", cookie } });
    const policy = answer.headers.get("content-security-policy") ?? "";
    const rules = new Map(
      policy.split(";").map((rule) => {
        const [name, ...sources] = rule.trim().split(/\s+/);
        return [name!, sources.join(" ")];
      }),
    );
    expect(answer.status, path).toBe(200);
    expect(rules.get("default-src"), path).toMatch(/^'(self|none)'$/);
    expect(rules.get("script-src"), path).toContain("'self'");
    expect(policy, path).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:|\*/);
    expect(rules.get("frame-ancestors"), path).toBe("'none'");
    expect(rules.get("base-uri"), path).toMatch(/^'(self|none)'$/);
    expect(answer.headers.get("x-content-type-options"), path).toBe("nosniff");
    expect(answer.headers.get("referrer-policy"), path).toMatch(/no-referrer|same-origin/);
    const html = await answer.text();
    expect(leaks(html, names), path).toEqual([]);
    // A script in the page itself runs only with the secret of this one answer.
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>/g)].map(([tag]) => tag);
    expect(inline.filter((tag) => !nonce || !tag.includes(`nonce="${nonce}"`)), path).toEqual([]);
    expect(nonces, path).not.toContain(nonce ?? "none");
    if (nonce) nonces.push(nonce);
  }
});

/** What a browser reads before it offers to send a page to a translator. */
const asksForNone = (html: string) => /<html[^>]* translate="no"/.test(html) && /<meta name="google" content="notranslate">/.test(html);

test("no page is to be translated by the browser, which would send it to others: not as served, and not once it runs", async ({ server, phone }) => {
  for (const path of ["/", "/help", "/rights", "/clients", "/no/such/page", "/own/"]) {
    const answer = await fetch(new URL(path, server.url), { headers: { accept: "text/html" } });
    expect(asksForNone(await answer.text()), path).toBe(true);
  }
  const { page } = phone;
  const translates = () => page.evaluate(() => document.documentElement.translate || document.body.translate);
  for (const place of ["today", "clients", "me"] as const) {
    await phone.go(place);
    expect(await translates(), place).toBe(false);
  }
});
