// What somebody who is sent a PDF gets of it: pages to look at, and words to search and copy.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The words of a PDF, page after page. */
export async function wordsOfPdf(path: string): Promise<string> {
  return (await run("pdftotext", ["-layout", path, "-"])).stdout;
}

/** How many of the points of each page are dark, of a thousand. */
export async function inkOfPdf(path: string): Promise<number[]> {
  const { stdout } = await run("pdftoppm", ["-gray", "-r", "60", path], { encoding: "buffer", maxBuffer: 1 << 26 });
  const pages: number[] = [];
  // A page is "P5", its width and height, the brightest grey, and a byte a point.
  for (let at = 0; at < stdout.length; ) {
    const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(stdout.subarray(at, at + 40).toString("latin1"))!;
    const points = Number(head[1]) * Number(head[2]);
    const page = stdout.subarray(at + head[0].length, at + head[0].length + points);
    pages.push((1000 * page.filter((grey) => grey < 128).length) / points);
    at += head[0].length + points;
  }
  return pages;
}
