import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { readAmong } from "./read-template.js";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html */
describe("a function of AWS::LanguageExtensions without a named transform", () => {
  const role = (policies = "", more = "") =>
    `Resources:\n  R: {Type: AWS::IAM::Role, Properties: {Policies: [${policies}]${more}}}\n`;
  const inline = (document: string) => role(`{PolicyName: p, PolicyDocument: ${document}}`);
  const statement = (action: string) => inline(`{Statement: [{Effect: Allow, Action: ${action}, Resource: "*"}]}`);
  const loop = `${role()}  Fn::ForEach::L: [X, [a, b], {"Q\${X}": {Type: AWS::SQS::Queue}}]\n`;
  const extended: readonly (readonly [string, string])[] = [
    ["Fn::ForEach::L", loop],
    ["Fn::ForEach::L", `${role()}Outputs:\n  Fn::ForEach::L: [X, [a], {"O\${X}": {Value: x}}]\n`],
    ["Fn::ForEach::T", role("", ", Fn::ForEach::T: [X, [a], {Path: /x/}]")],
    ["Fn::ToJsonString", inline("{Fn::ToJsonString: {Statement: []}}")],
    ["Fn::Length", statement('!Select [{"Fn::Length": [a]}, [a, b]]')],
    ["Fn::FindInMap", statement('!FindInMap [M, x, act, {DefaultValue: "sqs:*"}]')],
    ["Ref", role("", ', ManagedPolicyArns: [{Ref: {"Fn::Sub": "M${Y}"}}]')],
    ["Fn::GetAtt", role("", ', Path: {Fn::GetAtt: [{"Fn::Sub": "M${Y}"}, Arn]}')],
    ["Fn::Length", `Conditions: {A: !Equals [{"Fn::Length": !Ref L}, 1]}\n${role()}`],
  ];
  const problemsOf = (text: string, more: Readonly<Record<string, string>> = {}) =>
    readAmong({ "t.yaml": text, ...more }, "t.yaml").problems;

  test.each(extended)("rejects %s like CloudFormation: %j", (name, text) => {
    expect(problemsOf(text).map(({ message, help }) => `${message}: ${help}`)).toEqual([
      `${name} is used in a form that CloudFormation rejects without AWS::LanguageExtensions: add \`Transform: AWS::LanguageExtensions\``,
    ]);
  });

  test("locates the error, even in JSON", () => {
    const json =
      '{"Resources": {"R": {"Type": "AWS::IAM::Role",\n "Properties": {"Path": {"Ref": {"Fn::Sub": "a"}}}}}}';
    const { problems } = readAmong({ "t.json": json }, "t.json");
    expect(problems.map(({ place }) => formatLocation(locate(place)))).toEqual(["t.json:2:26"]);
  });

  test.each([
    ["with its transform", `Transform: AWS::LanguageExtensions\n${loop}`],
    ["with the SAM transform", `Transform: AWS::Serverless-2016-10-31\n${loop}`],
    ["with a custom macro", `Transform: [Mine]\n${loop}`],
    ["within a macro's input", `${loop}  Q: {Fn::Transform: {Name: Mine}}\n`],
    ["another tool's placeholder", role("", ", Path: !Ref {{ path }}")],
    ["Ref in the attribute of GetAtt", role("", ", Path: {Fn::GetAtt: [Q, !Ref Y]}")],
    ["FindInMap with three arguments", statement('!FindInMap [M, x, {DefaultValue: "sqs:*"}]')],
    ["a template without IAM", loop.replace("AWS::IAM::Role", "AWS::SQS::Queue")],
    [
      "a service of the Serverless Framework",
      `service: s\nprovider: {name: aws}\nresources:\n${loop.replace(/^/gm, "  ")}`,
    ],
  ])("accepts %s", (_, text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  test("accepts one in a nested template or an included file", () => {
    const stack = "Resources:\n  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: part.yaml}}\n";
    const include = "{Name: AWS::Include, Parameters: {Location: part.yaml}}";
    expect(problemsOf(stack, { "part.yaml": loop })).toEqual([]);
    expect(problemsOf(`Transform: [AWS::LanguageExtensions, ${include}]\n${role()}`, { "part.yaml": loop })).toEqual(
      [],
    );
  });
});
