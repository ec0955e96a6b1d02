import { check } from "../../../src/check.js";
import { resolveOptions } from "../../../src/config/resolve-options.js";
import { formatLocation } from "../../../src/source/location.js";
import { locate } from "../../../src/source/place.js";
import { describeRole } from "../describe-role.js";
import { inline, resultOf, template } from "./read-template.js";

const text = template(
  inline("!Ref Actions", "!Ref Bucket"),
  "",
  `Parameters:
  Actions: {Type: CommaDelimitedList, Default: a:Default}
  Bucket: {Type: String, Default: dflt}
  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  Path: {Type: "AWS::SSM::Parameter::Value<String>", Default: /path}
`,
);

const held = (parameters: unknown) => heldWith({ "p.json": parameters });

function heldWith(parameters: Record<string, unknown>): string[] {
  const files = Object.entries(parameters).map(([name, given]) => [name, JSON.stringify(given)]);
  const { roles, problems } = resultOf(text, "t.yaml", Object.fromEntries(files));
  const faults = problems.map(({ message, place }) => `${formatLocation(locate(place))} ${message}`);
  return [...roles.flatMap(describeRole), ...faults];
}

const taken = "p: a:B,a:C on x";
const defaults = "p: a:Default on dflt";

describe("a parameter file", () => {
  test.each<[string, unknown, string[]]>([
    [
      "of the AWS CLI",
      [
        { ParameterKey: "Actions", ParameterValue: "a:B, a:C" },
        { ParameterKey: "Bucket", ParameterValue: "x" },
      ],
      [taken],
    ],
    ["of `deploy --parameter-overrides`", ["Actions=a:B,a:C", "Bucket=x"], [taken]],
    [
      "of CodePipeline",
      { Parameters: { Actions: "a:B,a:C", Bucket: "x" }, Tags: { a: "b" }, StackPolicy: {} },
      [taken],
    ],
    ["with a list", { Parameters: { Actions: ["a:B", "a:C"], Bucket: "x" } }, [taken]],
    ["without a wrapper", { Actions: "a:B,a:C", Bucket: "x" }, [taken]],
    ["with a number", { Parameters: { Bucket: 12 } }, ["p: a:Default on 12"]],
    ["with null", { Parameters: {} }, [defaults]],
    ["with an allowed value", { Stage: "prod" }, [defaults]],
    [
      "with a value that isn't allowed",
      { Stage: "production" },
      [defaults, "p.json:1:3 p.json gives parameter Stage of t.yaml a value that CloudFormation rejects"],
    ],
    ["with parameters that the template lacks", { Parameters: { Other: "x" } }, [defaults]],
    ["with UsePreviousValue", [{ ParameterKey: "Bucket", UsePreviousValue: true }], ["p: a:Default on ${Ref Bucket}"]],
    ["in another format", "text", [defaults, "p.json:1:1 p.json contains no parameter values"]],
    [
      "with entries in another format",
      [{ Key: "Bucket", Value: "x" }],
      [defaults, "p.json:1:1 p.json contains no parameter values"],
    ],
    [
      "with an object as a value",
      { Parameters: { Bucket: {} } },
      [defaults, "p.json:1:1 p.json contains no parameter values"],
    ],
  ])("%s", (_name, parameters, expected) => {
    expect(held(parameters)).toEqual(expected);
  });

  test("is a problem at its position if it is cut off", () => {
    const { problems } = resultOf(text, "t.yaml", { "p.json": '{"Parameters": {\n  "Bucket": "x"' });
    expect(problems.map(({ message, place }) => `${formatLocation(locate(place))} ${message}`)).toEqual([
      "p.json:2:16 p.json is not valid JSON: a closing } is missing",
    ]);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    [
      "add up",
      { "1.json": { Bucket: "one" }, "2.json": ["Actions=a:B,a:C"], "3.json": { Bucket: "one" } },
      ["p: a:B,a:C on one"],
    ],
    [
      "leave unknown what they disagree on",
      { "1.json": { Bucket: "one" }, "2.json": ["Actions=a:B", "Bucket=two"] },
      ["p: a:B on ${Ref Bucket}", "2.json:1:17 1.json and 2.json give parameter Bucket of t.yaml different values"],
    ],
    [
      "leave unknown what one of them keeps",
      { "1.json": { Bucket: "one" }, "2.json": [{ ParameterKey: "Bucket", UsePreviousValue: true }] },
      [
        "p: a:Default on ${Ref Bucket}",
        "2.json:1:19 1.json and 2.json give parameter Bucket of t.yaml different values",
      ],
    ],
    ["may disagree on what the template lacks", { "1.json": { X: "one" }, "2.json": { X: "two" } }, [defaults]],
  ])("of one template %s", (_name, files, expected) => {
    expect(heldWith(files)).toEqual(expected);
  });
});

const folder = "__tests__/fixtures/cloudformation/parameters";

test.each<[string, string[], string[]]>([
  ["settles a condition and a name", [`${folder}/prod.json`], ["veeam-backup-prod failure denied-action"]],
  ["comes from a pipeline", [`${folder}/pipeline.json`], ["veeam-backup-test success "]],
  ["is missing", [`${folder}/none.json`], ["null failure unreadable-file,conditional-action"]],
])("handles a configured parameter file that %s", async (_name, files, expected) => {
  const config = {
    path: ".github/worker-iam-check.yml",
    text: `files: ${folder}/template.yaml\nroles: "*: backup"\nparameters:\n  ${folder}/*.yaml: [${files.join(", ")}]\n`,
  };
  const resolved = resolveOptions(new Map(), config);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: process.cwd(), workingDirectory: process.cwd(), confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const { roles, findings, conclusion } = outcome.report;
  const rules = [...new Set(findings.map(({ rule }) => rule))].filter((rule) => !rule.startsWith("trust"));
  expect(roles.map(({ name }) => `${name} ${conclusion} ${rules}`)).toEqual(expected);
});
