import { expect } from "@playwright/test";
import { appendFileSync } from "node:fs";

/** How often a fault is put in, unless the variable says otherwise. */
export const amount = (variable: string, usual: number) => Number(process.env[variable] ?? usual);

type Tally = {
  fault: string;
  injected: number;
  operations: number;
  lost: number;
  duplicated: number;
  stuck: number;
};

/** Adds a line to the table of the fault campaign, and fails where anything came to harm. */
export function writeDown(tally: Tally) {
  const file = process.env.STREETLIGHT_FAULTS_FILE;
  if (file) appendFileSync(file, `${JSON.stringify(tally)}\n`);
  const { lost, duplicated, stuck } = tally;
  expect({ lost, duplicated, stuck }, tally.fault).toEqual({ lost: 0, duplicated: 0, stuck: 0 });
}
