import type { Authorization } from "../../src/iam/authorization.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import type { Role } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { rolesOf as fromTemplate } from "./cloudformation/read-template.js";
import { rolesOf as fromSource } from "./terraform-source/in-memory.js";

const BOTH = ["sqs:SendMessage", "sqs:ReceiveMessage"];

let authorization: Authorization;
beforeAll(async () => {
  authorization = await loadAuthorization();
});

function verdictsFor(role: Role | undefined) {
  const requested = BOTH.map((action) => ({ action, resources: ["*"] }));
  return role === undefined ? [] : evaluateRole(role, requested, new Map(), authorization);
}

function document(...actions: readonly string[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: actions.map(allow) });
}

function allow(action: string) {
  return { Effect: action.startsWith("!") ? "Deny" : "Allow", Action: action.replace("!", ""), Resource: "*" };
}

/** A role with an inline block, and a separate resource. */
function source(block: string, resource: string, name = "worker"): readonly Role[] {
  return fromSource({
    "main.tf": `resource "aws_iam_role" "r" {
  name = "r"
  assume_role_policy = "{}"
  inline_policy {
    name = "worker"
    policy = jsonencode(${block})
  }
}
resource "aws_iam_role_policy" "p" {
  name = "${name}"
  role = aws_iam_role.r.name
  policy = jsonencode(${resource})
}
`,
  });
}

function twoResources(one: string, other: string, name = "worker"): readonly Role[] {
  const resource = (label: string, called: string, policy: string) =>
    `resource "aws_iam_role_policy" "${label}" {\n  name = "${called}"\n  role = aws_iam_role.r.name\n  policy = jsonencode(${policy})\n}\n`;
  return fromSource({
    "main.tf": `resource "aws_iam_role" "r" {\n  name = "r"\n  assume_role_policy = "{}"\n}\n${resource("a", "worker", one)}${resource("b", name, other)}`,
  });
}

function template(one: string, other: string, name = '"worker"', first = '"worker"'): readonly Role[] {
  return fromTemplate(
    `{"Parameters": {"Prefix": {"Type": "String"}}, "Resources": {
  "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []},
    "Policies": [{"PolicyName": ${first}, "PolicyDocument": ${one}}]}},
  "P": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": ${name}, "Roles": [{"Ref": "R"}], "PolicyDocument": ${other}}}}}`,
    "t.json",
  );
}

const PREFIXED = '{"Fn::Sub": "${Prefix}-worker"}';

describe("handles two inline policies with the same name", () => {
  const open = ["undetermined", "undetermined"];
  test.each<[string, readonly Role[], readonly string[]]>([
    ["in reverse order", source(document(...BOTH), document("s3:GetObject")), open],
    ["certain grants of both", source(document("s3:GetObject"), document(...BOTH)), open],
    ["the same twice", source(document(...BOTH), document(BOTH[0] ?? "")), ["granted", "undetermined"]],
    ["the same twice", source(document(...BOTH), document(...BOTH)), ["granted", "granted"]],
    ["another name", source(document(...BOTH), document("s3:GetObject"), "other"), ["granted", "granted"]],
    ["a Deny that may be overwritten", source(document(...BOTH), document(...BOTH, "!sqs:*")), open],
    ["two resources", twoResources(document(...BOTH), document("s3:GetObject")), open],
    [
      "two resources with two names",
      twoResources(document(...BOTH), document("s3:GetObject"), "b"),
      ["granted", "granted"],
    ],
    ["a template", template(document(...BOTH), document("s3:GetObject")), open],
    [
      "a template with another name",
      template(document(...BOTH), document("s3:GetObject"), '"b"'),
      ["granted", "granted"],
    ],
    [
      "names with the same unknown part",
      template(document(...BOTH), document("s3:GetObject"), PREFIXED, PREFIXED),
      open,
    ],
    [
      "one name with an unknown part",
      template(document(...BOTH), document("s3:GetObject"), PREFIXED),
      ["granted", "granted"],
    ],
  ])("%s", (_, [role], expected) => {
    expect(verdictsFor(role).map(({ verdict }) => verdict)).toEqual(expected);
  });

  test("names both positions in the reason", () => {
    const [role] = source(document(...BOTH), document("s3:GetObject"));
    const [verdict] = verdictsFor(role);
    expect(verdict?.causes.map(({ detail }) => detail)).toEqual([
      "which of the inline policies named worker stays (this, or aws_iam_role_policy.p at main.tf:9:1) is unknown",
    ]);
  });

  test("names a few of many in the reason, and is certain only of what all have", () => {
    const resource = (label: string, ...actions: readonly string[]) =>
      `resource "aws_iam_role_policy" "${label}" {\n  name = "worker"\n  role = aws_iam_role.r.name\n  policy = jsonencode(${document(...actions)})\n}\n`;
    const [all = "", few = ""] = BOTH;
    const others = ["b", "c", "d", "e", "f", "g", "h"].map((label) => resource(label, all));
    const [role] = fromSource({
      "main.tf": `resource "aws_iam_role" "r" {\n  name = "r"\n  assume_role_policy = "{}"\n}\n${resource("a", all, few)}${others.join("")}`,
    });
    const verdicts = verdictsFor(role);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(["granted", "undetermined"]);
    const named = ["b", "c", "d", "e", "f"].map(
      (label, at) => `aws_iam_role_policy.${label} at main.tf:${10 + 5 * at}:1`,
    );
    expect(verdicts[1]?.causes.map(({ detail }) => detail)).toEqual([
      `which of the inline policies named worker stays (this, or ${named.join(", or ")}, or one of 2 more) is unknown`,
    ]);
  });
});
