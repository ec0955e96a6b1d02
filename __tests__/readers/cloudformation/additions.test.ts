import { describeRole, describeTrust } from "../describe-role.js";
import { inline, resultOf, rolesOf, template } from "./read-template.js";

const moduleOf = (properties: string) => `M:\n  Type: My::Team::Queue::MODULE\n  Properties: ${properties}\n`;
const unknown = (what: string) => `unresolved ${what}: it may add policies`;

test.each<[string, string, string, readonly string[]]>([
  ["a module that gets the role", moduleOf("{RoleName: !Ref R}"), "", [unknown("module M")]],
  ["a module that gets its ARN in a string", moduleOf("{Arn: !Sub '${R.Arn}'}"), "", [unknown("module M")]],
  ["a module that gets another role", moduleOf("{RoleName: !Ref Role}"), "", []],
  ["a macro", "", "Transform: Team\n", [unknown("macro Team")]],
  ["a macro among AWS transforms", "", "Transform: [AWS::LanguageExtensions, Team]\n", [unknown("macro Team")]],
  ["a macro within the resources", "Fn::Transform: {Name: Team}\n", "", [unknown("Transform Team")]],
  [
    "a file included from elsewhere",
    "Fn::Transform: {Name: AWS::Include, Parameters: {Location: 's3://b/k'}}\n",
    "",
    [unknown("Transform AWS::Include")],
  ],
  ...[
    "LanguageExtensions",
    "Serverless-2016-10-31",
    "CodeDeployBlueGreen",
    "SecretsManager-2024-09-16",
    "ServiceCatalog",
  ].map(
    (name) => [`AWS's own ${name}`, "", `Transform: AWS::${name}\n`, []] as [string, string, string, readonly string[]],
  ),
])("treats %s as a possible source of policies that never removes any", (_name, more, head, expected) => {
  expect(rolesOf(template(inline("a:B"), more, head)).flatMap(describeRole)).toEqual(["p: a:B on *", ...expected]);
});

test("lists a module", () => {
  expect(resultOf(template("", moduleOf("{}"))).passedOver.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
    "M: is a module, which may create any resource, including policies",
  ]);
});

test("lets a macro add the trust policy or a statement to it", () => {
  const text = template("", "", "Transform: Team\n");
  expect(rolesOf(text).flatMap(describeTrust)).toEqual(["unresolved what macro Team adds"]);
  const without = text.replace("      AssumeRolePolicyDocument: {Statement: []}\n", "");
  expect(rolesOf(without).flatMap(describeTrust)).toEqual(["unresolved macro Team"]);
});

test.each<[string, string, string, readonly string[]]>([
  ["its name", "RoleName: my-role", "{Role: my-role}", [unknown("module M")]],
  ["the parameter with its name", "RoleName: !Ref Name", "{Role: !Ref Name}", [unknown("module M")]],
  ["a longer name", "RoleName: my-role", "{Role: my-role-2}", []],
])("lets a module that gets %s add policies", (_name, properties, given, expected) => {
  const text = template(properties, moduleOf(given), "Parameters: {Name: {Type: String}}\n");
  expect(rolesOf(text).flatMap(describeRole)).toEqual(expected);
});

const SAM = "Transform: AWS::Serverless-2016-10-31\n";
const lambda = (role: string, more = "") => `F:\n  Type: AWS::Serverless::Function\n${more}  Properties: ${role}\n`;
const table = "T:\n  Type: AWS::Serverless::SimpleTable\n";
const connector = (source: string, target: string) =>
  `C:\n  Type: AWS::Serverless::Connector\n  Properties: {Source: ${source}, Destination: ${target}, Permissions: [Write]}\n`;
const embedded = "  Connectors: {C: {Properties: {Destination: {Id: T}, Permissions: [Read]}}}\n";

test.each<[string, string, string, readonly string[]]>([
  ["of its source", lambda("{Role: !GetAtt R.Arn}") + connector("{Id: F}", "{Id: T}"), SAM, ["connector C"]],
  ["of its destination", lambda("{Role: !GetAtt R.Arn}") + connector("{Id: T}", "{Id: F}"), SAM, ["connector C"]],
  [
    "of one of several destinations",
    lambda("{Role: !GetAtt R.Arn}") + connector("{Id: T}", "[{Id: T}, {Id: F}]"),
    SAM,
    ["connector C"],
  ],
  ["that it refers to", connector("{RoleName: !Ref R}", "{Id: T}"), SAM, ["connector C"]],
  ["of the resource that contains it", lambda("{Role: !GetAtt R.Arn}", embedded), SAM, ["connector F"]],
  [
    "of a state machine",
    `M:\n  Type: AWS::StepFunctions::StateMachine\n  Properties: {RoleArn: !GetAtt R.Arn}\n${connector("{Id: M}", "{Id: T}")}`,
    SAM,
    ["connector C"],
  ],
  [
    "of all functions",
    lambda("{Runtime: x}", embedded),
    `${SAM}Globals: {Function: {Role: !GetAtt R.Arn}}\n`,
    ["connector F"],
  ],
  ["of another function", `${lambda("{Role: !GetAtt R.Arn}")}${connector("{Id: G}", "{Id: T}")}`, SAM, []],
  [
    "that a function uses for something else",
    lambda("{Environment: {Variables: {R: !GetAtt R.Arn}}}", embedded),
    SAM,
    [],
  ],
])("lets a connector add policies, but no trust policy, to the role %s", (_name, more, head, names) => {
  const roles = rolesOf(template(inline("a:B"), more + table, head));
  expect(roles.flatMap(describeRole)).toEqual(["p: a:B on *", ...names.map(unknown)]);
  expect(JSON.stringify(roles.flatMap(describeTrust))).not.toContain("connector");
  expect(roles.map(({ instanceProfile }) => instanceProfile)).toEqual([false]);
});
