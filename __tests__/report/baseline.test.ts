import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { type Baseline, baselineWords, isCounting, markFindings } from "../../src/report/baseline.js";
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
  ["is new without one of its fingerprint", [finding({ fingerprint: "2" })], [finding()], ["new"]],
  ["is old wherever it now stands", [finding({ location: { file: "g.json" } })], [finding()], ["unchanged"]],
  ["is old with less", [finding()], [finding({ actions: ["a:B"] })], ["unchanged"]],
  ["is changed with more", [finding()], [finding({ actions: ["a:A", "a:B", "a:C"] })], ["updated"]],
  ["is changed with others", [finding()], [finding({ actions: ["a:C"] })], ["updated"]],
  ["is old once for each that was there", [finding()], [finding(), finding()], ["unchanged", "new"]],
  [
    "takes the one that fits",
    [finding({ actions: ["a:A"] }), finding()],
    [finding(), finding({ actions: ["a:A"] })],
    ["unchanged", "unchanged"],
  ],
  [
    "without a kind is changed by what it says beside",
    [finding({ kind: null, related: related("x") })],
    [finding({ kind: null, related: related("x", "y") })],
    ["updated"],
  ],
  ["with a kind is not", [finding({ related: related("x") })], [finding({ related: related("y") })], ["unchanged"]],
  ["is not excused by one that was suppressed", [finding({ suppressed: { reason: "r" } })], [finding()], ["new"]],
])("a finding %s", (_name, before, now, states) => {
  expect(markFindings(now, [baseline(before)]).map((marked) => marked.baseline?.state)).toEqual(states);
});

test("the new actions are named, and where the others are", () => {
  const [marked] = markFindings([finding({ actions: ["a:A", "a:C"] })], [baseline([finding()])]);
  expect(marked?.baseline).toEqual({ state: "updated", source: MAIN, newActions: ["a:C"] });
});

test.each([
  ["some of its actions were there", ["a:A", "a:C"], "in part already on main; new: a:C"],
  ["none were", ["a:C"], null],
  ["all were", ["a:A"], "already on main"],
])("a finding of which %s is told so", (_name, actions, words) => {
  const [marked] = markFindings([finding({ actions })], [baseline([finding()])]);
  expect(marked === undefined ? undefined : baselineWords(marked)).toBe(words);
});

test("of several baselines the one that excuses most is named", () => {
  const partly = baseline([finding({ actions: ["a:A"] })]);
  const wholly = baseline([finding()], FILE);
  for (const baselines of [
    [partly, wholly],
    [wholly, partly],
  ])
    expect(markFindings([finding()], baselines)[0]?.baseline).toMatchObject({ state: "unchanged", source: FILE });
});

test("suppressed findings are left as they are, and so are all without a baseline", () => {
  const suppressed = finding({ suppressed: { reason: "r" } });
  expect(markFindings([suppressed], [baseline([finding()])])).toEqual([suppressed]);
  expect(markFindings([finding()], [])).toEqual([finding()]);
});

test.each<[string, Partial<ReportedFinding>, boolean, boolean]>([
  ["a new one", { baseline: { state: "new", source: null, newActions: [] } }, true, true],
  ["one with more", { baseline: { state: "updated", source: MAIN, newActions: [] } }, true, true],
  ["an old one", { baseline: { state: "unchanged", source: MAIN, newActions: [] } }, true, false],
  ["one that was not compared", {}, true, true],
  [
    "an old one that says that a file was not read",
    { rule: "unreadable-file", baseline: { state: "unchanged", source: MAIN, newActions: [] } },
    true,
    true,
  ],
  [
    "an old one that says that nothing was checked",
    { rule: "no-worker-role", baseline: { state: "unchanged", source: MAIN, newActions: [] } },
    true,
    true,
  ],
  ["a suppressed one", { suppressed: { reason: "r" } }, false, false],
])("%s counts", (_name, given, always, whenOnlyNew) => {
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

test("what is in the baseline as it is, is old, whatever stands beside it", () => {
  fc.assert(
    fc.property(fc.array(anyFinding), (findings) => {
      const marked = markFindings(findings, [baseline(findings)]);
      expect(marked.every((one) => one.baseline?.state !== "new")).toBe(true);
      const single = findings.slice(0, 1);
      expect(markFindings(single, [baseline(single)]).every((one) => one.baseline?.state === "unchanged")).toBe(true);
    }),
  );
});

test("no finding with an action that the baseline lacks is old", () => {
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

describe("the baseline file", () => {
  const fits = new Ajv({ allowUnionTypes: true, strictTypes: false }).compile(
    JSON.parse(readFileSync("schema/baseline.schema.json", "utf8")),
  );

  test("fits its schema, and is the same whatever the order of the findings", () => {
    fc.assert(
      fc.property(fc.array(anyFinding), (findings) => {
        const text = renderBaselineFile(findings);
        expect([fits(JSON.parse(text)), fits.errors]).toEqual([true, null]);
        expect(renderBaselineFile([...findings].reverse())).toBe(text);
      }),
    );
  });

  test("is read, or refused with what is wrong, whatever stands in it", () => {
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
