import { profileToPaste } from "../fixes/add-instance-profile.js";
import { trustedPrincipal } from "../fixes/fix.js";
import { quoted, statementBlock, statementObject } from "../fixes/hcl-statement.js";
import { type PasteForm, pasteForm } from "../fixes/paste-form.js";
import { type Entries, permissionEntries, trustEntries } from "../fixes/statement-entries.js";
import type { JudgedFinding } from "../rules/apply-rules.js";
import { formatLocation, hasLine } from "../source/location.js";
import { locate } from "../source/place.js";

/**
 * What to add to a source of Terraform by hand, as its author writes policies there: a `statement` block of
 * `aws_iam_policy_document`, an object for `jsonencode`, items of a list, or an instance profile. Null for what needs none of these.
 */
function terraformStatement(finding: JudgedFinding): string | null {
  const location = locate(finding.place);
  if (!hasLine(location) || !/\.(?:tf|tofu|tfvars)$/.test(location.file)) return null;
  const addition = additionFor(finding, pasteForm(finding.place));
  return addition === null ? null : ` at ${formatLocation(location)}:\n\n${addition}\n`;
}

/** For roles that one block makes, once. */
export function terraformStatements(findings: readonly JudgedFinding[]): readonly string[] {
  const roles = new Map<string, Set<string | null>>();
  for (const finding of findings) {
    const said = terraformStatement(finding);
    if (said !== null) roles.set(said, (roles.get(said) ?? new Set()).add(finding.role));
  }
  return [...roles].map(
    ([said, [...of]]) => `to add by hand to role${of.length > 1 ? "s" : ""} ${of.join(", ")}${said}`,
  );
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
      return profileToPaste(remedy.role);
    default:
      return null;
  }
}
