import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Role } from "../../../src/iam/model.js";
import { evaluateTrust } from "../../../src/iam/trust.js";
import { readFile } from "../../../src/readers/index.js";
import type { Workspace } from "../../../src/source/workspace.js";
import { describeProfile, describeRole, describeTrust } from "../describe-role.js";

const path = join(process.env.CORPUS ?? "../shared/corpus", "veeamhub-terraform/plan.json");
const workspace: Workspace = { readText: () => null, listFolder: () => [] };

function rolesOfPlan(): readonly Role[] {
  const file = { path: "plan.json", text: readFileSync(path, "utf8") };
  const result = readFile(file, { workspace, terraformRoot: null, parameters: [] });
  if (result.kind !== "read") throw new Error(result.kind);
  return result.result.roles;
}

/** A first plan of all of VeeamHub's IAM resources. All ARNs and role identifiers are known only after the apply. */
(existsSync(path) ? test : test.skip)("leaves nothing open in VeeamHub's plan", () => {
  const roles = rolesOfPlan();
  expect(roles.map(({ id, variants }) => [id, variants[0].policies.length])).toEqual([
    ["aws_iam_role.veeam_aws_default_role", 10],
    ["aws_iam_role.veeam_aws_dlm_role", 1],
    ["aws_iam_role.veeam_aws_instance_role", 1],
  ]);
  expect(roles.flatMap(describeRole).filter((line) => line.includes("unresolved"))).toEqual([]);
  expect(roles.flatMap(describeProfile)).toEqual(["profile true"]);
  expect(roles.flatMap(describeTrust)).toEqual([
    "Service backup.amazonaws.com, AWS arn:${partition of aws_iam_role.veeam_aws_instance_role}:iam::${account of aws_iam_role.veeam_aws_instance_role}:role/veeam-aws-instance-role: sts:AssumeRole",
    "Service dlm.amazonaws.com: sts:AssumeRole",
    "Service ec2.amazonaws.com: sts:AssumeRole",
  ]);
});

/** The plan names the role that it trusts, but not its account. */
(existsSync(path) ? test.each : test.skip.each)([
  [[], "granted"],
  [["arn:aws:iam::111122223333:role/another"], "missing"],
  [["arn:aws:iam::111122223333:role/veeam-aws-instance-role"], "undetermined"],
  [["111122223333"], "undetermined"],
])("checks VeeamHub's plan with the appliance %j: %s", (appliance, verdict) => {
  const role = rolesOfPlan().find(({ id }) => id === "aws_iam_role.veeam_aws_default_role");
  expect(role === undefined ? null : evaluateTrust(role, "appliance", appliance, new Map())?.verdict).toBe(verdict);
});
