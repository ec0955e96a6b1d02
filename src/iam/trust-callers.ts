import { showText, type Text } from "../source/node.js";
import { parseOperator } from "./condition/operator.js";
import type { ConditionTest, PolicyDocument, Principal, Statement } from "./model.js";
import { hasWildcards, matchesPattern } from "./pattern.js";
import { commonPatterns } from "./pattern-intersection.js";
import { mayAssumeRoles, readAwsPrincipal } from "./principal-id.js";
import { identityTests } from "./trust-narrowing.js";
import type { Organization, TrustedParty } from "./trust-principal.js";

/**
 * The callers that a trust policy covers. Its statements describe roles and users by principals, by patterns of aws:PrincipalArn,
 * and by accounts and organizations. One caller of each kind represents all, so that conditions are evaluated on callers that are
 * fully known.
 */
export interface Callers {
  /** Roles and users in accounts that the policy names. */
  readonly named: readonly TrustedParty[];
  /** The named callers that represent several. */
  readonly members: readonly TrustedParty[];
  /** Callers in the accounts to check, if the policy covers many accounts (`arn:aws:iam::*:role/veeam*`). */
  readonly invited: readonly TrustedParty[];
  /** Callers in accounts that the policy does not name. */
  readonly unnamed: readonly TrustedParty[];
  /** The organizations that the policy names, and one that it doesn't. Empty if it tests no organization. */
  readonly organizations: readonly Organization[];
}

/** The maximum number of callers to check: more than a trust policy of AWS's maximum size (8,192 characters) can name. */
const MAX_CALLERS = 250;

/** Each caller is checked against each statement, and such a policy has at most 160. */
const MAX_ANSWERS = MAX_CALLERS * 160;
const MAX_ORGANIZATIONS = 20;

export function callersOf(trust: PolicyDocument, partition: string, accounts: readonly string[] = []): Callers {
  return new Reading(trust, partition).callers(accounts);
}

/** A role in an account that represents the roles and users that no statement describes. */
export function unnamedPrincipalIn(account: string, partition: string | null): string {
  return `arn:${partition ?? "aws"}:iam::${account}:role/${SOMEONE}`;
}

const SOMEONE = "somebody-or-other";

export function standsForSeveral(arn: string): boolean {
  return arn.includes(SOMEONE);
}

const ANY_ACCOUNT = "?".repeat(12);

export function isIn(account: string, { principal }: TrustedParty): boolean {
  const caller = readAwsPrincipal(principal ?? "");
  return caller.kind === "entity" && caller.account === account;
}

/** Whether a policy says more about an unnamed caller than that it is a role or a user. */
export function isDescribed({ principal }: TrustedParty): boolean {
  return !/:(\d)\1{11}:(role|user)\/somebody-or-other$/.test(principal ?? "");
}

class Reading {
  /** A digit that, repeated twelve times, forms an account that the policy doesn't name. */
  readonly #digit: string;
  readonly #allows: readonly Statement[];
  readonly #spared: readonly ConditionTest[];

