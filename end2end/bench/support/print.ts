import { all, write } from "./figures";

const round = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0));

/** Prints the table, and writes it where `BENCH_JSON` says. */
export default function print() {
  const figures = all();
  console.log("");
  for (const { name, unit, median, least, most, times, wanted } of figures) {
    const value = `${round(median)} ${unit}`.padStart(12);
    const range = `(${round(least)} to ${round(most)}, ${times} times)`;
    console.log(`${name.padEnd(62)} ${value}  ${range}${wanted ? `  wanted: ${wanted}` : ""}`);
  }
  const file = process.env.BENCH_JSON;
  if (file) {
    write(file, figures);
    console.log(`\nAlso in ${file}`);
  }
}
