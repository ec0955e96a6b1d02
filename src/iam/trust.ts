import { showText, type Text } from "../source/node.js";
import { matchesAction, readAction, requestedAction } from "./action-pattern.js";
import type { ConditionOutcome } from "./condition/condition.js";
import type { PatternList, PolicyDocument, Role, Statement } from "./model.js";
import { readAwsPrincipal } from "./principal-id.js";
import { all, any, not } from "./three.js";
import { type KnownOfRequests, trustConditions } from "./trust-conditions.js";
import { type Narrowing, narrowingOf } from "./trust-narrowing.js";
import { type Meeting, meetParty, partitionOf, type TrustedParty } from "./trust-principal.js";
import { variantLimits } from "./variant-cause.js";
import type { Cause, DeclaredContext, Three, TooWide, TrustParty, TrustVerdict, TrustVerdictName } from "./verdict.js";

const ASSUME_ROLE = requestedAction("sts:AssumeRole");

/** What one trust policy says of one party. */
interface Answer {
  readonly verdict: TrustVerdictName;
  readonly tooWide: TrustVerdict["tooWide"];
  readonly causes: readonly Cause[];
}

/**
 * Decides whether a party can assume a role, as far as the role's own side goes. `null` when the role's trust is out of
 * scope. Of several appliances one that is let in is enough.
 */
export function evaluateTrust(
  role: Role,
  party: TrustParty,
  appliance: readonly string[],
  context: DeclaredContext,
  today: string | null = null,
): TrustVerdict | null {
  const known: KnownOfRequests = { declared: context, today };
  const answers: Answer[] = [];
  for (const { trust } of role.variants) {
    if (trust === null) return null;
    answers.push(
      "statements" in trust
        ? best(partiesOf(trust, party, appliance), trust, known, role)
        : unknownTrust(role, trust.expression),
    );
  }
  const verified = party !== "appliance" || appliance.length > 0;
  const [first] = answers;
  if (first === undefined) return null;
  const differs = answers.some(({ verdict }) => verdict !== first.verdict);
  const { tooWide = null } = answers.find((answer) => answer.tooWide !== null) ?? {};
  const verdict = differs ? mixed(answers) : first.verdict;
  const causes = answers.flatMap((answer) => answer.causes);
  if (!differs || verdict !== "conditional") return { party, verdict, verified, tooWide, causes };
  const most = answers.some((answer) => answer.verdict === "granted") ? "granted" : verdict;
  const limits = variantLimits(role)(answers.map((answer) => answer.verdict !== most));
  return { party, verdict, verified, tooWide, causes: [...limits, ...causes] };
}

/** The answer where the ways that a template's conditions can fall out differ. */
function mixed(answers: readonly Answer[]): TrustVerdictName {
  const verdicts = new Set(answers.map(({ verdict }) => verdict));
  if (!verdicts.has("granted") && !verdicts.has("conditional"))
    return verdicts.has("undetermined") ? "undetermined" : "missing";
  return verdicts.has("undetermined") ? "undetermined" : "conditional";
}

function unknownTrust(role: Role, expression: string): Answer {
  const detail = `the trust policy ${expression} is not known`;
  const cause: Cause = { effect: "unknown", policy: trustName(role), statement: null, place: role.place, detail };
  return { verdict: "undetermined", tooWide: null, causes: [cause] };
}

function partiesOf(trust: PolicyDocument, party: TrustParty, appliance: readonly string[]): TrustedParty[] {
  const lists = trust.statements.flatMap(({ principals }) => principals ?? []);
  const partition = partitionOf(lists, appliance);
  if (party !== "appliance" || appliance.length === 0) return [{ party, principal: null, partition }];
  return appliance.map((principal) => ({ party, principal: principal.trim(), partition }));
}

const BEST_FIRST: readonly TrustVerdictName[] = ["granted", "conditional", "undetermined", "denied", "missing"];

