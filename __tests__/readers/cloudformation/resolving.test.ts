import { showText } from "../../../src/source/node.js";
import { describeRole } from "../describe-role.js";
import { inline, resultOf, rolesOf, template } from "./read-template.js";

const head = `Parameters:
  Open: {Type: String}
  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  Only: {Type: String, AllowedValues: [k]}
Mappings:
  M: {k: {v: mapped, same: s, list: [x, y]}, other: {v: else, same: s, list: [x, y]}}
  Looping: {k: {v: !FindInMap [Looping, k, v]}}
Conditions:
  Dev: !Equals [!Ref Stage, dev]
  Prod: !Equals [!Ref Stage, prod]
  Test: !Equals [!Ref Stage, test]
  Computed: !Equals [!FindInMap [M, !Ref Only, v], mapped]
  Regional: !Equals [!Select [0, !Split ["-", !Ref AWS::Region]], us]
  China: !Equals [!Ref AWS::Partition, aws-cn]
  SameAsOpen: !Equals [!Ref Stage, !Ref Open]
  SameAsOther: !Equals [!Ref Stage, !Ref AWS::StackName]
`;

const rolesHold = (properties: string) => rolesOf(template(properties, "", head)).flatMap(describeRole);

describe("resolves complex intrinsics", () => {
  test.each<[string, string, string]>([
    ["FindInMap with a key with a single value", "!FindInMap [M, !Ref Only, v]", "mapped"],
    ["FindInMap with an unknown key", "!FindInMap [M, !Ref AWS::Region, v]", "${FindInMap M, Ref AWS::Region, v}"],
    ["FindInMap with an unknown key and a single value", "!FindInMap [M, !Ref AWS::Region, same]", "s"],
    [
      "FindInMap with an unknown key, a single value, and another default",
      "!FindInMap [M, !Ref AWS::Region, same, {DefaultValue: d}]",
      "${FindInMap M, Ref AWS::Region, same, ...}",
    ],
    ["FindInMap of a list", "!FindInMap [M, !Ref AWS::Region, list]", "x,y"],
    ["FindInMap with an unknown map", "!FindInMap [!Ref Open, k, v]", "${FindInMap Ref Open, k, v}"],
    ["FindInMap that refers to itself", "!FindInMap [Looping, k, v]", "${FindInMap Looping, k, v}"],
    ["a dynamic reference", "'{{resolve:ssm:/role:1}}'", "{{resolve:ssm:/role:1}}"],
    ["a dynamic reference in a string", "'arn:aws:s3:::{{resolve:ssm:b}}/*'", "arn:aws:s3:::{{resolve:ssm:b}}/*"],
    ["a dynamic reference built from parts", "!Sub 'x{{resolve:ssm:${Only}}}'", "x{{resolve:ssm:k}}"],
    [
      "an output of a product",
      "'arn:aws:s3:::[[servicecatalog:provisionedproduct:p:k]]/*'",
      "arn:aws:s3:::${[[servicecatalog:provisionedproduct:p:k]]}/*",
    ],
    ["an output with an unknown name", "!Sub 'x{{resolve:ssm:${Open}}}'", "${x{{resolve:ssm:${Ref Open}}}}"],
    ["a nested function", "!GetAZs {Ref: AWS::Region}", "${GetAZs Ref AWS::Region}"],
  ])("%s", (_name, expression, expected) => {
    expect(rolesHold(inline("a:B", expression))).toEqual([`p: a:B on ${expected}`]);
  });

  test.each<[string, string, string]>([
    ["a Jinja or Sceptre placeholder", '"arn:aws:s3:::{{ bucket }}"', "arn:aws:s3:::{{ bucket }}"],
    ["a placeholder without quotes", "{{ bucket }}", "{{ bucket }}"],
    ["a placeholder in Fn::Sub", '!Sub "arn:aws:s3:::{{ bucket }}-${Only}"', "arn:aws:s3:::{{ bucket }}-k"],
    [
      "a Serverless Framework placeholder",
      '"arn:aws:s3:::${self:custom.bucket}"',
      "arn:aws:s3:::${self:custom.bucket}",
    ],
    ["a Serverless Framework account", '"arn:aws:sqs:*:${aws:accountId}:q"', "arn:aws:sqs:*:${aws:accountId}:q"],
    ["a templatefile placeholder", '"arn:aws:s3:::${bucket_name}"', "arn:aws:s3:::${bucket_name}"],
  ])("treats another tool's placeholder as unknown: %s", (_name, expression, expected) => {
    const [role] = rolesOf(template(inline("a:B", expression), "", head));
    const [policy] = role?.variants[0]?.policies ?? [];
    const text = policy?.kind === "document" ? policy.document.statements[0]?.resources?.patterns[0]?.text : undefined;
    expect([typeof text, text === undefined ? "" : showText(text)]).toEqual(["object", expected]);
  });

  test.each([
    ["a pseudo parameter", "arn:aws:sqs:${AWS::Region}:*:q", "${AWS::Region}"],
    ["a parameter", "arn:aws:s3:::${Only}", "${Only}"],
    ["a resource's attribute", "${R.Arn}", "${R.Arn}"],
  ])("reports a forgotten Fn::Sub as an invalid policy: %s", (_name, resource, variable) => {
    const [role] = rolesOf(template(inline("a:B", `"${resource}"`), "", head));
    const [policy] = role?.variants[0]?.policies ?? [];
    expect(policy?.kind === "document" ? policy.document.problems : []).toMatchObject([
      {
        message: `Resource "${resource}" contains ${variable}, which is literal text here`,
        help: expect.stringContaining("Fn::Sub"),
      },
    ]);
  });

  test("keeps an IAM variable", () => {
    expect(rolesHold(inline("a:B", '"arn:aws:s3:::b/${aws:username}"'))).toEqual([
      "p: a:B on arn:aws:s3:::b/${aws:username}",
    ]);
  });

  test.each<[string, string, string[]]>([
    [
      "---\nfoo: bar\n",
      "a second document",
      ["t.yaml has more than one YAML document, but CloudFormation accepts only one"],
    ],
    ["---\n", "an empty one", []],
    ["...\n", "an end", []],
  ])("warns of %j (%s) after a template", (more, _what, expected) => {
    const { problems } = resultOf(`${template(inline("a:B"))}\n${more}`);
    expect(problems.map(({ message }) => message)).toEqual(expected);
  });

  test.each([
    ["Anchors: {}\n", ["CloudFormation rejects the template: unknown section `Anchors`"]],
    ["Globals: {}\n", ["CloudFormation rejects the template: unknown section `Globals`"]],
    ["Globals: {}\nTransform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\n", []],
    ["Anchors: {}\nTransform: OwnMacro\n", []],
    ["Metadata: {Anchors: {}}\nRules: {}\n", []],
  ])("warns of an unknown section: %j", (more, expected) => {
    const { problems } = resultOf(`${template(inline("a:B"))}\n${more}`);
    expect(problems.map(({ message }) => message)).toEqual(expected);
  });

  test("names a function in place of a condition's name", () => {
    expect(rolesHold(inline("a:B", "!If [!Equals [a, a], '*', x]"))).toEqual([
      "p: a:B on x; a:B on *,x if If Equals a, a (only a condition's name may appear here)",
    ]);
  });

  test("knows neither length nor items of a conditional list", () => {
    const list = "[!If [Gone, a, b], !If [Gone2, a, b], !If [Gone3, a, b], !If [Gone4, a, b], c]";
    const many = "!If [Gone5, a:B, !If [Gone6, a:B, !If [Gone7, a:B, a:B]]]";
    expect(rolesHold(inline(many, `[!Select [4, ${list}], {Fn::Length: ${list}}]`))).toEqual([
      "p: a:B on ${Select 4, ...},${Length If Gone, a, b, If Gone2, a, b, If Gone3, a, b, If Gone4, a, b, c}",
    ]);
  });
});

