// What a client says in their own pages: never lost, never twice, never to anybody else, and answered.
import { type Link, PIN, arrived, keep, keptPages, makeLink, openPages } from "../support/own";
import { expect, test } from "../support/test";
import { en, wordsOf } from "../support/words";

const own = wordsOf("own");
const access = wordsOf("access");

test("words that were not sent when a link was ended stay on the phone until they were seen", async ({ phone, newPhone }) => {
  test.setTimeout(150_000);
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const clients = await newPhone();
  const { page } = clients;
  await openPages(page, link);
  await keep(page);
  await clients.context.route("**/api/v1/own/*", (route) => route.abort());
  await page.getByRole("button", { name: own.ask_call, exact: true }).click();
  await page.fill("#say-text", "After six, please.");
  await page.getByRole("button", { name: own.send, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.said_kept!);
  // Before anything is removed, what would go unsent is shown.
  await page.locator("summary", { hasText: own.remove }).click();
  const sheet = page.locator("details[open]", { hasText: own.remove_text });
  await expect(sheet).toContainText(own.not_sent!);
  await expect(sheet).toContainText("After six, please.");
  await phone.page.locator("summary", { hasText: access.end_link }).click();
  await phone.page.getByRole("button", { name: access.end_link_yes, exact: true }).click();
  await phone.everythingSent();
  await clients.context.unroute("**/api/v1/own/*");
  for (let times = 0; times < 2; times += 1) {
    await page.reload();
    await page.fill("#pin", PIN);
    await page.getByRole("button", { name: own.unlock, exact: true }).click();
    // What was kept stands there until the server was heard.
    await expect(page.getByRole("button", { name: own.seen, exact: true })).toBeVisible();
    await expect(page.locator(".plan-section")).toHaveCount(0);
    await expect(page.getByText("After six, please.")).toBeVisible();
    await expect(page.getByText(own.not_sent!)).toBeVisible();
    await expect(page.getByText(own.said_sent!)).toHaveCount(0);
    await page.waitForTimeout(500);
  }
  await page.getByRole("button", { name: own.seen, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.wrong_ended!);
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});

test("what is half written stands when the view comes anew, and two taps are one message", async ({ phone, newPhone }) => {
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const { page, context } = await newPhone();
  await openPages(page, link);
  await page.getByRole("button", { name: own.ask_call, exact: true }).click();
  await page.fill("#say-text", "After six, please.");
  const looked = page.waitForResponse("**/api/v1/own/look");
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await looked;
  await page.waitForTimeout(300);
  await expect(page.locator("#say-text")).toHaveValue("After six, please.");
  // The answer is lost once: the same words sent again are the same message.
  let lost = 0;
  await context.route("**/api/v1/own/say", async (route) => {
    const answer = await route.fetch();
    if (lost++ === 0) return route.abort();
    return route.fulfill({ response: answer });
  });
  const send = page.getByRole("button", { name: own.send, exact: true });
  await send.evaluate((button: HTMLElement) => [button.click(), button.click()]);
  await expect(page.locator(".notice")).toHaveText(own.said_not_sent!);
  await expect(page.locator("#say-text")).toHaveValue("After six, please.");
  await send.click();
  await expect(page.locator(".notice")).toHaveText(own.said_sent!);
  await expect(page.getByText(own.no_answer_yet!)).toHaveCount(1);
  expect(lost).toBe(2);
});

test("what only a newer page can read costs the client nothing else of their pages, and is said", async ({ phone, newPhone }) => {
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const { page, context } = await newPhone();
  // A newer server, which knows one section of a plan and one sort of what was said more.
  await context.route(/\/api\/v1\/own\/(open|look)$/, async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    const view = answer.view ?? answer;
    view.plan.lines.push({ ...view.plan.lines[0], section: "of_tomorrow" });
    view.said = [{ sort: "of_tomorrow" }];
    await route.fulfill({ response, json: answer });
  });
  await openPages(page, link);
  await expect(page.locator(".banner")).toHaveText(own.in_part!);
  await expect(page.locator(".plan-section").first()).toBeVisible();
  await keep(page);
  // What is under way is answered first: to take the way out from under it fails.
  await context.unrouteAll({ behavior: "wait" });
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(page.locator(".banner", { hasText: own.in_part })).toHaveCount(0);
});

test("nothing that is too long is cut, and what the server does not take holds nothing else up", async ({ phone, newPhone }) => {
  const [client] = await phone.names();
  const { page, context } = await keptPages(phone, newPhone, client!);
  const say = async (words: string) => {
    await page.getByRole("button", { name: own.ask_call, exact: true }).click();
    await page.fill("#say-text", words);
    await page.getByRole("button", { name: own.send, exact: true }).click();
  };
  await say("a".repeat(4_007));
  await expect(page.locator(".own-say .problem")).toHaveText(own.say_words_long_other!.replace("{n}", "7"));
  await expect(page.locator("#say-text")).toHaveValue("a".repeat(4_007));
  await page.fill("#say-text", "First.");
  let refused = 0;
  await context.route("**/api/v1/own/say", async (route) => {
    if (!route.request().postData()!.includes("First.")) return route.continue();
    refused += 1;
    return route.fulfill({ status: 400, contentType: "application/json", body: JSON.stringify({ code: "unreadable", sentence: "No." }) });
  });
  await page.getByRole("button", { name: own.send, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.said_refused!);
  await expect(page.locator("#say-text")).toHaveValue("First.");
  expect(refused).toBe(1);
  await page.fill("#say-text", "Second.");
  await page.getByRole("button", { name: own.send, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.said_sent!);
  await expect(page.getByText(own.no_answer_yet!)).toHaveCount(1);
});

test("what is half written outlives the lock, and no second window writes over it", async ({ phone, newPhone }) => {
  const [client] = await phone.names();
  const { page, context } = await keptPages(phone, newPhone, client!);
  await page.getByRole("button", { name: own.ask_call, exact: true }).click();
  await page.fill("#say-text", "After six, please.");
  await page.waitForTimeout(1_200);
  const second = await context.newPage();
  await second.goto("/own/");
  await second.fill("#pin", PIN);
  await second.getByRole("button", { name: own.unlock, exact: true }).click();
  await expect(second.locator(".problem[role=alert]").first()).toHaveText(own.open_elsewhere!);
  await second.close();
  await page.reload();
  await page.fill("#pin", PIN);
  await page.getByRole("button", { name: own.unlock, exact: true }).click();
  await expect(page.locator("#say-text")).toHaveValue("After six, please.");
  await page.getByRole("button", { name: own.send, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.said_sent!);
  await expect(page.getByText(own.no_answer_yet!)).toHaveCount(1);
  // Nothing of it is left to be sent again.
  await page.reload();
  await page.fill("#pin", PIN);
  await page.getByRole("button", { name: own.unlock, exact: true }).click();
  await expect(page.locator("#own-title")).toBeVisible();
  await expect(page.locator("#say-text")).toHaveCount(0);
});

test("words that wait are written over by no other link, and go to nobody else", async ({ phone, newPhone }) => {
  test.setTimeout(150_000);
  const [client, another] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const other = await makeLink(phone, another!);
  await arrived(phone);
  const { page, context } = await newPhone();
  await openPages(page, link);
  await keep(page);
  await context.route("**/api/v1/own/*", (route) => route.abort());
  await page.getByRole("button", { name: own.ask_call, exact: true }).click();
  await page.fill("#say-text", "After six, please.");
  await page.getByRole("button", { name: own.send, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.said_kept!);

  // Another link, opened while that is locked: it can be read, and not kept over it.
  await context.unroute("**/api/v1/own/*");
  await page.goto("about:blank");
  await openPages(page, other);
  await page.locator("summary", { hasText: own.keep }).click();
  await page.fill("#new-pin", "another77");
  await page.fill("#new-pin-again", "another77");
  await page.getByRole("button", { name: own.keep_yes, exact: true }).click();
  await expect(page.locator(".problem", { hasText: own.kept_already })).toBeVisible();

  // The server does not know the phone any more: it is opened again, and not by the other's link.
  await context.route("**/api/v1/own/{look,say}", (route) =>
    route.fulfill({ status: 404, contentType: "application/json", body: JSON.stringify({ code: "own_unknown", sentence: "" }) }),
  );
  await page.goto("about:blank");
  await page.goto("/own/");
  await page.fill("#pin", PIN);
  await page.getByRole("button", { name: own.unlock, exact: true }).click();
  await page.getByRole("button", { name: own.open_again, exact: true }).click();
  const enter = async ({ address, code }: Link) => {
    await page.fill("#secret", address.split("#")[1]!);
    await page.fill("#code", code);
    await page.getByRole("button", { name: own.enter, exact: true }).click();
  };
  await enter(other);
  await expect(page.locator(".problem[role=alert]").first()).toHaveText(own.other_link!);
  await context.unroute("**/api/v1/own/{look,say}");
  await enter(link);
  await expect(page.locator("#own-title")).toBeVisible();
  await expect(page.getByText(own.no_answer_yet!)).toHaveCount(1);
  await expect(page.getByText(own.said_waits!)).toHaveCount(0);
  await phone.openClient(another!);
  await phone.syncNow();
  await phone.openClient(another!);
  await expect(phone.page.locator(".task", { hasText: "After six, please." })).toHaveCount(0);
  await phone.openClient(client!);
  await expect(phone.page.locator(".task", { hasText: "After six, please." })).toHaveCount(1);
});

test("a request without words is answered by what it asks for, and never by a word of the machine's", async ({ phone, newPhone }) => {
  const [client] = await phone.names();
  const link = await makeLink(phone, client!);
  await arrived(phone);
  const { page } = await newPhone();
  await openPages(page, link);
  await page.getByRole("button", { name: own.ask_call, exact: true }).click();
  await page.getByRole("button", { name: own.send, exact: true }).click();
  await expect(page.locator(".notice")).toHaveText(own.said_sent!);
  await phone.syncNow();
  await phone.openClient(client!);
  const task = phone.page.locator(".task", { hasText: access.sort_call_me });
  await task.getByRole("link", { name: en.answer, exact: true }).click();
  await phone.page.fill("textarea", "I call at seven.");
  await phone.readBack();
  for (const said of [phone.page.locator("form > p").first(), phone.page.locator(".read-back")]) {
    await expect(said).toContainText(access.sort_call_me!);
    await expect(said).not.toContainText("call_me");
  }
});

test("what is said without a network is kept, arrives once, and is answered", async ({ phone, newPhone, server }) => {
  test.setTimeout(180_000);
  const [client] = await phone.names();
  const { clients } = await keptPages(phone, newPhone, client!);
  await server.stop();
  await clients.page.getByRole("button", { name: own.ask_call, exact: true }).click();
  await expect(clients.page.getByText(own.nobody_at_night!)).toBeVisible();
  await clients.page.fill("#say-text", "After six, please.");
  await clients.page.getByRole("button", { name: own.send, exact: true }).click();
  await expect(clients.page.locator(".notice")).toHaveText(own.said_kept!);
  await clients.kill();
  await server.start();
  // The answer to the first delivery is lost on its way.
  await clients.start();
  let lost = 0;
  await clients.context.route("**/api/v1/own/say", async (route) => {
    const answer = await route.fetch();
    if (lost++ === 0) return route.abort();
    return route.fulfill({ response: answer });
  });
  await clients.page.goto("/own/");
  for (let tries = 0; tries < 2; tries += 1) {
    await clients.page.fill("#pin", PIN);
    await clients.page.getByRole("button", { name: own.unlock, exact: true }).click();
    await expect(clients.page.locator("#own-title")).toBeVisible();
    await expect.poll(() => lost).toBe(tries + 1);
    if (tries === 0) await clients.page.reload();
  }
  await expect(clients.page.getByText(own.no_answer_yet!)).toHaveCount(1);
  await phone.syncNow();
  await phone.openClient(client!);
  const task = phone.page.locator(".task", { hasText: "After six, please." });
  await expect(task).toHaveCount(1);
  await phone.go("today");
  await expect(phone.page.locator("main li", { hasText: "After six, please." })).toContainText(client!);
  await phone.openClient(client!);
  await task.getByRole("link", { name: en.answer, exact: true }).click();
  await phone.page.fill("textarea", "I call at seven.");
  await phone.sign();
  await phone.everythingSent();
  await clients.page.reload();
  await clients.page.fill("#pin", PIN);
  await clients.page.getByRole("button", { name: own.unlock, exact: true }).click();
  await expect(clients.page.locator(".own-said blockquote")).toContainText("I call at seven.");
  await phone.openClient(client!);
  await expect(task).toHaveCount(0);
});
