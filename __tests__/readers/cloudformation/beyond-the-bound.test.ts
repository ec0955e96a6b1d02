import { evaluateRole } from "../../../src/iam/evaluate.js";
import { resolveManagedPolicies } from "../../../src/iam/managed-policies.js";
import type { Policy, Role } from "../../../src/iam/model.js";
import { quotaExcesses } from "../../../src/iam/quota.js";
import { loadAuthorization } from "../../../src/iam/service-authorization.js";
import { evaluateTrust } from "../../../src/iam/trust.js";
import { rolesOf, template } from "./read-template.js";

const authorization = await loadAuthorization();

const at = Array.from({ length: 9 }, (_, index) => index);
const head = `Parameters:
${at.map((one) => `  E${one}: {Type: String, AllowedValues: ["true", "false"], Default: "true"}\n`).join("")}  B: {Type: String, Default: ""}
  Act: {Type: String, AllowedValues: [s3, ec2], Default: s3}
Mappings: {N: {"true": {A: "ec2:*"}, "false": {A: "s3:*"}}, M: {"true": {A: "sqs:Get*"}, "false": {A: "s3:*"}}}
Conditions:
  IsS3: !Equals [!Ref Act, s3]
  HasB: !Not [!Equals [!Ref B, ""]]
${at.map((one) => `  C${one}: !Equals [!Ref E${one}, "true"]\n`).join("")}`;

const NONE = "!Ref AWS::NoValue";
const each = (of: (one: number) => string) => at.map(of).join(", ");
const optional = (value: string) => each((one) => `!If [C${one}, ${value}, ${NONE}]`);
const allow = (actions: string, resource = '"*"') => `{Effect: Allow, Action: ${actions}, Resource: ${resource}}`;
const deny = (actions: string) => `{Effect: Deny, Action: ${actions}, Resource: "*"}`;
const inline = (name: string, ...statements: readonly string[]) =>
  `{PolicyName: ${name}, PolicyDocument: {Version: "2012-10-17", Statement: [${statements.join(", ")}]}}`;
const policies = (...all: readonly string[]) => `Policies: [${all.join(", ")}]`;
const resources = (statement: string, more = "") =>
  at
    .map(
      (one) =>
        `Q${one}:\n  Type: AWS::IAM::Policy\n  Condition: C${one}\n  Properties: {PolicyName: q${one}, Roles: [!Ref R], PolicyDocument: {Statement: ${statement}}}\n${more}`,
    )
    .join("");
const base = inline("base", allow("sns:*"));
const both = inline("both", allow("sqs:*"), allow("sns:*"));
const S3 = allow("s3:GetObject");

async function roleOf(properties: string, more: string, declared = head): Promise<Role> {
  const [role] = await resolveManagedPolicies(rolesOf(template(properties, more, declared)));
  if (role === undefined) throw new Error("no role");
  return role;
}

async function verdict(properties: string, more = "", declared = head): Promise<string> {
  const asked = { action: "sqs:SendMessage", resources: ["*"] };
  const [decided] = evaluateRole(await roleOf(properties, more, declared), [asked], new Map(), authorization);
  const usual = decided?.byDefault?.() === true ? ", granted by default" : "";
  return `${decided?.verdict}${usual}`;
}

const hasProblem = (policy: Policy) => policy.kind === "document" && policy.document.problems.length > 0;

