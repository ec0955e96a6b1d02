import fc from "fast-check";
import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { cpuSeconds } from "../../cpu-time.js";
import { describeProfile, describeRole } from "../describe-role.js";
import { inline, read, rolesOf, template } from "./read-template.js";

const policyResource = (id: string, type: string, link: string) =>
  `${id}:\n  Type: AWS::IAM::${type}\n  Properties:\n    ${link}\n    PolicyDocument: {Statement: [{Effect: Allow, Action: a:B, Resource: "*"}]}\n`;

describe("finds what a role has", () => {
  test.each<[string, string, string[]]>([
    ["an inline policy", template(inline("a:B")), ["p: a:B on *"]],
    ["a list of actions", template(inline("[a:B, a:C]")), ["p: a:B,a:C on *"]],
    ["a policy with Ref", template("", policyResource("P", "Policy", "Roles: [!Ref R]")), ["P: a:B on *"]],
    [
      "a policy with the role's name",
      template("RoleName: named", policyResource("P", "Policy", "Roles: [named]")),
      ["P: a:B on *"],
    ],
    ["a role policy", template("", policyResource("P", "RolePolicy", "RoleName: !Ref R")), ["P: a:B on *"]],
    [
      "a managed policy attached by the role",
      template("ManagedPolicyArns: [!Ref P]", policyResource("P", "ManagedPolicy", "Description: x")),
      ["P: a:B on *"],
    ],
    [
      "a managed policy that attaches itself",
      template("", policyResource("P", "ManagedPolicy", "Roles: [!Ref R]")),
      ["P: a:B on *"],
    ],
    [
      "an AWS-managed policy",
      template("ManagedPolicyArns: [!Sub 'arn:${AWS::Partition}:iam::aws:policy/X']"),
      ["reference arn:aws:iam::aws:policy/X"],
    ],
    [
      "a managed policy with a literal ARN",
      template(
        "ManagedPolicyArns: [!Sub 'arn:aws:iam::${AWS::AccountId}:policy/team/named']",
        policyResource("P", "ManagedPolicy", "ManagedPolicyName: named\n    Path: /team/"),
      ),
      ["P: a:B on *"],
    ],
    [
      "a policy of the same name in another account",
      template(
        "ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/named']",
        policyResource("P", "ManagedPolicy", "ManagedPolicyName: named"),
      ),
      ["reference arn:aws:iam::111122223333:policy/named"],
    ],
    [
      "a policy of the same name on another path",
      template(
        "ManagedPolicyArns: [!Sub 'arn:aws:iam::${AWS::AccountId}:policy/named']",
        policyResource("P", "ManagedPolicy", "ManagedPolicyName: named\n    Path: /team/"),
      ),
      ["reference arn:aws:iam::${Ref AWS::AccountId}:policy/named"],
    ],
    ["an imported policy", template("ManagedPolicyArns: [!ImportValue shared]"), ["reference ${ImportValue shared}"]],
    [
      "a policy without its own condition",
      template(inline("a:B"), "", "AWSTemplateFormatVersion: 2010-09-09\n"),
      ["p: a:B on *"],
    ],
  ])("%s", (_name, text, expected) => {
    expect(rolesOf(text).flatMap(describeRole)).toEqual(expected);
  });

  test("finds nothing of another role", () => {
    const other = `${policyResource("P", "Policy", "Roles: [!Ref Other]")}Other:\n  Type: AWS::IAM::Role\n`;
    expect(rolesOf(template("", other)).map((role) => [role.id, ...describeRole(role)])).toEqual([
      ["R"],
      ["Other", "P: a:B on *"],
    ]);
  });
});

test.each<[string, { name: string | null; partialName?: string }]>([
  ["RoleName: named", { name: "named" }],
  ["RoleName: !Sub '${Open}-worker'", { name: null, partialName: "${Ref Open}-worker" }],
  ["Description: x", { name: null }],
])("finds the name of a role with %s", (properties, expected) => {
  const [role] = rolesOf(template(properties));
  expect({ name: role?.name, ...(role?.partialName === undefined ? {} : { partialName: role.partialName }) }).toEqual(
    expected,
  );
});

