import { readFileSync } from "node:fs";
import { locale } from "./paths";

type Words = Record<string, string>;

type Language = "en" | "es";

const read = (language: Language, chunk = ""): Words =>
  JSON.parse(readFileSync(locale(language, chunk), "utf8"));

/** The sentences of the app, so that a test breaks when one is lost, not when it is reworded. */
function strict(words: Words): Words {
  return new Proxy(words, {
    get(all, name: string) {
      if (!(name in all)) throw new Error(`No sentence is called ${name}.`);
      return all[name];
    },
  });
}

/** Those of the first file and, because nearly every journey passes there, of the worker's own desk and of notes. */
const common = (language: Language): Words =>
  strict({ ...read(language, "note"), ...read(language, "desk"), ...read(language) });

/** A day so many days from now, as a date field takes it. */
export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export const en = common("en");
export const es = common("es");

/** What the screens of a chunk say, in the language of these words. */
export const wordsOf = (chunk: string, words: Words = en): Words =>
  strict(read(words === es ? "es" : "en", chunk));