describe("with more ways than are tried out", () => {
  test.each<[string, string, string?]>([
    ["policies with conditions", policies(base), resources(S3)],
    ["statements", policies(base, inline("p", optional(S3)))],
    [
      "chosen statement lists",
      policies(base, `{PolicyName: p, PolicyDocument: {Statement: !If [C0, [${optional(S3)}], [${S3}]]}}`),
    ],
    [
      "chosen documents",
      policies(
        base,
        ...at.map(
          (one) =>
            `{PolicyName: p${one}, PolicyDocument: !If [C${one}, {Statement: [${S3}]}, {Statement: [${allow("s3:Put*")}]}]}`,
        ),
      ),
    ],
    ["inline policies", policies(base, optional(inline("p", S3)))],
    ["actions", policies(base, inline("p", allow(`[${each((one) => `!If [C${one}, "s3:Get*", "s3:Put*"]`)}]`)))],
    ["actions by a map", policies(base, inline("p", allow(`[${each((one) => `!FindInMap [M, !Ref E${one}, A]`)}]`)))],
    [
      "actions that are left out",
      policies(base, inline("p", `{Effect: Allow, NotAction: ["sqs:*", ${optional('"s3:*"')}], Resource: "*"}`)),
    ],
    [
      "AWS managed policies",
      `${policies(base)}\nManagedPolicyArns: [${optional("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")}]`,
    ],
    [
      "a list of managed policies",
      `${policies(base, inline("p", optional(S3)))}\nManagedPolicyArns: !If [C0, [arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess], ${NONE}]`,
    ],
    ...[
      '!Join [":", [!If [C8, s3, ec2], "*"]]',
      '!Sub ["${S}:*", {S: !If [C8, s3, ec2]}]',
      '!Select [0, [!If [C8, "s3:*", "ec2:*"], "sqs:*"]]',
      "!FindInMap [N, !Ref E8, A]",
      '!Sub "${Act}:*"',
      '!Join [":", [!Ref Act, "*"]]',
    ].map((action): [string, string] => [action, policies(base, inline("p", optional(S3), allow(action)))]),
    [
      "the name of a managed policy",
      `${policies(base, inline("p", optional(S3)))}\nManagedPolicyArns: [!Sub ["arn:aws:iam::aws:policy/Amazon\${N}ReadOnlyAccess", {N: !If [C8, S3, EC2]}]]`,
    ],
    [
      "lists of actions that are left out",
      policies(
        base,
        inline("p", optional(S3), '{Effect: Allow, NotAction: !If [C8, "sqs:*", ["sqs:*", "s3:*"]], Resource: "*"}'),
      ),
    ],
    [
      "policies under no condition of the template",
      policies(base),
      resources(S3).replaceAll("Condition: C", "Condition: D"),
    ],
  ])("what no branch grants is missing: %s", async (_name, properties, more = "") => {
    expect(await verdict(properties, more)).toBe("missing");
  });

  test.each<[string, string, string?]>([
    [
      "a Deny of other actions",
      policies(both, inline("d", deny(`[${each((one) => `!If [C${one}, "s3:Get*", "s3:Put*"]`)}]`))),
    ],
    ["policies that deny other actions", policies(both), resources(deny("s3:*"))],
    [
      "the same in both branches",
      `${policies(base)}\nManagedPolicyArns: [${each((one) => `!If [C${one}, arn:aws:iam::aws:policy/AmazonSQSFullAccess, arn:aws:iam::aws:policy/AmazonSQSFullAccess]`)}]`,
    ],
    ["a list that has more sideFiles", policies(inline("p", allow(`["sqs:*", ${optional('"s3:*"')}]`)))],
    [
      "one of two lists, each with it",
      policies(inline("p", allow(`[${each((one) => `!If [C${one}, "sqs:Send*", "sqs:*"]`)}]`))),
    ],
    [
      "actions that are left out, all others",
      policies(inline("p", `{Effect: Allow, NotAction: [${optional('"s3:*"')}, "iam:*"], Resource: "*"}`)),
    ],
  ])("what nothing takes back is granted: %s", async (_name, properties, more = "") => {
    expect(await verdict(properties, more)).toBe("granted");
  });

  test.each<[string, string, string, string?]>([
    [
      "one branch grants it",
      "conditional, granted by default",
      policies(base, inline("p", optional(S3), `!If [C8, ${allow("sqs:*")}, ${NONE}]`)),
    ],
    [
      "one branch denies it",
      "conditional",
      policies(both, inline("d", optional(S3), `!If [C8, ${deny("sqs:*")}, ${NONE}]`)),
    ],
    [
      "one branch leaves it out",
      "conditional",
      policies(
        inline("p", `{Effect: Allow, NotAction: ["iam:*", !If [C8, "sqs:*", "s3:*"]], Resource: "*"}`, optional(S3)),
      ),
    ],
    [
      "a branch may be any resource",
      "conditional, granted by default",
      policies(inline("p", optional(S3), allow('"sqs:*"', `!If [C8, "*", "arn:aws:sqs:*:*:x"]`))),
    ],
    [
      "a boundary that the default leaves out",
      "undetermined, granted by default",
      `${policies(both, inline("p", optional(S3)))}\nPermissionsBoundary: !If [HasB, !Ref B, ${NONE}]`,
    ],
  ])("what a branch decides is not certain: %s", async (_name, expected, properties, more = "") => {
    expect(await verdict(properties, more)).toBe(expected);
  });

  const allOf = (name: string, actions: string) =>
    `${name}:\n  Type: AWS::IAM::ManagedPolicy\n  Properties: {PolicyDocument: {Version: "2012-10-17", Statement: [${allow(actions)}]}}\n`;
  const padded = policies(both, inline("p", optional(S3)));

  test.each([
    ["denied", "!If [C8, !Ref X, !Ref Y]", '"s3:*"', '"sns:*"'],
    ["granted", "!If [C8, !Ref X, !Ref Y]", '"sqs:*"', '"*"'],
    ["granted", `!If [C8, arn:aws:iam::aws:policy/AdministratorAccess, ${NONE}]`, '"s3:*"', '"sns:*"'],
    ["conditional, granted by default", `!If [C8, ${NONE}, !Ref X]`, '"s3:*"', '"sns:*"'],
  ])("within the branches of a boundary it is %s: %s", async (expected, boundary, one, other) => {
    const more = `${allOf("X", one)}${allOf("Y", other)}`;
    expect(await verdict(`${padded}\nPermissionsBoundary: ${boundary}`, more)).toBe(expected);
  });

  const rows = (...actions: readonly string[]) => `Parameters:
  Env: {Type: String, AllowedValues: [dev, test, prod], Default: prod}
${[1, 2, 3].map((one) => `  E${one}: {Type: String, AllowedValues: [a, b], Default: a}\n`).join("")}Mappings: {L: {${["dev", "test", "prod"].map((env, row) => `${env}: {A: "${actions[row]}"}`).join(", ")}}}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
${[1, 2, 3].map((one) => `  C${one}: !Equals [!Ref E${one}, a]\n`).join("")}`;

  // Three conditions that the role names, and three values of a parameter that another condition compares with its default.
  test.each([
    ["missing", rows("s3:*", "ec2:*", "rds:*")],
    ["granted", rows("sqs:*", "sqs:Send*", "*")],
    ["undetermined, granted by default", rows("sqs:*", "s3:*", "sqs:*")],
    ["undetermined, granted by default", rows("sqs:SendMessag?", "s3:*", "sqs:*")],
  ])("what rows of a map decide alike is certain: %s", async (expected, declared) => {
    const named = [1, 2, 3].map((one) => `!If [C${one}, ${S3}, ${NONE}]`).join(", ");
    const properties = policies(base, inline("p", named), inline("q", allow("!FindInMap [L, !Ref Env, A]")));
    expect(await verdict(properties, "", declared)).toBe(expected);
  });

  test("nothing is granted without a condition", async () => {
    expect(await verdict(policies(`!If [C8, ${both}, ${NONE}]`, inline("p", optional(S3))))).toBe(
      "conditional, granted by default",
    );
  });

  const faulty = `!If [C8, ${NONE}, {Effect: allow, Action: "s3:*", Resource: "*"}]`;
  const long = Array.from({ length: 400 }, (_, at) => allow('"s3:GetObject"', `"arn:aws:s3:::${at}"`));

  test.each([
    ["invalid-policy", policies(both, inline("p", optional(S3), faulty)), ""],
    ["invalid-policy", policies(both, inline("p", optional(S3), `!If [C7, ${NONE}, ${faulty}]`)), ""],
    ["policy-quota", policies(both, `!If [C8, ${NONE}, ${inline("q", ...long)}]`, inline("p", optional(S3))), ""],
    [
      "instance-profile-missing",
      padded,
      "I: {Type: AWS::IAM::InstanceProfile, Condition: C8, Properties: {Roles: [!Ref R]}}\n",
    ],
  ])("reports a fault of a branch: %s", async (id, properties, more) => {
    const role = await roleOf(properties, more);
    const found = {
      "invalid-policy": () => role.variants.some(({ policies: all }) => all.some(hasProblem)),
      "policy-quota": () => quotaExcesses(role).length > 0,
      "instance-profile-missing": () => role.profileLackedWhere !== undefined,
    }[id];
    expect(found?.()).toBe(true);
  });

  test("policies that may exist are not counted", async () => {
    const many = each((one) => `!If [C${one}, arn:aws:iam::aws:policy/S${one}, arn:aws:iam::aws:policy/T${one}]`);
    expect(quotaExcesses(await roleOf(`ManagedPolicyArns: [${many}]`, ""))).toEqual([]);
  });

  const service = (of: (one: number) => string) =>
    each((one) => `!If [C${one}, {Effect: Allow, Action: sts:AssumeRole, Principal: ${of(one)}}, ${NONE}]`);
  const account = "{AWS: arn:aws:iam::111122223333:root}";

  test.each([
    ["missing", service((one) => `{Service: s${one}.amazonaws.com}`)],
    ["missing", `{Effect: Allow, Action: sts:AssumeRole, Principal: {Service: [${optional("s.amazonaws.com")}]}}`],
    ["undetermined", service((one) => (one === 8 ? account : "{Service: s.amazonaws.com}"))],
    [
      "granted",
      `${service(() => "{Service: s.amazonaws.com}")}, {Effect: Allow, Action: sts:AssumeRole, Principal: ${account}}`,
    ],
    [
      "undetermined",
      `${service(() => "{Service: s.amazonaws.com}")}, {Effect: Allow, Action: sts:AssumeRole, Principal: !If [C8, {Service: s.amazonaws.com}, ${account}]}`,
    ],
  ])("the trust of the appliance is %s", async (expected, statements) => {
    const text = template("Path: /", "", head).replace("{Statement: []}", `{Statement: [${statements}]}`);
    const [role] = rolesOf(text);
    expect(role && evaluateTrust(role, "appliance", [], new Map())?.verdict).toBe(expected);
  });
});

