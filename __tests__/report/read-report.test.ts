import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { readReport } from "../../src/report/read-report.js";
import { JsonField, JsonShapeError } from "../../src/source/json-field.js";
import { runCli } from "../bundle/run-bundle.js";

const { stdout } = runCli(["check", "examples", "--format", "json"]);
const fits = new Ajv({ allowUnionTypes: true, strictTypes: false }).compile(
  JSON.parse(readFileSync("schema/report.schema.json", "utf8")),
);

/** A fresh copy of a real report, for tests to break. */
function sample() {
  return JSON.parse(stdout);
}

function read(value: unknown) {
  return readReport(new JsonField(value));
}

test("reads a real report back unchanged except for the edits of its fixes", () => {
  const written = sample();
  for (const finding of written.findings) finding.fix = null;
  expect(read(sample())).toEqual(written);
});

test("reads back the condition under which actions are needed", () => {
  const condition = [{ operator: "StringEquals", key: "ec2:CreateAction", values: ["RunInstances"] }];
  expect(read(set(sample(), "findings.0.condition", condition)).findings[0]?.condition).toEqual(condition);
});

test.each<[string, (report: ReturnType<typeof sample>) => unknown, string]>([
  ["a document that is not an object", () => [], "the document is not an object"],
  ["null", () => null, "the document is not an object"],
  ["another tool's JSON", () => ({ version: "2.1.0", runs: [] }), "schemaVersion is not a non-negative integer"],
  ["a later schema version", (r) => ({ ...r, schemaVersion: 2 }), "schemaVersion is not 1: use one version"],
  [
    "an invalid conclusion",
    (r) => ({ ...r, conclusion: "great" }),
    "conclusion is not one of success, failure, neutral",
  ],
  ["roles that are not a list", (r) => ({ ...r, roles: { length: 3 } }), "roles is not a list"],
  ["too many roles", (r) => ({ ...r, roles: Array(20_001).fill(r.roles[0]) }), "roles is not a list of at most 20000"],
  ["a negative count", (r) => set(r, "files.read", -1), "files.read is not a non-negative integer"],
  ["an invalid count", (r) => set(r, "roles.0.kinds.backup.granted", "89"), "roles[0].kinds.backup.granted"],
  [
    "a kind called __proto__",
    (r) => set(r, "roles.0.kinds", JSON.parse('{"__proto__": {}}')),
    "roles[0].kinds.__proto__",
  ],
  ["a rule with Markdown", (r) => set(r, "findings.0.rule", "**x**"), "findings[0].rule is not named like a rule"],
  ["an invalid severity", (r) => set(r, "findings.0.severity", "fatal"), "findings[0].severity is not one of error"],
  ["endless text", (r) => set(r, "findings.0.message", "x".repeat(20_001)), "findings[0].message is not a string of"],
  ["line 0", (r) => set(r, "findings.0.location.line", 0), "findings[0].location.line is not an integer of at least 1"],
  [
    "an unknown operator",
    (r) => set(r, "findings.0.condition", [{ operator: "StringLike", key: "aws:x", values: ["y"] }]),
    "findings[0].condition[0].operator is not one of StringEquals, Bool",
  ],
  ["half a range", (r) => set(r, "findings.0.location", { file: "x", line: 1 }), "findings[0].location.column"],
])("rejects %s", (_name, spoil, message) => {
  expect(() => read(spoil(sample()))).toThrow(message);
  expect(() => read(spoil(sample()))).toThrow(JsonShapeError);
});

function set(target: object, path: string, value: unknown): object {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let node = target as Record<string, unknown>;
  for (const key of keys) node = node[key] as Record<string, unknown>;
  node[last] = value;
  return target;
}

test("never reaches a prototype through keys", () => {
  const text = stdout.replace("{", '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}},');
  const report = read(JSON.parse(text));
  expect(report).not.toHaveProperty("polluted");
  expect({}).not.toHaveProperty("polluted");
});

test("replaces a lone surrogate, which no encoder accepts", () => {
  expect(read(set(sample(), "findings.0.message", "a\ud800b")).findings[0]?.message).toBe("a\ufffdb");
});

test("accepts or rejects a report with any value replaced, and never throws anything else", () => {
  const paths = pathsOf(sample(), "");
  const replacement = fc.oneof(
    fc.jsonValue(),
    fc.string(),
    fc.constantFrom(undefined, null, [], {}, -1, Number.POSITIVE_INFINITY),
  );
  fc.assert(
    fc.property(fc.constantFrom(...paths), replacement, (path, value) => {
      const corrupted = set(sample(), path, value);
      try {
        expect([fits(read(corrupted)), fits.errors]).toEqual([true, null]);
      } catch (error) {
        expect(error).toBeInstanceOf(JsonShapeError);
      }
    }),
    { numRuns: 300 },
  );
});

function pathsOf(value: unknown, path: string): readonly string[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, child]) => pathsOf(child, path === "" ? key : `${path}.${key}`));
}
