import type { CheckOptions } from "../config/options.js";
import { FULL_ACCESS } from "../iam/guardrail.js";
import { overVariantsOf, type Principal, principalsIn, type Role, trustsOf } from "../iam/model.js";
import { matchesPattern } from "../iam/pattern.js";
import { accountInArn, readAwsPrincipal } from "../iam/principal-id.js";
import type { RequiredAction } from "../iam/requests.js";
import { evaluateTrust } from "../iam/trust.js";
import { acceptedIds } from "../iam/trusted-principals.js";
import { type Cause, isRefused, type TrustVerdict, type Verdict } from "../iam/verdict.js";
import { APPLIANCE } from "../requirements/requirements.js";
import type { SelectedRole } from "../select/select-roles.js";
import { showText, type Text } from "../source/node.js";
import type { Place } from "../source/place.js";
import {
  acrossEnvironments,
  apartFrom,
  asSeenBy,
  coexisting,
  coexistingByName,
  environmentsOf,
  MOST,
  together,
} from "./environments.js";
import {
  allMeanings,
  areInOneAccount,
  arnOf,
  isNamed,
  namedIn,
  type RoleAccess,
  type RoleReach,
  resourcesOf,
  roleSuffix,
  SOME_ACCOUNT,
  suffixOf,
  withDistinctAccount,
  withoutUnknown,
} from "./role-reach.js";
import { environmentSetOf, isSameRole, referenceOf, referencesIn, scopeOf, stackOf } from "./same-deployment.js";
import { type TrustWays, trustWays } from "./trust-ways.js";
import { meant, withResolvedValues } from "./with-resolved-values.js";

/** The detail of the cause if the caller isn't trusted. */
export const LEFT_OUT = "the trust policy leaves it out";

export function leftOutAt(place: Place): Cause {
  return { effect: "limits", policy: null, statement: null, place, detail: LEFT_OUT };
}

/** Whether the appliance's own role can assume a role that trusts it. */
export interface Call {
  readonly caller: Role;
  /** The verdict of the role's trust policy on this caller. */
  readonly trusts: Verdict;
  readonly verdict: Verdict;
  readonly causes: readonly Cause[];
  /** The account that the verdict is about. Absent if unknown. */
  readonly account?: string;
  /** Whether the trust policy names the caller itself, not only its account or everyone. */
  readonly isNamed: boolean;
  /** Whether the trust policy leaves out the caller in all environments. */
  readonly isLeftOut: boolean;
  /** Whether it is granted if the same parameters have the same values in all templates. */
  readonly ifTogether?: () => boolean;
}

/** One of the appliance's roles that a role's trust policy leaves out. */
export interface LeftOut {
  readonly caller: Role;
  /** False if the trust policy may apply to it without naming it. */
  readonly isCertain: boolean;
  readonly ifTogether?: () => boolean;
}

interface ApplianceDetails {
  readonly leftOut?: readonly LeftOut[];
  readonly refusesAll?: true;
  readonly assumed?: Assumed;
}

/** The permissions that the appliance's role needs if no file contains it. */
export interface Assumed {
  readonly arns: readonly string[];
  /** True if the trust policy alone is known to be insufficient. */
  readonly isNeeded: boolean;
}

/** The run's roles that belong to the appliance: roles of its kind, and roles that `appliance` names. */
export function applianceRoles(
  selected: readonly SelectedRole[],
  roles: readonly Role[],
  appliance: readonly string[],
): readonly Role[] {
  const ofKind = selected.flatMap(({ role, kinds }) => (kinds.some(({ name }) => name === APPLIANCE.name) ? role : []));
  const ends = appliance.flatMap(roleSuffix);
  const named = roles.filter((one) => one.name !== null && !one.removed && ends.includes(suffixOf(one)));
  return [...new Set([...ofKind, ...named])];
}