describe("knows the form of a future resource's ARN", () => {
  const more = `Key: {Type: AWS::KMS::Key}
Balancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer}
Made: {Type: Custom::Made}
Topic: {Type: AWS::SNS::Topic}
Profile: {Type: AWS::IAM::InstanceProfile}
`;
  test.each<[string, string, readonly (string | undefined)[]]>([
    ["an AWS type", "!GetAtt Key.Arn", ["arn:aws:kms:*:*:key/*"]],
    ["in a string on its own", "!Sub ${Key.Arn}", ["arn:aws:kms:*:*:key/*"]],
    ["through functions", "!Select [1, [a, !Join ['', [!GetAtt Key.Arn]]]]", ["arn:aws:kms:*:*:key/*"]],
    ["in a list", "[!GetAtt Key.Arn, !GetAtt Balancer.Arn]", ["arn:aws:kms:*:*:key/*", "arn:*"]],
    ["an instance profile", "!GetAtt Profile.Arn", ["arn:aws:iam::*:instance-profile/*"]],
    ["from Ref", "!Ref Topic", ["arn:aws:sns:*"]],
    ["from a name that Ref returns", "!Ref Profile", [undefined]],
    ["a custom resource", "!GetAtt Made.Arn", [undefined]],
    ["a missing resource", "!GetAtt Gone.Arn", [undefined]],
    ["another attribute", "!GetAtt Key.KeyId", [undefined]],
    ["an attribute of an attribute", "!GetAtt Key.Endpoint.Arn", [undefined]],
  ])("%s: %s", (_name, resource, expected) => {
    const [role] = rolesOf(template(inline("a:B", resource), more));
    const [policy] = role?.variants[0].policies ?? [];
    const [statement] = policy?.kind === "document" ? policy.document.statements : [];
    const texts = statement?.resources?.patterns.map(({ text }) => text) ?? [];
    expect(texts.map((text) => (typeof text === "object" && text.kind === "unresolved" ? text.like : text))).toEqual(
      expected,
    );
  });

  test("keeps its form in a string document", () => {
    const document = `!Sub '{"Statement": {"Effect": "Allow", "Action": "a:B", "Resource": "\${Key.Arn}"}}'`;
    const [role] = rolesOf(template(`Policies:\n  - PolicyName: p\n    PolicyDocument: ${document}\n`, more));
    const [policy] = role?.variants[0].policies ?? [];
    const [statement] = policy?.kind === "document" ? policy.document.statements : [];
    expect(statement?.resources?.patterns[0]?.text).toMatchObject({ like: "arn:aws:kms:*:*:key/*" });
  });
});

