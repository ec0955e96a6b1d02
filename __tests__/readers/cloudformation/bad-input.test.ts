import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../../src/check.js";
import { resolveOptions } from "../../../src/config/resolve-options.js";
import type { Report } from "../../../src/report/report.js";
import { hasLine } from "../../../src/source/location.js";
import { cpuSeconds } from "../../cpu-time.js";
import { inline, rolesOf, template } from "./read-template.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-bad-"));
afterAll(() => rmSync(root, { recursive: true }));

async function reportOf(name: string, bytes: string | Buffer): Promise<Report> {
  writeFileSync(join(root, name), bytes);
  const resolved = resolveOptions(
    new Map([
      ["files", `*${name}`],
      ["roles", "*: communication"],
    ]),
    null,
  );
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root, workingDirectory: root, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

/** The role's undetermined actions, with the expressions responsible. */
async function undetermined(name: string, text: string): Promise<string[]> {
  const { roles, findings, conclusion } = await reportOf(name, text);
  const counts = roles.map(({ kinds }) => kinds.communication?.undetermined.length ?? 0);
  const reported = findings
    .filter(({ rule }) => rule === "undetermined-action")
    .map(({ message, help, related }) => {
      return `${message} ${help} ${related.map((place) => place.message).join(" ")}`;
    });
  return [`${counts} ${conclusion}`, ...reported];
}

describe("makes actions undetermined and names what it can't resolve", () => {
  const head = "Parameters: {P: {Type: String}}\nMappings: {M: {k: {v: x}}}\n";
  test.each<[string, string, string]>([
    ["an unknown tag", template(inline("!Something [x, y]"), "", head), "Something x, y"],
    [
      "an unknown tag on a statement",
      template("Policies:\n  - PolicyName: p\n    PolicyDocument: {Statement: !Statements x}\n"),
      "Statements x",
    ],
    [
      "an unknown tag on a document",
      template("Policies: [{PolicyName: p, PolicyDocument: !Document x}]"),
      "Document x",
    ],
    ["an unknown tag on all policies", template("Policies: !Policies x"), "Policies x"],
    [
      "an unknown tag on the properties",
      "Resources: {R: {Type: AWS::IAM::Role, Properties: !Properties x}}",
      "Properties x",
    ],
    ["FindInMap with a missing key", template(inline("!FindInMap [M, k, gone]"), "", head), "FindInMap M, k, gone"],
    [
      "FindInMap with a missing map",
      template(inline("!FindInMap [None, !Ref P, v]"), "", head),
      "FindInMap None, Ref P, v",
    ],
    ["a Ref to itself", template(inline("!Ref R")), "Ref R"],
    ["a Ref to a missing resource", template(inline("!Ref Gone")), "Ref Gone"],
    [
      "resources that refer to each other",
      template(
        "ManagedPolicyArns: [!Ref P]",
        "P:\n  Type: AWS::IAM::ManagedPolicy\n  Properties: {Roles: [!Ref R], PolicyDocument: {Statement: [{Effect: Allow, Action: !GetAtt R.Name, Resource: '*'}]}}\n",
      ),
      "GetAtt R.Name",
    ],
    [
      "a transform within the properties",
      template("Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://bucket/role.yaml}}"),
      "Transform",
    ],
    ["a dynamic reference", template(inline("'{{resolve:ssm:actions}}'")), "resolve:ssm:actions"],
  ])("%s", async (_name, text, expression) => {
    const [counts, ...reported] = await undetermined("template.yaml", text);
    expect(counts).toBe("33 failure");
    expect(reported.join("\n")).toContain(expression);
  });

  test("lists what may hide resources", async () => {
    const text = `Transform: [AWS::Serverless-2016-10-31, OwnMacro]\n${template("", "Made: !Include x\nFn::Transform: {Name: AWS::Include}\n")}`;
    expect((await reportOf("template.yaml", text)).notChecked.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
      "Made: is created by Include x, which only CloudFormation can evaluate",
      "Fn::Transform: is created by Transform ..., which only CloudFormation can evaluate",
      "OwnMacro: is a macro that may change every resource of the template",
    ]);
  });
});

/** Ten levels of aliases, each ten times larger than the one before. */
const bomb = [
  'a0: &a0 ["AWS::IAM::Role"]',
  ...Array.from({ length: 10 }, (_, at) => `a${at + 1}: &a${at + 1} [${Array(10).fill(`*a${at}`).join(", ")}]`),
].join("\n");