describe("resolves intrinsics", () => {
  const head = `Parameters:
  Open: {Type: String}
  Default: {Type: String, Default: dflt}
  Only: {Type: String, AllowedValues: [one]}
  List: {Type: CommaDelimitedList, Default: "a:B, a:C"}
Mappings:
  M: {k: {v: mapped, l: [x, y]}}
`;
  test.each<[string, string, string]>([
    ["Ref to a parameter without a default", "!Ref Open", "${Ref Open}"],
    ["Ref to a parameter with a default", "!Ref Default", "dflt"],
    ["Ref to a parameter with one allowed value", "!Ref Only", "one"],
    ["Ref in long form", "{Ref: Default}", "dflt"],
    ["Sub", '!Sub "arn:${AWS::Partition}:s3:::${Default}/*"', "arn:aws:s3:::dflt/*"],
    ["Sub with an unknown part", '!Sub "arn:aws:s3:::${Open}/*"', "arn:aws:s3:::${Ref Open}/*"],
    ["Sub with its own variables", '!Sub ["${x}-${Default}", {x: !Ref Only}]', "one-dflt"],
    ["Sub with an attribute", '!Sub "${Q.Arn}"', "${GetAtt Q.Arn}"],
    ["Sub with a policy variable", '!Sub "${!aws:username}/${Default}"', "${aws:username}/dflt"],
    ["Join", '!Join [":", [a, !Ref Default]]', "a:dflt"],
    ["Join with an unknown part", '!Join ["", [x, !Ref Open]]', "x${Ref Open}"],
    ["Select", "!Select [1, [x, y]]", "y"],
    ["Select out of range", "!Select [7, [x, y]]", "${Select 7, ...}"],
    ["Split", '!Select [1, !Split ["-", "a-b"]]', "b"],
    ["FindInMap", "!FindInMap [M, k, v]", "mapped"],
    ["FindInMap with a missing key", "!FindInMap [M, k, gone]", "${FindInMap M, k, gone}"],
    ["GetAtt", "!GetAtt Q.Arn", "${GetAtt Q.Arn}"],
    ["ImportValue", "!ImportValue x", "${ImportValue x}"],
    ["an unknown tag", "!Something x", "${Something x}"],
    ["a list parameter", "!Ref List", "a:B,a:C"],
    ["a list from a map", "!FindInMap [M, k, l]", "x,y"],
    ["Ref to itself", "!Ref R", "${Ref R}"],
  ])("%s", (_name, expression, expected) => {
    expect(rolesOf(template(inline("a:B", expression), "", head)).flatMap(describeRole)).toEqual([
      `p: a:B on ${expected}`,
    ]);
  });

  test.each([
    ["the AWS CLI's format", '[{"ParameterKey": "Open", "ParameterValue": "given"}]'],
    ["CodePipeline's format", '{"Parameters": {"Open": "given"}}'],
  ])("reads a parameter file in %s", (_name, file) => {
    const roles = rolesOf(template(inline("a:B", "!Ref Open"), "", head), "t.yaml", { "values.json": file });
    expect(roles.flatMap(describeRole)).toEqual(["p: a:B on given"]);
  });
});

