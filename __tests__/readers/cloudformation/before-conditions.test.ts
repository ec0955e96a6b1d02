import { readFile } from "../../../src/readers/index.js";
import { linkFiles } from "../../../src/readers/linked-files.js";
import type { LinkedTemplates } from "../../../src/readers/reader.js";
import type { TextFile } from "../../../src/source/text-file.js";
import { describeRole } from "../describe-role.js";

type Files = Readonly<Record<string, string>>;

/** The contents of the roles in a run's templates. */
function rolesOf(texts: Files): readonly string[] {
  const readText = (path: string) => (texts[path] === undefined ? null : { path, text: texts[path] });
  const read = (file: TextFile, linked?: LinkedTemplates) => {
    const context = { workspace: { readText, listFolder: () => [] }, terraformRoot: null, parameters: [] };
    const outcome = readFile(file, { ...context, ...(linked === undefined ? {} : { linked }) });
    if (outcome.kind !== "read") throw new Error(JSON.stringify(outcome));
    return outcome.result;
  };
  const files = Object.keys(texts).flatMap((path) => readText(path) ?? []);
  const results = files.map((file) => ({ path: file.path, file, result: read(file) }));
  const parts = new Set(results.flatMap(({ result }) => result.partFiles ?? []));
  const roots = results.filter(({ path }) => !parts.has(path));
  return linkFiles(roots, read).flatMap(({ roles }) => roles.flatMap(describeRole));
}

const document = (action: string, effect = "Allow") =>
  `PolicyDocument: {Statement: [{Effect: ${effect}, Action: "${action}", Resource: "*"}]}`;
const head = (condition = "!Equals [!Ref E, prod]", fallback = "dev") =>
  `Mappings: {M: {dev: {k: dev, l: [s3]}, prod: {k: prod, l: [sqs]}}}\nParameters: {E: {Type: String, Default: ${fallback}}}\nConditions: {A: ${condition}}\nResources:\n`;
const role = (properties: string) =>
  `  Worker: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}, ${properties}}}\n`;
const attached = (action: string) =>
  `Parameters: {R: {Type: String}}\nResources:\n  Q: {Type: AWS::IAM::RolePolicy, Properties: {PolicyName: q, RoleName: !Ref R, ${document(action)}}}\n`;

