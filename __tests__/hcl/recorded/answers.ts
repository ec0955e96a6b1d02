import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";

const folder = "__tests__/hcl/recorded";

/** Terraform's result for an expression: the value as JSON and its type, or the error. */
export type Answer = { readonly expression: string } & (
  | { readonly value: string; readonly type: string }
  | { readonly fails: string }
);

/** The recorded answers (scripts/record-terraform-answers.mjs), by family. */
export function recordedAnswers(): ReadonlyMap<string, readonly Answer[]> {
  const families = readdirSync(`${folder}/answers`).map((file) => basename(file, ".generated.json"));
  return new Map(families.map((family) => [family, answersOf(family)]));
}

function answersOf(family: string): readonly Answer[] {
  const { answers } = JSON.parse(readFileSync(`${folder}/answers/${family}.generated.json`, "utf8")) as {
    answers: Answer[];
  };
  return answers;
}

/** The locals that the expressions use, with their own expressions. */
export function recordedLocals(): Readonly<Record<string, string>> {
  const text = readFileSync(`${folder}/locals.tf`, "utf8");
  return Object.fromEntries(
    [...text.matchAll(/^ {2}(\w+) += (.*)$/gm)].map(([, name, expression]) => [String(name), String(expression)]),
  );
}

export function expressionsFile(family: string): string {
  return readFileSync(`${folder}/expressions/${family}.txt`, "utf8");
}