describe("evaluates conditions", () => {
  const head =
    "Parameters: {Env: {Type: String, Default: dev}}\nConditions:\n  Prod: !Equals [!Ref Env, prod]\n  Test: !Equals [!Ref Env, test]\n  NotProd: !Not [!Condition Prod]\n  Fixed: !Equals [a, a]\n";

  test.each<[string, string, string[]]>([
    [
      "Fn::If tries both branches",
      inline("!If [Prod, a:B, a:C]"),
      ["when condition Prod is true", "p: a:B on *", "when condition Prod is false", "p: a:C on *"],
    ],
    ["a constant condition is decided", inline("!If [Fixed, a:B, a:C]"), ["p: a:B on *"]],
    [
      "related conditions have related outcomes",
      `${inline("[!If [Prod, a:B, a:C], !If [NotProd, a:D, a:E]]")}`,
      ["when condition Prod is true", "p: a:B,a:E on *", "when condition Prod is false", "p: a:C,a:D on *"],
    ],
    [
      "a parameter does not equal two values",
      inline("[!If [Prod, a:B, a:C], !If [Test, a:D, a:E]]"),
      [
        "when condition Prod is true and condition Test is false",
        "p: a:B,a:E on *",
        "when condition Prod is false and condition Test is true",
        "p: a:C,a:D on *",
        "when condition Prod is false and condition Test is false",
        "p: a:C,a:E on *",
      ],
    ],
    [
      "AWS::NoValue removes",
      inline("[a:B, !If [Prod, a:C, !Ref AWS::NoValue]]"),
      ["when condition Prod is true", "p: a:B,a:C on *", "when condition Prod is false", "p: a:B on *"],
    ],
  ])("%s", (_name, properties, expected) => {
    expect(rolesOf(template(properties, "", head)).flatMap(describeRole)).toEqual(expected);
  });

  test("reads a conditional policy", () => {
    const more = policyResource("P", "Policy", "Roles: [!Ref R]").replace("  Type", "  Condition: Prod\n  Type");
    expect(rolesOf(template("", more, head)).flatMap(describeRole)).toEqual([
      "when condition Prod is true",
      "P: a:B on *",
      "when condition Prod is false",
    ]);
  });

  test("reads a managed policy that a role names by a literal ARN", () => {
    const policy = policyResource("P", "ManagedPolicy", "ManagedPolicyName: q").replace(
      "  Type",
      "  Condition: Prod\n  Type",
    );
    const role = "ManagedPolicyArns: [!Sub 'arn:aws:iam::${AWS::AccountId}:policy/q']";
    expect(rolesOf(template(role, policy, head)).flatMap(describeRole)).toEqual([
      "when condition Prod is true",
      "P: a:B on *",
      "when condition Prod is false",
      "reference arn:aws:iam::${Ref AWS::AccountId}:policy/q",
    ]);
  });

  test.each<[string, string, ReturnType<typeof describeProfile>]>([
    [
      "for one outcome",
      "Condition: Prod, Properties: {Roles: [!Ref R]}",
      ["profile unresolved none where condition Prod is false"],
    ],
    [
      "for one role or another",
      "Properties: {Roles: [!If [Prod, !Ref R, x]]}",
      ["profile unresolved none where condition Prod is false"],
    ],
    ["never", "Condition: Never, Properties: {Roles: [!Ref R]}", []],
  ])("reads an instance profile that exists %s", (_name, profile, expected) => {
    const conditions = `${head}  Never: !Equals [a, b]\n`;
    const more = `I: {Type: AWS::IAM::InstanceProfile, ${profile}}\n`;
    const roles = rolesOf(template("", more, conditions)).filter(({ isElsewhere }) => !isElsewhere);
    expect(roles.flatMap(describeProfile)).toEqual(expected);
  });

  test("reads an instance profile in both branches", () => {
    const profile = (name: string, condition: string) =>
      `${name}: {Type: AWS::IAM::InstanceProfile, Condition: ${condition}, Properties: {Roles: [!Ref R]}}\n`;
    const more = `${profile("I", "Prod")}${profile("J", "NotProd")}`;
    expect(rolesOf(template("", more, head)).map(({ instanceProfile }) => instanceProfile)).toEqual([true]);
  });

  test("settles a condition with a parameter file", () => {
    const roles = rolesOf(template(inline("!If [Prod, a:B, a:C]"), "", head), "t.yaml", {
      "p.json": '{"Parameters": {"Env": "prod"}}',
    });
    expect(roles.flatMap(describeRole)).toEqual(["p: a:B on *"]);
  });
});

