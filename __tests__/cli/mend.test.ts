import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import { mend } from "../../src/cli/mend.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { catalogueRequirements } from "../../src/requirements/catalogue/index.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-mend-"));
afterAll(() => rmSync(root, { recursive: true }));

/** The text as mended, and the rules whose findings are left. */
async function mended(file: string, text: string, appliance = "") {
  writeFileSync(join(root, file), text);
  const inputs = { files: file, roles: "*: backup, communication", appliance };
  const resolved = resolveOptions(new Map(Object.entries(inputs)), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root, workingDirectory: root, confined: false };
  const outcome = await mend(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const left = outcome.after.findings.map(({ rule }) => rule);
  return { text: outcome.files[0]?.after ?? text, left };
}

const requirements = catalogueRequirements("7");
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

describe("a trust statement is added in the way the last one is written", () => {
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
      '[{Effect: Allow, Principal: {AWS: \'111122223333\'}, Action: sts:AssumeRole}, {Effect: Allow, Principal: {Service: "ec2.amazonaws.com"}, Action: "sts:AssumeRole"}]',
    ],
    [
      "JSON, a single statement",
      '{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}',
      '[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}, {"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]',
    ],
  ])("%s", async (_, before, after) => {
    const { text, left } = await mended("t.yaml", yaml(before));
    expect(left).toEqual([]);
    const trust = (template: string) => template.slice(0, template.indexOf("Policies:"));
    expect(trust(text)).toBe(trust(yaml(after)));
  });

  test("for the appliance, when one is named", async () => {
    const text = JSON.stringify(templateOf([EC2], needed), null, 2);
    const role = "arn:aws:iam::111122223333:role/veeam";
    expect(await mended("t.json", text)).toMatchObject({ left: ["trust-missing"] });
    expect(await mended("t.json", text, `${role}\n444455556666`)).toMatchObject({ left: ["trust-missing"] });
    const named = await mended("t.json", text, role);
    expect(named.left).toEqual([]);
    const [, added] = JSON.parse(named.text).Resources.Worker.Properties.AssumeRolePolicyDocument.Statement;
    expect(added).toEqual(lets({ AWS: role }));
  });

  test("not into a branch of Fn::If", async () => {
    const statement = "!If [C, {Effect: Allow, Principal: {AWS: '1'}, Action: sts:AssumeRole}, !Ref AWS::NoValue]";
    const text = `Conditions: {C: !Equals [!Ref AWS::Region, x]}\n${yaml(`[${statement}]`)}`;
    const after = await mended("t.yaml", text);
    expect(after.left).toContain("trust-missing");
    expect(after.text).toContain(`[${statement}]`);
  });
});

describe("an instance profile is added behind the role", () => {
  const text = JSON.stringify(templateOf([EC2, APPLIANCE], needed), null, 3);

  test("in JSON", async () => {
    const after = await mended("t.json", text);
    expect(after.left).toEqual([]);
    expect(after.text).toBe(
      `${text.slice(0, -9)}\n      },\n      "WorkerProfile": {\n         "Type": "AWS::IAM::InstanceProfile",\n         "Properties": {\n            "Roles": [{ "Ref": "Worker" }]\n         }\n      }\n   }\n}`.replace(
        /\n\s*\n/,
        "\n",
      ),
    );
  });

  test("not where the name is taken twice, nor on one line, nor for a role under a condition", async () => {
    const left = ["instance-profile-missing"];
    const template = templateOf([EC2, APPLIANCE], needed);
    expect(await mended("t.json", JSON.stringify(template))).toMatchObject({ left });
    const taken = { ...template, Outputs: { WorkerProfile: { Value: 1 }, WorkerInstanceProfile: { Value: 1 } } };
    expect(await mended("t.json", JSON.stringify(taken, null, 2))).toMatchObject({ left });
    const { Worker } = template.Resources;
    const conditional = {
      Conditions: { C: { "Fn::Equals": ["a", { Ref: "AWS::Region" }] } },
      Resources: { Worker: { Condition: "C", ...Worker } },
    };
    expect((await mended("t.json", JSON.stringify(conditional, null, 2))).text).not.toContain(
      "AWS::IAM::InstanceProfile",
    );
  });
});

/** A template that lacks some actions and perhaps a statement of its trust policy, in some style. */
const lacking = fc
  .record({
    actions: fc.subarray(needed, { minLength: 50 }),
    trust: fc.constantFrom([APPLIANCE], [APPLIANCE, EC2]),
    style: fc.constantFrom("yaml", "yaml at the margin", "json"),
    crlf: fc.boolean(),
    single: fc.boolean(),
  })
  .map(({ actions, trust, style, crlf, single }) => {
    const template = templateOf(single && trust.length === 1 ? trust[0] : trust, actions);
    const text =
      style === "json" ? JSON.stringify(template, null, 2) : stringify(template, { indentSeq: style === "yaml" });
    return { file: style === "json" ? "t.json" : "t.yaml", text: crlf ? text.replaceAll("\n", "\r\n") : text };
  });

test("after a fix nothing is left of what can be fixed, a second one changes nothing, and what stood there stands there", async () => {
  await fc.assert(
    fc.asyncProperty(lacking, async ({ file, text }) => {
      const once = await mended(file, text);
      expect(once.left).toEqual([]);
      expect((await mended(file, once.text)).text).toBe(once.text);
      expect(isWithin(text, once.text)).toBe(true);
      if (text.includes("\r")) expect(once.text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    }),
    { numRuns: 25 },
  );
});

/** Whether a text is the other one without what was put in between. */
function isWithin(text: string, other: string): boolean {
  let at = 0;
  for (const letter of text) {
    at = other.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
