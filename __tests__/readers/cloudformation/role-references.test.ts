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

describe("a role that a policy names by a function", () => {
  test.each<[string, string, readonly string[]]>([
    ["Sub in Ref", "Ref: !Sub '${Which}'", attached],
    ["Ref in Ref", "Ref: {Ref: Which}", attached],
    ["FindInMap in Ref", "Ref: !FindInMap [Names, one, role]", attached],
    ["Select in Ref", "Ref: !Select [0, !Ref List]", attached],
    ["another role in Ref", "Ref: !Select [1, !Ref List]", []],
    [
      "what is unknown in Ref",
      "Ref: !Ref Open",
      ["unresolved P: attached to Ref of a name that is unknown: Ref Open, which may be this role"],
    ],
    ["the end of its ARN", "!Select [1, !Split ['/', !GetAtt R.Arn]]", attached],
    ["the end of its ARN in a text", "!Select [1, !Split ['/', !Sub '${R.Arn}']]", attached],
    ["the end of an ARN by functions", "!Select [1, !Split [/, !GetAtt [!Ref Which, Arn]]]", attached],
    ["the end of the end", "!Select [1, !Split ['/', !Select [5, !Split [':', !GetAtt R.Arn]]]]", attached],
    ["what stands behind role/", "!Select [1, !Split [':role/', !GetAtt R.Arn]]", attached],
    [
      "an ARN that it puts together",
      "!Select [1, !Split ['/', !Sub 'arn:aws:iam::${AWS::AccountId}:role/${R}']]",
      attached,
    ],
    ["another part of its ARN", "!Select [0, !Split ['/', !GetAtt R.Arn]]", []],
    [
      "its name cut at what it may hold",
      "!Select [0, !Split ['-', !Ref R]]",
      ["unresolved P: attached to Select 0, Split -, Ref R, which may be this role"],
    ],
    ["its name cut at what it does not hold", "!Select [0, !Split [',', !Ref R]]", attached],
    ["one of a text", "!Select [1, !Split [',', !Sub 'other,${R}']]", attached],
    ["one of a text that is joined", "!Select [0, !Split [';', !Join [';', [!Ref R, other]]]]", attached],
    [
      "the account's digits, cut",
      "!Select [0, !Split ['1', !Sub '${AWS::AccountId}${R}']]",
      ["unresolved P: attached to Select 0, Split 1, Sub ${AWS::AccountId}${R}, which may be this role"],
    ],
    [
      "what an encoding makes of it",
      "!Base64 {Ref: R}",
      ["unresolved P: attached to Base64 Ref R, which may be this role"],
    ],
    ["what an encoding makes of another role", "!Base64 {Ref: Q}", []],
    ["its id, which is no name", "!GetAtt R.RoleId", []],
    ["its id by functions", "!GetAtt [!Ref Which, RoleId]", []],
    ["its id in a text", "!Sub '${R.RoleId}'", []],
    ["its ARN, which is none", "!GetAtt R.Arn", []],
  ])("%s: %s", (_name, role, expected) => {
    const roles = rolesOf(template("", policy(role), head)).filter(({ id }) => id === "R");
    expect(roles.flatMap(describeRole)).toEqual(expected);
  });

  test("is in no instance profile that names it by its id", () => {
    const profile = (name: string) => `I: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [${name}]}}\n`;
    const held = (name: string) => rolesOf(template("", profile(name), head)).map((role) => role.instanceProfile);
    expect([held("!Ref R"), held("!GetAtt R.RoleId"), held("!GetAtt R.Arn")]).toEqual([[true], [false], [false]]);
  });

  test("counts the parts of the role's path", () => {
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
    ["a parameter's", "Path: !Ref Path", "Path: {Type: String, Default: /a/}", []],
    ["a branch's", "Path: !If [C, /a/, /]", "", ["when condition C is true", "when condition C is false", ...attached]],
  ])("counts the parts of a path that is a function: %s", (_name, path, parameter, expected) => {
    const more = parameter === "" ? "Path: {Type: String, Default: /}" : parameter;
    const text = template(`${path}\n`, policy("!Select [1, !Split ['/', !GetAtt R.Arn]]"), head)
      .replace("Parameters:\n", `Parameters:\n  ${more}\n`)
      .replace("Mappings:\n", "Conditions: {C: !Equals [!Ref Which, x]}\nMappings:\n");
    const roles = rolesOf(text);
    expect(roles.filter(({ id }) => id === "R").flatMap(describeRole)).toEqual(expected);
  });

  test.each<[string, string, string]>([
    ["a role", "!Ref R", "!Select [0, !Ref Role]"],
    ["a text that names it", "!Join [',', [!Ref R, other]]", "!Select [0, !Ref Role]"],
    ["a text that names it last", "!Sub 'other, ${R}'", "!Select [1, !Ref Role]"],
    ["a text, as all roles", "!Join [',', [other, !Ref R]]", "all"],
  ])("is found in a list that is passed into a nested stack: %s", (_name, argument, role) => {
    const stack = `S:\n  Type: AWS::CloudFormation::Stack\n  Properties: {TemplateURL: inner.yaml, Parameters: {Role: ${argument}}}\n`;
    const named = role === "all" ? policy("").replace("[]", "!Ref Role") : policy(role);
    const inner = `Parameters: {Role: {Type: CommaDelimitedList}}\nResources:\n  ${named.replace(/\n(?=.)/g, "\n  ")}`;
    const { roles } = readAmong({ "t.yaml": template("", stack), "inner.yaml": inner }, "t.yaml");
    expect(roles.filter(({ id }) => id === "R").flatMap(describeRole)).toEqual(["S/P: a:B on *"]);
  });

  test.each([
    ["its ARN", "!GetAtt R.Arn", "!Select [1, !Split ['/', !Ref Role]]"],
    ["its name, cut out", "!Select [1, !Split ['/', !GetAtt R.Arn]]", "!Ref Role"],
  ])("%s, passed into a nested stack", (_name, argument, role) => {
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
  ["its ARN in a text", "!Sub '${M.PolicyArn}'", ["M: a:B on *"]],
  ["its id", "!GetAtt M.PolicyId", ["reference ${GetAtt M.PolicyId}"]],
])("a role has a managed policy by %s", (_name, arn, expected) => {
  const managed = policy("")
    .replaceAll("P:", "M:")
    .replace("::Policy", "::ManagedPolicy")
    .replace(/ +(PolicyName|Roles).*\n/g, "");
  const roles = rolesOf(template(`ManagedPolicyArns: [${arn}]\n`, managed, head));
  expect(roles.flatMap(describeRole)).toEqual(expected);
});

describe("managed policies that a text lists", () => {
  const denying = (named: string) =>
    `M:\n  Type: AWS::IAM::ManagedPolicy\n  Properties: {${named}PolicyDocument: {Statement: [{Effect: Deny, Action: a:B, Resource: "*"}]}}\n`;
  const denied = ["M: denied: a:B on *"];
  const other = "arn:aws:iam::aws:policy/Other";
  const more = [`reference ${other}`];
  const perhaps = ["M: denied: a:B on * if which policies ManagedPolicyArns names"];
  const branches = ["when condition C is true", ...denied, "when condition C is false", ...more];

  test.each<[string, string, readonly string[], string?]>([
    ["one", "!Split [',', !Ref M]", denied],
    ["one by its attribute", "!Split [',', !GetAtt M.PolicyArn]", denied],
    ["one beside another", `!Split [',', !Join [',', [!Ref M, '${other}']]]`, [...denied, ...more]],
    ["one in a text", `!Split ['|', !Sub '\${M}|${other}']`, [...denied, ...more]],
    ["one that is taken out", "[!Select [0, !Split ['|', !Ref M]]]", denied],
    ["one that is taken out of several", `[!Select [1, !Split [', ', !Sub '${other}, \${M}']]]`, denied],
    ["one with a name", "!Split [',', !Ref M]", denied, "ManagedPolicyName: m-1, Path: /p/, "],
    ["one with a name that a function gives", "!Split [',', !Ref M]", denied, "ManagedPolicyName: !Sub 'm-${Open}', "],
    ["those of a branch", `!Split [',', !If [C, !Ref M, '${other}']]`, branches],
    ["branches around", `!If [C, !Split [',', !Ref M], ['${other}']]`, branches],
    ["a separator that may be in the name", "!Split ['-', !Ref M]", perhaps],
    [
      "a separator that is in an ARN",
      "[!Select [0, !Split [':', !Ref M]]]",
      ["reference ${Select 0, Split :, Ref M}", ...perhaps],
    ],
    ["a separator that is in its name", "!Split [',', !Ref M]", perhaps, "ManagedPolicyName: 'a,b', "],
    [
      "one of several that is unknown",
      `[!Select [!Ref Open, [!Ref M, '${other}']]]`,
      ["reference ${Select Ref Open, ...}", ...perhaps],
    ],
    ["another one that is unknown", "[!Select [!Ref Open, [!Ref N]]]", ["reference ${Select Ref Open, ...}"]],
  ])("%s: %s", (_which, arns, expected, named = "") => {
    const text = template(
      `ManagedPolicyArns: ${arns}\n`,
      denying(named),
      `${head}Conditions: {C: !Equals [!Ref Open, x]}\n`,
    );
    const lines = rolesOf(text).flatMap(describeRole);
    expect(lines.filter((line) => !line.startsWith("unresolved"))).toEqual(expected);
  });

  test("as a boundary", () => {
    const text = template("PermissionsBoundary: !Select [0, !Split [',', !Ref M]]\n", denying(""));
    expect(rolesOf(text).flatMap(describeRole)).toEqual(["boundary M: denied: a:B on *"]);
  });

  const stack = (name: string, passed: string) =>
    `${name}:\n  Type: AWS::CloudFormation::Stack\n  Properties: {TemplateURL: ${name}.yaml, Parameters: {${passed}}}\n`;
  const inner = (type: string, arns: string) =>
    template(`ManagedPolicyArns: ${arns}\n`, "", `Parameters: {P: {Type: ${type}}}\n`);
  const apart = `Resources:\n  ${denying("").replace(/\n(?=.)/g, "\n  ")}Outputs: {A: {Value: !Ref M}}\n`;

  test.each<[string, string, string, string, readonly string[]]>([
    ["one", "!Ref M", "CommaDelimitedList", "!Ref P", denied],
    ["one, as a list of texts", "!Ref M", "List<String>", "!Ref P", denied],
    ["one beside another", `!Join [',', [!Ref M, '${other}']]`, "CommaDelimitedList", "!Ref P", [...denied, ...more]],
    ["one to be split", "!Ref M", "String", "!Split [',', !Ref P]", denied],
    ["one that is taken out", "!Ref M", "CommaDelimitedList", "[!Select [0, !Ref P]]", denied],
    ["one of another stack", "!GetAtt A.Outputs.A", "CommaDelimitedList", "!Ref P", ["A/M: denied: a:B on *"]],
    [
      "one of another stack, to be split",
      "!GetAtt A.Outputs.A",
      "String",
      "!Split [',', !Ref P]",
      ["A/M: denied: a:B on *"],
    ],
    ["one of a branch", `!If [C, !Ref M, '${other}']`, "CommaDelimitedList", "!Ref P", branches],
    ["one of several that is unknown", "!Select [!Ref Open, [!Ref M]]", "CommaDelimitedList", "!Ref P", perhaps],
  ])("passed into a nested stack: %s", (_which, passed, type, arns, expected) => {
    const text = `Parameters: {Open: {Type: String}}\nConditions: {C: !Equals [!Ref Open, x]}\nResources:\n  ${[denying(""), stack("S", `P: ${passed}`), stack("A", "")].join("").replace(/\n(?=.)/g, "\n  ")}`;
    const { roles } = readAmong({ "t.yaml": text, "S.yaml": inner(type, arns), "A.yaml": apart }, "t.yaml");
    const lines = roles.flatMap(describeRole);
    expect(lines.filter((line) => !line.startsWith("unresolved"))).toEqual(expected);
  });
});

describe("a managed policy of the template that has a condition", () => {
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
    ["only where the condition holds", "!If [X, !Ref M, !Ref AWS::NoValue]", "!Equals [!Ref E, prod]", byParameter],
  ])("%s", (_what, arn, condition, expected) => {
    const [role] = rolesOf(template(`ManagedPolicyArns: [${arn}]`, managed, `${conditions}  X: ${condition}\n`));
    const told = role?.variants.flatMap(({ when, policies }) => [
      ...(when === null ? [] : [`R where ${when}:`]),
      ...policies.map((one) => (one.kind === "document" ? "M: a:B on *" : one.kind)),
    ]);
    expect(told).toEqual(expected);
  });

  test("is unknown as a boundary where it is left out", () => {
    const [role] = rolesOf(template("PermissionsBoundary: !Ref M", managed, `${conditions}  X: !Equals [a, b]\n`));
    expect(role?.variants.map(({ boundary }) => boundary?.kind)).toEqual(["unresolved"]);
  });
});
