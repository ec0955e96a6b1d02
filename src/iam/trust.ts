import { showText, type Text } from "../source/node.js";
import type { ConditionOutcome } from "./condition/condition.js";
import type { PolicyDocument, Role, RoleVariant, Statement } from "./model.js";
import { readAwsPrincipal } from "./principal-id.js";
import { partitionOfVariant } from "./role-partitions.js";
import { BREAKS_GRAMMAR } from "./statement-match.js";
import { any } from "./ternary.js";
import { type Callers, callersOf } from "./trust-callers.js";
import type { KnownOfRequests } from "./trust-conditions.js";
import { externalIds } from "./trust-external-ids.js";
import { type Match, matching } from "./trust-match.js";
import { knownAppliance, possibleAppliances } from "./trust-parties.js";
import { includesParty, partitionOf, type TrustedParty } from "./trust-principal.js";
import { openTo, tooWideAccount } from "./trust-width.js";
import { unknownWords } from "./unknown-words.js";
import { settingsOfMarked, variantLimits } from "./variant-cause.js";
import type { Cause, DeclaredContext, Ternary, TrustParty, TrustVerdict, TrustVerdictName } from "./verdict.js";

/** The verdict of one trust policy for one party. */
interface Answer {
  readonly partition?: string | null;
  readonly verdict: TrustVerdictName;
  readonly tooWide: TrustVerdict["tooWide"];
  readonly causes: readonly Cause[];
}

/**
 * Decides whether a role's trust policy lets a party assume the role. Returns `null` if the trust policy is out of scope. If there are
 * several appliances, one that is let in is enough, with one of the declared external IDs or one that it may have been `given`.
 */
export function evaluateTrust(
  role: Role,
  party: TrustParty,
  appliance: readonly string[],
  context: DeclaredContext,
  today: string | null = null,
  declaredPartition: string | null | undefined = null,
  given: readonly (string | null)[] = [],
): TrustVerdict | null {
  const known: KnownOfRequests = { declared: context, today };
  const byTrust = new Map<RoleVariant["trust"], Map<string | null, Answer>>();
  const answers: Answer[] = [];
  for (const variant of role.variants) {
    const { trust } = variant;
    if (trust === null) return null;
    const partition = declaredPartition ?? partitionOfVariant(variant);
    const before = byTrust.get(trust) ?? new Map<string | null, Answer>();
    byTrust.set(trust, before);
    const answer =
      before.get(partition) ??
      ("statements" in trust
        ? answerOf(trust, party, appliance, known, role, partition, given, variant.trustsAnyPartition)
        : unknownTrust(role, trust.expression));
    before.set(partition, answer);
    answers.push(answer);
  }
  const verified = party !== "appliance" || appliance.length > 0;
  const [first] = answers;
  if (first === undefined) return null;
  const usual = answers.filter((_, index) => role.variants[index]?.byDefault !== false);
  const isUsual = usual.length > 0 && usual.every(({ verdict }) => verdict === "granted");
  const differs = answers.some(({ verdict }) => verdict !== first.verdict);
  const tooWide = widest(answers, role);
  const verdict = differs ? mixed(answers) : first.verdict;
  const causes = [...new Set(answers)].flatMap((answer) => answer.causes);
  const place = first.partition == null ? {} : { partition: first.partition };
  if (!differs || verdict !== "conditional") return { party, verdict, verified, tooWide, causes, ...place };
  const most = answers.some((answer) => answer.verdict === "granted") ? "granted" : verdict;
  const limits = variantLimits(role)(
    answers.map((answer) => answer.verdict !== most && answer.verdict !== "undetermined"),
  );
  const marks = isUsual ? { byDefault: true as const } : {};
  return { party, verdict, verified, tooWide, causes: [...limits, ...causes], ...place, ...marks };
}

