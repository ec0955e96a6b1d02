import { code, fenced, prose } from "../../src/report/markdown/escape.js";
import { locationLink } from "../../src/report/markdown/link.js";
import { renderMarkdown } from "../../src/report/markdown/render.js";
import type { Report, ReportedFinding, ReportedKind, ReportedRole } from "../../src/report/report.js";
import { reportedRole } from "./reported-role.js";

const LIMIT = 65_000;

function role(id: string): ReportedRole {
  const missing = Array.from({ length: 40 }, (_, at) => `ec2:SomeRatherLongAction${at}`);
  const kind = { required: 89, granted: 49, missing, denied: [], partial: [], conditional: [], undetermined: [] };
  return reportedRole(id, { backup: kind }, { appliance: "granted" });
}

function finding(at: number): ReportedFinding {
  const location = { file: "a.yaml", line: at + 1, column: 1, endLine: at + 1, endColumn: 2 };
  return {
    rule: "missing-action",
    severity: "error",
    role: `role-${at}`,
    kind: "backup",
    actions: role("").kinds.backup?.missing ?? [],
    message: `role role-${at} lacks 40 of 89 backup actions`,
    help: "add them",
    location,
    related: [],
    fingerprint: "",
    suppressed: null,
    fix: null,
  };
}

function report(roles: number, findings: number): Report {
  return {
    schemaVersion: 1,
    conclusion: "failure",
    tool: { name: "worker-iam-check", version: "0" },
    requirements: { version: "7", title: "t", source: "s", date: "d" },
    files: { matched: 1, read: 1, unreadable: 0, paths: ["a.yaml"] },
    roles: Array.from({ length: roles }, (_, at) => role(`role-${at}`)),
    notChecked: [],
    findings: Array.from({ length: findings }, (_, at) => finding(at)),
  };
}

describe("renderMarkdown", () => {
  test.each([
    [1, 1],
    [30, 30],
    [100, 200],
    [500, 5000],
    [5000, 50_000],
  ])("keeps %i roles and %i findings below the limit and keeps the conclusion", (roles, findings) => {
    const text = renderMarkdown(report(roles, findings), null, LIMIT);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT);
    expect(text.split("\n")[0]).toBe(
      `### ❌ Worker IAM check failed: ${findings} error${findings === 1 ? "" : "s"} in ${findings} role${findings === 1 ? "" : "s"}, ${roles} worker role${roles === 1 ? "" : "s"} checked`,
    );
  });

  test("reports what was cut", () => {
    expect(renderMarkdown(report(900, 5000), null, LIMIT)).toMatch(
      /\*\d+ of 5000 findings shown.*\*[\s\S]*\*\d+ of 900 roles shown/,
    );
  });
});

