import type { CheckOptions } from "../config/options.js";
import type { AskedAction } from "../iam/asked-resources.js";
import { FULL_ACCESS } from "../iam/guardrail.js";
import { overVariantsOf, type Principal, principalsIn, type Role, trustsOf } from "../iam/model.js";
import { readAwsPrincipal } from "../iam/principal-id.js";
import { evaluateTrust } from "../iam/trust.js";
import { acceptedIds } from "../iam/trusted-principals.js";
import type { Cause, Verdict } from "../iam/verdict.js";
import { APPLIANCE } from "../requirements/requirements.js";
import type { SelectedRole } from "../select/select-roles.js";
import { showText, type Text } from "../source/node.js";
import {
  allMeanings,
  arnOf,
  isNamed,
  namedIn,
  type Reached,
  type RoleReach,
  roleSuffix,
  SOME_ACCOUNT,
  suffixOf,
} from "./role-reach.js";
import { meant, withMeanings } from "./with-meanings.js";

/** Whether the appliance's own role can assume a role that trusts it. */
export interface Call {
  readonly caller: Role;
  /** Of the trust, held against this caller. */
  readonly trusts: Verdict;
  readonly verdict: Verdict;
  readonly causes: readonly Cause[];
}

/** What an appliance's role that no file holds has to be allowed. */
export interface Assumed {
  readonly arns: readonly string[];
  /** False where nothing tells that the trust alone is not enough. */
  readonly isNeeded: boolean;
}

/** The roles of the run that are the appliance's: those of the kind, and those that `appliance` names. */
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
 * What it takes to assume a role: its trust, and a permission of the caller, which is not asked for within an account where the trust names
 * the caller itself; a Deny, a boundary and guardrails of the caller count all the same.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export class Calling {
  constructor(
    private readonly callers: readonly Role[],
    private readonly reach: RoleReach,
    private readonly options: Pick<CheckOptions, "context" | "appliance">,
    private readonly today: string,
    private readonly roles: readonly Role[],
  ) {}

  /** By the caller that can, if one can; null where the role trusts none that is known. */
  of(role: Role): Call | null {
    const calls = this.others(role).flatMap((caller) => this.#call(caller, role) ?? []);
    return calls.find(({ verdict }) => verdict === "granted") ?? calls[0] ?? null;
  }

  /** The one caller that the run has, where what the role trusts leaves it out, and `appliance` names no other one. */
  refused(role: Role): Role | undefined {
    const [caller, ...more] = this.others(role);
    if (caller === undefined || more.length > 0 || this.options.appliance.length > 0 || !isNamed(caller)) return;
    const isOfSession = principalsOf(role).some(({ id }) => showText(id).includes(":assumed-role/"));
    return isOfSession || this.of(role) !== null ? undefined : caller;
  }

  /** The appliance's roles that files hold, beside the role itself. */
  others(role: Role): readonly Role[] {
    return this.callers.filter(({ id, file }) => id !== role.id || file !== role.file);
  }

  assumed(role: Role): Assumed {
    const own = this.reach.declaresAccounts ? this.reach.accounts : [role.account ?? SOME_ACCOUNT];
    const ids = principalsOf(role).map(({ id }) => id);
    const known = allMeanings(ids, [], own[0] ?? "", "");
    const trusted = principalsOf(role).flatMap(({ type, id }) => {
      const text = meant(id, known);
      const read = type === "AWS" && typeof text === "string" ? readAwsPrincipal(text) : null;
      return read?.kind === "account" || read?.kind === "entity" ? read : [];
    });
    const asked = this.options.appliance.flatMap((one) => /\d{12}/.exec(one) ?? []);
    const callers = trusted.filter(
      ({ account }) => asked.length === 0 || own.includes(account) || asked.includes(account),
    );
    const isFar = (account: string) => own[0] !== SOME_ACCOUNT && !own.includes(account);
    const isNeeded = callers.length > 0 && callers.every(({ kind, account }) => kind === "account" || isFar(account));
    return { arns: this.reach.arnsOf(role), isNeeded };
  }

  #call(caller: Role, role: Role): Call | null {
    const { accounts } = this.reach;
    const partition = this.reach.partitionOf(role);
    const isNear = caller.file === role.file && role.format !== "policy-json";
    const ids = principalsOf(role).map(({ id }) => id);
    const besides = namedIn(ids, this.roles, role.file).filter(({ id }) => id !== caller.id || !isNear);
    for (const account of this.#accountsOf(caller, isNear, ids)) {
      const known = allMeanings(ids, isNear ? [...besides, caller] : besides, account, partition);
      const { context } = this.options;
      const [whole, arn] = [withMeanings(role, known), arnOf(caller, account, partition)];
      const trust = evaluateTrust(whole, "appliance", [arn], context, this.today, partition);
      if (trust === null || trust.verdict === "missing" || trust.verdict === "denied") continue;
      const accepted = acceptedIds(whole, [arn], { context, today: this.today, partition }).get(arn) ?? [];
      const asked = askedWith(accepted, whole);
      const own = this.#on(caller, role, asked);
      const call = { caller, trusts: trust.verdict };
      const isElsewhere = !isNear && accounts.length > 0 && !accounts.includes(account);
      if (own.verdict === "granted" || trust.tooWide?.width === "account" || isElsewhere) return { ...call, ...own };
      const limits = this.#on(allowedAll(caller), role, asked);
      const isSame = isNear || (accounts.length === 1 && accounts[0] === account);
      if (isSame || limits.verdict !== "granted") return { ...call, ...limits };
      return { ...call, verdict: "conditional", causes: own.causes };
    }
    return null;
  }

  /** In which a caller may be: that of a role beside it, unless `appliance` says more; else those that the trust names. */
  #accountsOf({ account }: Role, isNear: boolean, ids: readonly Text[]): ReadonlySet<string> {
    const { accounts } = this.reach;
    const near = account === undefined ? accounts : [account];
    if (isNear && near.length > 0 && this.options.appliance.length === 0) return new Set(near);
    const named = ids.flatMap((id) => /^arn:[^:]*:iam::(\d{12}):|^\d{12}$/.exec(showText(id)) ?? []);
    const told = named.map((one) => /\d{12}/.exec(one)?.[0] ?? "").filter((one) => one !== "");
    return new Set(told.length > 0 ? told : [accounts[0] ?? SOME_ACCOUNT]);
  }

  #on(caller: Role, role: Role, asked: Omit<AskedAction, "resources">): Omit<Reached, "one"> {
    const answers = this.reach.inAccounts(caller, (account) => this.reach.on(caller, asked, [role], account)).flat();
    return this.reach.telling(answers) ?? { verdict: "undetermined", causes: [] };
  }
}

/** A request has one external id: where the trust takes none but those that it spells out, that is one of these. */
function askedWith(ids: readonly (string | null)[], role: Role): Omit<AskedAction, "resources"> {
  const tests = trustsOf(role).flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions));
  const spelled = tests.flatMap((one) => (one.kind === "test" ? one.values.map(({ text }) => text) : []));
  const values = ids.flatMap((id) => (id !== null && spelled.includes(id) ? id : []));
  const isTold = values.length > 0 && values.length === ids.length;
  const condition = isTold ? [{ operator: "StringEquals", key: "sts:ExternalId", values } as const] : [];
  return { action: "sts:AssumeRole", condition };
}

export function principalsOf(role: Role): readonly Principal[] {
  return trustsOf(role).flatMap(principalsIn);
}

function allowedAll(role: Role): Role {
  return overVariantsOf(role, (variant) => ({ ...variant, policies: [...variant.policies, FULL_ACCESS] }));
}