function widest(answers: readonly Answer[], role: Role): TrustVerdict["tooWide"] {
  const wide = answers.map(({ tooWide }) => tooWide);
  const tooWide = wide.find((one) => one !== null) ?? null;
  const when = tooWide && settingsOfMarked(role, wide.map(Boolean));
  return tooWide === null || when === null ? tooWide : { ...tooWide, when };
}

/** The verdict if the outcomes of a template's conditions have different answers. */
function mixed(answers: readonly Answer[]): TrustVerdictName {
  const verdicts = new Set(answers.map(({ verdict }) => verdict));
  if (!verdicts.has("granted") && !verdicts.has("conditional"))
    return verdicts.has("undetermined") ? "undetermined" : "missing";
  return verdicts.has("undetermined") ? "undetermined" : "conditional";
}

function unknownTrust(role: Role, expression: string): Answer {
  const detail = `the trust policy ${expression} is unknown`;
  const cause: Cause = { effect: "unknown", policy: trustName(role), statement: null, place: role.place, detail };
  return { verdict: "undetermined", tooWide: null, causes: [cause] };
}

function answerOf(
  trust: PolicyDocument,
  party: TrustParty,
  appliance: readonly string[],
  known: KnownOfRequests,
  role: Role,
  toldPartition: string | null,
  given: readonly (string | null)[],
  isAny: true | undefined,
): Answer {
  const lists = trust.statements.flatMap(({ principals }) => principals ?? []);
  const partition = toldPartition ?? partitionOf(lists, appliance, isAny);
  if (party !== "appliance")
    return { ...answerFor({ party, principal: null, partition }, [], trust, known, role), partition };
  const callers = callersOf(trust, partition ?? "aws", appliance.flatMap(accountIn));
  const parties =
    appliance.length === 0
      ? possibleAppliances(callers, trust)
      : appliance.flatMap((principal) => knownAppliance(principal.trim(), callers, trust, partition));
  const tried = parties.flatMap((one: TrustedParty): readonly TrustedParty[] => {
    if (given.length > 0) return given.map((externalId) => ({ ...one, externalId, isExact: true }));
    const ids =
      known.declared.get("sts:externalid") ??
      externalIds(
        trust,
        ({ principals }) => principals !== null && includesParty(principals, one, "allow") !== "no",
        parties.length,
      );
    return ids.length === 0 ? [one] : ids.map((externalId) => ({ ...one, externalId }));
  });
  const trusted = new Set(appliance.map((principal) => principal.trim()));
  const answer = best(tried, (one) => {
    const asksRole = one.principal !== null && trusted.has(one.principal);
    return answerFor(one, asksRole ? callers.members : [], trust, known, role);
  });
  return {
    ...(answer ?? nobody(callers, trust, known, role)),
    tooWide: openTo(callers, trust, known) ?? answer?.tooWide ?? null,
  };
}

/** The account that a string names as a whole: its ID, or its root's ARN. */
export function accountIn(principal: string): readonly string[] {
  const read = readAwsPrincipal(principal.trim());
  return read.kind === "account" ? [read.account] : [];
}

/** For a policy that names no particular caller: the conditions that no caller meets, and the policy's unknown parts. */
function nobody(callers: Callers, trust: PolicyDocument, known: KnownOfRequests, role: Role): Answer {
  const [someone] = callers.unnamed;
  const unmet =
    someone === undefined ? [] : matching("allow", someone, trust, known).filter(({ matches }) => matches === "no");
  const verdict = decide([], [], trust);
  const causes = verdict === "undetermined" ? unknownParts(trust, role) : unmet.map((match) => causeOf(match, role));
  return { verdict, tooWide: null, causes };
}

const BEST_FIRST: readonly TrustVerdictName[] = ["granted", "conditional", "undetermined", "denied", "missing"];