function best(parties: readonly TrustedParty[], trust: PolicyDocument, context: KnownOfRequests, role: Role): Answer {
  const answers = parties.map((party) => answerFor(party, trust, context, role));
  const [first, ...others] = answers;
  if (first === undefined) return { verdict: "missing", tooWide: null, causes: [] };
  return others.reduce((left, right) => {
    const order = BEST_FIRST.indexOf(right.verdict) - BEST_FIRST.indexOf(left.verdict);
    if (order !== 0) return order < 0 ? right : left;
    return left.tooWide !== null && right.tooWide === null ? right : left;
  }, first);
}

/** A statement that speaks of the party, and how surely. */
interface Match {
  readonly statement: Statement;
  /** Whether it names the party, whatever its conditions say. */
  readonly named: Three;
  readonly matches: Three;
  readonly condition: ConditionOutcome;
  readonly wide: TooWide | null;
  readonly unresolved: boolean;
}

function answerFor(party: TrustedParty, trust: PolicyDocument, context: KnownOfRequests, role: Role): Answer {
  const allows = matching("allow", party, trust, context);
  const denies = matching("deny", party, trust, context).filter(({ matches }) => matches !== "no");
  const tooWide = widthOf(allows);
  const verdict = decide(allows, denies, party, trust);
  const unknownParts = trust.unresolved.map(({ expression, place }): Cause => {
    return { effect: "unknown", policy: trustName(role), statement: null, place, detail: `${expression} is not known` };
  });
  // Of what is missing, the statements that name the party and whose conditions it can't meet are the reason.
  const speaking = allows.filter(
    ({ matches, named }) => matches !== "no" || (verdict === "missing" && named === "yes"),
  );
  const causes = [...denies, ...speaking].map((match) => causeOf(match, role));
  return { verdict, tooWide, causes: verdict === "undetermined" ? [...causes, ...unknownParts] : causes };
}

function decide(
  allows: readonly Match[],
  denies: readonly Match[],
  party: TrustedParty,
  trust: PolicyDocument,
): TrustVerdictName {
  const granting = allows.filter((allow) => allow.matches !== "no" && !deniedAnyway(allow, denies, party));
  const sure = granting.some(({ matches }) => matches === "yes");
  if (granting.length === 0) {
    if (allows.some(({ matches }) => matches !== "no")) return "denied";
    return trust.unresolved.length > 0 ? "undetermined" : "missing";
  }
  const against = denies.filter((deny) => deny.matches === "unknown");
  if (against.some(({ unresolved }) => unresolved)) return "undetermined";
  if (sure) return against.length > 0 ? "conditional" : "granted";
  return granting.every(({ unresolved }) => unresolved) ? "undetermined" : "conditional";
}

/** With no appliance named, a Deny takes an Allow back when it names everyone whom the Allow names. */
function deniedAnyway(allow: Match, denies: readonly Match[], { party, principal }: TrustedParty): boolean {
  const sure = denies.filter(({ matches }) => matches === "yes");
  if (party !== "appliance" || principal !== null) return sure.length > 0;
  const denied = new Set(sure.flatMap(({ statement }) => namesOf(statement)));
  return denied.has("*") || namesOf(allow.statement).every((name) => denied.has(name));
}

function namesOf({ principals }: Statement): string[] {
  return (principals?.principals ?? []).flatMap(({ type, id }) => (type === "AWS" ? showText(id) : []));
}

