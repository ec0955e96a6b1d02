import { append } from "../source/append.js";
import { failTogether, holdTogether } from "./joint-conditions.js";
import { isFullyDenied, reachAllTogether } from "./joint-reach.js";
import { causeOf, type StatementMatch, type Strength } from "./statement-match.js";
import type { VariantLimits } from "./variant-cause.js";
import { type ActionVerdict, type Cause, type DeniedBy, isRefused, type Verdict } from "./verdict.js";

/** A verdict with its reasons, before the action's name is added. */
export type Decision = Omit<ActionVerdict, "action">;

/** A message names a few statements, but a hostile document may have a hundred thousand. */
const MAXIMUM_CAUSES = 10;

/** An unknown value may still grant everything. A statement that certainly covers a part, or has a condition, can't. */
const STRONGEST_FIRST: readonly Strength[] = ["full", "undetermined", "conditional", "partial", "none"];

/**
 * Decides one action on one resource by the statements that name it. `unknownPolicies` are attached but unknown: they may allow an action
 * that nothing else allows, but they cast no doubt on a granted one.
 */
export function decide(matched: readonly StatementMatch[], unknownPolicies: readonly Cause[]): Decision {
  // By far the most frequent case: one or more statements that all allow.
  if (matched.every(({ side }) => side === "allow")) {
    const full = matched.filter(({ strength }) => strength === "full");
    if (full.length > 0) return decision("granted", full, []);
  }
  const allows = matched.filter(({ side }) => side !== "deny");
  const denies = matched.filter(({ side, strength }) => side !== "allow" && strength !== "none");
  const allow = leading(allows);
  const deny = leading(denies);
  const allowed = strongest([allow.strength, unknownPolicies.length > 0 ? "undetermined" : "none"]);
  // A full Deny is a cause even though nothing allows the action yet: it would override a later Allow.
  if (allowed === "none")
    return decision("missing", [...(deny.strength === "full" ? deny.matched : []), ...allows], []);
  const best = allow.strength === "none" ? [] : allow.matched;
  const certain = allows.filter(({ strength }) => strength !== "none");
  const isNothingLeft =
    unknownPolicies.length === 0 &&
    ((allow.strength === "partial" && isFullyDenied(certain, denies)) ||
      (allow.strength === "conditional" && failTogether([certain], denies)));
  if (isNothingLeft) return { ...decision("denied", [...denies, ...best], []), deniedBy: "statement" };
  if (deny.strength === "full") return { ...decision("denied", [...deny.matched, ...best], []), deniedBy: "statement" };
  const verdict = weakest([allowed, ...denies.map(({ strength }) => strength)]);
  const decided = decision(verdict, [...denies, ...best], verdict === "granted" ? [] : unknownPolicies);
  const isAllOpen = allow.strength !== "full" && best.every(isOpen);
  return withCondition(decided, isAllOpen || denies.some(({ strength }) => strength === "conditional"));
}

/**
 * Puts a decision in doubt if a policy may deny the action but our data is incomplete for that action. The policy's Deny
 * statements in our data decide nothing, because they may be too wide or too narrow.
 */
export function inDoubt(decided: Decision, denying: readonly Cause[]): Decision {
  const { verdict, causes } = decided;
  const isOthers = ({ effect, policy }: Cause): boolean =>
    effect === "denies" && !denying.some((one) => one.policy === policy);
  if (denying.length === 0 || verdict === "missing" || (verdict === "denied" && causes.some(isOthers))) return decided;
  return {
    verdict: "undetermined",
    deniedBy: null,
    causes: [...new Set([...denying, ...causes])].slice(0, MAXIMUM_CAUSES),
  };
}

function isOpen({ prepared, requested }: StatementMatch): boolean {
  return prepared.condition(requested).holds === "unknown";
}

function withCondition(decided: Decision, underCondition: boolean): Decision {
  return decided.verdict === "partial" && underCondition ? { ...decided, underCondition } : decided;
}

/** Whether nothing is granted without a condition. */
function needsCondition({ verdict, underCondition }: Decision): boolean {
  return verdict === "conditional" || underCondition === true;
}

/** Whether every decision that grants anything does so under a condition. */
function allNeedCondition(decisions: readonly Decision[]): boolean {
  const granting = decisions.filter((one) => !isRefused(one));
  return granting.every(needsCondition);
}

/** The decisive statements of one side (the strongest ones, or the ones that together cover everything) and their strength. */
function leading(matched: readonly StatementMatch[]): {
  readonly strength: Strength;
  readonly matched: readonly StatementMatch[];
} {
  const strength = strongest(matched.map((match) => match.strength));
  if (strength !== "full" && reachAllTogether(matched)) {
    return { strength: "full", matched: matched.filter((match) => match.strength === "partial") };
  }
  const decisive = matched.filter((match) => match.strength === strength);
  return { strength: strength === "conditional" && holdTogether(decisive) ? "full" : strength, matched: decisive };
}

function strongest(strengths: readonly Strength[]): Strength {
  const present = new Set(strengths);
  return STRONGEST_FIRST.find((strength) => present.has(strength)) ?? "none";
}

/** Combines an Allow with the Deny statements against it. An unknown effect outweighs a partly certain one. */
function weakest(strengths: readonly Strength[]): Verdict {
  if (strengths.includes("undetermined")) return "undetermined";
  if (strengths.includes("partial")) return "partial";
  return strengths.includes("conditional") ? "conditional" : "granted";
}

