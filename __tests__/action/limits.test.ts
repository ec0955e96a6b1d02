import { readFileSync } from "node:fs";
import { join } from "node:path";
import { closeScenes, scene } from "./scene.js";

afterEach(closeScenes);

/** A template of roles with long names that lack nearly everything. */
function manyRoles(count: number): Readonly<Record<string, string>> {
  const allow = { Effect: "Allow", Action: ["sqs:ListQueues", "sqs:NoSuchAction"], Resource: "*" };
  const onOne = { ...allow, Action: "ec2:*", Resource: "arn:aws:ec2:eu-west-1:111122223333:instance/i-1" };
  const where = { ...allow, Action: ["iam:*", "ssm:*"], Condition: { Bool: { "aws:SecureTransport": "true" } } };
  const deny = { Sid: "Guard", Effect: "Deny", Action: "kms:*", Resource: "*" };
  const role = {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] },
      Policies: [
        { PolicyName: "p", PolicyDocument: { Version: "2012-10-17", Statement: [allow, onOne, where, deny] } },
      ],
    },
  };
  const roles = Array.from({ length: count }, (_, at) => [`${"VeeamRole".repeat(10)}${at}`, role]);
  return { "veeam.json": JSON.stringify({ Resources: Object.fromEntries(roles) }, null, 1) };
}

test("keeps 500 roles with 5,000 findings below GitHub's limits without losing any", async () => {
  const { github, workspace, run } = await scene(manyRoles(500));
  const inputs = { roles: "*: worker", "report-file": "report.json", "sarif-file": "out.sarif", "check-run-id": "77" };
  const { status, summary, outputs, log } = await run(inputs);
  expect(status).toBe(1);
  expect(Number(outputs.errors) + Number(outputs.warnings)).toBeGreaterThanOrEqual(5000);
  const [comment] = github.comments;
  expect(comment?.body.length).toBeLessThan(65_536);
  expect(comment?.body).toMatch(
    /^### ❌ Worker IAM check failed: \d+ errors in 500 roles, .*500 worker roles checked/m,
  );
  expect(comment?.body).toMatch(/of 500 roles shown; the report file and the job's log have all of them/);
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
  // GitHub measures outputs in UTF-16.
  expect(JSON.stringify(outputs).length * 2).toBeLessThan(1024 * 1024);
  expect(github.checkRun.annotations).toHaveLength(500);
  expect(github.checkRun.summary.length).toBeLessThan(65_535);
  expect(log).toMatch(/^500 of \d+ findings shown as annotations/m);
  expect(log.match(/^(?:error|warning)\[/gm)).toHaveLength(Number(outputs.errors) + Number(outputs.warnings));
  const { runs } = JSON.parse(readFileSync(join(workspace, "out.sarif"), "utf8"));
  expect(runs[0].results).toHaveLength(5000);
}, 60_000);
