import { RULE_PAGES } from "../../src/config/rule-ids.js";
import { annotations } from "../../src/report/annotations.js";
import { jsonText } from "../../src/report/json-text.js";
import { prose } from "../../src/report/markdown/escape.js";
import { renderMarkdown } from "../../src/report/markdown/render.js";
import type { Report, ReportedFinding, ReportedKind, ReportedRole } from "../../src/report/report.js";
import { linkToRule, visible, visibleLines } from "../../src/report/visible.js";
import { reportedRole } from "./reported-role.js";

// Reports, names, and strings from untrusted sources.

const none: ReportedKind = {
  required: 1,
  granted: 0,
  missing: [],
  denied: [],
  partial: [],
  conditional: [],
  undetermined: [],
};

function roleWith(id: string, kinds: readonly string[]): ReportedRole {
  return reportedRole(id, Object.fromEntries(kinds.map((kind) => [kind, none])));
}

function findingOf(role: string, actions: readonly string[]): ReportedFinding {
  return {
    rule: "missing-action",
    severity: "error",
    role,
    kind: "backup",
    actions,
    message: `role ${role} lacks some`,
    help: null,
    location: { file: "a.yaml", line: 1, column: 1, endLine: 1, endColumn: 2 },
    related: [],
    fingerprint: "",
    suppressed: null,
    fix: null,
  };
}

function reportOf(roles: readonly ReportedRole[], findings: readonly ReportedFinding[]): Report {
  return {
    schemaVersion: 1,
    conclusion: "failure",
    tool: { name: "worker-iam-check", version: "1.0.0" },
    requirements: { version: "7", title: "t", source: "s", date: "2026-01-01" },
    files: { matched: 1, read: 1, unreadable: 0, paths: [] },
    roles,
    notChecked: [],
    findings,
  };
}

test("offers a statement to paste only with safe names", () => {
  const report = reportOf(
    [roleWith("r", ["backup"])],
    [findingOf("r", ["iam:PassRole", "*", "EC2:CREATETAGS", "ec2:CreateTags"])],
  );
  const text = renderMarkdown(report, null, 65_000, undefined, new Map([["ec2:createtags", "ec2:CreateTags"]]));
  const statement = text.slice(text.indexOf("Statement to paste"));
  // Once, although the stranger names it several times in different spellings.
  expect(statement.match(/ec2:CreateTags/gi)).toEqual(["ec2:CreateTags"]);
  expect(statement).not.toContain("PassRole");
  expect(renderMarkdown(report, null, 65_000, undefined, new Map())).not.toContain("Statement to paste");
});

test("puts kinds with many names in one column", () => {
  const roles = Array.from({ length: 30 }, (_, at) => roleWith(`r${at}`, [`a${at}`, `b${at}`]));
  const [head = ""] = renderMarkdown(reportOf(roles, []), null, 1_000_000)
    .split("\n")
    .filter((line) => line.startsWith("| worker role"));
  expect(head.split("|")).toHaveLength(24);
  expect(head).toContain("other kinds");
});

test.each(["GH-1", "gh-12", "0123456789abcdef0123456789abcdef01234567", "deadbee", "1".repeat(40)])(
  "does not link %s",
  (text) => {
    expect(prose(`see ${text}.`)).not.toContain(text);
    expect(prose(`see ${text}.`).replaceAll("\u2060", "")).toBe(`see ${text}.`);
  },
);

test.each(["123456789012", "abc", "face-to-face", "ec2"])("keeps %s", (text) => {
  expect(prose(text)).toBe(text);
});

/** In milliseconds of processor time. */
function cost(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe("takes about ten times as long for ten times as much", () => {
  test.each<[string, number, (size: number) => Report]>([
    [
      "actions in one finding",
      10_000,
      (size) =>
        reportOf(
          [],
          [
            findingOf(
              "r",
              Array.from({ length: size }, (_, at) => `s3:A${at}`),
            ),
          ],
        ),
    ],
    ["brackets in a role's name", 500, (size) => reportOf([], Array(300).fill(findingOf(" (".repeat(size), ["s3:A"])))],
    [
      "roles with different kinds",
      200,
      (size) =>
        reportOf(
          Array.from({ length: size }, (_, at) =>
            roleWith(
              `r${at}`,
              Array.from({ length: 20 }, (__, n) => `k${at}-${n}`),
            ),
          ),
          [],
        ),
    ],
  ])("with %s", (_, size, make) => {
    const [small, large] = [make(size), make(size * 10)];
    renderMarkdown(small, null, 65_000);
    const first = cost(() => renderMarkdown(small, null, 65_000));
    const second = cost(() => renderMarkdown(large, null, 65_000));
    // Quadratic code takes a hundred times as long. Below some milliseconds, the clock is unreliable.
    expect(second).toBeLessThan(Math.max(first, 20) * 40);
  });
});

const INVISIBLE = [
  ...[0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x2060, 0x2064, 0x3164, 0xfe00, 0xfe0f, 0xffa0, 0xfff9],
  ...[0xfffb, 0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xe0100, 0xe01ef],
].map((code) => String.fromCodePoint(code));

describe("on a terminal", () => {
  const acting = [
    "\u001b]0;x\u0007",
    "\u001b[2J",
    "\u009b2J",
    "\u202e",
    "\u2066",
    "\u200f",
    "\r",
    "\u2028",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u{e0041}",
    "\u2063",
    ...INVISIBLE,
  ];
  const links = ["https://example.com/a.md", `${RULE_PAGES}../a.md`, `${RULE_PAGES}a.md?b`].map(
    (address) => `\u001b]8;;${address}\u001b\\`,
  );

  test.each([...acting, ...links])("neutralizes %j", (text) => {
    for (const shown of [visible(`a${text}b`), visibleLines(`a${text}b`)])
      expect(shown).toMatch(/^a[^\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\u200b-\u200d\u2063\ufeff\u{e0041}]*b$/u);
  });

  test.each(INVISIBLE)("shows %j visibly, even in Markdown", (text) => {
    expect(visible(`a${text}b`)).toBe("a\ufffdb");
    expect(prose(`a${text}b`)).toBe("a\ufffdb");
    expect(jsonText(`a${text}b`)).toMatch(/^"a(?:\\u[0-9a-f]{4}){1,2}b"\n$/);
  });

  test("keeps word joiners and emoji in our own Markdown", () => {
    const text = `${prose("@a")} \u26a0\ufe0f`;
    expect(visibleLines(text)).toBe(text);
    expect(visibleLines("a\ufe0f")).toBe("a\ufffd");
  });

  test("keeps our own lines, colors, and links", () => {
    const text = "\u001b[1;31merror\u001b[0m\n\ta";
    expect(visibleLines(text)).toBe(text);
    expect(visibleLines(`a ${linkToRule("trust-missing")} b`)).toBe(`a ${linkToRule("trust-missing")} b`);
  });
});

test("lets no color from a file reach a terminal through an annotation", () => {
  const finding = findingOf("r\u001b[31mred\u001b[0m\u202e", ["a:B"]);
  const [command = ""] = annotations([finding]).commands;
  expect(command).toContain("r\ufffd[31mred\ufffd[0m\ufffd lacks some%0Aa:B");
});
