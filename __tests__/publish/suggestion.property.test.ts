import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { check } from "../../src/check.js";
import { unifiedDiff } from "../../src/cli/unified-diff.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { parseHunks } from "../../src/publish/diff-hunks.js";
import { selectSuggestions } from "../../src/publish/select-suggestions.js";
import { findSuggestions, type Suggestion } from "../../src/publish/suggestion.js";
import { suggestionBody } from "../../src/publish/suggestion-comment.js";
import type { Report, ReportedFinding } from "../../src/report/report.js";
import { commitSuggestion } from "../github/pull-request.js";

const REQUIRED = [
  "ec2:CreateSnapshot",
  "ec2:DeleteSnapshot",
  "sns:Publish",
  "sqs:DeleteMessage",
  "sqs:ReceiveMessage",
  "sqs:SendMessage",
  "ssm:SendCommand",
];

const REQUIREMENTS = `version: "1"
title: Roles of the test
source: none
date: 2026-11-23
kinds:
  - name: queue
    description: works on queues
    actions: [${REQUIRED.join(", ")}]
`;

const folder = mkdtempSync(join(tmpdir(), "worker-iam-check-"));
writeFileSync(join(folder, "requirements.yml"), REQUIREMENTS);
afterAll(() => rmSync(folder, { recursive: true }));

interface Written {
  readonly file: "roles.json" | "roles.yaml";
  readonly text: string;
}

type Style = "block" | "flow" | "flow over lines" | "JSON" | "string";

const someActions = fc
  .uniqueArray(fc.constantFrom(...REQUIRED), { minLength: 1 })
  .chain((actions) => fc.boolean().map((sorted) => (sorted ? actions.toSorted() : actions)));
const remark = fc.option(fc.constantFrom("# kept", "# [a, b]", "# `x` ``` y", '# it\'s "so"'), { nil: "" });

/** A list in one of the usual styles, below a key at the given indentation. */
function listIn(style: Style, actions: readonly string[], remarks: readonly string[], indent: string): string {
  const note = (at: number): string => (remarks[at] === undefined || remarks[at] === "" ? "" : ` ${remarks[at]}`);
  switch (style) {
    case "block":
      return `${indent}Action:\n${actions.map((action, at) => `${indent}  - ${action}${note(at)}`).join("\n")}`;
    case "flow":
      return `${indent}Action: [${actions.join(", ")}]`;
    case "flow over lines":
      return `${indent}Action: [\n${actions.map((action) => `${indent}    "${action}"`).join(",\n")}\n${indent}  ]`;
    case "JSON":
      return `${indent}"Action": [\n${actions.map((action) => `${indent}  "${action}"`).join(",\n")}\n${indent}]`;
    case "string":
      return `${indent}Action: ${actions[0]}${note(0)}`;
  }
}

const yamlRole = fc.record({
  style: fc.constantFrom<Style>("block", "flow", "flow over lines", "string"),
  actions: someActions,
  remarks: fc.array(remark, { maxLength: 7 }),
});

const yamlFile: fc.Arbitrary<Written> = fc.array(yamlRole, { minLength: 1, maxLength: 3 }).map((roles) => {
  const resources = roles.map(
    ({ style, actions, remarks }, at) => `  Role${at}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - { Effect: Allow, Principal: { Service: ecs-tasks.amazonaws.com }, Action: sts:AssumeRole }
      Policies:
        - PolicyName: queue
          PolicyDocument:
            Statement:
              - Effect: Allow
${listIn(style, actions, remarks, "                ")}
                Resource: "*"
`,
  );
  return { file: "roles.yaml", text: `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n${resources.join("\n")}` };
});

const jsonFile: fc.Arbitrary<Written> = fc.record({ actions: someActions, oneLine: fc.boolean() }).map((given) => {
  const document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: given.actions, Resource: "*" }] };
  return { file: "roles.json", text: `${JSON.stringify(document, null, given.oneLine ? undefined : 2)}\n` };
});

const file = fc.oneof(yamlFile, jsonFile).chain((written) =>
  fc.record({ windows: fc.boolean(), end: fc.boolean() }).map(({ windows, end }) => {
    const text = end ? written.text : written.text.trimEnd();
    return { ...written, text: windows ? text.replaceAll("\n", "\r\n") : text };
  }),
);

/** How a base differs from the head: the lines that it lacks, and the lines that only it has. */
interface Difference {
  readonly lacks: readonly number[];
  readonly has: readonly number[];
  readonly isNew: boolean;
}

const difference: fc.Arbitrary<Difference> = fc.record({
  lacks: fc.array(fc.nat(60), { maxLength: 4 }),
  has: fc.array(fc.nat(60), { maxLength: 4 }),
  isNew: fc.boolean(),
});

function baseOf(head: string, { lacks, has, isNew }: Difference): string {
  if (isNew) return "";
  const lines = head.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return lines
    .flatMap((line, at) => [...(has.includes(at) ? ["# of the base\n"] : []), ...(lacks.includes(at) ? [] : [line])])
    .join("");
}

