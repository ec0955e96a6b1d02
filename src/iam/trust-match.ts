import { matchesAction, readAction, requestedAction } from "./action-pattern.js";
import type { ConditionOutcome } from "./condition/condition.js";
import type { PatternList, PolicyDocument, Statement } from "./model.js";
import { all, any, not } from "./ternary.js";
import { type KnownOfRequests, trustConditions } from "./trust-conditions.js";
import { narrowsToUnknown } from "./trust-narrowing.js";
import { includesParty, type TrustedParty } from "./trust-principal.js";
import type { Ternary } from "./verdict.js";

const ASSUME_ROLE = requestedAction("sts:AssumeRole");

/** A statement that may apply to the party, and how certain that is. */
export interface Match {
  readonly statement: Statement;
  /** Whether the statement names the party, regardless of its conditions. */
  readonly named: Ternary;
  readonly matches: Ternary;
  readonly condition: ConditionOutcome;
  readonly unresolved: boolean;
}

export function matching(
  side: "allow" | "deny",
  party: TrustedParty,
  trust: PolicyDocument,
  context: KnownOfRequests,
): Match[] {
  const effect = side === "allow" ? "Allow" : "Deny";
  return trust.statements
    .filter((statement) => statement.effect === effect || typeof statement.effect !== "string")
    .flatMap((statement) => matchOf(side, party, statement, trust.version, context) ?? []);
}

/** How a statement applies to the party. Returns `null` if it doesn't. */
export function matchOf(
  side: "allow" | "deny",
  party: TrustedParty,
  statement: Statement,
  version: PolicyDocument["version"],
  context: KnownOfRequests,
): Match | null {
  const { effect, principals, actions } = statement;
  if (principals === null) return null;
  const meets = includesParty(principals, party, side, side === "allow" && narrowsToUnknown(statement));
  const named = all([meets, namesAssumeRole(actions), typeof effect === "string" ? "yes" : "unknown"]);
  if (named === "no") return null;
  const condition = trustConditions(statement, version, party, context);
  const unresolved = named === "unknown" || condition.unknowns.expressions.size > 0;
  return { statement, named, matches: all([named, condition.holds]), condition, unresolved };
}

function namesAssumeRole({ negated, patterns }: PatternList): Ternary {
  const named = any(
    patterns.map(({ text }) => {
      const pattern = readAction(text);
      if (!matchesAction(pattern, ASSUME_ROLE)) return "no";
      return pattern.kind === "unknown" ? "unknown" : "yes";
    }),
  );
  return negated ? not(named) : named;
}