function matching(
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

/** How a statement speaks of the party; `null` when it does not. */
function matchOf(
  side: "allow" | "deny",
  party: TrustedParty,
  statement: Statement,
  version: PolicyDocument["version"],
  context: KnownOfRequests,
): Match | null {
  const { effect, principals, actions } = statement;
  if (principals === null) return null;
  const narrowing = side === "allow" ? narrowingOf(statement) : null;
  const { meets, wide } = meetParty(principals, party, side, narrowing === null ? "named" : "everyone");
  const condition = trustConditions(statement, version, party, context);
  const assumes = namesAssumeRole(actions);
  const named = all([meets, assumes, typeof effect === "string" ? "yes" : "unknown"]);
  const unresolved = named === "unknown" || condition.unknowns.expressions.size > 0;
  const open = assumes !== "no" && condition.holds === "yes" ? widthWithin(wide, narrowing, statement, party) : null;
  if (named === "no" && open === null) return null;
  return { statement, named, matches: all([named, condition.holds]), condition, wide: open, unresolved };
}

/** An account is too wide where a role was asked for. */
function widthWithin(
  wide: Meeting["wide"],
  narrowing: Narrowing | null,
  { place }: Statement,
  { principal }: TrustedParty,
): TooWide | null {
  if (wide === null || narrowing?.to === "role") return null;
  if (narrowing === null || wide === "account") return { width: wide, narrowedBy: [], place };
  const asked = principal === null ? "account" : readAwsPrincipal(principal).kind;
  if (narrowing.to === "account" && asked !== "entity") return null;
  return { width: narrowing.to, narrowedBy: narrowing.keys, place };
}

/** Everyone is too wide wherever it stands; an account only where nothing narrower lets the party in. */
function widthOf(allows: readonly Match[]): TooWide | null {
  const widths = allows.map(({ wide }) => wide);
  for (const width of ["anyone", "organization"] as const) {
    const found = widths.find((wide) => wide?.width === width);
    if (found) return found;
  }
  const sure = allows.filter(({ matches }) => matches === "yes");
  const [first] = sure;
  return first !== undefined && sure.every(({ wide }) => wide?.width === "account") ? first.wide : null;
}

function namesAssumeRole({ negated, patterns }: PatternList): Three {
  const named = any(
    patterns.map(({ text }) => {
      const pattern = readAction(text);
      if (!matchesAction(pattern, ASSUME_ROLE)) return "no";
      return pattern.kind === "unknown" ? "unknown" : "yes";
    }),
  );
  return negated ? not(named) : named;
}

function causeOf({ statement, matches, condition, unresolved }: Match, role: Role): Cause {
  const effect = unresolved
    ? "unknown"
    : statement.effect === "Deny"
      ? "denies"
      : matches === "yes"
        ? "allows"
        : "limits";
  return {
    effect,
    policy: trustName(role),
    statement,
    place: statement.place,
    detail: detailOf(statement, condition, unresolved),
  };
}

function detailOf(
  { principals }: Statement,
  { holds, unknowns, failed }: ConditionOutcome,
  unresolved: boolean,
): string | null {
  if (unresolved) {
    const text: Text | undefined = principals?.principals.find(({ id }) => typeof id !== "string")?.id;
    const [expression = text === undefined ? "a value" : showText(text)] = unknowns.expressions;
    return `${expression} is not known`;
  }
  if (holds === "no") return `condition ${failed.join(", ")} is not met`;
  return holds === "unknown" ? `condition ${[...unknowns.keys].join(", ")}` : null;
}

function trustName(role: Role): string {
  return `trust policy of ${role.name ?? role.id}`;
}

/** Whom a role's trust policy lets in at all, for telling what kind of role it is. */
export interface TrustAdmission {
  readonly aws: boolean | "unknown";
  readonly ec2: boolean | "unknown";
}

/** `unknown` where the trust is out of scope or not fully known. Conditions do not matter here. */
export function trustAdmits(role: Role): TrustAdmission {
  const admitted = (names: (statement: Statement) => Three): boolean | "unknown" => {
    const answers = role.variants.map(({ trust }): Three => {
      if (trust === null || !("statements" in trust)) return "unknown";
      const known = any(trust.statements.map((statement) => (statement.effect === "Deny" ? "no" : names(statement))));
      return known === "no" && (trust.unresolved.length > 0 || trust.problems.length > 0) ? "unknown" : known;
    });
    const answer = any(answers);
    return answer === "unknown" ? "unknown" : answer === "yes";
  };
  const ec2: TrustedParty = { party: "ec2", principal: null, partition: null };
  return {
    aws: admitted(({ principals }) => (principals?.principals.some(({ type }) => type === "AWS") ? "yes" : "no")),
    ec2: admitted(({ principals }) => (principals === null ? "no" : meetParty(principals, ec2, "allow").meets)),
  };
}