/**
 * Checks both requirements for assuming a role: its trust policy, and a permission of the caller. Within an account, the permission isn't
 * required if the trust policy names the caller itself, but the caller's Deny statements, boundary, and guardrails still apply.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export class Calling {
  readonly #accounts = new Map<Role, readonly string[]>();

  constructor(
    private readonly callers: readonly Role[],
    private readonly reach: RoleReach,
    private readonly options: Pick<CheckOptions, "context" | "appliance">,
    private readonly today: string,
    private readonly roles: readonly Role[],
    /** The checked roles that the appliance assumes. */
    private readonly workers: readonly Role[] = [],
  ) {}

  /** Returns one result for each known caller that the role trusts. */
  of(role: Role): readonly Call[] {
    return this.others(role).flatMap((caller) => {
      const call = this.#callOf(caller, role);
      return call.isLeftOut ? [] : { ...call, ifTogether: () => this.#isGrantedTogether(caller, role) };
    });
  }

  #isGrantedTogether(caller: Role, role: Role): boolean {
    return isGranted(this.#callOf(together(caller), together(role)));
  }

  #callOf(caller: Role, role: Role): Call {
    const found = environmentsOf(role, [caller], false).filter(({ others: [one] }) => one !== null);
    const all = found.length > 0 ? found : [{ role, others: [caller] }];
    const names = apartFrom(role, caller);
    const callers = names.length * all.length > MOST ? [] : names;
    const made = all.map((environment) => {
      const { role: own, others } = environment;
      return { environment, call: this.#callIn(callers, others[0] ?? caller, own) };
    });
    const isOut = made.every(({ call }) => call.isLeftOut);
    const isNever = isOut || made.every(({ call }) => isRefused(call));
    const kept = made.flatMap(({ environment, call }) => {
      if (isNever || !this.#isForOthers(call, environment.role, caller)) return { environment, call };
      return call.isLeftOut ? [] : { environment, call: { ...call, verdict: "undetermined" as const } };
    });
    const calls = kept.map(({ call }) => call);
    const environments = kept.map(({ environment }) => environment);
    const trusts = kept.length < made.length ? "conditional" : "granted";
    return {
      ...(acrossEnvironments(environments, calls) ?? this.#call(caller, role)),
      caller,
      trusts: calls.map((one) => one.trusts).find((one) => one !== "granted") ?? trusts,
      isNamed: calls.some((one) => one.isNamed),
      isLeftOut: isOut,
    };
  }

  /** Whether a role may be meant for other callers in one of its environments, where a caller in another deployment can't assume it. */
  #isForOthers(call: Call, role: Role, caller: Role): boolean {
    if (environmentSetOf(caller) === environmentSetOf(role)) return false;
    if (call.isLeftOut && !(isRefused(call) && this.areKnown)) return true;
    if (!isRefused(call)) return false;
    return this.others(role)
      .flatMap((one) => coexisting(role, one) ?? [])
      .some((one) => !isRefused(this.#callIn(apartFrom(role, one), asSeenBy(role, one), role)));
  }

  /**
   * The answer in one of the role's environments. The same answer for each name of a caller in another deployment is certain, although it
   * is unknown which of them the caller has.
   * @param seen the caller with an unknown name, if it has several there
   */
  #callIn(callers: readonly Role[], seen: Role, role: Role): Call {
    const each = callers.length > 1 ? callers.map((one) => this.#call(one, role)) : [];
    const [first = this.#call(seen, role)] = each;
    const broken = each.find((one) => isRefused(one) && !one.isLeftOut);
    if (each.every(isRefused)) return broken ?? first;
    if (each.every(isGranted)) return first;
    return broken === undefined ? this.#call(seen, role) : { ...broken, verdict: "undetermined" };
  }

  /**
   * Whether the callers in files are certainly the appliance's: `appliance` names no role, and if accounts are declared, it is empty or
   * names one of them. A role that `appliance` names is ignored if it can't exist.
   */
  get areKnown(): boolean {
    const { appliance } = this.options;
    const { accounts, declaresAccounts } = this.reach;
    const isHere = (one: string) => !declaresAccounts || accounts.some((account) => one.includes(account));
    const isExact = appliance
      .filter((one) => roleSuffix(one).length > 0)
      .map((one) => this.#ofName(one).map((caller) => one.endsWith(suffixOf(caller))));
    const isOpen = isExact.some(({ length }) => length === 0) || (isExact.length > 0 && isExact.flat().every(Boolean));
    return !isOpen && (appliance.length === 0 || appliance.some(isHere));
  }

  /**
   * The callers with the same name and account as the role with that ARN. If a caller has a different path or case, the role with that ARN
   * can't exist, because names are unique in an account, regardless of path and case
   * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html).
   */
  #ofName(arn: string): readonly Role[] {
    const name = lastOf(arn);
    return this.callers.filter((caller) => {
      const [account, ...others] = this.reach.placesOf(caller);
      const isSame = others.length === 0 && account === accountInArn(arn) && lastOf(suffixOf(caller)) === name;
      return isSame && isNamed(caller);
    });
  }

  /** Everything else that the trust policy says about the appliance. */
  details(role: Role, trust: readonly TrustVerdict[], calls: readonly Call[] = []): ApplianceDetails {
    const own = trust.find(({ party }) => party === "appliance");
    if (own === undefined) return {};
    const leftOut = this.#leftOut(role, calls);
    if (isRefused(own)) return { leftOut };
    const isNobody = calls.length === 0 && leftOut.length > 0 && leftOut.every(({ isCertain }) => isCertain);
    return isNobody && this.areKnown ? { leftOut, refusesAll: true } : { leftOut, assumed: this.assumed(role) };
  }

  #leftOut(role: Role, calls: readonly Call[]): readonly LeftOut[] {
    const left = this.others(role).filter((one) => !calls.some(({ caller }) => caller === one));
    return left.map((caller) => ({
      caller,
      isCertain: isRefused(this.#callOf(caller, role)),
      ifTogether: () => this.#isGrantedTogether(caller, role),
    }));
  }

  /** Whether a trust policy that doesn't name the caller certainly leaves it out. */
  #isLeftOut(caller: Role, role: Role): boolean {
    const ids = principalsOf(role).map(({ id }) => id);
    const isOfSession = ids.some((id) => showText(id).includes(":assumed-role/"));
    // A caller's unknown name may be one that is spelled out. A reference to another role never refers to the caller.
    const isSpelled = ids.some(
      (id) => typeof id === "string" && matchesPattern(`*${withoutUnknown(suffixOf(caller))}`, id),
    );
    return !isOfSession && (isNamed(caller) || !isSpelled);
  }

  /** The appliance's roles in files, except the role itself. */
  others(role: Role): readonly Role[] {
    return this.callers.filter((one) => !isSameRole(one, role));
  }

  assumed(role: Role): Assumed {
    const places = this.reach.placesOf(role);
    const own = places.length > 0 ? places : [SOME_ACCOUNT];
    const ids = principalsOf(role).map(({ id }) => id);
    const known = allMeanings(ids, own[0] ?? "", [], "", "");
    const trusted = principalsOf(role).flatMap(({ type, id }) => {
      const text = meant(id, known);
      const read = type === "AWS" && typeof text === "string" ? readAwsPrincipal(text) : null;
      return read?.kind === "account" || read?.kind === "entity" ? read : [];
    });
    const declared = this.options.appliance.flatMap((one) => /\d{12}/.exec(one) ?? []);
    const callers = trusted.filter(
      ({ account }) => declared.length === 0 || own.includes(account) || declared.includes(account),
    );
    const isFar = (account: string) => own[0] !== SOME_ACCOUNT && !own.includes(account);
    const isNeeded = callers.length > 0 && callers.every(({ kind, account }) => kind === "account" || isFar(account));
    return { arns: this.reach.arnsOf(role), isNeeded };
  }

  #call(caller: Role, role: Role): Call {
    const partition = this.reach.partitionOf(role);
    const ids = principalsOf(role).map(({ id }) => id);
    // Stacks import only from their own account.
    const isImported =
      scopeOf(role) === scopeOf(caller) &&
      role.provider === caller.provider &&
      role.linkedAs !== undefined &&
      ids.flatMap(referencesIn).includes(referenceOf(caller));
    const isNear = isImported || areInOneAccount(caller, role);
    const texts = [...ids, ...testedIn(role)];
    const named = namedIn(texts, this.roles, role)
      .flatMap((one) => (referenceOf(one) === referenceOf(caller) ? caller : coexistingByName(role, one)))
      .map((one) => withDistinctAccount(one, caller));
    // A trust policy that names everyone may name its caller in a condition.
    const inTests = testedIn(role).filter((one) => showText(one).startsWith("arn:"));
    const possible = this.#accountsOf(caller, isNear ? role : null, [...ids, ...inTests]);
    let found: ((isOnly: boolean) => Call) | null = null;
    for (const account of possible.length > 0 ? possible : [this.reach.accounts[0] ?? SOME_ACCOUNT]) {
      const own = isNear ? account : this.#accountApart(role, caller, account);
      const known = allMeanings(texts, own, named, account, partition);
      const { context } = this.options;
      const [whole, arn] = [withResolvedValues(role, known), arnOf(caller, account, partition)];
      const trustOf = (one: Role) => evaluateTrust(one, "appliance", [arn], context, this.today, partition);
      const trust = trustOf(whole);
      if (trust === null || isRefused(trust)) continue;
      if (found !== null) return found(false);
      found = (isOnly) => {
        const accepted = acceptedIds(whole, [arn], { context, today: this.today, partition }).get(arn) ?? [];
        const guarded = { ...guardedLike(caller, role), ...(isOnly ? { account } : {}) };
        const apart = isOnly && !isNear ? this.reach.placesOf(role) : [];
        const placed = apart.length > 0 ? apart.map((one) => ({ ...role, account: one })) : [role];
        const answers = placed.map((one) => {
          const isSame = isNear || (possible.length > 0 ? this.#isIn(one, account) : null);
          const ways = trustWays(whole, trust, isSame, trustOf);
          return { isNamed: ways.isNamed, ...this.#permitted(guarded, one, assumeRequest(accepted, whole), ways) };
        });
        const decided = this.reach.decisive(answers, role) ?? OPEN;
        return { caller, trusts: trust.verdict, isNamed: false, isLeftOut: false, ...decided };
      };
    }
    if (found !== null) return found(possible.length > 0);
    const verdict = this.#isLeftOut(caller, role) ? "missing" : "undetermined";
    return { caller, trusts: verdict, verdict, causes: [leftOutAt(role.place)], isNamed: true, isLeftOut: true };
  }

  #permitted(
    caller: Role,
    role: Role,
    required: Omit<RequiredAction, "resources">,
    { isEnough, isBoundless }: TrustWays,
  ) {
    let left = this.#on(caller, role, required);
    for (const [isSpared, limited] of [[isEnough, allowedAll] as const, [isBoundless, unbounded] as const]) {
      if (left.verdict === "granted" || isSpared === false) return left;
      const next = this.#on(limited(caller), role, required);
      if (isSpared === null && next.verdict === "granted") return { ...left, verdict: "conditional" } as const;
      left = next;
    }
    return left;
  }

  /** Whether the role is in the account. Null if unknown. */
  #isIn(role: Role, account: string): boolean | null {
    const accounts = this.reach.placesOf(role);
    if (accounts.length > 0 && !accounts.includes(account)) return false;
    return accounts.length === 1 ? true : null;
  }

  /**
   * The accounts that a caller is known to be in: its own, or the accounts of a role created next to it. If there are several, only the one
   * in which `appliance` or the run's trust policies name the caller. If there are none, the one in which `appliance` or those policies
   * name the caller, or else the accounts that this trust policy names.
   */
  #accountsOf(caller: Role, sibling: Role | null, ids: readonly Text[]): readonly string[] {
    const account = sibling === null ? this.#ownAccount(caller) : (caller.account ?? sibling.account);
    const near = account === undefined && sibling !== null ? this.reach.accounts : [account ?? []].flat();
    const told = this.#named(caller);
    const [own, ...more] = near.length > 0 ? near.filter((one) => told.includes(one)) : told;
    if (own !== undefined && more.length === 0) return [own];
    if (near.length > 0) return near;
    return [...new Set(ids.flatMap((id) => /^(?:arn:[^:]*:iam::)?(\d{12})(?::|$)/.exec(showText(id))?.[1] ?? []))];
  }

  /**
   * The accounts in which `appliance`, or else the run's trust policies, name a role like the caller. The caller can't be in one account
   * for some trust policies and in another for the rest.
   */
  #named(caller: Role): readonly string[] {
    const { appliance } = this.options;
    const known = this.#accounts.get(caller) ?? [
      ...new Set(
        (appliance.length > 0 ? appliance : this.roles.flatMap(principalsOf).map(({ id }) => showText(id))).flatMap(
          (text) => (text.endsWith(suffixOf(caller)) ? (accountInArn(text) ?? []) : []),
        ),
      ),
    ];
    this.#accounts.set(caller, known);
    return known;
  }

  /** The account of a caller that another file creates. A declared account is the workers' account, which might not be the appliance's. */
  #ownAccount(caller: Role): string | undefined {
    const { account, madeBy = [], format } = caller;
    const [only, ...others] = this.options.appliance.length === 0 ? this.reach.accounts : [];
    const isNearWorker = () => this.workers.some((one) => one.id !== caller.id && areInOneAccount(one, caller));
    // The only declared account is the workers' account, so a caller created next to a worker is in it, too.
    if (account === undefined && others.length === 0 && only !== undefined && isNearWorker()) return only;
    const isKnown = format !== "terraform-source" || madeBy.some((one) => one.account === account);
    return isKnown || !this.reach.accounts.includes(account ?? "") ? account : undefined;
  }

  /**
   * The account that the role's trust policy refers to as its own, which may differ from the caller's. If a caller in another file has no
   * known account, a trust policy that names the role's own account puts the caller in that account.
   */
  #accountApart(role: Role, caller: Role, meant: string): string | undefined {
    const [only, ...others] = this.reach.placesOf(role);
    if (only !== undefined && others.length === 0) return only;
    return this.#ownAccount(caller) === undefined && caller.file !== role.file ? meant : undefined;
  }

  #on(caller: Role, role: Role, required: Omit<RequiredAction, "resources">): Omit<RoleAccess, "one"> {
    const isNear = areInOneAccount(caller, role);
    // Don't assume that another provider has the same account.
    const isApart = !isNear && stackOf(caller) === stackOf(role) && !this.reach.declaresAccounts;
    const trusted = principalsOf(role).flatMap(({ id }) => accountInArn(showText(id)) ?? []);
    const accounts = this.reach.accountsFor(caller, role.account === undefined && isNear ? caller : role, trusted);
    const answers = accounts
      .filter((account) => !isApart || account === role.account || account !== caller.account)
      .flatMap((account) => this.reach.on(caller, required, [role], account));
    return this.reach.decisive(answers, role) ?? OPEN;
  }
}

