import { describeRole } from "../describe-role.js";
import { inline, read, readAmong, rolesOf } from "./read-template.js";

const head = "service: workers\nprovider:\n  name: aws\n  stage: dev\n";
const indent = (text: string, by: number): string => text.replace(/^(?=.)/gm, " ".repeat(by));
const role = (action: string, name = "R"): string =>
  `${name}:\n  Type: AWS::IAM::Role\n  Properties:\n    AssumeRolePolicyDocument: {Statement: []}\n${indent(inline(action), 4)}`;
const attached = (action: string, to = "!Ref R"): string =>
  `P:\n  Type: AWS::IAM::Policy\n  Properties:\n    PolicyName: q\n    Roles: [${to}]\n    PolicyDocument: {Statement: [{Effect: Allow, Action: "${action}", Resource: "*"}]}\n`;
const resources = (text: string): string => `Resources:\n${indent(text, 2)}`;

const denying = '{PolicyName: d, PolicyDocument: {Statement: [{Effect: Deny, Action: "a:*", Resource: "*"}]}}';

const policiesOf = (text: string) => rolesOf(text, "serverless.yml").map((one) => [one.id, ...describeRole(one)]);

describe("a Serverless Framework service", () => {
  test.each<[string, string, readonly (readonly string[])[]]>([
    [
      "a template",
      `${head}resources:\n${indent(resources(role("a:B") + attached("c:D")), 2)}`,
      [["R", "p: a:B on *", "P: c:D on *"]],
    ],
    [
      "a list of templates",
      `${head}resources:\n  - ${indent(resources(role("a:B")), 4).trimStart()}  - ${indent(resources(attached("c:D")), 4).trimStart()}`,
      [["R", "p: a:B on *", "P: c:D on *"]],
    ],
    [
      "a custom value",
      `${head}resources:\n${indent(resources(role("${self:custom.a}")), 2)}`,
      [["R", "p: ${self:custom.a} on *"]],
    ],
    [
      "the statements of its functions' role",
      `${head}  iam:\n    role:\n      statements: [{Effect: Allow, Action: e:F, Resource: "*"}]\nresources:\n${indent(resources(role("a:B")), 2)}`,
      [
        ["IamRoleLambdaExecution", "provider.iam.role.statements: e:F on *"],
        ["R", "p: a:B on *"],
      ],
    ],
    [
      "a resource in two parts, merging lists by position",
      `${head}resources:\n  - ${indent(resources(role("a:B")), 4).trimStart()}  - Resources: {R: {Properties: {Policies: [{PolicyName: q}, ${denying}]}}}\n`,
      [["R", "q: a:B on *", "d: denied: a:* on *"]],
    ],
    [
      "a part that is not a complete template",
      `${head}resources:\n  - Resources: {R: {Properties: {Policies: [${denying}]}}}\n  - Resources: {R: {Type: AWS::IAM::Role}}\n`,
      [["R", "d: denied: a:* on *"]],
    ],
    [
      "an extension that replaces properties",
      `${head}resources:\n  extensions: {R: {Properties: {Policies: [${denying}]}}}\n${indent(resources(role("a:B") + attached("c:D")), 2)}`,
      [["R", "d: denied: a:* on *", "P: c:D on *"]],
    ],
    [
      "an extension with other properties and a condition",
      `${head}resources:\n  - extensions: {P: {Condition: C}, R: {Properties: {ManagedPolicyArns: [arn:aws:iam::aws:policy/X]}}}\n  - Conditions: {C: !Equals [!Ref AWS::Region, x]}\n    ${indent(resources(role("a:B") + attached("c:D")), 4).trimStart()}`,
      [
        [
          "R",
          "when condition C is true",
          "p: a:B on *",
          "reference arn:aws:iam::aws:policy/X",
          "P: c:D on *",
          "when condition C is false",
          "p: a:B on *",
          "reference arn:aws:iam::aws:policy/X",
        ],
      ],
    ],
    [
      "an extension of its functions' role",
      `${head}  iamRoleStatements: [{Effect: Allow, Action: e:F, Resource: "*"}]\nresources: {extensions: {IamRoleLambdaExecution: {Properties: {Policies: [${denying}]}}}}\n`,
      [["IamRoleLambdaExecution", "d: denied: a:* on *"]],
    ],
    [
      "an extension of its functions' role that the service does not configure",
      `${head}resources: {extensions: {IamRoleLambdaExecution: {Properties: {ManagedPolicyArns: [arn:aws:iam::aws:policy/X]}}}}\n`,
      [["IamRoleLambdaExecution", "provider.iam.role.statements: ", "reference arn:aws:iam::aws:policy/X"]],
    ],
    [
      "older statements without resources",
      `${head}  iamRoleStatements: [{Effect: Allow, Action: e:F, Resource: "*"}]\n`,
      [["IamRoleLambdaExecution", "provider.iam.role.statements: e:F on *"]],
    ],
  ])("reads %s", (_name, text, expected) => {
    expect(policiesOf(text)).toEqual(expected);
  });

  test("reads JSON", () => {
    const text = JSON.stringify({
      service: "x",
      provider: { name: "aws" },
      resources: { Resources: { R: { Type: "AWS::IAM::Role", Properties: {} } } },
    });
    expect(rolesOf(text, "serverless.json").map(({ id }) => id)).toEqual(["R"]);
  });

  test.each<[string, string, string]>([
    ["of everything", `${head}resources: \${file(./iam.yml)}\n`, resources(role("a:B"))],
    ["of an item", `${head}resources:\n  - \${file(iam.yml)}\n`, resources(role("a:B"))],
    [
      "of properties",
      `${head}resources:\n  Resources:\n    R: {Type: AWS::IAM::Role, Properties: "\${file(./iam.yml):R.Properties}"}\n`,
      role("a:B"),
    ],
    [
      "of an extension",
      `${head}resources:\n  Resources: {R: {Type: AWS::IAM::Role}}\n  extensions: \${file(./iam.yml)}\n`,
      role("a:B"),
    ],
    ["of the resources", `${head}resources:\n  Resources: \${file(./iam.yml):Resources}\n`, resources(role("a:B"))],
    [
      "of a resource",
      `${head}resources:\n  Resources:\n    R: \${file(./iam.yml):some.R}\n`,
      `some:\n${indent(role("a:B"), 2)}`,
    ],
  ])("reads a file %s as a part", (_name, text, part) => {
    const files = { "a/serverless.yml": text, "a/iam.yml": part };
    const { roles, partFiles, passedOver } = readAmong(files, "a/serverless.yml");
    expect([roles.map(describeRole), partFiles, passedOver]).toEqual([[["p: a:B on *"]], ["a/iam.yml"], []]);
  });

  test.each([
    ["resources", `\${file(./iam.js)}`],
    ["extensions", `extensions: \${file(./iam.js)}`],
    ["an extension", `extensions: {R: "\${file(./iam.js)}"}`],
    ["properties", `extensions: {R: {Properties: "\${file(./iam.js)}"}}`],
  ])("expects policies from missing %s", (_what, part) => {
    const text = `${head}resources:\n  - ${part}\n  - ${indent(resources(role("a:B")), 4).trimStart()}`;
    const { roles, passedOver } = readAmong({ "serverless.yml": text }, "serverless.yml");
    expect(passedOver).toMatchObject([{ id: "${file(./iam.js)}" }]);
    expect(roles[0]?.variants[0].policies).toMatchObject([
      { kind: "document" },
      { kind: "unresolved", name: "macro ${file(./iam.js)}" },
    ]);
  });

  test("ends with a file that includes itself", () => {
    const files = { "serverless.yml": `${head}resources: \${file(./serverless.yml)}\n` };
    expect(
      readAmong({ ...files, "serverless.yml": `${files["serverless.yml"]}Transform: x\n` }, "serverless.yml").roles,
    ).toEqual([]);
  });

  test.each([
    ["resources of another kind", "resources:\n  Resources:\n    R: {Type: AWS::IAM::Role}\n"],
    ["a service without IAM", `${head}resources: {Resources: {}}\n`],
    ["a provider that is a list", "service: x\nprovider: []\n"],
  ])("finds none in %s", (_name, text) => {
    expect(read(text, "serverless.yml").kind).toBe("unrecognized");
  });
});
