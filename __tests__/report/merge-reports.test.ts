import { type MergeOptions, mergeReports, type ReportFile } from "../../src/report/merge-reports.js";
import type { Report, ReportedFinding, ReportedRole } from "../../src/report/report.js";

const OPTIONS: MergeOptions = { failOn: "error", ifNoRoles: "error", severities: new Map(), rolesBeyond: null };

function role(id: string, file = "main.tf"): ReportedRole {
  const kind = { required: 89, granted: 88, missing: ["ec2:RunInstances"], denied: [], partial: [], conditional: [] };
  return {
    id,
    name: id,
    format: "terraform-plan",
    location: { file, line: 3, column: 1, endLine: 3, endColumn: 2 },
    selectedBy: "roles: *",
    kinds: { backup: { ...kind, undetermined: [] } },
    trust: {},
    applianceVerified: true,
    instanceProfile: null,
  };
}

function finding(rule: string, severity: "error" | "warning", about: string | null): ReportedFinding {
  return {
    rule,
    severity,
    role: about,
    kind: null,
    actions: [],
    message: `${rule} of ${about}`,
    help: null,
    location: { file: "main.tf" },
    related: [],
    fingerprint: `${rule} ${about}`,
    suppressed: null,
    fix: null,
  };
}

function report(
  roles: readonly ReportedRole[],
  findings: readonly ReportedFinding[],
  changes: Partial<Report> = {},
): Report {
  return {
    schemaVersion: 1,
    conclusion: findings.some(({ severity }) => severity === "error") ? "failure" : "success",
    tool: { name: "worker-iam-check", version: "0" },
    requirements: { version: "7", title: "t", source: "s", date: "2026-11-23" },
    files: { matched: 2, read: 1, unreadable: 0, paths: ["plan.json"] },
    roles,
    notChecked: [],
    findings,
    ...changes,
  };
}

const file = (path: string, content: Report): ReportFile => ({ file: path, report: content });

test("adds up roles, findings, and counts with the most severe first", () => {
  const merged = mergeReports(
    [
      file("a.json", report([role("one")], [finding("partial-action", "warning", "one")])),
      file("b.json", report([role("two")], [finding("missing-action", "error", "two")])),
    ],
    OPTIONS,
  );
  expect(merged.roles.map(({ id }) => id)).toEqual(["one", "two"]);
  expect(merged.findings.map(({ rule }) => rule)).toEqual(["missing-action", "partial-action"]);
  expect(merged.files).toEqual({ matched: 4, read: 2, unreadable: 0, paths: ["plan.json"] });
  expect(merged.conclusion).toBe("failure");
});

test.each([
  [
    ["reports/prod/report.json", "reports/dev/report.json"],
    ["prod", "dev"],
  ],
  [
    ["prod.json", "dev.json"],
    ["prod", "dev"],
  ],
  [
    ["r/eu/prod/x.json", "r/eu/dev/x.json", "r/us/prod/x.json"],
    ["eu/prod", "eu/dev", "us/prod"],
  ],
  [
    ["r/report.json", "r/report/report.json"],
    ["report", "report/report"],
  ],
])("distinguishes plans of one root module by file: %j", (paths, labels) => {
  const parts = paths.map((path) => file(path, report([role("one")], [finding("missing-action", "error", "one")])));
  const { roles, findings } = mergeReports(parts, OPTIONS);
  expect(roles.map(({ id }) => id)).toEqual(labels.map((label) => `one (${label})`));
  expect(findings.map(({ role: about }) => about)).toEqual(labels.map((label) => `one (${label})`));
  expect(findings.map(({ message }) => message)).toEqual(labels.map((label) => `${label}: missing-action of one`));
  expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(paths.length);
});

test("reports a finding about a shared config only once", () => {
  const stale = finding("stale-suppression", "warning", null);
  const parts = ["a", "b"].map((name) => file(`${name}.json`, report([role(name)], [stale])));
  expect(mergeReports(parts, OPTIONS).findings).toHaveLength(1);
});

test("drops a finding about a shared line that another job uses", () => {
  const stale = finding("stale-suppression", "warning", null);
  const nothing = { ...finding("no-worker-role", "warning", null), message: "nothing was checked: no file matched" };
  const rulesOf = (...parts: (readonly ReportedFinding[])[]) =>
    mergeReports(
      parts.map((findings, at) => file(`${at}.json`, report([role(`${at}`)], findings))),
      OPTIONS,
    ).findings.map(({ message }) => message);
  expect(rulesOf([stale], [stale])).toEqual([stale.message]);
  expect(rulesOf([stale], [])).toEqual([]);
  expect(rulesOf([nothing], [])).toEqual([nothing.message]);
});

