import { trustedPrincipal } from "../fixes/fix.js";
import { conditionBlocks } from "../fixes/roles-as-terraform.js";
import type { TrustedPrincipal } from "../fixes/statement-like.js";
import { asPolicyCondition, type PolicyCondition } from "../iam/asked-resources.js";
import type { JudgedFinding } from "../rules/apply-rules.js";
import { formatLocation, hasLine } from "../source/location.js";
import { locate, textFileOf } from "../source/place.js";

/**
 * What to add to a `.tf` source by hand, as its author writes policies there: a `statement` block of
 * `aws_iam_policy_document`, or an object for `jsonencode`; or an instance profile. Null for what needs none of these.
 */
export function terraformStatement(finding: JudgedFinding): string | null {
  const location = locate(finding.place);
  if (!hasLine(location) || !/\.(?:tf|tofu)$/.test(location.file)) return null;
  const lines = (textFileOf(finding.place)?.text ?? "").split("\n").slice(0, location.line);
  const block = lines.findLast((line) => /^\s*(?:data|resource)\s+"/.test(line)) ?? "";
  const addition = additionFor(finding, block.includes('"aws_iam_policy_document"'));
  if (addition === null) return null;
  return `to add by hand to role ${finding.role} at ${formatLocation(location)}:\n\n${addition}\n`;
}

function additionFor({ rule, actions, condition = [], remedy }: JudgedFinding, isDocument: boolean): string | null {
  if (rule === "missing-action") {
    const under = asPolicyCondition(condition);
    return isDocument ? permissionBlock(actions, under) : permissionObject(actions, under);
  }
  switch (remedy?.kind) {
    case "add-trust": {
      const principal = trustedPrincipal(remedy);
      if (principal === null) return null;
      return isDocument ? trustBlock(principal) : trustObject(principal);
    }
    case "add-instance-profile":
      return instanceProfile(remedy.role.id);
    default:
      return null;
  }
}

function permissionBlock(actions: readonly string[], condition: PolicyCondition): string {
  const under = conditionBlocks(condition);
  return `  statement {\n    actions = [\n${listed(actions, "      ")}    ]\n    resources = ["*"]\n${under}  }`;
}

function permissionObject(actions: readonly string[], condition: PolicyCondition): string {
  // HCL takes the objects of JSON as they are.
  const under = Object.keys(condition).length === 0 ? "" : `    Condition = ${JSON.stringify(condition)}\n`;
  return `  {\n    Effect = "Allow"\n    Action = [\n${listed(actions, "      ")}    ]\n    Resource = "*"\n${under}  }`;
}

function trustBlock({ type, id }: TrustedPrincipal): string {
  return `  statement {\n    actions = ["sts:AssumeRole"]\n    principals {\n      type        = "${type}"\n      identifiers = ["${id}"]\n    }\n  }`;
}

function trustObject({ type, id }: TrustedPrincipal): string {
  return `  {\n    Effect    = "Allow"\n    Principal = { ${type} = "${id}" }\n    Action    = "sts:AssumeRole"\n  }`;
}

/** Beside the role's own resource, in its module. Null for a role whose address does not say what it is called there. */
function instanceProfile(address: string): string | null {
  const [, role, name] = /(?:^|\.)(aws_iam_role\.([\w-]+)(?:\[.+\])?)$/.exec(address) ?? [];
  if (role === undefined || name === undefined) return null;
  return `resource "aws_iam_instance_profile" "${name}" {\n  name = ${role}.name\n  role = ${role}.name\n}`;
}

function listed(actions: readonly string[], indent: string): string {
  return actions.map((action) => `${indent}"${action}",\n`).join("");
}
