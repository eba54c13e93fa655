import { expect, test } from "../support/test";

// A draft is written 300 ms after the last key. What happens to the form
// within those 300 ms must not cost the words typed before.

test("a page that goes away right after typing keeps the draft", async ({ phone }) => {
  const [name] = await phone.names();
  await phone.openClient(name!);
  await phone.openForm();
  await phone.page.fill("#seen-heard", "Half a sentence, then the phone rang");
  await phone.page.goto("about:blank");
  await phone.reopen();
  await phone.unlock();
  await expect(phone.page.locator(".drafts")).toContainText("Half a sentence, then the phone rang");
});
