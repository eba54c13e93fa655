import { fileURLToPath } from "node:url";

export const inRepository = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const BINARY = process.env.STREETLIGHT_BINARY ?? inRepository("target/debug/streetlight");
export const SITE = process.env.STREETLIGHT_SITE ?? inRepository("target/site");
export const SCREENSHOTS = inRepository("docs/screenshots");
/** Every screen in every look, made by `make gallery`. */
export const GALLERY = inRepository("target/gallery");
/** The sentences of the first file, or those of a chunk. */
export const locale = (language: "en" | "es", chunk = "") =>
  inRepository(`app/locales/${chunk}/${language}.json`);
