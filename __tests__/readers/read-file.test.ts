import fc from "fast-check";
import { readFile } from "../../src/readers/index.js";

const context = { workspace: { readText: () => null, listFolder: () => [] }, terraformRoot: null, parameters: [] };
const read = (path: string, text: string) => readFile({ path, text }, context);
const nested = (open: string, close: string) => `${open.repeat(100_000)}${close.repeat(100_000)}`;

describe("never throws in readFile", () => {
  test.each([
    ["a policy nested 100,000 deep", "p.json", `{"Statement": ${nested("[", "]")}}`],
    [
      "a template nested 100,000 deep",
      "t.json",
      `{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": ${nested('{"a":', "").replace(/:$/, ":1")}${"}".repeat(100_000)}}}}}`,
    ],
    [
      "a YAML template nested 20,000 deep",
      "t.yaml",
      `Resources: {R: {Type: AWS::IAM::Role, Properties: {Policies: ${"[".repeat(20_000)}${"]".repeat(20_000)}}}}`,
    ],
    ["a plan nested 100,000 deep", "plan.json", `{"format_version": "1.2", "resource_changes": ${nested("[", "]")}}`],
    [
      "prototype keys",
      "p.json",
      '{"__proto__": {"Statement": []}, "constructor": 1, "Statement": {"__proto__": 1, "toString": 2}}',
    ],
    ["NUL bytes", "p.json", '{"Statement": "\u0000"}'],
    ["a plan in another format version", "plan.json", '{"format_version": "2.0", "resource_changes": []}'],
    ["a plan with errors", "plan.json", '{"format_version": "1.2", "errored": true}'],
    [
      "a state file",
      "terraform.json",
      '{"version": 4, "lineage": "x", "terraform_version": "1.11.4", "resources": []}',
    ],
  ])("%s", (_name, path, text) => {
    expect(() => read(path, text)).not.toThrow();
  });

  test.each([
    [
      '{"format_version": "2.0", "resource_changes": []}',
      "plan.json has format_version 2.0, but the check reads only versions 0.x and 1.x",
    ],
    [
      '{"format_version": "1.2", "errored": true}',
      "plan.json is an incomplete plan: `terraform plan` ended with errors",
    ],
    [
      '{"version": 3, "lineage": "x", "terraform_version": "1"}',
      "plan.json is a Terraform state with version 3, but the check reads only version 4",
    ],
  ])("answers %s", (text, message) => {
    const result = read("plan.json", text);
    expect(result.kind === "read" && result.result.problems.map((problem) => problem.message)).toEqual([message]);
  });

  test("accepts any JSON in place of a policy", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        read("p.json", JSON.stringify({ Statement: value }));
        read(
          "p.json",
          JSON.stringify({
            Version: value,
            Statement: [{ Effect: "Allow", Action: value, Resource: value, Principal: value, Condition: value }],
          }),
        );
        read(
          "t.json",
          JSON.stringify({
            Resources: {
              R: { Type: "AWS::IAM::Role", Properties: value },
              P: { Type: "AWS::IAM::Policy", Properties: { Roles: value, PolicyDocument: value } },
            },
          }),
        );
        read(
          "plan.json",
          JSON.stringify({
            format_version: "1.2",
            resource_changes: [
              {
                type: "aws_iam_role",
                address: "aws_iam_role.r",
                name: "r",
                change: { actions: value, after: value, after_unknown: value },
              },
            ],
            configuration: value,
          }),
        );
        read(
          "plan.json",
          JSON.stringify({
            format_version: "1.2",
            resource_changes: value,
            prior_state: { values: value },
            configuration: { root_module: value },
          }),
        );
      }),
      { numRuns: 300 },
    );
  });
});
