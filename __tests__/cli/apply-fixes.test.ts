import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { check } from "../../src/check.js";
import { applyFixes } from "../../src/cli/apply-fixes.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import type { Examined } from "../../src/examine.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-apply-fixes-"));
afterAll(() => rmSync(root, { recursive: true }));

/** The fixed text, and the rules of the remaining findings. */
async function fixed(file: string, text: string, appliance = "") {
  writeFileSync(join(root, file), text);
  const inputs = { files: file, roles: "*: backup, communication", appliance };
  const resolved = resolveOptions(new Map(Object.entries(inputs)), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root, workingDirectory: root, confined: false };
  const outcome = await applyFixes(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const left = outcome.after.findings.map(({ rule }) => rule);
  return { text: outcome.files[0]?.after ?? text, left };
}

const requirements = catalogRequirements("7");
const needed = [
  ...new Set(
    (requirements?.kinds ?? [])
      .filter(({ name }) => name === "backup" || name === "communication")
      .flatMap(({ actions }) => actions.map(({ action }) => action)),
  ),
];
const allow = (actions: readonly string[]) => ({ Effect: "Allow", Action: actions, Resource: "*" });
const lets = (principal: object) => ({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" });
const EC2 = lets({ Service: "ec2.amazonaws.com" });
const APPLIANCE = lets({ AWS: "111122223333" });

function templateOf(trust: unknown, actions: readonly string[]) {
  const Properties = {
    AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: trust },
    Policies: [{ PolicyName: "p", PolicyDocument: { Version: "2012-10-17", Statement: [allow(actions)] } }],
  };
  return { Resources: { Worker: { Type: "AWS::IAM::Role", Properties } } };
}

test("reports on a fixed file without checking it twice", async () => {
  writeFileSync(join(root, "again.json"), JSON.stringify(templateOf([EC2], needed.slice(3))));
  const resolved = resolveOptions(new Map(Object.entries({ files: "again.json", roles: "*: backup" })), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const environment = { scope: { root, workingDirectory: root, confined: false }, today: "2026-11-24" };
  const outcome = await applyFixes(resolved.options.check, environment);
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const edited = new Map(outcome.files.map(({ path, after }) => [path, after]));
  const read: (string | undefined)[] = [];
  const onReading = (_done: number, _all: number, doing?: string) => read.push(doing);
  const reportOf = (known?: Examined) =>
    check(resolved.options.check, { ...environment, scope: { ...environment.scope, edited }, onReading }, known);
  expect(edited.size).toBe(1);
  const after = await reportOf(outcome.examined.after);
  expect(new Set(read)).toEqual(new Set(["checking"]));
  expect(after).toHaveProperty("report");
  const fresh = await reportOf();
  expect("report" in after && after.report).toEqual("report" in fresh && fresh.report);
});

describe("adds a trust statement in the style of the last one", () => {
  const yaml = (statements: string) =>
    stringify(templateOf("HERE", needed)).replace(/Statement: HERE\n/, `Statement: ${statements}\n`);
  test.each<[string, string, string]>([
    [
      "dashes",
      '\n        - Effect: Allow\n          Principal: {AWS: "111122223333"}\n          Action: sts:AssumeRole # c',
      '\n        - Effect: Allow\n          Principal: {AWS: "111122223333"}\n          Action: sts:AssumeRole # c\n        - Effect: Allow\n          Principal:\n            Service: ec2.amazonaws.com\n          Action: sts:AssumeRole',
    ],
    [
      "flow style",
      "[{Effect: Allow, Principal: {AWS: '111122223333'}, Action: sts:AssumeRole}]",
      "[{Effect: Allow, Principal: {AWS: '111122223333'}, Action: sts:AssumeRole}, {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]",
    ],
    [
      "quotes, wide indentation, and a one-element list",
      "\n            -   Effect: 'Allow'\n                Principal:\n                    AWS:\n                    - 'arn:aws:iam::111122223333:root'\n                Action: [ 'sts:AssumeRole' ]",
      "\n            -   Effect: 'Allow'\n                Principal:\n                    AWS:\n                    - 'arn:aws:iam::111122223333:root'\n                Action: [ 'sts:AssumeRole' ]\n            -   Effect: 'Allow'\n                Principal:\n                    Service:\n                    - 'ec2.amazonaws.com'\n                Action: [ 'sts:AssumeRole' ]",
    ],
    [
      "multi-line flow style",
      '[\n            {\n              Effect: Allow,\n              Principal: { AWS: "111122223333" },\n              Action: sts:AssumeRole,\n            },\n          ]',
      '[\n            {\n              Effect: Allow,\n              Principal: { AWS: "111122223333" },\n              Action: sts:AssumeRole,\n            },\n            {\n              Effect: Allow,\n              Principal: { Service: ec2.amazonaws.com },\n              Action: sts:AssumeRole,\n            },\n          ]',
    ],
    [
      "a statement with other keys, which are not copied",
      "\n        - Sid: Appliance\n          Effect: Allow\n          Principal: {AWS: '111122223333'}\n          Action: sts:AssumeRole\n          Condition: {StringEquals: {sts:ExternalId: x}}",
      "\n        - Sid: Appliance\n          Effect: Allow\n          Principal: {AWS: '111122223333'}\n          Action: sts:AssumeRole\n          Condition: {StringEquals: {sts:ExternalId: x}}\n        - Effect: Allow\n          Principal:\n            Service: ec2.amazonaws.com\n          Action: sts:AssumeRole",
    ],
    [
      "a single JSON statement",
      '{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}',
      '[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"},{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]',
    ],
  ])("%s", async (_, before, after) => {
    const { text, left } = await fixed("t.yaml", yaml(before));
    expect(left).toEqual([]);
    const trust = (template: string) => template.slice(0, template.indexOf("Policies:"));
    expect(trust(text)).toBe(trust(yaml(after)));
  });

  test("adds the trust statement for a declared appliance", async () => {
    const text = JSON.stringify(templateOf([EC2], needed), null, 2);
    const role = "arn:aws:iam::111122223333:role/veeam";
    expect(await fixed("t.json", text)).toMatchObject({ left: ["trust-missing"] });
    expect(await fixed("t.json", text, `${role}\n444455556666`)).toMatchObject({ left: ["trust-missing"] });
    const named = await fixed("t.json", text, role);
    expect(named.left).toEqual([]);
    const [, added] = JSON.parse(named.text).Resources.Worker.Properties.AssumeRolePolicyDocument.Statement;
    expect(added).toEqual(lets({ AWS: role }));
  });

  test("does not add a statement to a branch of Fn::If", async () => {
    const statement = "!If [C, {Effect: Allow, Principal: {AWS: '1'}, Action: sts:AssumeRole}, !Ref AWS::NoValue]";
    const text = `Conditions: {C: !Equals [!Ref AWS::Region, x]}\n${yaml(`[${statement}]`)}`;
    const after = await fixed("t.yaml", text);
    expect(after.left).toContain("trust-missing");
    expect(after.text).toContain(`[${statement}]`);
  });
});

describe("adds an instance profile after the role", () => {
  const text = JSON.stringify(templateOf([EC2, APPLIANCE], needed), null, 3);

  test("in JSON", async () => {
    const after = await fixed("t.json", text);
    expect(after.left).toEqual([]);
    expect(after.text).toBe(
      `${text.slice(0, -9)}\n      },\n      "WorkerProfile": {\n         "Type": "AWS::IAM::InstanceProfile",\n         "Properties": {\n            "Roles": [{ "Ref": "Worker" }]\n         }\n      }\n   }\n}`.replace(
        /\n\s*\n/,
        "\n",
      ),
    );
  });

  test.each<[string, string, string]>([
    ["compact", "", ""],
    ["with spaces", ": ", ", "],
  ])("in JSON on one line, %s", async (_name, colon, comma) => {
    const compact = JSON.stringify(templateOf([EC2, APPLIANCE], needed));
    const text = colon === "" ? compact : compact.replace(/":/g, `"${colon}`).replaceAll(",", comma);
    const after = await fixed("t.json", text);
    expect(after.left).toEqual([]);
    const profile = '"WorkerProfile":{"Type":"AWS::IAM::InstanceProfile","Properties":{"Roles":[{"Ref":"Worker"}]}}';
    const added =
      colon === ""
        ? `,${profile}`
        : `${comma}${profile.replaceAll(/":/g, `"${colon}`).replace('"},', '"},').replace(/,"P/, ', "P')}`;
    expect(after.text).toBe(`${text.slice(0, -2)}${added}}}`);
  });

  test("adds none if the name is taken twice or the role has a condition", async () => {
    const left = ["instance-profile-missing"];
    const template = templateOf([EC2, APPLIANCE], needed);
    const taken = { ...template, Outputs: { WorkerProfile: { Value: 1 }, WorkerInstanceProfile: { Value: 1 } } };
    expect(await fixed("t.json", JSON.stringify(taken, null, 2))).toMatchObject({ left });
    const { Worker } = template.Resources;
    const conditional = {
      Conditions: { C: { "Fn::Equals": ["a", { Ref: "AWS::Region" }] } },
      Resources: { Worker: { Condition: "C", ...Worker } },
    };
    for (const indent of [0, 2])
      expect((await fixed("t.json", JSON.stringify(conditional, null, indent))).text).not.toContain(
        "AWS::IAM::InstanceProfile",
      );
  });
});

type Template = ReturnType<typeof templateOf>;

/** Styles in which people and programs write templates. */
const STYLES: Readonly<Record<string, (template: Template) => string>> = {
  yaml: (template) => stringify(template),
  "yaml at the margin": (template) => stringify(template, { indentSeq: false }),
  "yaml in double quotes": (template) => stringify(template, { defaultStringType: "QUOTE_DOUBLE", indent: 4 }),
  "yaml in single quotes": (template) => stringify(template, { defaultStringType: "QUOTE_SINGLE", singleQuote: true }),
  "yaml with comments": (template) =>
    stringify(template)
      .replace(/^( *)- ([a-z]+:\w+)$/gm, "$1# about $2\n$1- $2 # $2, and so on")
      .replace(/^( *)(Statement:)$/gm, "$1# here\n$1$2"),
  "yaml in flow style": (template) => stringify(template, { collectionStyle: "flow" }),
  "yaml with an anchor for nobody": (template) => stringify(template).replace(/Action:$/m, "Action: &actions"),
  "documents as text": (template) => withTexts(template, (text) => ({ "Fn::Sub": text })),
  json: (template) => JSON.stringify(template, null, 2),
  "json with tabs": (template) => JSON.stringify(template, null, "\t"),
  "json on one line": (template) => JSON.stringify(template),
  "json within json": (template) => JSON.stringify(JSON.parse(JSON.stringify(template), textOfDocuments), null, 2),
};

function withTexts(template: Template, write: (text: string) => object): string {
  return stringify(
    JSON.parse(JSON.stringify(template), (key, value) => {
      return /Document$/.test(key) ? write(JSON.stringify(value, null, 2)) : value;
    }),
  );
}

function textOfDocuments(key: string, value: unknown): unknown {
  return /Document$/.test(key) ? { "Fn::Sub": JSON.stringify(value) } : value;
}

/** A template in any style that lacks some actions and perhaps a trust statement. */
const lacking = fc
  .record({
    actions: fc.subarray(needed, { minLength: 1 }),
    sorted: fc.boolean(),
    trust: fc.constantFrom([APPLIANCE], [APPLIANCE, EC2], APPLIANCE),
    style: fc.constantFrom(...Object.keys(STYLES)),
    crlf: fc.boolean(),
  })
  .map(({ actions, sorted, trust, style, crlf }) => {
    const template = templateOf(trust, sorted ? actions.toSorted() : actions);
    const text = STYLES[style]?.(template) ?? "";
    return {
      file: style.startsWith("json") ? "t.json" : "t.yaml",
      style,
      text: crlf ? text.replaceAll("\n", "\r\n") : text,
    };
  });

/** The contents of a template, except its policy's actions, its trust policy's statements, and its instance profile. */
function rest(text: string) {
  const template = parse(text, { logLevel: "silent" });
  const { Worker, WorkerProfile, ...others } = template.Resources;
  const documents: [string, { Statement: object | object[] }][] = [];
  const properties = JSON.parse(JSON.stringify(Worker.Properties), (key, value) => {
    if (!/Document$/.test(key)) return value;
    const document = typeof value["Fn::Sub"] === "string" ? JSON.parse(value["Fn::Sub"]) : value;
    documents.push([key, document]);
    return "document";
  });
  const [trust, policy] = documents
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, document]) => [document.Statement].flat());
  const actions = policy?.flatMap((statement) => ("Action" in statement ? statement.Action : [])).flat() ?? [];
  return { actions, trust: trust ?? [], rest: { ...template, Resources: others, properties }, profile: WorkerProfile };
}

test("leaves nothing to fix, changes nothing on a second run, and keeps the rest of the file", async () => {
  await fc.assert(
    fc.asyncProperty(lacking, async ({ file, style, text }) => {
      const once = await fixed(file, text);
      // A role in flow style isn't followed by a line where a resource could go.
      expect(once.left).toEqual(style === "yaml in flow style" ? ["instance-profile-missing"] : []);
      expect((await fixed(file, once.text)).text).toBe(once.text);
      expect(isWithin(text, once.text)).toBe(true);
      if (text.includes("\r")) expect(once.text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
      const [before, after] = [rest(text), rest(once.text)];
      expect(after.rest).toEqual(before.rest);
      expect([...after.actions].sort()).toEqual([...needed].sort());
      // A single statement that isn't in a list gets another principal.
      expect(after.trust.slice(0, before.trust.length)).toMatchObject(before.trust);
      const wasSorted = before.actions.every(
        (action, at) => at === 0 || String(before.actions[at - 1]) <= String(action),
      );
      if (wasSorted && before.actions.length > 2) expect(after.actions).toEqual([...after.actions].sort());
      for (const comment of text.match(/^ *# about .*\n.*$/gm) ?? []) expect(once.text).toContain(comment);
    }),
    { numRuns: 40 },
  );
});

/** Lists that grant only on some resources or under a condition. They are the wrong place for actions needed on every resource. */
const LIMITED = {
  "on some resources": { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::b/*" },
  "under a condition": {
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: "*",
    Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
  },
  "of another effect": { Effect: "Deny", Action: "s3:*", Resource: "*" },
};

const OTHER = { Sid: "Other", ...LIMITED["on some resources"], Resource: "*", Condition: { Bool: { a: "true" } } };

describe("adds a statement in the style of the last one if the role has no list to add to", () => {
  const cases = Object.keys(STYLES).flatMap((style) =>
    Object.entries(LIMITED).flatMap(([name, statement]) => [
      [style, name, [statement]] as const,
      [style, `${name}, and another`, [OTHER, statement]] as const,
    ]),
  );
  test.each(cases)("%s, %s", async (style, _, statements) => {
    for (const lineEnd of ["\n", "\r\n"]) {
      const template = templateOf([APPLIANCE, EC2], []);
      const [policy] = template.Resources.Worker.Properties.Policies;
      if (policy !== undefined)
        policy.PolicyDocument.Statement = statements as unknown as typeof policy.PolicyDocument.Statement;
      const text = (STYLES[style]?.(template) ?? "").replaceAll("\n", lineEnd);
      const file = style.startsWith("json") ? "t.json" : "t.yaml";
      const once = await fixed(file, text);
      expect(once.left).toEqual(style === "yaml in flow style" ? ["instance-profile-missing"] : []);
      expect((await fixed(file, once.text)).text).toBe(once.text);
      expect(isWithin(text, once.text)).toBe(true);
      expect(rest(once.text).rest).toEqual(rest(text).rest);
      const before = policyStatements(text);
      const after = policyStatements(once.text);
      expect(after.slice(0, before.length)).toEqual(before);
      const [added, ...more] = after.slice(before.length);
      expect(more).toEqual([]);
      expect(added).toMatchObject({ Effect: "Allow", Resource: "*" });
      expect([...(added?.Action ?? [])].sort()).toEqual([...needed].sort());
    }
  });

  test("adds a statement to a JSON document whose Statement is not a list", async () => {
    const template = templateOf([APPLIANCE, EC2], []);
    const text = JSON.stringify(template).replace(
      /"Statement":\[\{"Effect":"Allow","Action":\[\].*?\}\]/,
      `"Statement":${JSON.stringify(LIMITED["on some resources"])}`,
    );
    const once = await fixed("t.json", text);
    expect(once.left).toEqual([]);
    expect(policyStatements(once.text)).toHaveLength(2);
  });

  test("prefers an inline policy to a managed policy, which other roles may share", async () => {
    const text = JSON.stringify(
      withManaged(templateOf([APPLIANCE, EC2], []), [LIMITED["on some resources"]], [LIMITED["of another effect"]]),
      null,
      2,
    );
    const once = await fixed("t.json", text);
    expect(once.left).toEqual([]);
    const { Resources } = JSON.parse(once.text);
    expect(Resources.Shared.Properties.PolicyDocument.Statement).toHaveLength(1);
    expect(Resources.Worker.Properties.Policies[0].PolicyDocument.Statement).toHaveLength(2);
  });

  test("does not add to an AWS managed policy or a branch of Fn::If", async () => {
    const template = templateOf([APPLIANCE, EC2], []);
    const { Policies: _, ...properties } = template.Resources.Worker.Properties;
    const aws = {
      Resources: {
        Worker: {
          Type: "AWS::IAM::Role",
          Properties: { ...properties, ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"] },
        },
      },
    };
    expect((await fixed("t.json", JSON.stringify(aws))).left).toContain("missing-action");
    const choice = { "Fn::If": ["C", LIMITED["on some resources"], { Ref: "AWS::NoValue" }] };
    const text = JSON.stringify({
      Conditions: { C: { "Fn::Equals": [{ Ref: "AWS::Region" }, "x"] } },
      ...withStatement(choice),
    });
    const after = await fixed("t.json", text);
    expect(after.left).toContain("missing-action");
    expect(after.text).toContain(JSON.stringify(choice));
  });
});

function policyStatements(text: string): { readonly Action?: readonly string[] }[] {
  const document = parse(text, { logLevel: "silent" }).Resources.Worker.Properties.Policies[0].PolicyDocument;
  const { Statement } = typeof document["Fn::Sub"] === "string" ? JSON.parse(document["Fn::Sub"]) : document;
  return [Statement].flat();
}

function withStatement(statement: object) {
  const text = JSON.stringify(templateOf([APPLIANCE, EC2], []));
  return JSON.parse(text, (key, value) => (key === "PolicyDocument" ? { ...value, Statement: [statement] } : value));
}

function withManaged(template: Template, managed: readonly object[], inline: readonly object[]) {
  const [statement] = inline;
  const own = withStatement(statement ?? {});
  const PolicyDocument = { Version: "2012-10-17", Statement: managed };
  const Shared = { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument, Roles: [{ Ref: "Worker" }] } };
  return { ...template, Resources: { Shared, ...own.Resources } };
}

/** Whether one text is the other with some parts removed. */
function isWithin(text: string, other: string): boolean {
  let at = 0;
  for (const character of text) {
    at = other.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