/** The first of the best answers. Stops at one that can't be improved. */
function best(parties: readonly TrustedParty[], answerOf: (party: TrustedParty) => Answer): Answer | null {
  let left: Answer | null = null;
  for (const party of parties) {
    if (left !== null && left.verdict === BEST_FIRST[0] && left.tooWide === null) break;
    const right = answerOf(party);
    const order = left === null ? -1 : BEST_FIRST.indexOf(right.verdict) - BEST_FIRST.indexOf(left.verdict);
    const isNarrower = left !== null && left.tooWide !== null && right.tooWide === null;
    if (order < 0 || (order === 0 && isNarrower)) left = right;
  }
  return left;
}

function answerFor(
  party: TrustedParty,
  members: readonly TrustedParty[],
  trust: PolicyDocument,
  context: KnownOfRequests,
  role: Role,
): Answer {
  const allows = matching("allow", party, trust, context);
  const denies = matching("deny", party, trust, context).filter(({ matches }) => matches !== "no");
  const verdict = decide(allows, denies, trust);
  // The causes of a missing grant are the statements that name the party but have conditions that it can't meet.
  const speaking = allows.filter(
    ({ matches, named }) => matches !== "no" || (verdict === "missing" && named === "yes"),
  );
  const causes = [...denies, ...speaking].map((match) => causeOf(match, role));
  return {
    verdict,
    tooWide: tooWideAccount(party, members, allows, trust, context),
    causes: verdict === "undetermined" ? [...causes, ...unknownParts(trust, role)] : causes,
  };
}

function unknownParts({ unresolved }: PolicyDocument, role: Role): readonly Cause[] {
  return unresolved.map(({ expression, place }): Cause => {
    return { effect: "unknown", policy: trustName(role), statement: null, place, detail: unknownWords(expression) };
  });
}

function decide(allows: readonly Match[], denies: readonly Match[], trust: PolicyDocument): TrustVerdictName {
  const granting = allows.filter(({ matches }) => matches !== "no");
  if (granting.length === 0) return trust.unresolved.length > 0 ? "undetermined" : "missing";
  if (denies.some(({ matches }) => matches === "yes")) return "denied";
  if (denies.some(({ unresolved }) => unresolved)) return "undetermined";
  if (granting.some(({ matches }) => matches === "yes")) return denies.length > 0 ? "conditional" : "granted";
  return granting.every(({ unresolved }) => unresolved) ? "undetermined" : "conditional";
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
    policy: statement.policy ?? trustName(role),
    statement,
    place: statement.place,
    detail: detailOf(statement, condition, unresolved),
  };
}

function detailOf(
  { principals, isFaulty }: Statement,
  { holds, unknowns, failed }: ConditionOutcome,
  unresolved: boolean,
): string | null {
  if (unresolved) {
    if (isFaulty) return BREAKS_GRAMMAR;
    const text: Text | undefined = principals?.principals.find(({ id }) => typeof id !== "string")?.id;
    const [expression = text === undefined ? "a value" : showText(text)] = unknowns.expressions;
    return unknownWords(expression);
  }
  if (holds === "no") return `condition ${failed.join(", ")} is not met`;
  return holds === "unknown" ? `condition ${[...unknowns.keys].join(", ")}` : null;
}

function trustName(role: Role): string {
  return `trust policy of ${role.name ?? role.id}`;
}

/** The parties that a role's trust policy lets in at all, which show the kind of the role. */
export interface TrustAdmission {
  readonly aws: boolean | "unknown";
  readonly ec2: boolean | "unknown";
}

/** `unknown` if the trust policy is out of scope or not fully known. Ignores conditions. */
export function trustAdmits(role: Role): TrustAdmission {
  const trusts = [...new Set(role.variants.map(({ trust }) => trust))];
  const admitted = (names: (statement: Statement) => Ternary): boolean | "unknown" => {
    const answers = trusts.map((trust): Ternary => {
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
    ec2: admitted(({ principals }) => (principals === null ? "no" : includesParty(principals, ec2, "allow"))),
  };
}
