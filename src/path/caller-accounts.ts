import type { Role } from "../iam/model.js";
import { accountInArn } from "../iam/principal-id.js";
import { accountIn } from "../iam/trust.js";
import { showText, type Text } from "../source/node.js";
import { areInOneAccount, type RoleReach, suffixOf } from "./role-reach.js";
import { principalsOf } from "./trust-texts.js";

/** Finds the accounts that the appliance's roles are in. */
export class CallerAccounts {
  readonly #known = new Map<Role, readonly string[]>();

  constructor(
    private readonly reach: RoleReach,
    /** The ARNs and names that the configuration's `appliance` lists. */
    private readonly appliance: readonly string[],
    private readonly roles: readonly Role[],
    /** The checked roles that the appliance assumes. */
    private readonly workers: readonly Role[],
  ) {}

  /**
   * The accounts that a caller is known to be in: its own, or the accounts of a role created next to it. If there are several, only the one
   * in which `appliance` or the run's trust policies name the caller. If there are none, the one in which `appliance` or those policies
   * name the caller, or else the accounts that `appliance` lists, or if it lists none, those that this trust policy names.
   */
  of(caller: Role, sibling: Role | null, ids: readonly Text[]): readonly string[] {
    const account = sibling === null ? this.#own(caller) : (caller.account ?? sibling.account);
    const near = account === undefined && sibling !== null ? this.reach.accounts : [account ?? []].flat();
    const told = this.#named(caller);
    const [own, ...more] = near.length > 0 ? near.filter((one) => told.includes(one)) : told;
    if (own !== undefined && more.length === 0) return [own];
    if (near.length > 0) return near;
    const ofAppliance = this.appliance.flatMap(accountIn);
    if (ofAppliance.length > 0) return ofAppliance;
    return [...new Set(ids.flatMap((id) => /^(?:arn:[^:]*:iam::)?(\d{12})(?::|$)/.exec(showText(id))?.[1] ?? []))];
  }

  /**
   * The accounts in which `appliance`, or else the run's trust policies, name a role like the caller. The caller can't be in one account
   * for some trust policies and in another for the rest.
   */
  #named(caller: Role): readonly string[] {
    const known = this.#known.get(caller) ?? [
      ...new Set(
        (this.appliance.length > 0
          ? this.appliance
          : this.roles.flatMap(principalsOf).map(({ id }) => showText(id))
        ).flatMap((text) => (text.endsWith(suffixOf(caller)) ? (accountInArn(text) ?? []) : [])),
      ),
    ];
    this.#known.set(caller, known);
    return known;
  }

  /** The account of a caller that another file creates. A declared account is the workers' account, which might not be the appliance's. */
  #own(caller: Role): string | undefined {
    const { account, madeBy = [], format } = caller;
    const [only, ...others] = this.appliance.length === 0 ? this.reach.accounts : [];
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
  apart(role: Role, caller: Role, meant: string): string | undefined {
    const [only, ...others] = this.reach.placesOf(role);
    if (only !== undefined && others.length === 0) return only;
    return this.#own(caller) === undefined && caller.file !== role.file ? meant : undefined;
  }
}
