import { profileToPaste } from "../fixes/add-instance-profile.js";
import { trustedPrincipal } from "../fixes/fix.js";
import { policyBlock, quoted, statementBlock, statementObject } from "../fixes/hcl-statement.js";
import { type PasteForm, pasteForm, placeToFix } from "../fixes/paste-form.js";
import { type Entries, permissionEntries, trustEntries } from "../fixes/statement-entries.js";
import { lineBefore } from "../fixes/text-edit.js";
import { isHcl } from "../hcl/hcl-file.js";
import { callsOf } from "../path/source-uses.js";
import type { EvaluatedFinding } from "../rules/apply-rules.js";
import { hasAction } from "../rules/best-list.js";
import { formatLocation, hasLine } from "../source/location.js";
import { locate, type Place, rangeOf, textFileOf } from "../source/place.js";

/**
 * The text to add to Terraform source by hand, in the form that its author uses: a `statement` block of `aws_iam_policy_document`, an
 * object for `jsonencode`, list items, or an instance profile. Returns null if the finding doesn't need such text.
 */
function terraformStatement(given: EvaluatedFinding): string | null {
  if (given.isInSource) return null;
  const finding = { ...given, place: placeToFix(given) };
  const location = locate(finding.place);
  if (!hasLine(location)) return null;
  const form = pasteForm(finding.place);
  const { file } = location;
  if (!isHcl({ path: file }) && !(isOfTerraform(finding) && (form === "items" || file.endsWith(".tftpl")))) return null;
  const addition = additionFor(finding, form);
  if (addition === null) return null;
  const calls = callsIn(finding.place);
  const note = calls > 1 ? ` (the module is called ${calls} times, and each call gets the addition)` : "";
  return `, ${whereFor(finding, form)} ${formatLocation(location)}${note}:\n\n${addition}\n`;
}

function callsIn(place: Place): number {
  const file = textFileOf(place);
  return file === null ? 0 : callsOf(file);
}

/** Whether the finding adds actions to a Terraform role. Its lists may be in other files that the source reads. */
function isOfTerraform({ remedy }: EvaluatedFinding): boolean {
  return remedy?.kind === "add-actions" && remedy.role.format.startsWith("terraform");
}

function whereFor({ rule, place }: EvaluatedFinding, form: PasteForm | null): string {
  if (rule === "instance-profile-missing" || isRole(place)) return "next to the resource at";
  // The last item may lack a comma.
  if (form === "items") return "to the front of the list at";
  if (!isWhole(rule, place)) return "after the statement that has";
  return form === "block" ? "to the statements of" : "before the first statement of";
}

function isWhole(rule: EvaluatedFinding["rule"], place: Place): boolean {
  return rule === "trust-missing" || begins(place, /^(?:data|resource|policy|inline_policy|jsonencode)\b|^<</);
}

/** Whether the place is a role, because no policy was found to add to. */
function isRole(place: Place): boolean {
  return begins(place, /^resource\s+"aws_iam_role"/);
}

function begins(place: Place, pattern: RegExp): boolean {
  const range = rangeOf(place);
  return range !== null && pattern.test(range.file.text.slice(range.start, range.start + 100));
}

/** Returns the text to add for each finding. Merges equal instructions for several roles, because one block can create several roles. */
export function terraformStatements(findings: readonly EvaluatedFinding[]): readonly string[] {
  const roles = new Map<string, Set<string | null>>();
  for (const finding of findings.flatMap(eachList)) {
    const said = terraformStatement(finding);
    if (said !== null) roles.set(said, (roles.get(said) ?? new Set()).add(finding.role));
  }
  return [...roles].map(
    ([said, [...of]]) => `to add by hand to role${of.length > 1 ? "s" : ""} ${of.join(", ")}${said}`,
  );
}

/** A finding about several lists, such as one in each variable file, as one finding for each. */
function eachList(finding: EvaluatedFinding): EvaluatedFinding | readonly EvaluatedFinding[] {
  const { remedy } = finding;
  if (remedy?.kind !== "add-actions" || remedy.lists.length < 2) return finding;
  return remedy.lists.flatMap((list) => {
    const actions = finding.actions.filter((action) => !hasAction(list, action));
    const place = list.statement.actions.place;
    return actions.length === 0 ? [] : { ...finding, actions, place, remedy: { ...remedy, lists: [list] } };
  });
}

function additionFor(finding: EvaluatedFinding, form: PasteForm | null): string | null {
  const { rule, role, kind, actions, condition = [], remedy, place } = finding;
  const statement = (entries: Entries) => {
    if (form === "block") return `  ${statementBlock(entries, "  ")}`;
    const object =
      form === null
        ? JSON.stringify(Object.fromEntries(entries), null, 2).replaceAll("\n", "\n  ")
        : statementObject(entries, "  ");
    return isWhole(rule, place) ? `  ${object},` : `  , ${object}`;
  };
  if (rule === "missing-action" || remedy?.kind === "add-actions") {
    if (form === "items") {
      const lead = dashLead(place);
      return actions.map((action) => (lead === null ? `    ${quoted(action)},` : `${lead}- ${action}`)).join("\n");
    }
    const entries = permissionEntries(actions, condition.length === 0 ? undefined : condition);
    return isRole(place) ? policyBlock(role ?? "", kind ?? "worker", entries) : statement(entries);
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

/**
 * The text before each dash of a YAML list. An item that is indented further would continue the one above. Returns null if the list isn't
 * YAML with dashes.
 */
function dashLead(place: Place): string | null {
  const range = begins(place, /^-\s/) ? rangeOf(place) : null;
  return range === null ? null : lineBefore(range.file, range.start).replace(/[^ \t]/g, " ");
}
