import { fileURLToPath } from "node:url";

const inRepository = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const BINARY = process.env.STREETLIGHT_BINARY ?? inRepository("target/debug/streetlight");
export const SITE = process.env.STREETLIGHT_SITE ?? inRepository("target/site");
export const SCREENSHOTS = inRepository("docs/screenshots");
/** Words of the first file, or of the screens of a chunk. */
export const locale = (language: "en" | "es", chunk = ".") => inRepository(`app/locales/${chunk}/${language}.json`);
