import { terraformStatements } from "../../src/cli/terraform-statement.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import type { Role } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { evaluateTrust } from "../../src/iam/trust.js";
import { simulate } from "../../src/path/simulation.js";
import { reportFinding } from "../../src/report/build-report.js";
import { statementsToPaste } from "../../src/report/markdown/missing-statement.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { deniedAction } from "../../src/rules/denied-action.js";
import { instanceProfileMissing } from "../../src/rules/instance-profile-missing.js";
import { missingAction } from "../../src/rules/missing-action.js";
import type { Draft, RoleRule } from "../../src/rules/rule.js";
import { trustMissing } from "../../src/rules/trust-missing.js";
import { filePlace, rangePlace } from "../../src/source/place.js";
import { allow, deny, policyOf, roleOf, roleWith, trustOf } from "../iam/role.js";

const actions = ["sqs:SendMessage", "sns:Publish"].map((action) => ({ action, resources: ["*"] }));

const trusting = (service: string) =>
  roleOf({ trust: trustOf({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }) });
const withProfile = (instanceProfile: boolean): Role => ({ ...roleWith(), instanceProfile });

async function found(rule: RoleRule, planned: Role, written: Role): Promise<Draft | undefined> {
  const authorization = await loadAuthorization();
  const part = { name: "p", place: filePlace("main.tf"), onlyPlanned: ["Deny sqs:*"], onlyWritten: ["Allow sqs:*"] };
  const role: Role = { ...planned, format: "terraform-plan", renewed: () => written, stale: () => [part] };
  const resolved = resolveOptions(new Map(), null);
  const requirements = catalogRequirements("7");
  if ("problems" in resolved || requirements === null) throw new Error("the defaults are refused");
  const trust = evaluateTrust(role, "ec2", [], new Map());
  const verdicts = evaluateRole(role, actions, new Map(), authorization);
  const evaluated = {
    role,
    selectedBy: "",
    kinds: [{ kind: { name: "probe", description: "probe", actions, trust: ["ec2" as const] }, verdicts }],
    trust: trust === null ? [] : [trust],
    appliance: [],
    context: new Map(),
    trying: simulate(resolved.options.check, requirements, authorization, "2026-11-24")(role),
    before: null,
  };
  return rule.check(evaluated, authorization)[0];
}

test.each<[string, RoleRule, Role, Role, string]>([
  ["actions", missingAction, roleWith(allow("s3:*")), roleWith(allow(["sqs:*", "sns:*"])), "already grants them"],
  ["a Deny", deniedAction, roleWith(allow("*"), deny("sqs:*")), roleWith(allow("*")), "no longer denies it"],
  [
    "a trust statement",
    trustMissing,
    trusting("ssm.amazonaws.com"),
    trusting("ec2.amazonaws.com"),
    "already lets it assume the role",
  ],
  ["an instance profile", instanceProfileMissing, withProfile(false), withProfile(true), "already has one"],
])("says only to create the plan again if its source has changed: %s", async (_what, rule, planned, written, says) => {
  const draft = await found(rule, planned, written);
  expect(draft?.help).toBe(`the source ${says}: create the plan again`);
  expect(draft?.remedy).toBeUndefined();
  if (draft === undefined) return;
  const place = rangePlace({ path: "main.tf", text: "policy = jsonencode({})" }, 0, 23);
  const finding = { ...draft, place, rule: rule.id, severity: "error", suppressedBy: null } as const;
  expect(terraformStatements([finding])).toEqual([]);
  expect(statementsToPaste([reportFinding(finding)], null)).toBeNull();
  const left = await found(rule, planned, planned);
  expect(left?.help).not.toContain("the source");
  expect(left?.remedy === undefined).toBe(rule === deniedAction);
});

test("adds only what the plan's source lacks, too", async () => {
  const written = roleOf({ policies: [policyOf("p", allow(["s3:*", "sqs:*"]))] });
  const draft = await found(missingAction, roleWith(allow("s3:*")), written);
  expect(draft).toMatchObject({ actions: ["sqs:SendMessage", "sns:Publish"], remedy: { actions: ["sns:Publish"] } });
});