describe("a list of roles", () => {
  const complete = { ...role("").kinds.backup, granted: 89, missing: [] } as ReportedKind;
  const well = (id: string): ReportedRole => ({ ...role(id), kinds: { backup: complete }, instanceProfile: false });

  test("is open if short and folded if long, with incomplete roles first", () => {
    const shown = (count: number): string => {
      const roles = [...Array.from({ length: count }, (_, at) => well(`well-${at}`)), role("lacking")];
      return renderMarkdown({ ...report(0, 0), roles }, null, LIMIT);
    };
    const fold = "<details><summary>11 worker roles: ❌ 1 with something missing, ✅ 10</summary>";
    expect(shown(10)).toMatch(/--- \|\n\| `lacking` /);
    expect(shown(10)).toContain(fold);
    expect(shown(9)).not.toContain("worker roles: ❌");
  });

  test("is folded after the findings", () => {
    const text = renderMarkdown(report(60, 60), null, LIMIT);
    expect(text.indexOf("<summary>60 worker roles: ❌ 60 with something missing</summary>")).toBeGreaterThan(
      text.indexOf("<code>role-59</code>"),
    );
    expect(text.match(/^#### /gm)).toHaveLength(5);
    expect(text.match(/^<details><summary>❌ <code>role-\d+<\/code>: lacks /gm)).toHaveLength(55);
  });

  test("has no check mark for an undeclared appliance", () => {
    const roles = [{ ...well("a"), applianceVerified: false }];
    const text = renderMarkdown({ ...report(0, 0), conclusion: "success", roles }, null, LIMIT);
    expect(text).toMatch(
      /^### ⚠️ Worker IAM check passed: 1 worker role checked, nothing missing, appliance not verified\n/,
    );
    expect(text).toContain("| ✅ 89/89 | appliance not verified <sup>1</sup> |");
  });

  test("does not claim that nothing is missing if a finding is suppressed", () => {
    const findings = [{ ...finding(0), suppressed: { reason: "agreed" } }];
    const text = renderMarkdown({ ...report(1, 0), conclusion: "success", findings }, null, LIMIT);
    expect(text).toMatch(/^### \S+ Worker IAM check passed: 1 worker role checked, 1 suppressed/);
  });

  test("has no check mark if there is a warning", () => {
    const findings = [{ ...finding(0), severity: "warning" as const }];
    const text = renderMarkdown({ ...report(1, 0), conclusion: "success", findings }, null, LIMIT);
    expect(text).toMatch(/^### ⚠️ Worker IAM check passed: 1 warning in 1 role, 1 worker role checked\n/);
  });

  test("distinguishes roles of the same ID by file", () => {
    const second = { ...role("role-0"), location: { file: "b.yaml" } };
    const findings = [finding(0), { ...finding(0), location: { file: "b.yaml" } }];
    const text = renderMarkdown({ ...report(1, 0), roles: [role("role-0"), second], findings }, null, LIMIT);
    for (const file of ["a.yaml", "b.yaml"]) {
      expect(text).toContain(`| \`role-0\`<br>in \`${file}\` |`);
      expect(text).toContain(`#### \`role-0\` in \`${file}\``);
    }
  });

  test("offers a conditional action with its condition in a separate statement", () => {
    const condition = [{ operator: "Bool", key: "aws:SecureTransport", values: ["true"] }] as const;
    const conditional = { ...finding(0), actions: ["sqs:SendMessage"], condition };
    const pasted = (file: string): string => {
      const findings = [{ ...finding(0), actions: ["sqs:ListQueues"] }, conditional];
      const text = renderMarkdown(
        { ...report(1, 0), findings: findings.map((one) => ({ ...one, location: { file } })) },
        null,
        LIMIT,
      );
      return text.slice(text.indexOf("Statement to paste: 2 missing actions"));
    };
    const [free, bound] = [...pasted("a.json").matchAll(/```json\n([^`]*)```/g)].map(([, json = ""]) =>
      JSON.parse(json),
    );
    expect(free).toEqual({ Effect: "Allow", Action: ["sqs:ListQueues"], Resource: "*" });
    expect(bound).toEqual({
      Effect: "Allow",
      Action: ["sqs:SendMessage"],
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "true" } },
    });
    expect(pasted("a.yaml")).toContain('  Resource: "*"\n  Condition: {"Bool":{"aws:SecureTransport":"true"}}\n');
  });

  test.each([
    ["block", "a.tf", 'statement {\n  actions = [\n    "sqs:ListQueues",\n  ]\n  resources = ["*"]\n}'],
    ["object", "a.tf", '{\n  Effect = "Allow"\n  Action = [\n    "sqs:ListQueues",\n  ]\n  Resource = "*"\n}'],
    ["items", "a.tf", '"sqs:ListQueues",'],
    ["items", "a.yaml", "- sqs:ListQueues"],
    [
      "policy",
      "a.yaml",
      '- PolicyName: backup\n  PolicyDocument:\n    Version: "2012-10-17"\n    Statement:\n      - Effect: Allow\n        Action:\n          - sqs:ListQueues\n        Resource: "*"',
    ],
  ] as const)("offers what is missing as %s for %s", (pasteAs, file, pasted) => {
    const findings = [{ ...finding(0), actions: ["sqs:ListQueues"], location: { file }, pasteAs }];
    const text = renderMarkdown({ ...report(1, 0), findings }, null, LIMIT);
    expect(text).toContain(`\`\`\`${file === "a.tf" ? "hcl" : "yaml"}\n${pasted}\n\`\`\``);
  });

  test("does not offer what was suppressed", () => {
    const trust = { ...finding(0), rule: "trust-missing", kind: null, actions: [] };
    const accepted = { ...finding(0), suppressed: { reason: "agreed" } };
    expect(renderMarkdown(report(1, 1), null, LIMIT)).toContain("Statement to paste");
    expect(renderMarkdown({ ...report(1, 0), findings: [trust, accepted] }, null, LIMIT)).not.toContain("to paste");
  });
});

describe("a comparison with a base", () => {
  const source = { kind: "commit", name: "main" } as const;
  const marked = (at: number, state: "new" | "updated" | "unchanged", rule = "missing-action"): ReportedFinding => {
    return { ...finding(at), rule, baseline: { state, source: state === "new" ? null : source, newActions: [] } };
  };
  const text = (findings: readonly ReportedFinding[], failOnNewOnly: boolean): string =>
    renderMarkdown(
      { ...report(3, 0), findings, baseline: { sources: [source], note: null, failOnNewOnly } },
      null,
      LIMIT,
    );

  test("reports what a change suppresses on the first line, unfolded", () => {
    const accepted = (at: number, isNew: boolean): ReportedFinding => {
      return {
        ...finding(at),
        suppressed: { reason: `agreed ${at}`, until: "2027-06-30", ...(isNew ? { isNew } : {}) },
      };
    };
    const shown = text([accepted(0, true), accepted(1, false), marked(2, "new")], false);
    expect(shown).toMatch(/^### .*2 suppressed, 1 of them by this change/);
    expect(shown).toMatch(
      /\n\*\*Suppressed by this change: 1\*\*\n\n- `missing-action` .* \(agreed 0, until 2027-06-30\)\n/,
    );
    expect(shown).toMatch(/<summary>Suppressed: 1<\/summary>\n\n- .*\(agreed 1, until 2027-06-30\)\n/);
    expect(text([accepted(0, true)], false)).toMatch(/^### .* 1 suppressed by this change/);
  });

  test("opens with new and partly new findings and folds old ones below", () => {
    const shown = text([marked(0, "unchanged"), marked(1, "new"), marked(1, "updated"), marked(2, "new")], false);
    expect(shown).toMatch(
      /^### ❌ Worker IAM check failed: 3 new errors in 2 roles, 3 worker roles checked, 1 already on main\n/,
    );
    const places = [
      "#### `role-1`",
      "#### `role-2`",
      "<summary>Not new, and still counted: 1 finding<",
      "#### `role-0`",
    ];
    expect(places.map((place) => shown.indexOf(place))).toEqual(
      [...places.map((place) => shown.indexOf(place))].sort((a, b) => a - b),
    );
    expect(shown).not.toContain("1 of them");
    for (const place of places) expect(shown).toContain(place);
  });

  test("reports a line of `roles` that may be for another repository only in the log", () => {
    const other = { rule: "unmatched-role", severity: "notice", role: null } as const;
    const line = (message: string) => ({ ...marked(0, "unchanged"), ...other, message });
    const shared = line("`roles` line `a: b` matches no role in this repository");
    const own = line("`roles` line `a: b` matches no role, so the intended role was not checked");
    expect(text([shared], false)).not.toContain("a: b");
    expect(text([own], false)).toContain("<summary>Not new: 1 finding<");
  });

  test("says on the first line if everything is old", () => {
    const shown = text([marked(0, "unchanged")], false);
    expect(shown).toMatch(/^### ❌ Worker IAM check failed: 3 worker roles checked, nothing new, 1 already on main\n/);
  });

  test("opens an old finding that fails a check of only new ones", () => {
    const shown = text([marked(0, "unchanged", "coverage-lost"), marked(1, "unchanged")], true);
    expect(shown).toMatch(
      /^### ❌ Worker IAM check failed: 1 error in 1 role, 3 worker roles checked, 1 already on main/,
    );
    expect(shown).toContain("#### `role-0`");
    expect(shown).toContain("<summary>Old findings, which do not count: 1<");
  });
});

describe("escaping", () => {
  test.each([
    ["plain", "`plain`"],
    ["a`b", "``a`b``"],
    ["`", "`` ` ``"],
    ["a\nb", "`a b`"],
    ["", "`  `"],
  ])("escapes code %j", (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  test.each([
    "<b>",
    "[l](u)",
    "*a*",
    "_a_",
    "`c|d`",
    "`c",
    "a|b",
    "~~a~~",
    "#1",
    "@octocat",
    "https://evil.example",
    "www.evil.example",
    "<!-- x -->",
    "$a$",
    ":+1:",
    "\\*",
  ])("escapes all markup in prose %j", (text) => {
    expect(prose(text).replace(/&#\d+;/g, "")).not.toMatch(/[<>[\]*_`|~$\\]|@\w|#\d|:\/\/|www\.|:\+1:/);
  });

  test.each([
    ["set `if-no-roles`", "set `if-no-roles`"],
    ["`a` @b", "`a` @\u2060b"],
    ["``x` <i>`", "&#96;`x` &#60;i&#62;&#96;"],
    ["`a`<b>`c`", "`a`&#60;b&#62;`c`"],
    ["`roles: PATTERN: kind`", "`roles: PATTERN: kind`"],
    ["`a\nb` `", "`a b` &#96;"],
    ["`<b>@c` <b>", "`<b>@c` &#60;b&#62;"],
  ])("keeps code spans in prose %j", (text, expected) => {
    expect(prose(text)).toBe(expected);
  });

  test("uses a longer fence than any in the text", () => {
    expect(fenced("json", "a\n````\nb")).toBe("`````json\na\n````\nb\n`````");
  });

  test("encodes a link's path", () => {
    const repository = { url: "https://github.com/o/r", commit: "abc", rulePages: null };
    const link = locationLink({ file: "a b/(c)#.yaml" }, repository);
    expect(link).toBe("[`a b/(c)#.yaml`](https://github.com/o/r/blob/abc/a%20b/%28c%29%23.yaml)");
  });
});
