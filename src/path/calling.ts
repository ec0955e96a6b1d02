import type { CheckOptions } from "../config/options.js";
import type { Role } from "../iam/model.js";
import { matchesPattern } from "../iam/pattern.js";
import { accountInArn, readAwsPrincipal } from "../iam/principal-id.js";
import { evaluateTrust } from "../iam/trust.js";
import { acceptedIds } from "../iam/trusted-principals.js";
import { isRefused, type TrustVerdict } from "../iam/verdict.js";
import { APPLIANCE } from "../requirements/requirements.js";
import type { SelectedRole } from "../select/select-roles.js";
import { showText } from "../source/node.js";
import { oncePer } from "../source/once-per.js";
import { AssumePermission, assumeRequest, guardedLike, OPEN } from "./assume-permission.js";
import { type Call, isGranted, type LeftOut, leftOutAt } from "./call.js";
import { CallerAccounts } from "./caller-accounts.js";
import {
  acrossEnvironments,
  apartFrom,
  asSeenBy,
  coexisting,
  coexistingByName,
  commonSettings,
  type Environment,
  environmentsOf,
  MOST,
  together,
} from "./environments.js";
import { parameterMeanings, parameterValues, withValues } from "./parameter-values.js";
import {
  allMeanings,
  areInOneAccount,
  arnOf,
  isNamed,
  namedIn,
  type RoleReach,
  roleSuffix,
  SOME_ACCOUNT,
  suffixOf,
  withDistinctAccount,
  withoutUnknown,
} from "./role-reach.js";
import { environmentSetOf, isSameRole, referenceOf, referencesIn, scopeOf } from "./same-deployment.js";
import { principalsOf, testedIn } from "./trust-texts.js";
import { trustWays } from "./trust-ways.js";
import { meant, withResolvedValues } from "./with-resolved-values.js";

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
  readonly #accounts: CallerAccounts;
  readonly #permission: AssumePermission;
  /** One result for each known caller, whether the role trusts it or not. */
  readonly #callsTo = oncePer((role: Role) =>
    this.others(role).map((caller) => ({
      ...this.#callOf(caller, role),
      ifTogether: () => isGranted(this.#callOf(together(caller), together(role))),
    })),
  );

  constructor(
    private readonly callers: readonly Role[],
    private readonly reach: RoleReach,
    private readonly options: Pick<CheckOptions, "context" | "appliance">,
    private readonly today: string,
    private readonly roles: readonly Role[],
    /** The checked roles that the appliance assumes. */
    workers: readonly Role[] = [],
  ) {
    this.#accounts = new CallerAccounts(reach, options.appliance, roles, workers);
    this.#permission = new AssumePermission(reach);
  }

  /** Returns one result for each known caller that the role trusts. */
  of(role: Role): readonly Call[] {
    return this.#callsTo(role).filter(({ isLeftOut }) => !isLeftOut);
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
    const answer = acrossEnvironments(environments, calls) ?? this.#call(caller, role);
    const other = answer.mayMatch && calls.find((one) => one.verdict !== "granted" && !one.mayMatch);
    return {
      ...(other || answer),
      ...(answer.mayMatch && !other ? this.#matched(callers, all, role) : {}),
      caller,
      trusts: calls.map((one) => one.trusts).find((one) => one !== "granted") ?? trusts,
      isNamed: calls.some((one) => one.isNamed),
      isLeftOut: isOut,
    };
  }

  /** Whether the trust policy lets in enough names of a caller for each of the role's environments to have a different one. */
  #matched(
    callers: readonly Role[],
    environments: readonly Environment[],
    { place }: Role,
  ): Pick<Call, "mayMatch" | "causes"> {
    const left = callers.filter((one) => environments.every(({ role }) => this.#call(one, role).isLeftOut));
    const mayMatch = callers.length - left.length >= Math.min(callers.length, environments.length);
    return { mayMatch, causes: [leftOutAt(place, left.flatMap(commonSettings))] };
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
   * The answer in one of the role's environments. If it is the same for each name of a caller in another deployment, it is certain, although
   * it is unknown which name the caller has.
   * @param seen the caller with an unknown name, if it has several there
   */
  #callIn(callers: readonly Role[], seen: Role, role: Role): Call {
    const each = callers.length > 1 ? callers.map((one) => this.#call(one, role)) : [];
    const [first = this.#call(seen, role)] = each;
    const broken = each.find((one) => isRefused(one) && !one.isLeftOut);
    if (each.every(isRefused)) return broken ?? first;
    if (each.every(isGranted)) return first;
    if (broken !== undefined) return { ...broken, verdict: "undetermined" };
    const [met, ...others] = each.filter((one) => !one.isLeftOut);
    if (met === undefined || others.length + 1 === each.length || ![met, ...others].every(isGranted))
      return this.#call(seen, role);
    return { ...met, verdict: "undetermined", trusts: "undetermined", causes: [leftOutAt(role.place)], mayMatch: true };
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
    const left = this.#callsTo(role).filter((one) => !calls.some(({ caller }) => caller === one.caller));
    return left.map((one) => ({ caller: one.caller, isCertain: isRefused(one), ifTogether: one.ifTogether }));
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

  #call(called: Role, role: Role): Call {
    const values = parameterValues(role, [called]);
    const caller = withValues(called, values);
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
    const possible = this.#accounts.of(caller, isNear ? role : null, [...ids, ...inTests]);
    let found: ((isOnly: boolean) => Call) | null = null;
    for (const account of possible.length > 0 ? possible : [this.reach.accounts[0] ?? SOME_ACCOUNT]) {
      const own = isNear ? account : this.#accounts.apart(role, caller, account);
      const known = new Map([
        ...parameterMeanings(role, caller),
        ...allMeanings(texts, own, named, account, partition),
        ...values,
      ]);
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
          return { isNamed: ways.isNamed, ...this.#permission.of(guarded, one, assumeRequest(accepted, whole), ways) };
        });
        const decided = this.reach.decisive(answers, role) ?? OPEN;
        return { caller, trusts: trust.verdict, isNamed: false, isLeftOut: false, ...decided };
      };
    }
    if (found !== null) return found(possible.length > 0);
    const verdict = this.#isLeftOut(caller, role) ? "missing" : "undetermined";
    return { caller, trusts: verdict, verdict, causes: [leftOutAt(role.place)], isNamed: true, isLeftOut: true };
  }

  /** Whether the role is in the account. Null if unknown. */
  #isIn(role: Role, account: string): boolean | null {
    const accounts = this.reach.placesOf(role);
    if (accounts.length > 0 && !accounts.includes(account)) return false;
    return accounts.length === 1 ? true : null;
  }
}

/** The name at the end of an ARN, in lower case. */
function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1).toLowerCase();
}