describe("names, markers, instance profiles, and positions", () => {
  test("reads the marker in the metadata and in a tag", () => {
    const metadata = template("").replace(
      "    Properties",
      "    Metadata: {WorkerIamCheck: [backup, restore]}\n    Properties",
    );
    expect(rolesOf(metadata)[0]?.marker?.text).toBe("backup restore");
    expect(rolesOf(template("Tags: [{Key: worker-iam-check, Value: communication}]"))[0]?.marker?.text).toBe(
      "communication",
    );
  });

  test.each([
    ["names the role", "I:\n  Type: AWS::IAM::InstanceProfile\n  Properties: {Roles: [!Ref R]}\n", true],
    ["names another role", "I:\n  Type: AWS::IAM::InstanceProfile\n  Properties: {Roles: [!Ref I]}\n", false],
    ["is missing", "", false],
  ])("reads an instance profile that %s", (_name, more, expected) => {
    expect(rolesOf(template("", more))[0]?.instanceProfile).toBe(expected);
  });

  test.each<[string, string, string, string]>([
    ["YAML", "t.yaml", template(inline("[a:B]")), "t.yaml:11:25"],
    [
      "JSON",
      "t.json",
      '{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [\n {"PolicyDocument": {"Statement": {"Effect": "Allow",\n  "Action": ["a:B"], "Resource": "*"}}}]}}}}',
      "t.json:3:13",
    ],
  ])("locates the list of actions in %s", (_name, path, text, expected) => {
    const policy = rolesOf(text, path)[0]?.variants[0].policies[0];
    const statement = policy?.kind === "document" ? policy.document.statements[0] : undefined;
    expect(statement && formatLocation(locate(statement.actions.place))).toBe(expected);
  });

  test("reads merge keys, anchors, and CRLF", () => {
    const text = `x: &base {Effect: Allow, Resource: "*"}\n${template("Policies:\n  - PolicyName: p\n    PolicyDocument:\n      Statement:\n        - <<: *base\n          Action: a:B\n")}`;
    expect(rolesOf(text.replaceAll("\n", "\r\n")).flatMap(describeRole)).toEqual(["p: a:B on *"]);
  });
});

describe("bad input", () => {
  test.each<[string, string]>([
    [
      "exploding aliases",
      `${["a: &a [x, x]", ..."bcdefghijklmnopqrstuvwxyz".split("").map((name, at, all) => `${name}: &${name} [*${all[at - 1] ?? "a"}, *${all[at - 1] ?? "a"}]`)].join("\n")}\nResources: {}`,
    ],
    ["an alias that contains itself", "a: &a {b: *a}\nResources: {R: {Type: AWS::IAM::Role}}"],
    ["deep nesting", `Resources: ${"[".repeat(20_000)}`],
    ["a lone role", "Resources: {R: {Type: AWS::IAM::Role}}"],
    [
      "properties of the wrong type",
      "Resources: {R: {Type: AWS::IAM::Role, Properties: {Policies: x, ManagedPolicyArns: {a: b}, Tags: 3, RoleName: []}}}",
    ],
    ["circular conditions", `Conditions: {A: !Condition B, B: !Condition A}\n${template(inline("!If [A, a:B, a:C]"))}`],
    [
      "too many conditions",
      `Parameters: {P: {Type: String}}\nConditions:\n${Array.from({ length: 12 }, (_, at) => `  C${at}: !Equals [!Ref P${at}, x]\n`).join("")}${template(inline(`[${Array.from({ length: 12 }, (_, at) => `!If [C${at}, a:B, a:C]`).join(", ")}]`))}`,
    ],
  ])("handles %s quickly without throwing", (_name, text) => {
    const seconds = cpuSeconds(() => {
      expect(() => read(text)).not.toThrow();
    });
    expect(seconds).toBeLessThan(10);
  });

  test("never throws for a template that is changed anywhere", () => {
    const text = template(
      inline("!If [Prod, a:B, a:C]"),
      policyResource("P", "Policy", "Roles: [!Ref R]"),
      "Conditions: {Prod: !Equals [!Ref Env, prod]}\n",
    );
    const edits = fc.record({ at: fc.nat(text.length), length: fc.nat(20), insert: fc.string({ maxLength: 5 }) });
    fc.assert(
      fc.property(edits, ({ at, length, insert }) => {
        read(text.slice(0, at) + insert + text.slice(at + length));
      }),
      { numRuns: 300 },
    );
  });
});
