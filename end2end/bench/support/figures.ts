import { appendFileSync, readFileSync, writeFileSync } from "node:fs";

/** Where the figures of a run are gathered, a line each, until they are printed. */
const gathered = () => process.env.STREETLIGHT_FIGURES!;

export type Figure = {
  name: string;
  unit: string;
  median: number;
  least: number;
  most: number;
  times: number;
  /** What the issue or the design asks for. */
  wanted?: string;
};

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Writes one figure down: its median, and the least and the most that were seen. */
export function note(name: string, unit: string, values: number[], wanted?: string) {
  if (values.length === 0) throw new Error(`${name}: nothing was measured`);
  const figure: Figure = {
    name,
    unit,
    median: median(values),
    least: Math.min(...values),
    most: Math.max(...values),
    times: values.length,
    ...(wanted ? { wanted } : {}),
  };
  appendFileSync(gathered(), `${JSON.stringify(figure)}\n`);
}

export function all(): Figure[] {
  return readFileSync(gathered(), "utf8").trim().split("\n").map((line) => JSON.parse(line));
}

export function write(file: string, figures: Figure[]) {
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
}
