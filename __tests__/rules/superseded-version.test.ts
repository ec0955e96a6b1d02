import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { allow } from "../iam/role.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "versions-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const Document = { Version: "2012-10-17", Statement: [allow("*")] };
const ARN = "arn:aws:iam::111122223333:policy/team";
const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));

async function reportedFor(answer: object, config: object): Promise<readonly string[]> {
  const kinds = [{ name: "k", actions: ["sqs:SendMessage"] }];
  write("requirements.json", { version: "1", title: "t", source: "s", date: "2026-11-29", kinds });
  write("answer.json", answer);
  const text = JSON.stringify({ requirements: "requirements.json", roles: { Worker: "k" }, ...config });
  const resolved = resolveOptions(new Map(), { path: "c.yml", text });
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: folder, workingDirectory: folder, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-29" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report.findings
    .filter(({ rule }) => rule === "invalid-policy")
    .map(({ severity, message }) => `${severity}: ${message.slice(message.indexOf(": ") + 2)}`);
}

const trust = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
const AssumeRolePolicyDocument = { Version: "2012-10-17", Statement: [trust] };
const attached = (name: string) => {
  const Properties = { AssumeRolePolicyDocument, [name]: name === "ManagedPolicyArns" ? [ARN] : ARN };
  return { Resources: { Worker: { Type: "AWS::IAM::Role", Properties } } };
};
const NOT_DEFAULT = "is not the default version, the only one in effect";

// "The default version is the version in effect": https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
test.each<[string, object, readonly string[]]>([
  [
    "v1, which is not the default",
    { VersionId: "v1", IsDefaultVersion: false },
    [`warning: its version v1 ${NOT_DEFAULT}`],
  ],
  ["without an ID", { IsDefaultVersion: "false" }, [`warning: its version ${NOT_DEFAULT}`]],
  ["v2, which is the default", { VersionId: "v2", IsDefaultVersion: true }, []],
  ["without a default mark", { VersionId: "v2" }, []],
])("checks an answer of get-policy-version with version %s", async (_name, version, reported) => {
  const answer = { PolicyVersion: { Document, ...version } };
  expect(await reportedFor(answer, { groups: { Worker: { policies: ["answer.json"] } } })).toEqual(reported);
  for (const property of ["ManagedPolicyArns", "PermissionsBoundary"]) {
    write("template.json", attached(property));
    expect(await reportedFor(answer, { policies: { [ARN]: "answer.json" } })).toEqual(reported);
  }
});
