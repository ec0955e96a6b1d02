import { describeRole } from "../describe-role.js";
import { readAmong, rolesOf, template } from "./read-template.js";

const head = `Transform: AWS::LanguageExtensions
Parameters:
  Which: {Type: String, Default: R}
  Open: {Type: String}
  List: {Type: CommaDelimitedList, Default: "R,S"}
Mappings:
  Names: {one: {role: R}}
`;

const policy = (role: string) => `P:
  Type: AWS::IAM::Policy
  Properties:
    PolicyName: p
    Roles: [${role}]
    PolicyDocument: {Statement: [{Effect: Allow, Action: a:B, Resource: "*"}]}
`;

const attached = ["P: a:B on *"];

describe("finds a role that a policy names through a function", () => {
  test.each<[string, string, readonly string[]]>([
    ["Sub within Ref", "Ref: !Sub '${Which}'", attached],
    ["Ref within Ref", "Ref: {Ref: Which}", attached],
    ["FindInMap within Ref", "Ref: !FindInMap [Names, one, role]", attached],
    ["Select within Ref", "Ref: !Select [0, !Ref List]", attached],
    ["another role within Ref", "Ref: !Select [1, !Ref List]", []],
    [
      "an unknown value within Ref",
      "Ref: !Ref Open",
      ["P: a:B on * if attached to Ref with an unknown name: Ref Open, which may be this role"],
    ],
    ["the last part of its ARN", "!Select [1, !Split ['/', !GetAtt R.Arn]]", attached],
    ["the last part of its ARN in a string", "!Select [1, !Split ['/', !Sub '${R.Arn}']]", attached],
    ["the last part of an ARN from functions", "!Select [1, !Split [/, !GetAtt [!Ref Which, Arn]]]", attached],
    ["the last part of the last part", "!Select [1, !Split ['/', !Select [5, !Split [':', !GetAtt R.Arn]]]]", attached],
    ["the part after role/", "!Select [1, !Split [':role/', !GetAtt R.Arn]]", attached],
    ["an ARN built from parts", "!Select [1, !Split ['/', !Sub 'arn:aws:iam::${AWS::AccountId}:role/${R}']]", attached],
    ["another part of its ARN", "!Select [0, !Split ['/', !GetAtt R.Arn]]", []],
    [
      "its name split at a possible character",
      "!Select [0, !Split ['-', !Ref R]]",
      ["P: a:B on * if attached to Select 0, Split -, Ref R, which may be this role"],
    ],
    ["its name split at an impossible character", "!Select [0, !Split [',', !Ref R]]", attached],
    ["an element of a string", "!Select [1, !Split [',', !Sub 'other,${R}']]", attached],
    ["an element of a joined string", "!Select [0, !Split [';', !Join [';', [!Ref R, other]]]]", attached],
    [
      "the account's digits, split",
      "!Select [0, !Split ['1', !Sub '${AWS::AccountId}${R}']]",
      ["P: a:B on * if attached to Select 0, Split 1, Sub ${AWS::AccountId}${R}, which may be this role"],
    ],
    ["an encoded value", "!Base64 {Ref: R}", ["P: a:B on * if attached to Base64 Ref R, which may be this role"]],
    ["an encoded value of another role", "!Base64 {Ref: Q}", []],
    ["its ID, which is not a name", "!GetAtt R.RoleId", []],
    ["its ID through functions", "!GetAtt [!Ref Which, RoleId]", []],
    ["its ID in a string", "!Sub '${R.RoleId}'", []],
    ["its ARN, which is not a name", "!GetAtt R.Arn", []],
  ])("%s: %s", (_name, role, expected) => {
    const roles = rolesOf(template("", policy(role), head)).filter(({ id }) => id === "R");
    expect(roles.flatMap(describeRole)).toEqual(expected);
  });

  test("finds no instance profile for a role by its ID", () => {
    const profile = (name: string) => `I: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [${name}]}}\n`;
    const held = (name: string) => rolesOf(template("", profile(name), head)).map((role) => role.instanceProfile);
    expect([held("!Ref R"), held("!GetAtt R.RoleId"), held("!GetAtt R.Arn")]).toEqual([[true], [false], [false]]);
  });

  test("counts the segments of the role's path", () => {
    const name = (at: number) => policy(`!Select [${at}, !Split ['/', !GetAtt R.Arn]]`);
    const held = (at: number) =>
      rolesOf(template("Path: /team/x/\n", name(at), head))
        .filter(({ id }) => id === "R")
        .flatMap(describeRole);
    expect(held(3)).toEqual(attached);
    expect(held(1)).toEqual([]);
  });

  test.each<[string, string, string, readonly string[]]>([
    ["none", "Path: !Ref Path", "", attached],
    ["a parameter's path", "Path: !Ref Path", "Path: {Type: String, Default: /a/}", []],
    [
      "a branch's path",
      "Path: !If [C, /a/, /]",
      "",
      ["when condition C is true", "when condition C is false", ...attached],
    ],
  ])("counts the segments of a computed path: %s", (_name, path, parameter, expected) => {
    const more = parameter === "" ? "Path: {Type: String, Default: /}" : parameter;
    const text = template(`${path}\n`, policy("!Select [1, !Split ['/', !GetAtt R.Arn]]"), head)
      .replace("Parameters:\n", `Parameters:\n  ${more}\n`)
      .replace("Mappings:\n", "Conditions: {C: !Equals [!Ref Which, x]}\nMappings:\n");
    const roles = rolesOf(text);
    expect(roles.filter(({ id }) => id === "R").flatMap(describeRole)).toEqual(expected);
  });

  test.each<[string, string, string]>([
    ["a role", "!Ref R", "!Select [0, !Ref Role]"],
    ["a string that names it", "!Join [',', [!Ref R, other]]", "!Select [0, !Ref Role]"],
    ["a string that names it last", "!Sub 'other, ${R}'", "!Select [1, !Ref Role]"],
    ["a string with all roles", "!Join [',', [other, !Ref R]]", "all"],
  ])("finds a role in a list that is passed into a nested stack: %s", (_name, argument, role) => {
    const stack = `S:\n  Type: AWS::CloudFormation::Stack\n  Properties: {TemplateURL: inner.yaml, Parameters: {Role: ${argument}}}\n`;
    const named = role === "all" ? policy("").replace("[]", "!Ref Role") : policy(role);
    const inner = `Parameters: {Role: {Type: CommaDelimitedList}}\nResources:\n  ${named.replace(/\n(?=.)/g, "\n  ")}`;
    const { roles } = readAmong({ "t.yaml": template("", stack), "inner.yaml": inner }, "t.yaml");
    expect(roles.filter(({ id }) => id === "R").flatMap(describeRole)).toEqual(["S/P: a:B on *"]);
  });

  test.each([
    ["its ARN", "!GetAtt R.Arn", "!Select [1, !Split ['/', !Ref Role]]"],
    ["its extracted name", "!Select [1, !Split ['/', !GetAtt R.Arn]]", "!Ref Role"],
  ])("finds %s that is passed into a nested stack", (_name, argument, role) => {
    const stack = `S:
  Type: AWS::CloudFormation::Stack
  Properties: {TemplateURL: inner.yaml, Parameters: {Role: ${argument}}}
`;
    const inner = `Parameters: {Role: {Type: String}}\nResources:\n  ${policy(role).replace(/\n(?=.)/g, "\n  ")}`;
    const { roles } = readAmong({ "t.yaml": template("", stack), "inner.yaml": inner }, "t.yaml");
    expect(roles.flatMap(describeRole)).toEqual(["S/P: a:B on *"]);
  });
});