describe("resolves a name or location with parameters that conditions restrict", () => {
  const exporting = `Resources:\n  Dev: {Type: AWS::IAM::ManagedPolicy, Properties: {${document("a:Dev")}}}\n  Prod: {Type: AWS::IAM::ManagedPolicy, Properties: {${document("a:Prod")}}}\nOutputs:\n  Dev: {Value: !Ref Dev, Export: {Name: x-dev}}\n  Prod: {Value: !Ref Prod, Export: {Name: x-prod}}\n`;
  const importing = (name: string, otherwise = "!ImportValue x-dev", condition?: string) => ({
    "a.yaml": `${head(condition)}${role(`ManagedPolicyArns: [!If [A, !ImportValue ${name}, ${otherwise}]]`)}`,
    "b.yaml": exporting,
  });
  const sub = '{"Fn::Sub": "x-${E}"}';
  const byBranch = [
    "when condition a-yaml/A is true",
    "b-yaml/Prod: a:Prod on *",
    "when condition a-yaml/A is false",
    "b-yaml/Dev: a:Dev on *",
  ];

  test.each<[string, Files, readonly string[]]>([
    ["an export with Fn::Sub", importing(sub), byBranch],
    ["an export with Fn::Join", importing('{"Fn::Join": ["-", [x, !Ref E]]}'), byBranch],
    ["an export with a map", importing('{"Fn::Sub": ["x-${K}", {K: !FindInMap [M, !Ref E, k]}]}'), byBranch],
    ["an export with a conditional name", importing("{Fn::If: [A, x-prod, x-dev]}"), byBranch],
    [
      "an export in a nested template, with the parameters that it gets",
      {
        "a.yaml":
          "Resources:\n  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml, Parameters: {E: prod}}}\n",
        "b.yaml": exporting,
        "c.yaml": `Parameters: {E: {Type: String, Default: dev}}\nResources:\n${role(`ManagedPolicyArns: [!ImportValue ${sub}]`)}`,
      },
      ["b-yaml/Prod: a:Prod on *"],
    ],
    [
      "an export whose parameter can be anything except its default",
      importing(sub, "!ImportValue x-dev", "!Not [!Equals [!Ref E, dev]]"),
      [
        "when condition a-yaml/A is false",
        "b-yaml/Dev: a:Dev on *",
        "when condition a-yaml/A is true",
        "reference ${ImportValue Sub x-${E} (perhaps exported by b.yaml)}",
      ],
    ],
    [
      "an export in another template for each outcome",
      {
        ...importing(sub),
        "b.yaml": exporting.replace(/ {2}Prod: .*Name.*\n/, ""),
        "c.yaml": exporting.replace(/ {2}Dev: .*Name.*\n/, ""),
      },
      byBranch.map((line) => line.replace("b-yaml/Prod", "c-yaml/Prod")),
    ],
    [
      "an export with a parameter that no condition tests",
      importing('{"Fn::Sub": "x-${E}"}', "!ImportValue x-prod", "!Equals [!Ref AWS::Region, x]"),
      [
        "when condition a-yaml/A is true",
        "b-yaml/Dev: a:Dev on *",
        "when condition a-yaml/A is false",
        "b-yaml/Prod: a:Prod on *",
      ],
    ],
    [
      "a stack's template in a branch of Fn::If",
      {
        "a.yaml": `${head()}${role("RoleName: r")}  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: !If [A, !Sub "$\{E}.yaml", dev.yaml], Parameters: {R: !Ref Worker}}}\n`,
        "dev.yaml": attached("a:Dev"),
        "prod.yaml": attached("a:Prod"),
      },
      ["when condition A is true", "S_0/Q: a:Prod on *", "when condition A is false", "S_1/Q: a:Dev on *"],
    ],
    [
      "the template of a conditional stack",
      {
        "a.yaml": `${head()}${role("RoleName: r")}  S: {Type: AWS::CloudFormation::Stack, Condition: A, Properties: {TemplateURL: !Sub "$\{E}.yaml", Parameters: {R: !Ref Worker}}}\n`,
        "prod.yaml": attached("a:Prod"),
      },
      ["when condition A is true", "S/Q: a:Prod on *", "when condition A is false"],
    ],
    [
      "the template of an unconditional stack",
      {
        "a.yaml": `${head()}${role("RoleName: r")}  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: !Sub "$\{E}.yaml", Parameters: {R: !Ref Worker}}}\n`,
        "dev.yaml": attached("a:Dev"),
        "prod.yaml": attached("a:Prod"),
      },
      ["when condition A is true", "S_0/Q: a:Prod on *", "when condition A is false", "S_1/Q: a:Dev on *"],
    ],
    [
      "a stack's template with a parameter that no condition tests",
      {
        "a.yaml": `${head("!Equals [!Ref AWS::Region, x]")}${role("RoleName: r")}  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: !Sub "$\{E}.yaml", Parameters: {R: !Ref Worker}}}\n`,
        "dev.yaml": attached("a:Dev"),
      },
      ["S/Q: a:Dev on *"],
    ],
    [
      "the text of a stack set's template",
      {
        "a.yaml": `${head()}  S:\n    Type: AWS::CloudFormation::StackSet\n    Condition: A\n    Properties:\n      TemplateBody: !Sub |\n        Resources:\n        ${role(`Policies: [{PolicyName: p, ${document("a:${E}")}}]`)}`,
      },
      ["p: a:prod on *"],
    ],
    [
      "a stack set's inline template with its own functions",
      {
        "a.yaml": `Resources:\n  S:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      TemplateBody: |\n        Parameters: {F: {Type: String, Default: x}}\n        Resources:\n        ${role(`Policies: [{PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: !Sub "a:$\{F}", Resource: "*"}]}}]`)}`,
      },
      ["p: a:x on *"],
    ],
    ...[
      ["!FindInMap [M, !Ref E, l]", "sqs"],
      ["[!Ref E]", "prod"],
    ].map(([collection, item]): [string, Files, readonly string[]] => [
      `what a loop goes over, ${collection}`,
      {
        "a.yaml": `Transform: AWS::LanguageExtensions\n${head()}${role("RoleName: r")}  Fn::ForEach::L:\n    - X\n    - ${collection}\n    - "Q$\{X}": {Type: AWS::IAM::ManagedPolicy, Condition: A, Properties: {Roles: [!Ref Worker], ${document("a:A", "Deny")}}}\n`,
      },
      ["when condition A is true", `Q${item}: denied: a:A on *`, "when condition A is false"],
    ]),
  ])("%s", (_, files, expected) => {
    expect(rolesOf(files)).toEqual(expected);
  });
});

