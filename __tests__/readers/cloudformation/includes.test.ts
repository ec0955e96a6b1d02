import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { headOf } from "../../coverage/head-of.js";
import { removeFolders } from "../../discover/repository.js";
import { describeRole } from "../describe-role.js";
import { readAmong } from "./read-template.js";

const include = (location: string) => `{Name: AWS::Include, Parameters: {Location: ${location}}}`;
const document = (action: string) => `{Statement: [{Effect: Allow, Action: "${action}", Resource: "*"}]}`;
const role = (policies: string) => `R: {Type: AWS::IAM::Role, Properties: {Policies: [${policies}]}}\n`;
const policy = `P: {Type: AWS::IAM::Policy, Properties: {Roles: [{Ref: R}], PolicyDocument: ${document("a:P")}}}\n`;

function readWith(root: string, included: Readonly<Record<string, string>>) {
  return readAmong({ "infra/root.yaml": root, ...included }, "infra/root.yaml");
}

test.each<[string, string, string, readonly string[]]>([
  [
    "resources",
    `Resources:\n  Q: {Type: AWS::SQS::Queue}\n  Fn::Transform: ${include("part.yaml")}\n`,
    role(`{PolicyName: p, PolicyDocument: ${document("a:B")}}`),
    ["p: a:B on *"],
  ],
  [
    "the properties of a resource",
    `Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      Fn::Transform: ${include("./part.yaml")}\n`,
    `Policies: [{PolicyName: p, PolicyDocument: ${document("a:B")}}]\n`,
    ["p: a:B on *"],
  ],
  [
    "a document",
    `Resources:\n  ${role(`{PolicyName: p, PolicyDocument: {Fn::Transform: ${include("part.yaml")}}}`)}`,
    `Statement: [{Effect: Allow, Action: "a:B", Resource: "*"}]\n`,
    ["p: a:B on *"],
  ],
  [
    "a section, merged with the template's own",
    `Transform: ${include("part.yaml")}\nResources:\n  ${role(`{PolicyName: p, PolicyDocument: ${document("a:B")}}`)}`,
    `Resources:\n  ${policy}`,
    ["p: a:B on *", "P: a:P on *"],
  ],
  [
    "a section next to other transforms",
    `Transform: [AWS::LanguageExtensions, ${include("part.yaml")}]\nResources:\n  ${role("")}`,
    `Resources:\n  ${policy}`,
    ["P: a:P on *"],
  ],
])("reads %s from a path in AWS::Include", (_name, root, part, expected) => {
  const { roles, partFiles, passedOver } = readWith(root, { "infra/part.yaml": part });
  expect(roles.flatMap(describeRole)).toEqual(expected);
  expect(partFiles).toEqual(["infra/part.yaml"]);
  expect(passedOver).toEqual([]);
});

test("does not include a complete template that replaces part of another one", () => {
  const root = `Resources:\n  Q: {Type: AWS::SQS::Queue}\nOutputs:\n  A: {Fn::Transform: ${include("part.yaml")}}\n`;
  const { partFiles } = readWith(root, { "infra/part.yaml": `Resources:\n  ${role("")}` });
  expect(partFiles).toEqual([]);
});

test("checks a template that includes itself", async () => {
  const itself = `Transform: ${include("t.yaml")}\nResources:\n  ${role("")}`;
  const config = { ".github/worker-iam-check.yml": "roles: { R: backup }\n" };
  const { roles } = await headOf({ "t.yaml": itself, ...config }, { "README.md": "1\n" });
  removeFolders();
  expect(roles.map(({ id }) => id)).toEqual(["R"]);
});

test("locates included content at its source, even in JSON", () => {
  const root = `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Fn::Transform: ${include("part.json")}\n`;
  const part = '{\n  "R": {"Type": "AWS::IAM::Role", "Properties": {}}\n}';
  const { roles } = readWith(root, { "infra/part.json": part });
  expect(roles.map(({ place }) => formatLocation(locate(place)))).toEqual(["infra/part.json:2:3"]);
});

test.each([
  ["is in a bucket", "s3://bucket/part.yaml"],
  ["is missing", "gone.yaml"],
  ["is a parameter", "{Ref: Where}"],
])("expects any resource from an AWS::Include location that %s", (_name, location) => {
  const root = `Parameters: {Where: {Type: String}}\nTransform: ${include(location)}\nResources:\n  ${role("")}`;
  const { roles, passedOver } = readWith(root, {});
  expect(roles.flatMap(describeRole)).toEqual(["unresolved macro Transform AWS::Include: it may add policies"]);
  const missing = location === "gone.yaml" ? ["infra/gone.yaml"] : [];
  expect(passedOver.map(({ id }) => id)).toEqual([...missing, "Transform AWS::Include"]);
});