describe("knows which conditions can be true together", () => {
  const either = (name: string) => inline(`!If [${name}, a:Yes, a:No]`);
  test.each<[string, string, string[]]>([
    ["a parameter that may have other values", either("Dev"), ["a:Yes", "a:No"]],
    ["a value that is not allowed", either("Test"), ["a:No"]],
    ["what is computable", either("Computed"), ["a:Yes"]],
    ["what is not computable", either("Regional"), ["a:Yes", "a:No"]],
    ["a partition is not assumed", either("China"), ["a:Yes", "a:No"]],
    [
      "the parameter has one of its allowed values",
      inline("[!If [Dev, a:Dev, a:NotDev], !If [Prod, a:Prod, a:NotProd]]"),
      ["a:Dev,a:NotProd", "a:NotDev,a:Prod"],
    ],
    [
      "two unknown values may both equal a third",
      inline("[!If [SameAsOpen, a:One, a:None], !If [SameAsOther, a:Two, a:None]]"),
      ["a:One,a:Two", "a:One,a:None", "a:None,a:Two", "a:None,a:None"],
    ],
  ])("%s", (_name, properties, expected) => {
    const held = rolesHold(properties).filter((line) => !line.startsWith("when "));
    expect(held).toEqual(expected.map((actions) => `p: ${actions} on *`));
  });

  test("evaluates conditions that share others only once each", () => {
    const chain = Array.from({ length: 60 }, (_, at) => `  C${at + 1}: !Or [!Condition C${at}, !Condition C${at}]\n`);
    const text = template(inline("!If [C60, a:Yes, a:No]"), "", `Conditions:\n  C0: !Equals [a, a]\n${chain.join("")}`);
    expect(rolesOf(text).flatMap(describeRole)).toEqual(["p: a:Yes on *"]);
  });

  test("stops at a named limit in a long chain of conditions", () => {
    const chain = Array.from({ length: 3000 }, (_, at) => `  C${at + 1}: !Not [!Condition C${at}]\n`);
    const text = template(
      inline("!If [C3000, a:Yes, a:No]"),
      "",
      `Conditions:\n  C0: !Equals [a, a]\n${chain.join("")}`,
    );
    expect(rolesOf(text).flatMap(describeRole)).toEqual([
      expect.stringContaining("condition C2500 depends on a chain of 500 others, the most that are tried"),
    ]);
  });

  test.each<[string, string, string[]]>([
    [
      "depend on each other",
      "A: !Or [!Condition B, !Condition B]\n  B: !Or [!Condition A, !Condition A]",
      ["p: a:Yes,a:No on * if If A (it depends on itself)"],
    ],
    ["depend on themselves", "A: !Condition A", ["p: a:Yes,a:No on * if If A (it depends on itself)"]],
    ["contradict themselves", "A: !Not [!Condition A]", ["p: a:Yes,a:No on * if If A (it depends on itself)"]],
    [
      "depend on a missing one",
      "A: !Condition Gone",
      ["p: a:Yes,a:No on * if If A (condition Gone is not in the template)"],
    ],
    ["are missing", "Z: !Equals [a, a]", ["p: a:Yes,a:No on * if If A (it is not in the template)"]],
    ["are decided by another", "A: !Or [!Condition A, !Equals [a, a]]", ["p: a:Yes on *"]],
    [
      "may be decided by another",
      "A: !Or [!Condition Gone, !Equals [!Ref AWS::Region, r]]",
      [
        "when condition A is true",
        "p: a:Yes on *",
        "when condition A is unknown",
        "p: a:Yes,a:No on * if If A (condition Gone is not in the template)",
      ],
    ],
  ])("knows nothing when conditions %s", (_name, conditions, expected) => {
    const text = template(either("A"), "", `Conditions:\n  ${conditions}\n`);
    expect(rolesOf(text).flatMap(describeRole)).toEqual(expected);
  });

  test("treats a policy under a missing condition as unknown, but a role under it as existing", () => {
    const more =
      "P:\n  Type: AWS::IAM::Policy\n  Condition: Gone\n  Properties: {PolicyName: q, Roles: [!Ref R], PolicyDocument: {Statement: [{Effect: Allow, Action: a:B, Resource: '*'}]}}\n";
    const text = template("", more, "Conditions: {C: !Equals [a, a]}\n").replace("R:\n", "R:\n    Condition: Lost\n");
    expect(rolesOf(text).flatMap(describeRole)).toEqual(["P: a:B on * if condition Gone: it is not in the template"]);
  });
});
