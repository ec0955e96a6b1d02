import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { removeFolders } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const backup =
  catalogRequirements("7")
    ?.kinds.find(({ name }) => name === "backup")
    ?.actions.map(({ action }) => action) ?? [];
const policy = (Action: string | readonly string[], Effect = "Allow"): string =>
  `${JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect, Action, Resource: "*" }] })}\n`;

const half = Math.ceil(backup.length / 2);
const files: Files = {
  "p/a.json": policy(backup.slice(0, half)),
  "p/b.json": policy(backup.slice(half)),
  "limits/wide.json": policy("*"),
  "limits/s3.json": policy("s3:*"),
  "limits/deny.json": policy(backup.slice(0, 3), "Deny"),
};
const config = (parts: string, more = ""): Files => ({
  ".github/worker-iam-check.yml": `roles: { veeam-backup: backup }\nfail-on-new-only: true\ngroups: { veeam-backup: { ${parts} } }\n${more}`,
});
const WHOLE = "policies: [p/a.json, p/b.json]";
const LESS = config("policies: [p/a.json]");

async function stateOf(base: Files, head: Files): Promise<string> {
  const { conclusion, findings } = await headOf({ ...files, ...base }, head);
  const old = findings.filter(({ baseline }) => baseline?.state === "unchanged").map(({ rule }) => rule);
  return [conclusion, ...old].join(" ");
}

describe("with fail-on-new-only and a base whose own configuration grants the actions", () => {
  test.each<[string, Files]>([
    ["a shorter list in a group", LESS],
    ["a boundary that the base contains but does not name", config(`${WHOLE}, boundary: limits/s3.json`)],
    ["a guardrail that the base contains but does not name", config(WHOLE, "guardrails: [[limits/deny.json]]\n")],
  ])("treats %s as new", async (_name, head) => {
    expect(await stateOf(config(WHOLE), head)).toBe("failure");
  });

  test("treats actions that the base lacks under its own configuration as old", async () => {
    expect(await stateOf(LESS, { "README.md": "1\n" })).toBe("success missing-action");
  });

  test("treats everything else that the change removes as new", async () => {
    const base = config("policies: [p/a.json], boundary: limits/wide.json");
    expect(await stateOf(base, config("policies: [p/a.json], boundary: limits/s3.json"))).toBe(
      "failure missing-action",
    );
  });

  const worker = JSON.stringify({
    Parameters: { Env: { Type: "String", AllowedValues: ["prod", "dev"] } },
    Conditions: { Prod: { "Fn::Equals": [{ Ref: "Env" }, "prod"] } },
    Resources: {
      R: {
        Type: "AWS::IAM::Role",
        Metadata: { WorkerIamCheck: ["communication"] },
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [
              { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" },
              { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
            ],
          },
          Policies: [{ PolicyName: "p", PolicyDocument: JSON.parse(policy("*")) }],
        },
      },
      P: { Type: "AWS::IAM::InstanceProfile", Condition: "Prod", Properties: { Roles: [{ Ref: "R" }] } },
    },
  });
  const parts: Files = { "t.json": worker, "prod.json": '{"Env":"prod"}', "dev.json": '{"Env":"dev"}' };
  const settings = (env: string, account = "111122223333"): Files => ({
    ".github/worker-iam-check.yml": `fail-on-new-only: true\nappliance: "${account}"\nparameters: { t.json: ${env}.json }\n`,
  });

  test.each<[string, Files, Files, string]>([
    ["an instance profile as new", settings("prod"), settings("dev"), "failure"],
    ["a trust finding as new", settings("prod"), settings("prod", "444455556666"), "failure"],
    [
      "actions that the base lacks as old",
      settings("dev", "444455556666"),
      { "README.md": "1\n" },
      "success trust-missing instance-profile-missing",
    ],
  ])("treats %s", async (_name, base, head, expected) => {
    expect(await stateOf({ ...parts, ...base }, head)).toBe(expected);
  });
});
