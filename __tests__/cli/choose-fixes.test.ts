import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "../../src/check.js";
import { chooseFixes } from "../../src/cli/choose-fixes.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { applyEdits } from "../../src/fixes/text-edit.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-choose-"));
afterAll(() => rmSync(root, { recursive: true }));

async function chosen(statements: readonly object[]) {
  const trust = [
    { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com", AWS: "111122223333" }, Action: "sts:AssumeRole" },
  ];
  const Properties = {
    AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: trust },
    Policies: [{ PolicyName: "p", PolicyDocument: { Version: "2012-10-17", Statement: statements } }],
  };
  writeFileSync(
    join(root, "t.json"),
    JSON.stringify({ Resources: { Worker: { Type: "AWS::IAM::Role", Properties } } }),
  );
  const resolved = resolveOptions(new Map(Object.entries({ files: "t.json", roles: "*: backup, restore" })), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root, workingDirectory: root, confined: false };
  const outcome = await inspect(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return chooseFixes(outcome.result, () => false);
}

const broad = { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: "*" };
const narrow = { Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::x/*" };

test.each([
  ["to the existing list", [broad], 1],
  ["as one new statement", [narrow], 2],
])("adds what two kinds of a role lack in one edit, each action once: %s", async (_, statements, count) => {
  const [one, ...others] = await chosen(statements);
  expect(others).toEqual([]);
  expect(one?.fixes.map(({ finding }) => finding.kind)).toEqual(["backup", "restore"]);
  const [edit] = one?.edits ?? [];
  const { Statement } = JSON.parse(applyEdits(edit?.file.text ?? "", one?.edits ?? [])).Resources.Worker.Properties
    .Policies[0].PolicyDocument;
  expect(Statement).toHaveLength(count);
  const { Action } = Statement.at(-1);
  expect(new Set(Action).size).toBe(Action.length);
  expect(Action).toEqual(expect.arrayContaining(["ebs:ListSnapshotBlocks", "ec2:AttachVolume"]));
});