test.each<[string, string, readonly string[]]>([
  ["its ARN", "!Ref M", ["M: a:B on *"]],
  ["its ARN as an attribute", "!GetAtt M.PolicyArn", ["M: a:B on *"]],
  ["its ARN in a string", "!Sub '${M.PolicyArn}'", ["M: a:B on *"]],
  ["its ID", "!GetAtt M.PolicyId", ["reference ${GetAtt M.PolicyId}"]],
])("finds a role's managed policy by %s", (_name, arn, expected) => {
  const managed = policy("")
    .replaceAll("P:", "M:")
    .replace("::Policy", "::ManagedPolicy")
    .replace(/ +(PolicyName|Roles).*\n/g, "");
  const roles = rolesOf(template(`ManagedPolicyArns: [${arn}]\n`, managed, head));
  expect(roles.flatMap(describeRole)).toEqual(expected);
});

describe("finds managed policies in a string list", () => {
  const denying = (named: string) =>
    `M:\n  Type: AWS::IAM::ManagedPolicy\n  Properties: {${named}PolicyDocument: {Statement: [{Effect: Deny, Action: a:B, Resource: "*"}]}}\n`;
  const denied = ["M: denied: a:B on *"];
  const other = "arn:aws:iam::aws:policy/Other";
  const more = [`reference ${other}`];
  const possible = ["M: denied: a:B on * if which policies ManagedPolicyArns names"];
  const branches = ["when condition C is true", ...denied, "when condition C is false", ...more];

  test.each<[string, string, readonly string[], string?]>([
    ["one policy", "!Split [',', !Ref M]", denied],
    ["one by its attribute", "!Split [',', !GetAtt M.PolicyArn]", denied],
    ["one next to another", `!Split [',', !Join [',', [!Ref M, '${other}']]]`, [...denied, ...more]],
    ["one in a string", `!Split ['|', !Sub '\${M}|${other}']`, [...denied, ...more]],
    ["one that is extracted", "[!Select [0, !Split ['|', !Ref M]]]", denied],
    ["one that is extracted from several", `[!Select [1, !Split [', ', !Sub '${other}, \${M}']]]`, denied],
    ["one with a name", "!Split [',', !Ref M]", denied, "ManagedPolicyName: m-1, Path: /p/, "],
    ["one with a computed name", "!Split [',', !Ref M]", denied, "ManagedPolicyName: !Sub 'm-${Open}', "],
    ["policies in a branch", `!Split [',', !If [C, !Ref M, '${other}']]`, branches],
    ["enclosing branches", `!If [C, !Split [',', !Ref M], ['${other}']]`, branches],
    ["a separator that may occur in the name", "!Split ['-', !Ref M]", possible],
    [
      "a separator that occurs in an ARN",
      "[!Select [0, !Split [':', !Ref M]]]",
      ["reference ${Select 0, Split :, Ref M}", ...possible],
    ],
    ["a separator that occurs in its name", "!Split [',', !Ref M]", possible, "ManagedPolicyName: 'a,b', "],
    [
      "an unknown one of several",
      `[!Select [!Ref Open, [!Ref M, '${other}']]]`,
      ["reference ${Select Ref Open, ...}", ...possible],
    ],
    ["an unknown other one", "[!Select [!Ref Open, [!Ref N]]]", ["reference ${Select Ref Open, ...}"]],
  ])("%s: %s", (_which, arns, expected, named = "") => {
    const text = template(
      `ManagedPolicyArns: ${arns}\n`,
      denying(named),
      `${head}Conditions: {C: !Equals [!Ref Open, x]}\n`,
    );
    const lines = rolesOf(text).flatMap(describeRole);
    expect(lines.filter((line) => !line.startsWith("unresolved"))).toEqual(expected);
  });

  test("finds one as a boundary", () => {
    const text = template("PermissionsBoundary: !Select [0, !Split [',', !Ref M]]\n", denying(""));
    expect(rolesOf(text).flatMap(describeRole)).toEqual(["boundary M: denied: a:B on *"]);
  });

  const stack = (name: string, passed: string) =>
    `${name}:\n  Type: AWS::CloudFormation::Stack\n  Properties: {TemplateURL: ${name}.yaml, Parameters: {${passed}}}\n`;
  const inner = (type: string, arns: string) =>
    template(`ManagedPolicyArns: ${arns}\n`, "", `Parameters: {P: {Type: ${type}}}\n`);
  const apart = `Resources:\n  ${denying("").replace(/\n(?=.)/g, "\n  ")}Outputs: {A: {Value: !Ref M}}\n`;

  test.each<[string, string, string, string, readonly string[]]>([
    ["one policy", "!Ref M", "CommaDelimitedList", "!Ref P", denied],
    ["one, as a list of strings", "!Ref M", "List<String>", "!Ref P", denied],
    ["one next to another", `!Join [',', [!Ref M, '${other}']]`, "CommaDelimitedList", "!Ref P", [...denied, ...more]],
    ["one to be split", "!Ref M", "String", "!Split [',', !Ref P]", denied],
    ["one that is extracted", "!Ref M", "CommaDelimitedList", "[!Select [0, !Ref P]]", denied],
    ["one in another stack", "!GetAtt A.Outputs.A", "CommaDelimitedList", "!Ref P", ["A/M: denied: a:B on *"]],
    [
      "one in another stack, to be split",
      "!GetAtt A.Outputs.A",
      "String",
      "!Split [',', !Ref P]",
      ["A/M: denied: a:B on *"],
    ],
    ["one in a branch", `!If [C, !Ref M, '${other}']`, "CommaDelimitedList", "!Ref P", branches],
    ["an unknown one of several", "!Select [!Ref Open, [!Ref M]]", "CommaDelimitedList", "!Ref P", possible],
  ])("finds what is passed into a nested stack: %s", (_which, passed, type, arns, expected) => {
    const text = `Parameters: {Open: {Type: String}}\nConditions: {C: !Equals [!Ref Open, x]}\nResources:\n  ${[denying(""), stack("S", `P: ${passed}`), stack("A", "")].join("").replace(/\n(?=.)/g, "\n  ")}`;
    const { roles } = readAmong({ "t.yaml": text, "S.yaml": inner(type, arns), "A.yaml": apart }, "t.yaml");
    const lines = roles.flatMap(describeRole);
    expect(lines.filter((line) => !line.startsWith("unresolved"))).toEqual(expected);
  });
});

