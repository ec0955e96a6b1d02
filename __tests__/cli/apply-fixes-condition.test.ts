import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { applyFixes } from "../../src/cli/apply-fixes.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-condition-"));
afterAll(() => rmSync(root, { recursive: true }));

/** The fixed text, and the rules of the remaining findings. */
async function fixed(file: string, text: string, appliance = "") {
  writeFileSync(join(root, file), text);
  const inputs = { files: file, roles: "*: efs-backup-indexing", requirements: "13.1", appliance };
  const resolved = resolveOptions(new Map(Object.entries(inputs)), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root, workingDirectory: root, confined: false };
  const outcome = await applyFixes(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return { text: outcome.files[0]?.after ?? text, left: outcome.after.findings.map(({ rule }) => rule) };
}

const allow = (Action: readonly string[], Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource: "*",
  ...(Condition === undefined ? {} : { Condition }),
});
const free = allow(["ec2:RunInstances", "servicequotas:ListServiceQuotas"]);
const ofWorkers = { StringEquals: { "ec2:ResourceTag/EfsIndexWorker": "EfsIndexWorker" } };
const ofNewOnes = {
  StringEquals: { "ec2:CreateAction": "RunInstances", "aws:RequestTag/EfsIndexWorker": "EfsIndexWorker" },
};
const tags = allow(["ec2:CreateTags"], ofNewOnes);
const start = allow(["ec2:StartInstances"], ofWorkers);
const both = allow(["ec2:StartInstances", "ec2:TerminateInstances"], ofWorkers);
const stop = allow(["ec2:TerminateInstances"], ofWorkers);
const otherTag = allow(["ec2:StopInstances"], { StringEquals: { "ec2:ResourceTag/Team": "EfsIndexWorker" } });
const narrower = allow(["ec2:StopInstances"], {
  StringEquals: { ...ofWorkers.StringEquals, "aws:RequestedRegion": "x" },
});
const otherOperator = allow(["ec2:StopInstances"], { StringLike: ofWorkers.StringEquals });
const otherCase = { StringEquals: { "EC2:resourceTag/EfsIndexWorker": ["EfsIndexWorker"] } };

const cases: readonly [string, readonly object[], readonly object[]][] = [
  ["to the list under that condition", [free, start, tags], [free, both, tags]],
  [
    "to the list under a condition key in another case",
    [free, { ...start, Condition: otherCase }, tags],
    [free, { ...both, Condition: otherCase }, tags],
  ],
  ["in a new statement under the condition", [free, tags], [free, tags, both]],
  [
    "next to lists under other conditions",
    [free, tags, otherTag, narrower, otherOperator],
    [free, tags, otherTag, narrower, otherOperator, both],
  ],
  ["for two conditions", [free], [free, tags, both]],
  [
    "never to a Deny",
    [free, start, { ...stop, Effect: "Deny", Action: ["sqs:*"] }, tags],
    [free, both, { ...stop, Effect: "Deny", Action: ["sqs:*"] }, tags],
  ],
];

describe("adds an action that is needed under a condition", () => {
  test.each(cases)("%s, in JSON", async (_, before, after) => {
    for (const indent of [undefined, 2]) {
      const text = JSON.stringify({ Version: "2012-10-17", Statement: before }, null, indent);
      const result = await fixed("p.json", text);
      expect(result.left).toEqual([]);
      expect(JSON.parse(result.text).Statement).toEqual(after);
    }
  });

  test.each(cases)("%s, in YAML", async (_, before, after) => {
    const trust = ["AWS: '111122223333'", "Service: backup.amazonaws.com"].map((line) => parse(line) as object);
    const template = (Statement: readonly object[]) => ({
      Resources: {
        Worker: {
          Type: "AWS::IAM::Role",
          Properties: {
            AssumeRolePolicyDocument: {
              Version: "2012-10-17",
              Statement: trust.map((Principal) => ({ Effect: "Allow", Principal, Action: "sts:AssumeRole" })),
            },
            Policies: [{ PolicyName: "p", PolicyDocument: { Version: "2012-10-17", Statement } }],
          },
        },
      },
    });
    for (const collectionStyle of ["block", "flow"] as const) {
      const result = await fixed("t.yaml", stringify(template(before), { collectionStyle }), "111122223333");
      expect(result.left).toEqual([]);
      expect(parse(result.text)).toEqual(template(after));
    }
  });
});
