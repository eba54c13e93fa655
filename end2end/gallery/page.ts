import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GALLERY } from "../support/paths";

const LOOKS = ["light", "dark", "Spanish", "200 %", "1280 px"];

const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Lays all pictures that were drawn out on one page, a row a screen. */
export default function page() {
  const files = new Set(readdirSync(GALLERY).filter((name) => name.endsWith(".jpg")));
  const screens = [...new Set([...files].map((name) => name.replace(/\.[^.]+\.jpg$/, "")))];
  // What one has at once, the phone, comes before the desk.
  screens.sort((one, other) => Number(one.startsWith("desk")) - Number(other.startsWith("desk")) || one.localeCompare(other, "en"));
  const rows = screens.map((screen) => {
    const pictures = LOOKS.map((look) => `${screen}.${look}.jpg`)
      .filter((file) => files.has(file))
      .map((file) => {
        const look = file.split(".").at(-2)!;
        const label = escape(`${screen}, ${look}`);
        return `<a href="${encodeURIComponent(file)}"><figure><img src="${encodeURIComponent(file)}" alt="${label}" loading="lazy"><figcaption>${escape(look)}</figcaption></figure></a>`;
      });
    const title = escape(screen);
    return `<section id="${encodeURIComponent(screen)}"><h2>${title}</h2><div>${pictures.join("")}</div></section>`;
  });
  writeFileSync(
    join(GALLERY, "index.html"),
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Streetlight, every screen</title>
<style>
body { margin: 1rem; font: 1rem/1.4 system-ui, sans-serif; background: #777; color: #fff; }
h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; }
section > div { display: flex; gap: 1rem; overflow-x: auto; align-items: start; }
figure { margin: 0; }
img { display: block; height: 30rem; width: auto; min-width: 8rem; object-fit: contain; object-position: top; background: #555; }
a { color: inherit; text-decoration: none; }
</style>
<h1>Every screen (${screens.length}), in every look (${LOOKS.length})</h1>
${rows.join("\n")}
</html>
`,
  );
  console.log(`${files.size} pictures of ${screens.length} screens: ${join(GALLERY, "index.html")}`);
}