describe("resolves an AWS::Include path from a parameter or a condition", () => {
  const head = (fallback: string, condition: string) =>
    `Parameters: {E: {Type: String, Default: ${fallback}}}\nConditions: {A: ${condition}}\nResources:\n  `;
  const tested = (fallback = "dev") => head(fallback, "!Equals [!Ref E, prod]");
  const untested = head("prod", "!Equals [!Ref AWS::Region, x]");
  const inDocument = (location: string) =>
    role(`{PolicyName: p, PolicyDocument: {Fn::Transform: ${include(location)}}}`);
  const statement = (action: string) => `Statement: [{Effect: Allow, Action: "${action}", Resource: "*"}]\n`;
  const both = { "infra/dev.yaml": statement("a:Dev"), "infra/prod.yaml": statement("a:Prod") };
  const byBranch = ["when condition A is true", "p: a:Prod on *", "when condition A is false", "p: a:Dev on *"];
  const sub = '!Sub "${E}.yaml"';

  test.each<[string, string, Readonly<Record<string, string>>, readonly string[]]>([
    ["a default that no condition tests", `${untested}${inDocument(sub)}`, both, ["p: a:Prod on *"]],
    [
      "a parameter itself",
      `${untested}${inDocument("!Ref E")}`,
      { "infra/prod": statement("a:Prod") },
      ["p: a:Prod on *"],
    ],
    ["a parameter that a condition tests", `${tested()}${inDocument(sub)}`, both, byBranch],
    ["Fn::Join", `${tested()}${inDocument('!Join ["", [!Ref E, .yaml]]')}`, both, byBranch],
    ["an Fn::If", `${tested()}${inDocument("!If [A, prod.yaml, dev.yaml]")}`, both, byBranch],
    [
      "an enclosing Fn::If",
      `${tested()}${role(`!If [A, {PolicyName: p, PolicyDocument: {Fn::Transform: ${include(sub)}}}, !Ref AWS::NoValue]`)}`,
      both,
      ["when condition A is true", "p: a:Prod on *", "when condition A is false"],
    ],
    [
      "an Fn::If with one missing file",
      `${tested()}${inDocument("!If [A, prod.yaml, s3://bucket/dev.yaml]")}`,
      both,
      ["when condition A is true", "p: a:Prod on *", "when condition A is false", "p: unresolved Transform ..."],
    ],
    [
      "the properties of a role",
      `${tested()}R:\n    Type: AWS::IAM::Role\n    Properties: {RoleName: r, Fn::Transform: ${include(sub)}}\n`,
      {
        "infra/dev.yaml": `Policies: [{PolicyName: p, PolicyDocument: ${document("a:Dev")}}]`,
        "infra/prod.yaml": "ManagedPolicyArns: [arn:aws:iam::aws:policy/ReadOnlyAccess]",
      },
      [byBranch[0] ?? "", "reference arn:aws:iam::aws:policy/ReadOnlyAccess", ...byBranch.slice(2)],
    ],
    [
      "resources, which only the default provides",
      `${untested}Fn::Transform: ${include(sub)}\n`,
      { "infra/prod.yaml": role(`{PolicyName: p, PolicyDocument: ${document("a:Prod")}}`) },
      ["p: a:Prod on *"],
    ],
    [
      "resources from a condition, which can be anything",
      `${tested()}${role("")}  Fn::Transform: ${include(sub)}\n`,
      { "infra/prod.yaml": policy, "infra/dev.yaml": "Q: {Type: AWS::SQS::Queue}" },
      ["unresolved Transform AWS::Include: it may add policies"],
    ],
  ])("%s", (_, root, files, expected) => {
    const { roles } = readWith(root, files);
    expect(roles.flatMap(describeRole)).toEqual(expected);
  });

  test("lists a missing included file, even in a policy", () => {
    const attached = `P: {Type: AWS::IAM::Policy, Properties: {Roles: [{Ref: R}], PolicyDocument: {Fn::Transform: ${include(sub)}}}}\n`;
    const { passedOver } = readWith(`${tested()}${role("")}  ${attached}`, {});
    expect(passedOver.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
      ...["prod", "dev"].map((name) => `infra/${name}.yaml: is included, but does not exist or is not a map`),
      "P: has a part from a transform, which only CloudFormation can evaluate",
    ]);
  });
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-include.html, "Remarks" */
test.each<[string, string]>([
  ["at its top", `Fn::Transform: ${include("more.yaml")}\n`],
  ["below the top level", `Statement: [{Fn::Transform: ${include("s3://bucket/more.yaml")}}]\n`],
])("rejects an included file that includes another file %s", (_name, part) => {
  const root = `Resources:\n  ${role(`{PolicyName: p, PolicyDocument: {Fn::Transform: ${include("part.yaml")}}}`)}`;
  const { problems } = readWith(root, { "infra/part.yaml": part, "infra/more.yaml": "Statement: []\n" });
  expect(problems.map(({ message }) => message)).toEqual([
    "infra/part.yaml is included and includes another file, which CloudFormation rejects",
  ]);
});
