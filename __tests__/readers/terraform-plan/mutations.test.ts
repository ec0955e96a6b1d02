import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { readFile } from "../../../src/readers/index.js";
import type { Workspace } from "../../../src/source/workspace.js";

const folder = "__tests__/fixtures/terraform";
const workspace: Workspace = { readText: () => null, listFolder: () => [] };
const plans = readdirSync(folder)
  .map((name) => join(folder, name, "plan.json"))
  .filter((path) => existsSync(path))
  .map((path) => readFileSync(path, "utf8"))
  .filter((text) => text.length < 60_000);

/** Values that may be anywhere in a plan that was truncated, written by another tool, or made to do harm. */
const anything = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, "", "[", "module.m", "each.value", "aws_iam_role.r", "__proto__"),
  fc.constantFrom(
    [],
    {},
    [null],
    [[]],
    [true],
    { references: ["var.x"] },
    { references: [null] },
    { constant_value: null },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

type Path = readonly (string | number)[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [
    path,
    ...[...keys].flatMap((key) => pathsIn((value as Record<string | number, unknown>)[key], [...path, key])),
  ];
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

function readAll(text: string): unknown {
  const result = readFile({ path: "plan.json", text }, { workspace, terraformRoot: null, parameters: [] });
  // Some parts of roles are read only on first use.
  return JSON.parse(JSON.stringify(result, (_, value: unknown) => (typeof value === "symbol" ? null : value)));
}

test("survives plans with mutated values", () => {
  const plan = fc.constantFrom(...plans).chain((text) => {
    const value = JSON.parse(text) as unknown;
    const paths = pathsIn(value);
    const change = fc.tuple(fc.nat(paths.length - 1), anything);
    return fc
      .array(change, { minLength: 1, maxLength: 4 })
      .map((changes) => changes.reduce((created, [at, by]) => replaced(created, paths[at] ?? [], by), value));
  });
  fc.assert(
    fc.property(plan, (value) => {
      const result = readAll(JSON.stringify(value));
      expect(JSON.stringify(result)).not.toContain("can't be read: ");
    }),
    { numRuns: 300 },
  );
});
