import { isTimeOfRequest } from "../iam/condition/every-request.js";
import { nearestGlobalKey } from "../iam/condition/key-types.js";
import { globalEndpoint, isPassedOn } from "../iam/global-services.js";
import type { ActionVerdict, Cause, DeclaredContext } from "../iam/verdict.js";
import { firstFew } from "../source/first-few.js";
import { contextLine } from "./context-line.js";
import type { EvaluatedRole } from "./rule.js";
import { takeOut } from "./take-out.js";

/** Help for a statement with parts that are unknown because they are faulty. */
export const FIX_GRAMMAR = "fix the statement as the `invalid-policy` finding says";

/** Help on settling the conditions that a verdict depends on: the template's or the statements'. */
export function settlingHelp(
  causes: readonly Cause[],
  declared: Declared,
  actions: Actions,
  settles: (context: DeclaredContext, actions: Actions) => boolean | null = () => null,
): string {
  if (causes[0]?.policy === null) {
    if (hasVarFile(causes)) return "grant it in each environment that `terraform` in the configuration names";
    return "grant it for every outcome of the template's conditions, or set their parameters under `parameters` in the configuration";
  }
  const out = takeOut(declared.role, causes, "remove the needed actions from the Deny");
  const [first, ...others] = causes.filter(({ effect }) => effect !== "allows");
  if (first !== undefined && [first, ...others].every(isOfTime)) {
    const drop = first.effect === "denies" ? out : "drop the condition";
    return `${drop}, or suppress the finding until that date: no setting can declare a future time`;
  }
  const misspelled = misspelledKey(causes);
  if (misspelled !== null) return misspelled;
  const lineFor = (some: Actions) => contextLine(causes, declared, (context) => settles(context, some));
  const all = lineFor(actions);
  // A line that settles the other actions might not settle actions that another service requests.
  const rest = actions.filter(({ action }) => !isPassedOn(action.toLowerCase()));
  const isInPart = all === "none" && rest.length > 0 && rest.length < actions.length;
  const line = isInPart ? lineFor(rest) : all;
  const keys = openKeys(causes, declared);
  const open = undecidedReason(causes, declared, actions) ?? (line === "none" ? unsettledBy(keys) : null);
  if (open !== null) {
    const drop = first?.effect === "denies" ? out : "grant it without the condition";
    return `${drop}: ${open}`;
  }
  // A Deny without its condition always denies, so dropping the condition doesn't help.
  const denies = causes.some(({ effect }) => effect === "denies");
  const but = isInPart ? ", which settles all but iam:PassRole" : "";
  const as = line === null ? "" : `, as in \`${line}\``;
  const declare = `declare the value of ${line === null ? keys : "the condition's key"} under \`context\` in the configuration${as}${but}`;
  if (!denies) return `${declare}, or drop the condition`;
  const denied = causes.every(({ effect }) => effect === "denies" || effect === "allows");
  return denied ? `${declare}, or ${out}` : declare;
}

function misspelledKey(causes: readonly Cause[]): string | null {
  const limiting = causes.flatMap(({ effect, statement }) =>
    effect === "allows" ? [] : (statement?.conditions ?? []),
  );
  const keys = limiting.flatMap((condition) => (condition.kind === "test" ? condition.key : []));
  for (const key of keys) {
    const near = nearestGlobalKey(key);
    if (near !== null) return `correct the key \`${key}\`, which is not a known global key: did you mean \`${near}\`?`;
  }
  return null;
}

/** The parts of a run that determine the values of condition keys. */
export type Declared = Pick<EvaluatedRole, "context" | "regions" | "accounts"> & Partial<Pick<EvaluatedRole, "role">>;

/** A declared value of these keys counts only for requests that certainly have the key. See `NOT_DECLARABLE`. */
const OF_SOME_REQUESTS = /:(?:re(?:source|quest)tag\/|tagkeys|resource(?:account|orgid|orgpaths))/i;

type Actions = readonly Pick<ActionVerdict, "action">[];

export function hasVarFile(causes: readonly Cause[]): boolean {
  return causes.some(({ isOfVarFile }) => isOfVarFile);
}

/** Why conditions remain undecided although the values of all their keys are declared. Returns null if a key's value isn't declared. */
export function undecidedReason(causes: readonly Cause[], declared: Declared, actions: Actions): string | null {
  const limiting = causes.filter(({ effect }) => effect !== "allows");
  if (limiting.length === 0 || !limiting.every((cause) => isDeclared(cause, declared))) return null;
  // Global keys can have other values in a request that another service makes.
  const isForOther = actions.length > 0 && actions.every(({ action }) => isPassedOn(action.toLowerCase()));
  const isGlobal =
    actions.length > 0 && actions.every(({ action }) => globalEndpoint(action.toLowerCase(), "aws") !== null);
  if (isGlobal && !declared.context.has("aws:requestedregion")) {
    return "the global endpoint is in us-east-1; if nothing uses it, declare aws:RequestedRegion under `context`, too";
  }
  if (isForOther) return "the declared values do not settle it, because another service requests the action";
  return limiting.some(({ detail }) => OF_SOME_REQUESTS.test(detail ?? ""))
    ? "some requests for the action lack the declared values"
    : "the condition does not hold for every declared value";
}

function unsettledBy(keys: string): string {
  return OF_SOME_REQUESTS.test(keys)
    ? `some requests for the action lack ${keys}, so no value under \`context\` settles it`
    : `no value of ${keys} under \`context\` settles it`;
}

function keysOf({ detail }: Cause): readonly string[] {
  return /\bcondition (.+)$/.exec(detail ?? "")?.[1]?.split(", ") ?? [];
}

function isKnown(key: string, { context, regions = [] }: Declared): boolean {
  const folded = key.toLowerCase();
  return (
    [...context.keys()].some((one) => one.toLowerCase() === folded) ||
    (folded === "aws:requestedregion" && regions.length > 0)
  );
}

function isDeclared(cause: Cause, declared: Declared): boolean {
  const keys = keysOf(cause);
  return keys.length > 0 && keys.every((key) => isKnown(key, declared));
}

/** The keys without a declared value, worded for a message. */
function openKeys(causes: readonly Cause[], declared: Declared): string {
  const limiting = causes.filter(({ effect }) => effect !== "allows");
  const keys = [...new Set(limiting.flatMap(keysOf))].filter((key) => !isKnown(key, declared));
  if (keys.length === 0) return "the condition's key";
  return firstFew(
    keys.map((key) => `\`${key}\``),
    3,
  );
}

function isOfTime({ detail }: Cause): boolean {
  return isTimeOfRequest(/\bcondition (\S+)$/.exec(detail ?? "")?.[1] ?? "");
}