describe("with more ways than are tried out, blames only the conditions that matter", () => {
  const toggles = `Parameters:
  Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  Area: {Type: String, Default: eu, AllowedValues: [eu, us]}
${at.map((one) => `  E${one}: {Type: String, AllowedValues: ["true", "false"], Default: "false"}\n`).join("")}
Mappings: {L: {dev: {A: "sqs:*"}, prod: {A: "s3:*"}}}
Conditions:
  Joint: !Equals [!Sub "\${Env}-\${Area}", prod-eu]
  Prod: !And [!Equals [!Ref Env, prod], !Condition C1, !Condition C2]
${at.map((one) => `  C${one}: !Equals [!Ref E${one}, "true"]\n`).join("")}`;
  const mapped = inline("q", allow("!FindInMap [L, !Ref Env, A]"));
  const when = (condition: string, statement: string) => `!If [${condition}, ${inline("z", statement)}, ${NONE}]`;

  test.each<[string, readonly string[], string]>([
    ["a grant", [mapped, when("Joint", allow("sqs:*"))], "not when condition Joint is false and Env is prod"],
    ["a Deny", [inline("q", allow("sqs:*")), when("Prod", deny("sqs:*"))], "not when condition Prod is true"],
  ])("%s", async (_name, more, expected) => {
    const role = await roleOf(policies(inline("p", optional(S3)), ...more), "", toggles);
    const [decided] = evaluateRole(role, [{ action: "sqs:SendMessage", resources: ["*"] }], new Map(), authorization);
    expect(decided?.causes.find(({ detail }) => detail?.startsWith("not when"))?.detail).toBe(expected);
  });
});
