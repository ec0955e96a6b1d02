import fc from "fast-check";
import { renderJunit } from "../../src/report/junit.js";
import type { Report, ReportedFinding } from "../../src/report/report.js";

const location = { file: "a.yaml", line: 1, column: 1, endLine: 1, endColumn: 2 };

function finding(part: Partial<ReportedFinding>): ReportedFinding {
  const empty = { actions: [], help: null, related: [], fingerprint: "f", suppressed: null, fix: null };
  return {
    rule: "missing-action",
    severity: "error",
    role: "r",
    kind: "backup",
    message: "m",
    location,
    ...empty,
    ...part,
  };
}

function render(findings: readonly ReportedFinding[], failOn: "error" | "warning" | "never" = "error"): string {
  const role = { id: "r", location, kinds: { backup: {}, restore: {} } };
  const report = { tool: { name: "worker-iam-check" }, roles: [role], files: { read: 1 }, findings };
  return renderJunit(report as unknown as Report, failOn);
}

/** The tags that are opened but not closed. */
function unclosed(xml: string): readonly string[] {
  const open: string[] = [];
  for (const [, end, name = "", alone] of xml.matchAll(/<(\/)?([a-z-]+)(?:\s[^<>]*?)?(\/)?>/g)) {
    if (end === undefined && alone === undefined) open.push(name);
    else if (end !== undefined && open.pop() !== name) return [name];
  }
  return open;
}

test.each<[string, "error" | "warning" | "never", number]>([
  ["error", "error", 1],
  ["warning", "error", 0],
  ["warning", "warning", 1],
  ["notice", "warning", 0],
  ["error", "never", 0],
])("counts a finding with severity %s as a failure under fail-on %s: %d", (severity, failOn, failures) => {
  const xml = render([finding({ severity: severity as ReportedFinding["severity"] })], failOn);
  expect(xml).toContain(`<testsuite name="r" tests="3" failures="${failures}">`);
  expect(xml.match(/<failure /g)?.length ?? 0).toBe(failures);
  expect(xml).toContain("missing-action");
});

test("shows suppressed findings as skipped and assigns those without a role to the run", () => {
  const suppressed = { reason: "agreed", until: "2027-06-30" };
  const xml = render([
    finding({ suppressed, message: "hidden" }),
    finding({ role: null, kind: null, message: "unreadable" }),
  ]);
  expect(xml).toContain('failures="0" skipped="1">');
  expect(xml).toContain('<skipped message="agreed, until 2027-06-30"/>');
  expect(xml).toContain("suppressed[missing-action] hidden");
  expect(xml).toMatch(/<testsuite name="run" tests="1" failures="1">\n.*\n.*message="unreadable"/);
});

test("never breaks the XML with text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (message) => {
      const xml = render([finding({ message: `${message}]]>"'&<b \u0000\ufffe\ud800`, help: message })]);
      expect(unclosed(xml)).toEqual([]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML allows none of these.
      expect(xml).not.toMatch(/&(?!amp;|lt;|gt;|quot;)|\p{Cs}|[\0-\x08\x0b-\x1f\ufffe\uffff]/u);
    }),
  );
});
