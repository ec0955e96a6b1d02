import { partsOf, showText, type Text, type TextPart } from "../source/node.js";
import type { Named } from "./action-index.js";
import type { ConditionOutcome } from "./condition/condition.js";
import { hasKey } from "./condition/request-keys.js";
import type { PatternList } from "./model.js";
import { overlaps } from "./pattern.js";
import type { PreparedStatement } from "./prepared-statement.js";
import type { Reach, RequestedResource } from "./resource-reach.js";
import { unknownWords } from "./unknown-words.js";
import type { Cause } from "./verdict.js";

const PARTITION = 1;

/**
 * How strongly a statement allows or denies the action on the requested resource: on all of it; under a condition that can't be
 * settled; on part of it; possibly, because a value is unknown; or not at all, although it names the action.
 */
export type Strength = "full" | "conditional" | "partial" | "undetermined" | "none";

/** The effect of one statement on one action on one resource. */
export interface StatementMatch {
  readonly prepared: PreparedStatement;
  readonly side: "allow" | "deny" | "unknown";
  readonly strength: Strength;
  readonly requested: RequestedResource;
}

export function matchStatement(
  { statement: prepared, named }: Named<PreparedStatement>,
  requested: RequestedResource,
): StatementMatch {
  const { effect } = prepared.statement;
  const side = effect === "Allow" ? "allow" : effect === "Deny" ? "deny" : "unknown";
  return {
    prepared,
    side,
    requested,
    strength: strengthOf(prepared, named === "unknown" || side === "unknown", side, requested),
  };
}

function strengthOf(
  prepared: PreparedStatement,
  unknown: boolean,
  side: StatementMatch["side"],
  requested: RequestedResource,
): Strength {
  const reach = prepared.reach(requested);
  const { holds, unknowns } = prepared.condition(requested);
  if (reach.atMost === "none" || holds === "no") return "none";
  const unresolved = holds === "unknown" && unknowns.expressions.size > 0;
  if (unknown || unresolved) return "undetermined";
  if (unsettled(reach, side)) return variesByRequest(prepared, reach, requested) ? "partial" : "undetermined";
  if (reach.atLeast === "some") return "partial";
  return holds === "unknown" ? "conditional" : "full";
}

/**
 * Whether the statement covers a different part in each request, because of a policy variable
 * (`arn:aws:s3:::${aws:PrincipalAccount}-logs`). Whatever the variable's value, the statement covers only a part.
 */
function variesByRequest({ scope }: PreparedStatement, { atMost }: Reach, requested: RequestedResource): boolean {
  return atMost === "some" && !requested.unknown && scope !== null && scope.unknowns.expressions.size === 0;
}

/** An Allow grants at least the certain part. A Deny may deny everything that is possible. */
function unsettled(reach: Reach, side: StatementMatch["side"]): boolean {
  return side === "allow" ? reach.atLeast === "none" : reach.atLeast !== reach.atMost;
}

export function causeOf(match: StatementMatch): Cause {
  const { policy, statement } = match.prepared;
  return { effect: effectOf(match), policy, statement, place: statement.place, detail: detailOf(match) };
}

function effectOf({ side, strength }: StatementMatch): Cause["effect"] {
  if (side === "unknown" || strength === "undetermined") return "unknown";
  if (side === "deny") return "denies";
  return strength === "full" ? "allows" : "limits";
}

function detailOf({ prepared, side, strength, requested }: StatementMatch): string | null {
  if (strength === "full") return null;
  const { statement } = prepared;
  const condition = prepared.condition(requested);
  if (strength === "undetermined") return unknownDetail(prepared, condition, requested, side);
  if (strength === "none" && condition.holds === "no")
    return `condition ${condition.failed.join(", ")} is not met${missingKey(condition, requested)}`;
  const keys = [...condition.unknowns.keys];
  if (strength === "conditional") return `condition ${keys.join(", ")}`;
  const resources =
    statement.resources === null ? "" : `${scopeDetail(statement.resources)}${elsewhere(prepared, requested)}`;
  if (requested.wildcardOnly)
    return `${resources}, but this action works only with resource ${String.fromCodePoint(...requested.pattern)}`;
  return keys.length === 0 ? resources : `${resources}, condition ${keys.join(", ")}`;
}

/** Replaces the unknown detail of a statement that has to be fixed first. */
export const BREAKS_GRAMMAR = "it breaks IAM's grammar";

/** Names the partition, because ARNs of a wrong partition look right. */
function elsewhere({ scope }: PreparedStatement, { segments }: RequestedResource): string {
  const partition = segments?.[PARTITION];
  if (scope === null || scope.negated || scope.patterns.length === 0 || partition === undefined) return "";
  const isElsewhere = scope.patterns.every((one) => {
    const own = one.segments?.[PARTITION];
    return own !== undefined && !overlaps(own, partition);
  });
  return isElsewhere ? `, which is not in partition ${String.fromCodePoint(...partition)}` : "";
}

/** Says why a declared value does not help. */
function missingKey({ failed }: ConditionOutcome, { type, keys }: RequestedResource): string {
  const isMissing = failed.some((key) => keys !== null && !hasKey(keys, key.toLowerCase()));
  return isMissing && type !== null ? `: requests have no such key on the resource type ${type}` : "";
}

/** The reason for a statement that is limited to some resources, if the resource types of the action are missing from the data. */
export const UNKNOWN_RESOURCES = "the resources that the action works on are unknown";

function unknownDetail(
  { statement, scope }: PreparedStatement,
  condition: ConditionOutcome,
  requested: RequestedResource,
  side: StatementMatch["side"],
): string {
  if (statement.isFaulty) return BREAKS_GRAMMAR;
  if (side === "unknown") return "the Effect is unknown";
  const unknownIn = (list: PatternList | null) =>
    list?.patterns.flatMap(({ text }) => (typeof text === "string" ? [] : text)) ?? [];
  const resources = unknownIn(statement.resources);
  // Some values become known when the statement is evaluated.
  const isOpen = (part: TextPart) => typeof part !== "string" && scope?.unknowns.expressions.has(part.expression);
  const text = unknownIn(statement.actions)[0] ?? resources.find((one) => partsOf(one).some(isOpen)) ?? resources[0];
  if (text !== undefined) return `${shorten(text)} is unknown`;
  const [expression] = condition.unknowns.expressions;
  if (expression === undefined && requested.unknown) return UNKNOWN_RESOURCES;
  if (expression === undefined) return "a condition is unknown";
  return unknownWords(expression);
}

function scopeDetail({ negated, patterns }: PatternList): string {
  const [first] = patterns;
  const more = patterns.length > 1 ? ` and ${patterns.length - 1} more` : "";
  const shown = `${first === undefined ? "" : shorten(first.text)}${more}`;
  return negated ? `every resource but ${shown}` : `only resource ${shown}`;
}

/** Limits the characters and the parts of a string. */
const MAX_SHOWN_LENGTH = 120;

function shorten(text: Text): string {
  const isLong = typeof text === "object" && text.kind === "partial" && text.parts.length > MAX_SHOWN_LENGTH;
  const shown = showText(isLong ? { ...text, parts: text.parts.slice(0, MAX_SHOWN_LENGTH + 1) } : text);
  return shown.length <= MAX_SHOWN_LENGTH ? shown : `${shown.slice(0, 117)}...`;
}