describe("uses a parameter's default in a nested template's conditions if nothing is passed", () => {
  const child = (more: string) =>
    `Parameters: {E: {Type: String, Default: dev}}\nConditions: {A: !Equals [!Ref E, prod]}\nResources:\n${role(`Policies: [{PolicyName: p, ${document("a:A")}}, !If [A, {PolicyName: q, ${document("a:B")}}, ${more}]]`)}`;
  const choosing = "Parameters: {X: {Type: String}}\nConditions: {H: !Equals [!Ref X, z]}\n";
  const parent = (passed: string) =>
    `${choosing}Resources:\n  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml${passed}}}\n`;

  test.each([
    ["omitted", ""],
    ["AWS::NoValue", ", Parameters: {E: !Ref AWS::NoValue}"],
    [
      "AWS::NoValue for one outcome and another value for the other",
      ", Parameters: {E: !If [H, test, !Ref AWS::NoValue]}",
    ],
    ["nothing for one outcome", ", Parameters: !If [H, {E: test}, !Ref AWS::NoValue]"],
  ])("%s", (_, passed) => {
    const roles = rolesOf({ "a.yaml": parent(passed), "c.yaml": child("!Ref AWS::NoValue") });
    expect(roles.join()).not.toContain("a:B");
    expect(roles).toContain("p: a:A on *");
  });

  test("uses the default in a stack set", () => {
    const body = child("!Ref AWS::NoValue").replace(/^(?=.)/gm, "        ");
    const set = "Resources:\n  S:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      TemplateBody: |\n";
    expect(rolesOf({ "a.yaml": `${set}${body}` })).toEqual(["p: a:A on *"]);
  });
});

test("limits each item of a list in conditions to the allowed values", () => {
  const list =
    'Parameters: {L: {Type: CommaDelimitedList, Default: a, AllowedValues: [a, b]}}\nConditions: {A: !Equals [!Join [",", !Ref L], "a,c"], B: !Equals [!Join [",", !Ref L], "a,b"]}\n';
  const policies = ["A", "B"].map(
    (name) => `!If [${name}, {PolicyName: p, ${document(`a:${name}`)}}, !Ref AWS::NoValue]`,
  );
  expect(rolesOf({ "a.yaml": `${list}Resources:\n${role(`Policies: [${policies.join(", ")}]`)}` })).toEqual([
    "when condition B is true",
    "p: a:B on *",
    "when condition B is false",
  ]);
});

describe("knows the possible values of an item in a restricted list", () => {
  const allowed = "{Type: CommaDelimitedList, Default: a, AllowedValues: [a, b]}";
  const policiesWhere = (condition: string, parameter = allowed) =>
    rolesOf({
      "a.yaml": `Mappings: {M: {us: {l: [a]}, eu: {l: [b]}}}\nParameters: {L: ${parameter}}\nConditions: {A: ${condition}}\nResources:\n${role(`Policies: [!If [A, {PolicyName: p, ${document("a:A")}}, !Ref AWS::NoValue]]`)}`,
    });
  const sometimes = ["when condition A is true", "p: a:A on *", "when condition A is false"];

  test.each([
    ["never has a value that is not allowed", '!Equals [!Select [0, !Ref L], "c"]', allowed, []],
    ["is never empty", '!Equals ["", !Select [1, !Ref L]]', allowed, []],
    ["never contains any of the others", '!Not [!Equals [!Select [0, !Ref L], "c"]]', allowed, ["p: a:A on *"]],
    ["may contain one of them", '!Equals [!Select [0, !Ref L], "b"]', allowed, sometimes],
    [
      "may be anything without AllowedValues",
      '!Equals [!Select [0, !Ref L], "c"]',
      "{Type: CommaDelimitedList, Default: a}",
      sometimes,
    ],
    [
      "has what each key of a map leads to",
      "!Equals [!Select [0, !FindInMap [M, !Ref AWS::Region, l]], c]",
      allowed,
      [],
    ],
    [
      "may have what a key of a map leads to",
      "!Equals [!Select [0, !FindInMap [M, !Ref AWS::Region, l]], b]",
      allowed,
      sometimes,
    ],
    ["may equal another parameter", "!Equals [!Select [!Ref N, [!Ref AWS::Region, b]], c]", allowed, sometimes],
  ])("%s: %s", (_, condition, parameter, expected) => {
    expect(policiesWhere(condition, parameter)).toEqual(expected);
  });
});