async function reportOf(file: string, text: string): Promise<Report> {
  writeFileSync(join(folder, file), text);
  const inputs = { files: file, requirements: "requirements.yml", roles: "*: queue" };
  const resolved = resolveOptions(new Map(Object.entries(inputs)), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

async function suggestionsFor({ file, text }: Written, head: string, base: string): Promise<readonly Suggestion[]> {
  const { findings } = await reportOf(file, text);
  const patch = unifiedDiff(file, base, head).split("\n").slice(2).join("\n").replace(/\n$/, "");
  const changed = { path: file, previousPath: null, patch, blob: "head" };
  const readFile = (path: string) => ({ path, text, blob: text === head ? "head" : "merged" });
  const found = findSuggestions(findings, { files: [changed], readFile });
  return selectSuggestions(found, () => false).chosen;
}

function commit(text: string, suggestion: Suggestion): string {
  const { line, endLine } = suggestion;
  const body = suggestionBody(suggestion, "");
  return commitSuggestion(Buffer.from(text), { body, line: endLine, start_line: line }).toString();
}

/** The contents of a file, and the list of actions of a role in it. */
function readDocument(file: string, text: string, role: string | null) {
  const document = file === "roles.json" ? JSON.parse(text) : parse(text);
  const policy = document.Statement ? document : document.Resources[role ?? ""].Properties.Policies[0].PolicyDocument;
  const [statement] = policy.Statement;
  const actions: readonly string[] = [statement.Action].flat();
  statement.Action = null;
  return { actions, rest: document };
}

/** Whether one text becomes another only by insertions. Spaces are ignored, because a string may become a list. */
function isWithin(part: string, whole: string): boolean {
  const characters = part.replace(/[ \t]/g, "");
  let at = 0;
  for (const character of whole) if (character === characters[at]) at += 1;
  return at === characters.length;
}

function expectFixed(file: string, head: string, suggestion: Suggestion): void {
  const { role, actions } = suggestion.finding;
  const result = commit(head, suggestion);
  const [before, after] = [readDocument(file, head, role), readDocument(file, result, role)];
  expect(after.rest).toEqual(before.rest);
  expect(after.actions.toSorted()).toEqual([...before.actions, ...actions].toSorted());
  expect(isWithin(head, result)).toBe(true);
  const windows = head.includes("\r\n");
  if (windows) expect(result).not.toMatch(/[^\r]\n/);
  expect(result.endsWith("\n")).toBe(head.endsWith("\n"));
}

const runs = { numRuns: 150 };

test("adds exactly what is missing when one suggestion is committed", async () => {
  let found = 0;
  const property = fc.asyncProperty(file, difference, async (written, differs) => {
    const suggestions = await suggestionsFor(written, written.text, baseOf(written.text, differs));
    for (const suggestion of suggestions) expectFixed(written.file, written.text, suggestion);
    found += suggestions.length;
  });
  await fc.assert(property, runs);
  expect(found).toBeGreaterThan(40);
});

test("leaves nothing missing when all suggestions for a new file are committed together", async () => {
  const property = fc.asyncProperty(file, async (written) => {
    const suggestions = await suggestionsFor(written, written.text, "");
    const fromBottom = suggestions.toSorted((a, b) => b.line - a.line);
    const fixed = fromBottom.reduce(commit, written.text);
    expect((await reportOf(written.file, fixed)).findings).toEqual([]);
  });
  await fc.assert(property, runs);
});

test("finds the same lines of the head, or none, for lines that a merge moves in the workspace", async () => {
  let found = 0;
  const above = fc.nat(40).map((count) => "# of the base\n".repeat(count));
  const property = fc.asyncProperty(yamlFile, difference, above, async (written, differs, lines) => {
    const { file, text: head } = written;
    const base = baseOf(head, differs);
    const there = await suggestionsFor(written, head, base);
    const moved = await suggestionsFor({ file, text: lines + head }, head, base);
    const places = new Map(there.map(({ finding, line, text }) => [finding.fingerprint, [line, text]]));
    for (const { finding, line, text } of moved) expect([line, text]).toEqual(places.get(finding.fingerprint));
    found += lines === "" ? 0 : moved.length;
  });
  await fc.assert(property, runs);
  expect(found).toBeGreaterThan(20);
});

const FINDING: ReportedFinding = {
  rule: "missing-action",
  severity: "error",
  role: null,
  kind: null,
  actions: [],
  message: "",
  help: null,
  location: { file: "a" },
  related: [],
  fingerprint: "0",
  suppressed: null,
  fix: null,
};

test("keeps every suggestion within the lines of the patch", () => {
  const line = fc.constantFrom(
    "@@ -1,2 +1,3 @@",
    "@@ -1 +2 @@",
    "@@ -0,0 +1,2 @@",
    "@@ -9",
    "+1",
    "+2",
    "-1",
    " 1",
    " 2",
    " ",
    "",
  );
  const patch = fc.array(fc.oneof({ weight: 9, arbitrary: line }, { weight: 1, arbitrary: fc.string() }));
  const place = fc.record({ line: fc.integer({ min: 1, max: 6 }), column: fc.constantFrom(1, 2, 9) });
  const property = fc.property(
    patch,
    fc.array(fc.constantFrom("1", "2", "")),
    place,
    fc.boolean(),
    (rows, lines, at, isHead) => {
      const { line, column } = at;
      const location = { file: "a", line, column, endLine: line, endColumn: column };
      const finding = { ...FINDING, fix: { description: "", edits: [{ location, newText: "x" }] } };
      const text = lines.join("\n");
      const files = [{ path: "a", previousPath: null, patch: rows.join("\n"), blob: "1" }];
      const readFile = (path: string) => ({ path, text, blob: isHead ? "1" : "2" });
      for (const { line: first, endLine } of findSuggestions([finding], { files, readFile })) {
        const shown = parseHunks(rows.join("\n")).some(
          ({ start, lines }) => start <= first && endLine < start + lines.length,
        );
        expect(shown).toBe(true);
      }
    },
  );
  fc.assert(property, { numRuns: 2000 });
});
