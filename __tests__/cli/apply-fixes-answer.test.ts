import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyFixes } from "../../src/cli/apply-fixes.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

const root = mkdtempSync(join(tmpdir(), "worker-iam-check-apply-fixes-answer-"));
afterAll(() => rmSync(root, { recursive: true }));

const document = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["ssm:GetDocument", "sqs:SendMessage"], Resource: "*" }],
};
const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ssm.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const detail = {
  RoleName: "veeam-worker",
  Path: "/",
  AssumeRolePolicyDocument: trust,
  RolePolicyList: [{ PolicyName: "inline", PolicyDocument: document }],
  AttachedManagedPolicies: [],
  InstanceProfileList: [],
};

async function fixed(file: unknown, config: string | null = null) {
  writeFileSync(join(root, "file.json"), JSON.stringify(file, null, 2));
  const inputs = new Map(Object.entries({ files: "file.json", roles: "*: communication" }));
  const resolved = resolveOptions(inputs, config === null ? null : { path: "c.yml", text: config });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root, workingDirectory: root, confined: false };
  const outcome = await applyFixes(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome;
}

test.each([
  ["get-account-authorization-details", { RoleDetailList: [detail] }],
  ["get-role-policy", { RoleName: "veeam-worker", PolicyName: "inline", PolicyDocument: document }],
  ["get-policy-version", { PolicyVersion: { Document: document, VersionId: "v1", IsDefaultVersion: true } }],
])("does not edit anything in a saved answer of `aws iam %s`, which is not a source", async (_command, file) => {
  const { findings, files, after } = await fixed(file);
  expect([findings, files]).toEqual([[], []]);
  expect(after.findings.length).toBeGreaterThan(0);
  for (const { help, remedy } of after.findings) {
    expect(help).toMatch(
      /^in AWS or where the role is declared \(this file is output of the AWS CLI: save it again afterwards\): /,
    );
    expect(remedy).toBeUndefined();
  }
});

test("does not edit an answer that a group in the configuration names", async () => {
  const { files } = await fixed(
    { PolicyVersion: { Document: document } },
    "groups:\n  veeam:\n    policies: [file.json]\n",
  );
  expect(files).toEqual([]);
});

test.each([
  ["policies: [file.json, fille.json]", "fille.json"],
  ["policies: file.json, trust: trust.json", "trust.json"],
])("does not edit a group of which a file is missing: %s", async (group, missing) => {
  const { files, after } = await fixed(document, `groups:\n  veeam: { ${group} }\n`);
  expect(files).toEqual([]);
  const errors = after.findings.filter(({ rule }) => rule === "unreadable-file");
  expect(errors.map(({ message }) => message)).toContain(`group veeam names ${missing}, but no policy file matches`);
  const others = after.findings.filter((finding) => !errors.includes(finding));
  expect(others).not.toEqual([]);
  for (const { help } of others) expect(help).toMatch(/^after all files of its group can be read: /);
});

test("edits a policy of the repository", async () => {
  expect((await fixed(document)).files.map(({ path }) => path)).toEqual(["file.json"]);
});
