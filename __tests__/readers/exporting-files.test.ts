import { resolveOptions } from "../../src/config/resolve-options.js";
import { type Intake, readFiles } from "../../src/readers/read-files.js";
import { emptyFolder, removeFolders, writeFiles } from "../discover/repository.js";
import { describeRole } from "./describe-role.js";

afterAll(removeFolders);

type Files = Readonly<Record<string, string>>;

function intakeOf(files: Files): Intake {
  const root = emptyFolder();
  writeFiles(root, files);
  const resolved = resolveOptions(new Map(), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  return readFiles(resolved.options.check, { scope: { root, workingDirectory: root, confined: true } }, []);
}

/** A template without any IAM resources. */
const exporting = (value: string, name = "veeam-a", more = ""): string => `
Resources: {T: {Type: AWS::SNS::Topic}}${more}
Outputs:
  P: {Value: ${value}, Export: {Name: ${name}}}
`;
const worker = (properties: string, more = ""): string => `
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties: {AssumeRolePolicyDocument: {Statement: []}, RoleName: veeam-w${properties}}
${more}`;
const document = (effect: string, action: string): string =>
  `PolicyDocument: {Statement: [{Effect: ${effect}, Action: ${action}, Resource: "*"}]}`;
const attached = (effect: string, role = "!ImportValue veeam-a"): string =>
  worker(
    "",
    `  Q: {Type: AWS::IAM::Policy, Properties: {PolicyName: q, Roles: [${role}], ${document(effect, "sqs:*")}}}`,
  );
const inline = worker(`, Policies: [{PolicyName: p, ${document("Allow", "!ImportValue veeam-a")}}]`);

/** A stack with a parameter that has a default in the child. */
const stack = (more = "") =>
  `Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./q.yaml, Parameters: {X: "s3:*"}}}}${more}`;
const child = `
Parameters: {X: {Type: String, Default: "sqs:*"}}
Resources: {Q: {Type: AWS::IAM::ManagedPolicy, Properties: {${document("Allow", "!Ref X")}}}}
Outputs: {P: {Value: !Ref Q, Export: {Name: veeam-a}}}
`;
const topics = `
Parameters: {X: {Type: String, Default: "sqs:*"}}
Resources: {T: {Type: AWS::SNS::Topic}}
Outputs: {P: {Value: !Ref X, Export: {Name: veeam-a}}, Q: {Value: "a:B"}}
`;
const managed = worker(", ManagedPolicyArns: [!ImportValue veeam-a]");

/** A template without roles, which nests another one in some environments. */
const nested = (when: string, template = "n.yaml"): string => `
Conditions: {Is: !Equals [dev, ${when}]}
Resources:
  N: {Type: AWS::CloudFormation::Stack, Condition: Is, Properties: {TemplateURL: ./${template}}}
`;

test.each<[string, Files, string]>([
  [
    "the name of a role that a Deny attaches to",
    { "exp.yaml": exporting("veeam-w"), "imp.yaml": attached("Deny") },
    "imp-yaml/Q: denied: sqs:* on *",
  ],
  [
    "the name of a role that an Allow attaches to",
    { "z.yaml": exporting("veeam-w"), "imp.yaml": attached("Allow") },
    "imp-yaml/Q: sqs:* on *",
  ],
  ["another role's name", { "exp.yaml": exporting("other"), "imp.yaml": attached("Allow") }, ""],
  [
    "a role's ARN",
    {
      "exp.yaml": exporting('"arn:aws:iam::111122223333:role/veeam-w"'),
      "imp.yaml": attached("Allow", '!Select [1, !Split ["/", !ImportValue veeam-a]]'),
    },
    "imp-yaml/Q: sqs:* on *",
  ],
  ["an action", { "exp.yaml": exporting('"s3:*"'), "imp.yaml": inline }, "p: s3:* on *"],
  [
    "a policy's ARN",
    { "exp.yaml": exporting('"arn:aws:iam::aws:policy/X"'), "imp.yaml": managed },
    "reference arn:aws:iam::aws:policy/X",
  ],
  [
    "something that it imports",
    { "exp.yaml": exporting("!ImportValue b"), "more.yaml": exporting('"s3:*"', "b"), "imp.yaml": inline },
    "p: s3:* on *",
  ],
  [
    "a name completed by its parameter's default",
    {
      "exp.yaml": exporting('"s3:*"', '!Sub "veeam-${L}"', "\nParameters: {L: {Type: String, Default: a}}"),
      "imp.yaml": inline,
    },
    "p: s3:* on *",
  ],
  [
    "a name in JSON with escapes",
    {
      "exp.json": `{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}, "\\u004futputs": {"P": {"Value": "s3:*", "\\u0045xport": {"Name": "veeam-a"}}}}`,
      "imp.yaml": inline,
    },
    "p: s3:* on *",
  ],
  [
    "the same name as another template",
    { "exp.yaml": exporting('"s3:*"'), "more.yaml": exporting('"s3:*"'), "imp.yaml": inline },
    "p: ${ImportValue veeam-a (exported by exp.yaml and more.yaml)} on *",
  ],
  [
    "a policy of a nested stack",
    { "exp.yaml": stack(), "q.yaml": child, "imp.yaml": managed },
    "exp-yaml/N/Q: s3:* on *",
  ],
  [
    "a policy in a template that is read later",
    { "z.yaml": stack(), "q.yaml": child, "imp.yaml": managed },
    "z-yaml/N/Q: s3:* on *",
  ],
  ["a parameter of a nested stack", { "exp.yaml": stack(), "q.yaml": topics, "imp.yaml": inline }, "p: s3:* on *"],
  [
    "an output of a nested stack",
    {
      "exp.yaml": stack("\nOutputs: {P: {Value: !GetAtt N.Outputs.Q, Export: {Name: veeam-a}}}"),
      "q.yaml": topics.replace(", Export: {Name: veeam-a}", ""),
      "imp.yaml": inline,
    },
    "p: a:B on *",
  ],
])("resolves %s that a template without roles exports", (_what, files, expected) => {
  const { roles } = intakeOf(files);
  const own = roles.filter(({ id }) => id === "Worker");
  expect(own.map((role) => describeRole(role).join())).toEqual([expected]);
});

test.each<[string, Files, readonly string[]]>([
  ["no import", { "exp.yaml": exporting("veeam-w"), "imp.yaml": worker("") }, ["imp.yaml"]],
  [
    "an import by a template without IAM",
    { "exp.yaml": exporting("x"), "t.yaml": exporting("!ImportValue veeam-a") },
    [],
  ],
  ["an import of something else", { "exp.yaml": exporting("x", "b"), "imp.yaml": inline }, ["imp.yaml"]],
  ["one import", { "exp.yaml": exporting("x"), "imp.yaml": inline }, ["imp.yaml", "exp.yaml"]],
])("reads a template without IAM only if an IAM template imports from it: %s", (_what, files, expected) => {
  const { read, problems } = intakeOf(files);
  expect(read).toEqual(expected);
  expect(problems).toEqual([]);
});

test("ignores an unparsable file that others may import from", () => {
  const { problems, roles } = intakeOf({ "exp.yaml": `${exporting("x")}  - {`, "imp.yaml": inline });
  expect(problems).toEqual([]);
  expect(roles.flatMap(describeRole)).toEqual(["p: ${ImportValue veeam-a} on *"]);
});

test.each<[string, Files, readonly string[]]>([
  ["that its parent creates", { "a.yaml": nested("dev"), "n.yaml": worker("") }, ["N/Worker"]],
  ["that its parent never creates", { "a.yaml": nested("prod"), "n.yaml": worker("") }, []],
  [
    "that its parent never creates, and another template",
    { "a.yaml": nested("prod"), "n.yaml": worker(""), "z.yaml": worker("") },
    ["Worker"],
  ],
  [
    "within one that its parent never creates",
    { "a.yaml": nested("prod"), "n.yaml": nested("dev", "m.yaml"), "m.yaml": worker("") },
    [],
  ],
])("reads a nested template %s", (_, files, roles) => {
  expect(intakeOf(files).roles.map(({ id }) => id)).toEqual(roles);
});