function isGranted({ verdict, trusts }: Call): boolean {
  return verdict === "granted" && trusts === "granted";
}

const OPEN = { verdict: "undetermined", causes: [] } as const;

/** The request to assume a role. If the trust policy spells out each of `ids`, the request has one of them as its external ID. */
function assumeRequest(ids: readonly (string | null)[], role: Role): Omit<RequiredAction, "resources"> {
  const spelled = testedIn(role);
  const values = ids.flatMap((id) => (id !== null && spelled.includes(id) ? id : []));
  const isKnown = values.length > 0 && values.length === ids.length;
  const condition = isKnown ? [{ operator: "StringEquals", key: "sts:ExternalId", values } as const] : [];
  return { action: "sts:AssumeRole", condition };
}

/** The values that the trust policy's conditions test for. */
function testedIn(role: Role): readonly Text[] {
  const tests = trustsOf(role).flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions));
  return tests.flatMap((one) => (one.kind === "test" ? one.values.map(({ text }) => text) : []));
}

/**
 * The accounts in which the appliance's role can assume a role, according to the literal ARNs in the role's trust policy and, for a caller
 * in another deployment, in the caller's policies. Within the caller's own account, the trust policy is enough. Empty if the ARNs don't
 * determine the accounts.
 */
export function callableIn(role: Role, callers: readonly Role[]): readonly string[] {
  const trusted = principalsOf(role).flatMap(({ type, id }) => (type === "AWS" ? showText(id) : []));
  return callers.flatMap((caller) => {
    const isNear = areInOneAccount(caller, role);
    const own = accountsOf(isNear ? trusted : trusted.filter((one) => !one.endsWith(":root")), suffixOf(caller));
    const named = isNear ? [] : resourcesOf(caller).map(({ text }) => showText(text));
    const others = accountsOf(named, suffixOf(role));
    return caller === role || own === null || others === null ? [] : [...own, ...others];
  });
}

