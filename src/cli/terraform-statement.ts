import { trustedPrincipal } from "../fixes/fix.js";
import { instanceProfileBlock, quoted, statementBlock, statementObject } from "../fixes/hcl-statement.js";
import { type PasteForm, pasteForm } from "../fixes/paste-form.js";
import { type Entries, permissionEntries, trustEntries } from "../fixes/statement-entries.js";
import type { JudgedFinding } from "../rules/apply-rules.js";
import { formatLocation, hasLine } from "../source/location.js";
import { locate } from "../source/place.js";

/**
 * What to add to a source of Terraform by hand, as its author writes policies there: a `statement` block of
 * `aws_iam_policy_document`, an object for `jsonencode`, items of a list, or an instance profile. Null for what needs none of these.
 */
export function terraformStatement(finding: JudgedFinding): string | null {
  const location = locate(finding.place);
  if (!hasLine(location) || !/\.(?:tf|tofu|tfvars)$/.test(location.file)) return null;
  const addition = additionFor(finding, pasteForm(finding.place));
  if (addition === null) return null;
  return `to add by hand to role ${finding.role} at ${formatLocation(location)}:\n\n${addition}\n`;
}

function additionFor({ rule, actions, condition = [], remedy }: JudgedFinding, form: PasteForm | null): string | null {
  const statement = (entries: Entries) => {
    if (form === null) return JSON.stringify(Object.fromEntries(entries), null, 2).replace(/^/gm, "  ");
    return `  ${form === "block" ? statementBlock(entries, "  ") : statementObject(entries, "  ")}`;
  };
  if (rule === "missing-action") {
    if (form === "items") return actions.map((action) => `    ${quoted(action)},`).join("\n");
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
