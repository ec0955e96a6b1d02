import { readFileSync } from "node:fs";
import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { expectGolden } from "../../expect-golden.js";
import { type Files, readSources, role } from "../../readers/terraform-source/in-memory.js";

const folder = "__tests__/hcl/refused";
const roots = JSON.parse(readFileSync(`${folder}/roots.json`, "utf8")) as Readonly<Record<string, Files>>;
/** The errors of `terraform validate`: `FILE:LINE:COLUMN SUMMARY` (scripts/record-terraform-refusals.mjs). */
const { answers } = JSON.parse(readFileSync(`${folder}/answers.generated.json`, "utf8")) as {
  answers: Readonly<Record<string, readonly string[]>>;
};

/** The errors of a root to which a role is added. */
function problemsOf(files: Files): readonly string[] {
  const { roots } = readSources({ ...files, "checked.tf": `provider "aws" {}\n${role("r")}` });
  return roots.flatMap(({ result }) =>
    result.problems.map(({ message, place }) => `${formatLocation(locate(place))} ${message}`),
  );
}

/** Errors that only Terraform reports, and why. */
const LEFT: Readonly<Record<string, readonly string[]>> = {
  "the schemas of providers are unavailable": ["an argument that the provider does not know", "name: ignore_changes"],
  "there is no such provider": ["a provider with an invalid name"],
  "`try` may catch the error, or the expression might not be evaluated": ["name: an output that a module lacks"],
  "provisioners create no policies": ["name: in a provisioner"],
};

/** `terraform validate` accepts these, but `terraform plan` refuses them ("Self-referential block"). */
const BY_PLAN: Readonly<Record<string, string>> = {
  "name: a resource that names itself":
    "main.tf:1:1 main.tf is rejected by Terraform: terraform_data.a refers to itself",
};

/** For these, Terraform points at the end of the construct that lacks something. */
const BESIDE = /JSON|in brackets|in parentheses|open directives|twice in JSON|variable dynamic/;

/** For these, it points at a different character of the same line, such as one in the block's name or type. */
const IN_LINE = /^block: |without a (?:value|source)|reserved name|that a module needs|an object lacks/;

test.each(Object.entries(roots))("rejects %s", (name, files) => {
  const reported = problemsOf(files);
  const expected = BY_PLAN[name] ? [BY_PLAN[name]] : (answers[name] ?? ["no answer"]);
  if (Object.values(LEFT).flat().includes(name)) {
    expect([reported, expected.length > 0]).toEqual([[], true]);
    return;
  }
  expect(reported.length > 0).toBe(expected.length > 0);
  const placeOf = (line: string): string => line.replace(IN_LINE.test(name) ? /:\d+ .*/s : / .*/s, "");
  const places = expected.map(placeOf);
  const other = reported.filter((line) => !places.includes(placeOf(line)));
  expect(BESIDE.test(name) ? [] : other).toEqual([]);
});

test("reports each error once with its reason", () => {
  const reported = Object.values(roots).flatMap(problemsOf);
  const words = reported.map((line) => line.replace(/^\S+ \S+ /, ""));
  expectGolden(
    "hcl/refused.txt",
    [...new Set(words)]
      .sort()
      .map((line) => `${line}\n`)
      .join(""),
  );
});
