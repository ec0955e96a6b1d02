import { rmSync } from "node:fs";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import type { Report } from "../../src/report/report.js";
import { makeWorkspace } from "../action/run-action.js";

// A template might not mention IAM itself, but it can still take its roles from a file that no glob matches.

async function reportOf(files: Readonly<Record<string, string>>): Promise<Report> {
  const root = makeWorkspace(files);
  try {
    const resolved = resolveOptions(new Map([["roles", "*: communication"]]), null);
    if ("problems" in resolved) throw new Error("no options");
    const scope = { root, workingDirectory: root, confined: true };
    const outcome = await check(resolved.options.check, { scope, today: "2026-01-01" });
    if ("problems" in outcome) throw new Error("no report");
    return outcome.report;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const trust = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
const role = {
  Type: "AWS::IAM::Role",
  Properties: { RoleName: "veeam-worker", AssumeRolePolicyDocument: { Statement: trust } },
};
const include = (name: string) => ({ "Fn::Transform": { Name: "AWS::Include", Parameters: { Location: name } } });
const Transform = include("part.txt")["Fn::Transform"];
/** YAML whose strings have escapes that JSON lacks. */
const escaped = (value: object) =>
  JSON.stringify(value).replace(/"([^"]+)"/g, (_, text: string) => {
    return `"${text.replace(/./g, (character) => `\\x${character.charCodeAt(0).toString(16)}`)}"`;
  });
const stack = (passed: unknown) => ({
  S: {
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL: "part.txt", Parameters: { Made: passed } },
  },
});
const templateOf = (resources: object, more: object = {}) => JSON.stringify({ ...more, Resources: resources });
const nestedTemplate = templateOf({ Role: role }, { Parameters: { Made: { Type: "String" } } });

test.each<[string, string, string]>([
  ["a stack", templateOf(stack("x")), nestedTemplate],
  ["included resources", templateOf(include("part.txt")), JSON.stringify({ Role: role })],
  ["an included resource", templateOf({ Role: include("part.txt") }), JSON.stringify(role)],
  [
    "an included type",
    templateOf({ Role: { ...include("part.txt"), Properties: role.Properties } }),
    '{"Type": "AWS::IAM::Role"}',
  ],
  [
    "an include with an escape in its name",
    templateOf(include("part.txt")).replace("AWS::Include", "AWS::Inc\\u006cude"),
    JSON.stringify({ Role: role }),
  ],
  ["a YAML stack that looks like JSON and has escapes", templateOf(stack("x")), escaped({ Resources: { R: role } })],
  ["the resources of such a file", templateOf(include("part.txt")), escaped({ Role: role })],
  ["one resource of such a file", templateOf({ Role: include("part.txt") }), escaped(role)],
  ["such a file as a whole template", JSON.stringify({ Transform }), escaped({ Resources: { R: role } })],
  ["a function around a whole template", JSON.stringify({ "Fn::Transform": Transform }), nestedTemplate],
])("finds a role in %s", async (_name, whole, part) => {
  const { conclusion, roles } = await reportOf({ "whole.json": whole, "part.txt": part });
  expect(conclusion).toBe("failure");
  expect(roles).toHaveLength(1);
});

test("reports a file that is included too often as an error", async () => {
  const trusted = Array.from({ length: 600 }, (_, at) => ({ ...trust, Sid: `S${at}` }));
  const part = JSON.stringify({ Statement: trusted });
  const roles = Array.from({ length: 200 }, (_, at) => [
    `V${at}`,
    { ...role, Properties: { AssumeRolePolicyDocument: include("part.txt") } },
  ]);
  const { findings } = await reportOf({ "whole.json": templateOf(Object.fromEntries(roles)), "part.txt": part });
  expect(findings.map(({ message }) => message).join()).toContain("whole.json can't be resolved");
});