/** The accounts in the ARNs that end with `end`. Null if any ARN isn't a role's literal ARN. */
function accountsOf(arns: readonly string[], end: string): readonly string[] | null {
  if (!arns.every((one) => /^arn:[^$*]*:role\/[^$*]*$/.test(one))) return null;
  return arns.flatMap((one) => (one.endsWith(end) ? (accountInArn(one) ?? []) : []));
}

/** The name at the end of an ARN, in lower case. */
function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1).toLowerCase();
}

export function principalsOf(role: Role): readonly Principal[] {
  return trustsOf(role).flatMap(principalsIn);
}

/**
 * The caller with its own service control policies and the resource control policies of the role, which is the resource of the request
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html).
 */
function guardedLike(caller: Role, role: Role): Role {
  const levels = ({ guardrails = [] }: Role, areOfResources: boolean) =>
    guardrails.filter(({ isOfResources = false }) => isOfResources === areOfResources);
  const [own, others] = [levels(caller, false), levels(role, true)];
  const isSame =
    caller.guardrails?.length === own.length + others.length && others.every((one) => caller.guardrails?.includes(one));
  return isSame ? caller : { ...caller, guardrails: [...own, ...others] };
}

function allowedAll(role: Role): Role {
  return overVariantsOf(role, (variant) => ({ ...variant, policies: [...variant.policies, FULL_ACCESS] }));
}

/** Removes the boundary's limit. Its Deny statements still apply. */
function unbounded(role: Role): Role {
  return overVariantsOf(allowedAll(role), ({ boundary, ...variant }) => {
    return { ...variant, policies: [...variant.policies, ...(boundary === null ? [] : [boundary])], boundary: null };
  });
}
