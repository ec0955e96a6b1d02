import { code, fenced, prose } from "../../src/report/markdown/escape.js";
import { locationLink } from "../../src/report/markdown/link.js";
import { renderMarkdown } from "../../src/report/markdown/render.js";
import type { Report, ReportedFinding, ReportedKind, ReportedRole } from "../../src/report/report.js";

const LIMIT = 65_000;

function role(id: string): ReportedRole {
  const missing = Array.from({ length: 40 }, (_, at) => `ec2:SomeRatherLongAction${at}`);
  const kind = { required: 89, granted: 49, missing, denied: [], partial: [], conditional: [], undetermined: [] };
  return {
    id,
    name: id,
    format: "cloudformation",
    location: { file: "a.yaml" },
    selectedBy: "roles: x",
    kinds: { backup: kind },
    trust: { appliance: "granted" },
    applianceVerified: true,
    instanceProfile: null,
  };
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
  ])("%i roles and %i findings stay below the limit and keep the conclusion", (roles, findings) => {
    const text = renderMarkdown(report(roles, findings), null, LIMIT);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT);
    expect(text.split("\n")[0]).toBe(
      `### ❌ Worker IAM check failed: ${roles} worker role${roles === 1 ? "" : "s"} checked, ${findings} error${findings === 1 ? "" : "s"}`,
    );
  });

  test("says what was cut", () => {
    expect(renderMarkdown(report(900, 5000), null, LIMIT)).toMatch(
      /\*\d+ of 900 roles shown.*\*[\s\S]*\*\d+ of 5000 findings shown/,
    );
  });
});

describe("what is shown of roles", () => {
  const complete = { ...role("").kinds.backup, granted: 89, missing: [] } as ReportedKind;
  const well = (id: string): ReportedRole => ({ ...role(id), kinds: { backup: complete }, instanceProfile: false });

  test("of many those that lack nothing are folded away, of few they are not", () => {
    const folded = (count: number): string => {
      const roles = [...Array.from({ length: count }, (_, at) => well(`well-${at}`)), role("lacking")];
      return renderMarkdown({ ...report(0, 0), roles }, null, LIMIT);
    };
    expect(folded(19)).toMatch(/\| `lacking` .*\n\n<details><summary>✅ 19 roles with nothing missing<\/summary>/);
    expect(folded(18)).not.toContain("with nothing missing");
    expect(folded(18)).toMatch(/--- \|\n\| `lacking` /);
  });

  test("two of one id are told apart by their files", () => {
    const second = { ...role("role-0"), location: { file: "b.yaml" } };
    const findings = [finding(0), { ...finding(0), location: { file: "b.yaml" } }];
    const text = renderMarkdown({ ...report(1, 0), roles: [role("role-0"), second], findings }, null, LIMIT);
    for (const file of ["a.yaml", "b.yaml"]) {
      expect(text).toContain(`| \`role-0\`<br>in \`${file}\` |`);
      expect(text).toContain(`#### \`role-0\` in \`${file}\``);
    }
  });

  test("what is needed under a condition is pasted with it, in a statement of its own", () => {
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

  test("what was suppressed is not offered for pasting", () => {
    const trust = { ...finding(0), rule: "trust-missing", kind: null, actions: [] };
    const accepted = { ...finding(0), suppressed: { reason: "agreed" } };
    expect(renderMarkdown(report(1, 1), null, LIMIT)).toContain("Statement to paste");
    expect(renderMarkdown({ ...report(1, 0), findings: [trust, accepted] }, null, LIMIT)).not.toContain("to paste");
  });
});

describe("escaping", () => {
  test.each([
    ["plain", "`plain`"],
    ["a`b", "``a`b``"],
    ["`", "`` ` ``"],
    ["a\nb", "`a b`"],
    ["", "`  `"],
  ])("code %j", (text, expected) => {
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
  ])("prose %j keeps nothing that is markup", (text) => {
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
  ])("prose %j leaves code spans", (text, expected) => {
    expect(prose(text)).toBe(expected);
  });

  test("a fence is longer than any in the text", () => {
    expect(fenced("json", "a\n````\nb")).toBe("`````json\na\n````\nb\n`````");
  });

  test("a link's path is encoded", () => {
    const repository = { url: "https://github.com/o/r", commit: "abc", rulePages: null };
    const link = locationLink({ file: "a b/(c)#.yaml" }, repository);
    expect(link).toBe("[`a b/(c)#.yaml`](https://github.com/o/r/blob/abc/a%20b/%28c%29%23.yaml)");
  });
});