test("reports a stack with too expensive parameters as an error even without IAM", async () => {
  let costly: unknown = "x";
  for (let level = 0; level < 60; level += 1) costly = { "Fn::Sub": ["${a}${a}", { a: costly }] };
  const named = nestedTemplate.replace('"veeam-worker"', '{"Ref": "Made"}');
  const { findings } = await reportOf({ "whole.json": templateOf(stack(costly)), "part.txt": named });
  expect(findings.map(({ rule, location }) => `${rule} ${location.file}`)).toContain("unreadable-file whole.json");
});

const sam = { S: { Type: "AWS::Serverless::Application", Properties: { Location: "part.txt" } } };

describe("does not read a part with a credential's name, and reports it", () => {
  const wholes: readonly (readonly [string, string])[] = [
    ["a stack", templateOf(stack("x"))],
    ["an application", templateOf(sam)],
    ["included resources", templateOf(include("part.txt"))],
    ["an included template", templateOf({ A: { Type: "AWS::SNS::Topic" } }, { Transform })],
  ];
  const names = [".env", "x.pem", "id_rsa", ".npmrc", ".aws/x.txt", ".config/x"];
  test.each(wholes.flatMap(([what, whole]) => names.map((name) => [what, name, whole] as const)))(
    "for %s: %s",
    async (_what, name, whole) => {
      const files = { "whole.json": whole.replaceAll("part.txt", name) };
      const { conclusion, findings, roles } = await reportOf({ ...files, [name]: nestedTemplate });
      expect(conclusion).toBe("failure");
      expect(roles).toHaveLength(0);
      expect(findings.map(({ rule, message }) => `${rule} ${message}`)).toContainEqual(
        expect.stringContaining(`unreadable-file ${name} is, or points to, a file that may hold credentials`),
      );
      expect((await reportOf(files)).findings.map(({ rule }) => rule)).not.toContain("unreadable-file");
    },
  );
});

test("reports a nested template that does not parse as an error", async () => {
  const { findings } = await reportOf({ "whole.json": templateOf(stack("x")), "part.txt": '{"Resources": ' });
  expect(findings.map(({ rule, location }) => `${rule} ${location.file}`)).toContain("unreadable-file part.txt");
});

const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 12345\n`;
const call = (name: string, source: string) => `module "${name}" {\n  source = "${source}"\n}\n`;

test.each<[string, Readonly<Record<string, string>>, string | null]>([
  ["a missing module", { "main.tf": call("veeam", "./m") }, "module.veeam"],
  ["a module with an empty folder", { "main.tf": call("a", "./veeam"), "veeam/x.md": "" }, "module.a"],
  ["a module outside the repository", { "main.tf": call("roles", "../../m") }, "module.roles"],
  ["a module that does not mention roles", { "main.tf": call("network", "./m") }, null],
  ["an existing module", { "main.tf": call("veeam", "./m"), "m/main.tf": "" }, null],
  ["a missing template", { "whole.json": templateOf(stack("x")).replace("part.txt", "veeam/x.yaml") }, "S"],
  ["a missing template that does not mention roles", { "whole.json": templateOf(stack("x")) }, "S"],
  ["a pointer", { "whole.json": templateOf(stack("x")), "part.txt": LFS }, "S"],
  ["a text", { "whole.json": templateOf(stack("x")), "part.txt": "some words" }, "S"],
  ["a fragment", { "whole.json": templateOf(stack("x")), "part.txt": '{"a":\\x}' }, "S"],
  ["a template that is somewhere else", { "whole.json": templateOf(stack("x")).replace("part.txt", "s3://b/t") }, "S"],
  ["a missing part", { "whole.json": templateOf(include("part.txt")) }, "part.txt"],
  [
    "a pointer in place of a whole template",
    { "whole.json": JSON.stringify({ Transform }), "part.txt": LFS },
    "part.txt",
  ],
])("lists %s if it may create roles", async (_name, files, id) => {
  const { findings, notChecked } = await reportOf(files);
  expect(notChecked.map((one) => one.id)).toEqual(id === null ? [] : [id]);
  expect(findings.map(({ rule }) => rule)).not.toContain("unreadable-file");
});
