import { expect, test } from "../support/test";

test("a phone is set up while the browser's question about storage waits for an answer", async ({ newPhone }) => {
  const phone = await newPhone();
  await phone.context.addInitScript(() => {
    navigator.storage.persist = () => new Promise(() => {});
  });
  await phone.enrol();
  await phone.reopen();
  await phone.unlock();
  await phone.everythingSent();
});

test("the passcode that opened the phone is not counted as a wrong one, however soon it is closed", async ({ phone }) => {
  const { page, context } = phone;
  // A phone that never comes to rest.
  await context.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
  await phone.reopen();
  await phone.unlock();
  const counted = await page.evaluate(async () => {
    const ask = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const database = await ask(indexedDB.open("streetlight"));
    const [profile] = await ask(database.transaction("profiles").objectStore("profiles").getAll());
    database.close();
    return JSON.parse(new TextDecoder().decode(profile)).tries.wrong;
  });
  expect(counted).toBe(0);
});
