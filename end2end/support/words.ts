import { readFileSync } from "node:fs";
import { locale } from "./paths";

type Words = Record<string, string>;

const read = (language: "en" | "es", chunk?: string): Words =>
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

export const en = strict(read("en"));
export const es = strict(read("es"));

/** The sentences of the screens of a chunk. */
export const chunk = (name: string, language: "en" | "es" = "en") => strict(read(language, name));
