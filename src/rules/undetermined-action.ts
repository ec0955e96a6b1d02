import { CONTESTED } from "../iam/contested-policies.js";
import { reportsForgotten, SUBSTITUTION_HELP } from "../iam/forgotten-substitution.js";
import type { Role } from "../iam/model.js";
import { OTHER_PROVIDER_ACCOUNT } from "../iam/other-account.js";
import { DENIES_OTHERS } from "../iam/policy-set.js";
import { UNKNOWN_RESOURCES } from "../iam/statement-match.js";
import type { ActionVerdict, Cause } from "../iam/verdict.js";
import type { Settles } from "../path/simulation.js";
import {
  accountHelp,
  countOf,
  describeCause,
  distinctCauses,
  draftsByKind,
  relatedPlaces,
  roleWord,
  settlesAll,
} from "./action-draft.js";
import { resourcesLine } from "./declaring.js";
import type { Draft, EvaluatedRole, RoleRule } from "./rule.js";
import { FIX_GRAMMAR } from "./settling.js";
import { isWeakened } from "./weakened-action.js";

export const undeterminedAction: RoleRule = {
  id: "undetermined-action",
  defaultSeverity: "warning",
  summary: "Required actions that can't be decided because a value or managed policy is unknown.",
  check: (evaluated) =>
    undecided(evaluated) ??
    draftsByKind(
      evaluated,
      (verdict, kind) => verdict.verdict === "undetermined" && !isWeakened(evaluated, kind, verdict),
      (kind, verdicts) => {
        const causes = distinctCauses(verdicts, ["unknown"]);
        const why = causes.length === 0 ? "" : `: ${causes.slice(0, 3).map(describeCause).join("; ")}`;
        // A kind without a single decided action, even with the parameters' defaults, wasn't checked and must not pass
        // as checked.
        const nothingDecided =
          verdicts.length === kind.kind.actions.length && !verdicts.some(({ byDefault }) => byDefault?.());
        return {
          ...(nothingDecided ? { severity: "error" as const } : {}),
          message: `can't determine ${countOf(kind, verdicts)} of ${roleWord(evaluated.role)}${why}`,
          help: helpFor(causes, evaluated.role, verdicts, settlesAll(evaluated, kind, verdicts)),
          place: causes[0]?.place ?? evaluated.role.place,
          related: relatedPlaces(causes.slice(1)),
        };
      },
    ),
};

const PLAN = "`terraform init`, `terraform plan -out tfplan`, and `terraform show -json tfplan > plan.json`";

/** Whether a role read from Terraform source needs a plan before anything can be decided. */
export function isUndecided({ role, kinds }: EvaluatedRole): boolean {
  const verdicts = kinds.flatMap((kind) => kind.verdicts);
  const isOpen = verdicts.length > 0 && verdicts.every((one) => one.verdict === "undetermined" && !one.isReported);
  return role.format === "terraform-source" && isOpen;
}

/** A single finding for a Terraform source role that needs a plan before anything can be decided. Returns null for other roles. */
function undecided(evaluated: EvaluatedRole): readonly Draft[] | null {
  const { role, kinds } = evaluated;
  if (!isUndecided(evaluated)) return null;
  const verdicts = kinds.flatMap((kind) => kind.verdicts);
  const [cause, ...others] = distinctCauses(verdicts, ["unknown"]);
  const names = kinds.map(({ kind }) => kind.name).join(", ");
  return [
    {
      severity: "error",
      role: role.id,
      kind: null,
      actions: [],
      message: `can't determine from its source whether ${roleWord(role)} satisfies ${names}${cause === undefined ? "" : `: ${describeCause(cause)}`}`,
      help: isOfAnotherProvider(cause)
        ? WITH_ONE_PROVIDER
        : `${addFirst(role)}check its plan: ${PLAN}${accountHelp(role)}`,
      place: cause?.place ?? role.place,
      related: relatedPlaces(others),
    },
  ];
}

/** Advice to add the untracked file that may contain the value. Empty if there is none. */
function addFirst({ untracked }: Role): string {
  const files = [...(untracked ?? [])];
  const [it, its] = files.length === 1 ? ["it", "its"] : ["them", "their"];
  return files.length === 0
    ? ""
    : `git does not track ${files.join(" and ")}: \`git add -f\` ${it} for ${its} values to count, or `;
}

/** A plan doesn't show the providers' accounts, either. */
const WITH_ONE_PROVIDER = "create the role, its policies, and their attachments with one provider configuration";

function isOfAnotherProvider(cause: Cause | undefined): boolean {
  return cause?.detail?.includes(OTHER_PROVIDER_ACCOUNT) === true;
}

/** Help on settling what is unknown. A policy named by its ARN exists somewhere, so the repository can have a copy of it. */
function helpFor(causes: readonly Cause[], role: Role, verdicts: readonly ActionVerdict[], settles: Settles): string {
  const held = heldInPart(role);
  const named = causes.flatMap(({ statement, policy }) => (statement === null && policy !== null ? [policy] : []));
  const policies = named.map((policy) => held.get(policy) ?? policy);
  // If nothing that these policies could allow would help, something else is also unknown.
  const isDeployedElsewhere = policies.some((policy) => policy.startsWith("arn:")) && settles({ policies }) !== false;
  if (causes[0]?.statement?.isFaulty) return FIX_GRAMMAR;
  if (causes[0]?.detail != null && reportsForgotten(causes[0].detail)) return SUBSTITUTION_HELP;
  if (isOfAnotherProvider(causes[0])) return WITH_ONE_PROVIDER;
  if (causes[0]?.detail?.startsWith(CONTESTED)) return "give each inline policy of the role a unique name";
  if (causes.length > 0 && causes.every(({ detail }) => detail === UNKNOWN_RESOURCES)) {
    const isDenied = causes.some(({ statement }) => statement?.effect === "Deny");
    const settle = isDenied ? "remove the actions from the Deny" : 'grant the actions on Resource "*"';
    const line = isDenied ? null : resourcesLine(verdicts, settles);
    return `${settle}, or declare under \`resources\` in the configuration the resources that they need${line === null ? "" : `: \`${line}\``}`;
  }
  if (role.format === "terraform-source" && !isDeployedElsewhere)
    return `${addFirst(role)}set the unknown values (with defaults or in terraform.tfvars), or check the plan: ${PLAN}`;
  const grant = causes.some(({ detail }) => detail === DENIES_OTHERS)
    ? "detach the policy"
    : "grant the actions in a statement without unknown values";
  return isDeployedElsewhere
    ? `name a file with the policy's document under \`policies\` in the configuration${policiesLine(named, held)}, or ${grant}`
    : "resolve the value in the file or the plan, or grant the actions in a statement without unknown values";
}

/** The ARNs of AWS-managed policies that the bundle contains only in part, keyed by policy name. */
function heldInPart({ variants }: Role): ReadonlyMap<string, string> {
  const all = variants.flatMap(({ policies, boundary }) => (boundary === null ? policies : [...policies, boundary]));
  return new Map(all.flatMap((one) => (one.kind === "document" && one.arn !== undefined ? [[one.name, one.arn]] : [])));
}

/** The lines to paste for these policies, whose ARNs are known. */
function policiesLine(named: readonly string[], held: ReadonlyMap<string, string>): string {
  const lines = [...new Set(named)].flatMap((name) => (held.has(name) ? `"${held.get(name)}": ${name}.json` : []));
  return lines.length === 0 ? "" : `, as in \`policies: { ${lines.join(", ")} }\``;
}
