import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { type Baseline, describeBaseline, isCounting, markFindings } from "../../src/report/baseline.js";
import { readBaselineFile, renderBaselineFile } from "../../src/report/baseline-file.js";
import type { ReportedFinding } from "../../src/report/report.js";
import { JsonField, JsonShapeError } from "../../src/source/json-field.js";

const MAIN = { kind: "commit", name: "main" } as const;
const FILE = { kind: "file", name: "base.json" } as const;

function finding(given: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    rule: "missing-action",
    severity: "error",
    role: "R",
    kind: "backup",
    actions: ["a:A", "a:B"],
    message: "m",
    help: null,
    location: { file: "f.json" },
    related: [],
    fingerprint: "1",
    suppressed: null,
    fix: null,
    ...given,
  };
}

const related = (...messages: readonly string[]) =>
  messages.map((message) => ({ location: { file: "f.json" }, message }));

function baseline(findings: readonly ReportedFinding[], source: Baseline["source"] = MAIN): Baseline {
  return { source, findings: readBaselineFile(new JsonField(JSON.parse(renderBaselineFile(findings)))) };
}

test.each<[string, ReportedFinding[], ReportedFinding[], string[]]>([
  ["has no match by fingerprint as new", [finding({ fingerprint: "2" })], [finding()], ["new"]],
  ["moved as old", [finding({ location: { file: "g.json" } })], [finding()], ["unchanged"]],
  ["lists fewer actions as old", [finding()], [finding({ actions: ["a:B"] })], ["unchanged"]],
  ["lists more actions as changed", [finding()], [finding({ actions: ["a:A", "a:B", "a:C"] })], ["updated"]],
  ["lists other actions as changed", [finding()], [finding({ actions: ["a:C"] })], ["updated"]],
  [
    "repeats an earlier one as old once for each earlier one",
    [finding()],
    [finding(), finding()],
    ["unchanged", "new"],
  ],
  [
    "has several candidates by the best match",
    [finding({ actions: ["a:A"] }), finding()],
    [finding(), finding({ actions: ["a:A"] })],
    ["unchanged", "unchanged"],
  ],
  [
    "has no kind as changed by its other content",
    [finding({ kind: null, related: related("x") })],
    [finding({ kind: null, related: related("x", "y") })],
    ["updated"],
  ],
  [
    "has a kind as unchanged by its other content",
    [finding({ related: related("x") })],
    [finding({ related: related("y") })],
    ["unchanged"],
  ],
  ["was suppressed earlier as not excused", [finding({ suppressed: { reason: "r" } })], [finding()], ["new"]],
])("checks a finding that %s", (_name, before, now, states) => {
  expect(markFindings(now, [baseline(before)]).map((marked) => marked.baseline?.state)).toEqual(states);
});

test("names the new actions and where the others are", () => {
  const [marked] = markFindings([finding({ actions: ["a:A", "a:C"] })], [baseline([finding()])]);
  expect(marked?.baseline).toEqual({ state: "updated", source: MAIN, newActions: ["a:C"] });
});

test.each([
  ["some actions were", ["a:A", "a:C"], "in part already on main; new: a:C"],
  ["no actions were", ["a:C"], null],
  ["all actions were", ["a:A"], "already on main"],
])("reports a finding of which %s in the baseline", (_name, actions, words) => {
  const [marked] = markFindings([finding({ actions })], [baseline([finding()])]);
  expect(marked === undefined ? undefined : describeBaseline(marked)).toBe(words);
});

test("names the baseline that excuses most", () => {
  const partly = baseline([finding({ actions: ["a:A"] })]);
  const wholly = baseline([finding()], FILE);
  for (const baselines of [
    [partly, wholly],
    [wholly, partly],
  ])
    expect(markFindings([finding()], baselines)[0]?.baseline).toMatchObject({ state: "unchanged", source: FILE });
});

test("leaves suppressed findings alone, and all findings without a baseline", () => {
  const suppressed = finding({ suppressed: { reason: "r" } });
  expect(markFindings([suppressed], [baseline([finding()])])).toEqual([suppressed]);
  expect(markFindings([finding()], [])).toEqual([finding()]);
});

test.each<[string, Partial<ReportedFinding>, boolean, boolean]>([
  ["a new finding", { baseline: { state: "new", source: null, newActions: [] } }, true, true],
  ["a finding with more actions", { baseline: { state: "updated", source: MAIN, newActions: [] } }, true, true],
  ["an old finding", { baseline: { state: "unchanged", source: MAIN, newActions: [] } }, true, false],
  ["a finding that was not compared", {}, true, true],
  [
    "an old finding about an unread file",
    { rule: "unreadable-file", baseline: { state: "unchanged", source: MAIN, newActions: [] } },
    true,
    true,
  ],
  [
    "an old finding that nothing was checked",
    { rule: "no-worker-role", baseline: { state: "unchanged", source: MAIN, newActions: [] } },
    true,
    true,
  ],
  ["a suppressed finding", { suppressed: { reason: "r" } }, false, false],
])("counts %s as expected", (_name, given, always, whenOnlyNew) => {
  expect([isCounting(finding(given), false), isCounting(finding(given), true)]).toEqual([always, whenOnlyNew]);
});

const anyFinding = fc
  .record({
    fingerprint: fc.constantFrom("1", "2", "3"),
    kind: fc.constantFrom("backup", null),
    actions: fc.uniqueArray(fc.constantFrom("a:A", "a:B", "a:C")),
    related: fc.uniqueArray(fc.constantFrom("x", "y")).map((messages) => related(...messages)),
  })
  .map(finding);

test("treats an unchanged finding in the baseline as old, regardless of other findings", () => {
  fc.assert(
    fc.property(fc.array(anyFinding), (findings) => {
      const marked = markFindings(findings, [baseline(findings)]);
      expect(marked.every((one) => one.baseline?.state !== "new")).toBe(true);
      const single = findings.slice(0, 1);
      expect(markFindings(single, [baseline(single)]).every((one) => one.baseline?.state === "unchanged")).toBe(true);
    }),
  );
});

test("never treats a finding with an action that the baseline lacks as old", () => {
  fc.assert(
    fc.property(fc.array(anyFinding), fc.array(anyFinding), (before, now) => {
      const known = new Set(
        before.flatMap(({ fingerprint, actions }) => actions.map((one) => `${fingerprint} ${one}`)),
      );
      for (const { fingerprint, actions, baseline: mark } of markFindings(now, [baseline(before)]))
        if (actions.some((one) => !known.has(`${fingerprint} ${one}`))) expect(mark?.state).not.toBe("unchanged");
    }),
  );
});

describe("a baseline file", () => {
  const fits = new Ajv({ allowUnionTypes: true, strictTypes: false }).compile(
    JSON.parse(readFileSync("schema/baseline.schema.json", "utf8")),
  );

  test("matches its schema and does not depend on the findings' order", () => {
    fc.assert(
      fc.property(fc.array(anyFinding), (findings) => {
        const text = renderBaselineFile(findings);
        expect([fits(JSON.parse(text)), fits.errors]).toEqual([true, null]);
        expect(renderBaselineFile([...findings].reverse())).toBe(text);
      }),
    );
  });

  test("is read, or rejected with the reason, for any content", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.record({ baselineVersion: fc.constant(1), findings: fc.jsonValue() })),
        (value) => {
          try {
            readBaselineFile(new JsonField(value));
          } catch (error) {
            expect(error).toBeInstanceOf(JsonShapeError);
          }
        },
      ),
    );
  });
});
