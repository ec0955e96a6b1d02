import { trustedPrincipal } from "../fixes/fix.js";
import { instanceProfileBlock, statementBlock, statementObject } from "../fixes/hcl-statement.js";
import { type Entries, permissionEntries, trustEntries } from "../fixes/statement-entries.js";
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
  const statement = (entries: Entries) =>
    `  ${isDocument ? statementBlock(entries, "  ") : statementObject(entries, "  ")}`;
  if (rule === "missing-action") {
    return statement(permissionEntries(actions, condition.length === 0 ? undefined : condition));
  }
  switch (remedy?.kind) {
    case "add-trust": {
      const principal = trustedPrincipal(remedy);
      return principal === null ? null : statement(trustEntries(principal));
    }
    case "add-instance-profile":
      return instanceProfile(remedy.role.id);
    default:
      return null;
  }
}

/** Beside the role's own resource, in its module. Null for a role whose address does not say what it is called there. */
function instanceProfile(address: string): string | null {
  const [, role, name] = /(?:^|\.)(aws_iam_role\.([\w-]+)(?:\[.+\])?)$/.exec(address) ?? [];
  return role === undefined || name === undefined ? null : instanceProfileBlock(role, name);
}