describe("reports an unreadable file as an error with a line", () => {
  const yaml = template(inline("a:B"));
  test.each<[string, string, string, string]>([
    [
      "an alias bomb",
      "template.yaml",
      `${bomb}\nResources: {R: {Type: AWS::IAM::Role}}`,
      "7:15 its aliases expand beyond the size limit",
    ],
    ["an undefined alias", "template.yaml", `${yaml}\nX: *gone\n`, "15:4 an alias has no matching anchor before it"],
    [
      "an alias that contains itself",
      "template.yaml",
      `X: &x {y: *x}\n${yaml}`,
      "1:11 an alias refers to a node that contains it",
    ],
    ["indentation with tabs", "template.yaml", yaml.replaceAll("  ", "\t"), "2:1 tabs are not allowed as indentation"],
    [
      "an unclosed list",
      "template.yaml",
      `${yaml}\nX: [a, b\n`,
      "16:1 a [ is not closed, or the lines below it are not indented enough",
    ],
    ["an unclosed string", "template.yaml", `${yaml}\nX: "a\n`, '16:1 missing closing "quote'],
    [
      "JSON with a missing comma",
      "template.json",
      '{"Resources": {"R": {"Type": "AWS::IAM::Role"\n "Properties": {}}}}',
      '1:46 a comma is missing after "AWS::IAM::Role"',
    ],
    [
      "functions that expand exponentially",
      "template.yaml",
      template(inline(`!Sub ["${"${x}".repeat(2000)}", {x: !Sub ["${"${y}".repeat(2000)}", {y: abc}]}]`)),
      "11:30 its functions expand it beyond the limit (more than 1500000 steps, or 1048576 characters in a string)",
    ],
  ])("%s", async (_name, file, text, expected) => {
    const { findings, conclusion } = await reportOf(file, text);
    expect(conclusion).toBe("failure");
    const [finding] = findings.filter(({ rule }) => rule === "unreadable-file");
    const { line, column } = finding && hasLine(finding.location) ? finding.location : { line: 0, column: 0 };
    expect(
      `${line}:${column} ${finding?.message.replace(/^.*?(is not valid \w+|can't be (?:read|resolved)): /, "")}`,
    ).toBe(expected);
  });
});

describe("a template that is cut off at any position", () => {
  /** Every part matters: without the last action, the role lacks it. */
  const actions = readFileSync("__tests__/fixtures/cloudformation/written/cut.yaml", "utf8");
  const json = readFileSync("__tests__/fixtures/cloudformation/written/cut.json", "utf8");

  test.each([
    ["cut.yaml", actions],
    ["cut.json", json],
  ])("starts complete: %s", async (name, text) => {
    expect((await reportOf(name, text)).conclusion).toBe("success");
  });

  test.each([
    ["cut.yaml", actions],
    ["cut.json", json],
  ])("never passes %s, and reports a line if it is unreadable", async (name, text) => {
    const whole = text.trimEnd().length;
    const offsets = Array.from({ length: 150 }, (_, at) => Math.floor((at * whole) / 150));
    for (const offset of [...offsets, whole - 3, whole - 2, whole - 1]) {
      const { conclusion, findings } = await reportOf(name, text.slice(0, offset));
      expect(`${offset} ${conclusion}`).toBe(`${offset} failure`);
      const unreadable = findings.filter(({ rule }) => rule === "unreadable-file");
      expect(unreadable.every(({ location }) => hasLine(location))).toBe(true);
    }
  });
});

test.each(["json", "yaml"])("reads a large template without work for each pair of role and policy: %s", (extension) => {
  const document = { Statement: [{ Effect: "Allow", Action: "a:B", Resource: { "Fn::Sub": "arn:aws:s3:::${P}/*" } }] };
  const many = Array.from({ length: 2500 }, (_, at) => [
    [`Role${at}`, { Type: "AWS::IAM::Role", Properties: { RoleName: { "Fn::Sub": `\${P}-${at}` } } }],
    [
      `Policy${at}`,
      { Type: "AWS::IAM::Policy", Properties: { Roles: [{ "Fn::Sub": `\${Q}-${at}` }], PolicyDocument: document } },
    ],
  ]);
  const parameters = { P: { Type: "String" }, Q: { Type: "String" } };
  const text = JSON.stringify({ Parameters: parameters, Resources: Object.fromEntries(many.flat()) }, null, 2);
  const seconds = cpuSeconds(() => {
    // Each policy may belong to one of the roles, and belongs to an undeclared one.
    expect(rolesOf(text, `large.${extension}`)).toHaveLength(5000);
  });
  expect(seconds).toBeLessThan(10);
});