  constructor(
    private readonly trust: PolicyDocument,
    private readonly partition: string,
  ) {
    const texts = trust.statements.flatMap(({ principals, conditions }) => [
      ...(principals?.principals.map(({ id }) => showText(id)) ?? []),
      ...conditions.flatMap((one) => (one.kind === "test" ? one.values.map(({ text }) => showText(text)) : [])),
    ]);
    const written = texts.join("\n");
    this.#digit = [..."9876543210"].find((digit) => !written.includes(digit.repeat(12))) ?? "9";
    this.#allows = trust.statements.filter(({ effect }) => effect !== "Deny");
    const denies = trust.statements.filter(({ effect }) => effect === "Deny");
    this.#spared = denies.flatMap((one) =>
      identityTests(one).filter(({ operator }) => parseOperator(operator)?.negated),
    );
  }

  callers(accounts: readonly string[]): Callers {
    const named = new Set<string>();
    const members = new Set<string>();
    const unnamed = new Set<string>();
    const invited = new Set<string>();
    const most = Math.min(MAX_CALLERS, MAX_ANSWERS / this.trust.statements.length);
    for (const pattern of this.#allows.flatMap((statement) => this.#described(statement))) {
      const arn = this.#oneOf(pattern);
      const account = pattern.split(":")[4] ?? "";
      const set = hasWildcards(account) ? unnamed : named;
      if (readAwsPrincipal(arn).kind !== "entity" || set.size >= most) continue;
      set.add(arn);
      if (set === named && hasWildcards(pattern)) members.add(arn);
      for (const one of set === unnamed ? accounts : [])
        if (matchesPattern(account, one)) invited.add(this.#oneOf(pattern.replace(`::${account}:`, `::${one}:`)));
    }
    const partyOf = (principal: string): TrustedParty => ({ party: "appliance", principal, partition: this.partition });
    return {
      named: [...named].map(partyOf),
      members: [...members].map(partyOf),
      invited: [...invited].map(partyOf),
      unnamed: [...unnamed].map(partyOf),
      organizations: this.#organizations(),
    };
  }

  /** Patterns of the callers that an Allow's principals name, before and after each of its conditions narrows them. */
  #described(statement: Statement): readonly string[] {
    let left = (statement.principals?.principals ?? []).flatMap((principal) => this.#patternsOf(principal));
    const all = [...left];
    const positive = identityTests(statement).filter(({ operator }) => parseOperator(operator)?.negated === false);
    for (const test of positive) {
      left = left.flatMap((pattern) => within(pattern, test));
      all.push(...left);
    }
    for (const test of this.#spared) all.push(...left.flatMap((pattern) => within(pattern, test)));
    return [...new Set(all)];
  }

  /**
   * Patterns of the roles and users that a principal covers. "You cannot use root user credentials to call AssumeRole":
   * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html. Neither can a federated user:
   * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
   */
  #patternsOf({ type, id }: Principal): readonly string[] {
    if (type !== "AWS" || typeof id !== "string") return [];
    const principal = readAwsPrincipal(id);
    if (principal.kind === "entity") return mayAssumeRoles(id) ? [id] : [];
    if (principal.kind !== "anyone" && principal.kind !== "account") return [];
    const account = principal.kind === "anyone" ? ANY_ACCOUNT : principal.account;
    return ["role", "user"].map((kind) => `arn:${this.partition}:iam::${account}:${kind}/*`);
  }

  #oneOf(pattern: string): string {
    return pattern.replaceAll("?", this.#digit).replaceAll("*", SOMEONE);
  }

  #organizations(): readonly Organization[] {
    const tests = this.trust.statements.flatMap(identityTests);
    const valuesOf = (key: string) =>
      tests.filter((test) => test.key.toLowerCase() === key).flatMap(({ values }) => values.map(({ text }) => text));
    const paths = valuesOf("aws:principalorgpaths").filter(isText);
    const ids = [...valuesOf("aws:principalorgid").filter(isText), ...paths.map((path) => path.split("/")[0] ?? "")];
    const isNamed = (id: string) => /^o-[a-z0-9]+$/.test(id);
    const filled = (text: string) => text.replaceAll("?", "9").replaceAll("*", "x9x9x9x9");
    const organization = (id: string, path: string): Organization => {
      return { id: filled(id), path: filled(path), isNamed: isNamed(id) };
    };
    if (ids.length === 0) return [];
    const found = [
      organization("o-*", "o-*/r-*/"),
      ...ids.map((id) => organization(id, `${id}/r-*/`)),
      ...paths.map((path) => organization(path.split("/")[0] ?? "", path)),
    ];
    return [...new Map(found.map((one) => [one.path, one])).values()].slice(0, MAX_ORGANIZATIONS);
  }
}

function isText(text: Text): text is string {
  return typeof text === "string";
}

/** The intersection of a pattern of ARNs with a test on aws:PrincipalArn or aws:PrincipalAccount. Other tests leave the whole pattern. */
function within(pattern: string, { key, operator, values }: ConditionTest): readonly string[] {
  const isArn = key.toLowerCase() === "aws:principalarn";
  if (!isArn && key.toLowerCase() !== "aws:principalaccount") return [pattern];
  const comparison = parseOperator(operator)?.comparison;
  const isPattern = comparison === "string-like" || comparison === "arn";
  return values.flatMap(({ text }) => {
    if (typeof text !== "string" || (!isPattern && hasWildcards(text))) return [];
    // A policy variable has a value in each request, which the evaluation determines.
    const value = text.replace(/\$\{[^{}]*\}/g, "*");
    const wanted = isArn ? value : `arn:${pattern.split(":")[1]}:iam::${value}:*`;
    if (isPattern || !isArn) return commonPatterns(pattern, wanted);
    return matchesPattern(pattern, wanted) ? [wanted] : [];
  });
}