describe("a line of `roles` that matches nothing in one job", () => {
  const message = "`roles` line `prod-*: backup` matches no role, so the intended role was not checked";
  const unmatched = { ...finding("unmatched-role", "error", null), severity: "notice", message } as const;
  const other = { ...role("other"), selectedBy: "roles: dev-*: backup; *: restore" };
  const chosen = { ...role("prod-1"), selectedBy: "roles: prod-*: backup; *: restore" };

  function severities(
    parts: readonly [ReportedRole, readonly ReportedFinding[]][],
    options: Partial<MergeOptions> = {},
  ) {
    const files = parts.map(([one, findings], at) => file(`${at}.json`, report([one], findings)));
    return mergeReports(files, { ...OPTIONS, ...options }).findings.map(({ severity }) => severity);
  }

  test("is an error if it matches nothing in the others, whether or not they have it", () => {
    expect(
      severities([
        [other, [unmatched]],
        [role("x"), [unmatched]],
      ]),
    ).toEqual(["error"]);
    expect(
      severities([
        [other, [unmatched]],
        [role("x"), []],
      ]),
    ).toEqual(["error"]);
  });

  test("is not reported if it matches a role in another job", () => {
    expect(
      severities([
        [other, [unmatched]],
        [chosen, []],
      ]),
    ).toEqual([]);
  });

  test("has the severity that the configuration sets", () => {
    const off = { severities: new Map([["unmatched-role", "off"] as const]) };
    const warning = { severities: new Map([["unmatched-role", "warning"] as const]) };
    expect(severities([[other, [unmatched]]], off)).toEqual([]);
    expect(severities([[other, [unmatched]]], warning)).toEqual(["warning"]);
  });

  test("stays a notice if the lines are shared between repositories", () => {
    const shared = { ...unmatched, message: "`roles` line `prod-*: backup` matches no role in this repository" };
    expect(severities([[other, [shared]]], { rolesBeyond: "shared" })).toEqual(["notice"]);
    expect(severities([[chosen, [shared]]], { rolesBeyond: "shared" })).toEqual([]);
  });
});

test("reports an unreadable file as an error", () => {
  const good = file("a.json", report([role("one")], []));
  const merged = mergeReports([good, { file: "b.json", reason: "is not JSON", help: "x" }], OPTIONS);
  expect([merged.conclusion, merged.files.unreadable]).toEqual(["failure", 1]);
  expect(merged.findings).toMatchObject([
    { rule: "unreadable-file", message: "b.json is not JSON", severity: "error" },
  ]);
});

test.each<[string, readonly ReportFile[], Partial<MergeOptions>, Report["conclusion"], readonly string[]]>([
  ["no files", [], {}, "failure", ["no-worker-role"]],
  ["no role in any report", [file("a.json", report([], []))], {}, "failure", ["no-worker-role"]],
  ["no role, as a warning", [file("a.json", report([], []))], { ifNoRoles: "warning" }, "neutral", ["no-worker-role"]],
  ["no role, which is allowed", [file("a.json", report([], []))], { ifNoRoles: "ignore" }, "neutral", []],
  ["only passing reports", [file("a.json", report([role("one")], []))], {}, "success", []],
  [
    "a report that fails on warnings",
    [file("a.json", report([role("one")], [], { conclusion: "failure" }))],
    {},
    "failure",
    [],
  ],
  [
    "failures, and fail-on: never",
    [file("a.json", report([role("one")], [finding("x", "error", "one")]))],
    { failOn: "never" },
    "neutral",
    ["x"],
  ],
  [
    "a report that calls its error a success",
    [file("a.json", report([role("one")], [finding("x", "error", "one")], { conclusion: "success" }))],
    {},
    "failure",
    ["x"],
  ],
])("concludes for %s", (_name, files, options, conclusion, rules) => {
  const merged = mergeReports(files, { ...OPTIONS, ...options });
  expect([merged.conclusion, merged.findings.map(({ rule }) => rule)]).toEqual([conclusion, rules]);
});

test("names every requirements version that was used", () => {
  const other = { version: "13.1", title: "t", source: "s", date: "2026-11-23" };
  const parts = [
    file("a.json", report([role("one")], [])),
    file("b.json", report([role("two")], [], { requirements: other })),
  ];
  expect(mergeReports(parts, OPTIONS).requirements).toEqual({
    version: "7, 13.1",
    title: "t",
    source: "s",
    date: "2026-11-23",
  });
});