describe("a conditional managed policy of the template", () => {
  const conditions = "Parameters:\n  E: {Type: String, Default: dev}\n  Open: {Type: String}\nConditions:\n";
  const managed = `M:
  Type: AWS::IAM::ManagedPolicy
  Condition: X
  Properties:
    PolicyDocument: {Statement: [{Effect: Allow, Action: a:B, Resource: "*"}]}
`;
  const without = "R where condition X is false:";
  const byParameter = ["R where condition X is true:", "M: a:B on *", without];

  test.each<[string, string, string, readonly string[]]>([
    ["Ref", "!Ref M", "!Equals [!Ref E, prod]", byParameter],
    ["Fn::GetAtt", "!GetAtt M.PolicyArn", "!Equals [!Ref E, prod]", byParameter],
    ["Fn::Sub", "!Sub '${M}'", "!Equals [!Ref E, prod]", byParameter],
    ["a parameter without a default", "!Ref M", "!Equals [!Ref Open, prod]", byParameter],
    ["a condition that never holds", "!Ref M", "!Equals [a, b]", []],
    ["a condition that always holds", "!Ref M", "!Equals [a, a]", ["M: a:B on *"]],
    ["only when the condition is true", "!If [X, !Ref M, !Ref AWS::NoValue]", "!Equals [!Ref E, prod]", byParameter],
  ])("%s", (_what, arn, condition, expected) => {
    const [role] = rolesOf(template(`ManagedPolicyArns: [${arn}]`, managed, `${conditions}  X: ${condition}\n`));
    const reported = role?.variants.flatMap(({ when, policies }) => [
      ...(when === null ? [] : [`R where ${when}:`]),
      ...policies.map((one) => (one.kind === "document" ? "M: a:B on *" : one.kind)),
    ]);
    expect(reported).toEqual(expected);
  });

  test("is unknown as a boundary if it is optional", () => {
    const [role] = rolesOf(template("PermissionsBoundary: !Ref M", managed, `${conditions}  X: !Equals [a, b]\n`));
    expect(role?.variants.map(({ boundary }) => boundary?.kind)).toEqual(["unresolved"]);
  });
});