function decision(verdict: Verdict, matched: readonly StatementMatch[], more: readonly Cause[]): Decision {
  const causes = matched.slice(0, MAXIMUM_CAUSES).map(causeOf);
  return { verdict, deniedBy: null, causes: [...causes, ...more].slice(0, MAXIMUM_CAUSES) };
}

/** Limits a grant to the part that a permissions boundary or a guardrail allows. Neither ever grants anything. */
export function withinLimit(granted: Decision, limit: Decision, outside: Cause, by: DeniedBy): Decision {
  if (granted.verdict === "missing" || granted.verdict === "denied" || limit.verdict === "granted") return granted;
  if (limit.verdict === "missing" || limit.verdict === "denied") {
    const causes = limit.verdict === "denied" ? limit.causes : [outside, ...limit.causes];
    return { verdict: "denied", deniedBy: by, causes };
  }
  const verdict = (["undetermined", "partial", "conditional"] as const).find(
    (weak) => granted.verdict === weak || limit.verdict === weak,
  );
  const causes = [...limit.causes, ...(granted.verdict === "granted" ? [] : granted.causes)];
  const most = causes.slice(0, MAXIMUM_CAUSES);
  const decided: Decision = { verdict: verdict ?? "undetermined", deniedBy: null, causes: most };
  return withCondition(decided, needsCondition(granted) || needsCondition(limit));
}

/** One verdict across several resources, all of which are needed. */
export function combineResources(decisions: readonly Decision[]): Decision {
  const [first] = decisions;
  if (first === undefined) return { verdict: "missing", deniedBy: null, causes: [] };
  if (isAlone(decisions, first)) return first;
  const verdicts = new Set(decisions.map(({ verdict }) => verdict));
  if (verdicts.size === 1) return joined(first, decisions);
  const short = decisions.filter(({ verdict }) => verdict !== "granted");
  const decided: Decision = { verdict: mixed(verdicts), deniedBy: null, causes: causesOf(short) };
  return withCondition(decided, allNeedCondition(decisions));
}

/** Combines decisions that have the same verdict, and keeps all causes. */
function joined(first: Decision, decisions: readonly Decision[]): Decision {
  const { underCondition: _, ...rest } = first;
  return withCondition({ ...rest, causes: causesOf(decisions) }, allNeedCondition(decisions));
}

function mixed(verdicts: ReadonlySet<Verdict>): Verdict {
  if (verdicts.has("undetermined")) return "undetermined";
  const grants = verdicts.has("granted") || verdicts.has("partial") || verdicts.has("conditional");
  if (!grants) return "missing";
  return verdicts.has("partial") || verdicts.has("missing") || verdicts.has("denied") ? "partial" : "conditional";
}

/**
 * One verdict across all outcomes of a template's conditions. `limits` names the outcomes in which the action is not granted, which matters
 * only if other outcomes grant it.
 */
export function overVariants(decisions: readonly Decision[], limits: VariantLimits): Decision {
  const [first] = decisions;
  if (first === undefined) return { verdict: "undetermined", deniedBy: null, causes: [] };
  if (isAlone(decisions, first)) return first;
  const verdicts = new Set(decisions.map(({ verdict }) => verdict));
  if (verdicts.size === 1) return joined(first, decisions);
  const verdict = mixedVariants(verdicts);
  const best = verdicts.has("granted") ? "granted" : verdict;
  // An undetermined variant may grant the action.
  const isLimited = (one: Decision): boolean => one.verdict !== best && one.verdict !== "undetermined";
  const whens = best !== "granted" && best !== "conditional" ? [] : limits(decisions.map(isLimited));
  // An unknown value is the main reason, even if more variants fall short for a different one.
  const unknown = verdict === "undetermined" ? decisions.filter((one) => one.verdict === verdict) : [];
  const causes = [...causesOf(unknown), ...whens, ...causesOf(decisions)];
  const lacking = whens.filter(({ detail }) => detail !== null);
  const decided: Decision = {
    ...{ verdict, deniedBy: null, causes: [...new Set(causes)].slice(0, MAXIMUM_CAUSES) },
    ...(lacking.length === 0 ? {} : { lacking }),
  };
  return withCondition(decided, allNeedCondition(decisions));
}

/** Conditional if one variant grants the action and another certainly doesn't. If none grants it, the variants' own verdicts decide. */
function mixedVariants(verdicts: ReadonlySet<Verdict>): Verdict {
  const isShort = verdicts.has("missing") || verdicts.has("denied") || verdicts.has("partial");
  if (verdicts.has("granted") && isShort) return "conditional";
  return (["undetermined", "conditional", "partial"] as const).find((one) => verdicts.has(one)) ?? "missing";
}

/** By far the most frequent case: nothing to join. */
function isAlone(decisions: readonly Decision[], first: Decision): boolean {
  return decisions.length === 1 && first.causes.length < 2;
}

/** Keeps each cause once, with the statements before the unknown policies. (Each decision already ends with its unknown policies.) */
function causesOf(decisions: readonly Decision[]): readonly Cause[] {
  const named: Cause[] = [];
  const others: Cause[] = [];
  const seen = new Map<unknown, Cause[]>();
  for (const { causes } of new Set(decisions)) {
    for (const cause of causes) {
      const owner = cause.statement ?? cause.place;
      const kept = cause.statement === null ? others : named;
      const isAlike = ({ effect, detail }: Cause) => effect === cause.effect && detail === cause.detail;
      if (seen.get(owner)?.some(isAlike) || kept.length === MAXIMUM_CAUSES) continue;
      append(seen, owner, cause);
      kept.push(cause);
      if (named.length === MAXIMUM_CAUSES) return named;
    }
  }
  return [...named, ...others].slice(0, MAXIMUM_CAUSES);
}
