import { appendFileSync } from "node:fs";
import process from "node:process";
import * as core from "@actions/core";

export function appendToSummary(text: string): void {
  const file = process.env.GITHUB_STEP_SUMMARY ?? "";
  if (file === "") return;
  try {
    appendFileSync(file, text);
  } catch (error) {
    core.warning(`the job summary can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
