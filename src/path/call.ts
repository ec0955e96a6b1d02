import type { Role } from "../iam/model.js";
import type { Cause, Verdict } from "../iam/verdict.js";
import type { Place } from "../source/place.js";

/** How the cause's detail begins if the caller isn't trusted. */
export const LEFT_OUT = "the trust policy leaves it out";

/** @param when the caller's environments in which it isn't trusted */
export function leftOutAt(place: Place, when: readonly string[] = []): Cause {
  const detail = when.length === 0 ? LEFT_OUT : `${LEFT_OUT} when ${when.join(", ")}`;
  return { effect: "limits", policy: null, statement: null, place, detail };
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
  /**
   * Set if the trust policy lets in a caller in another deployment under only some of its names: whether each environment of the role may
   * be meant for a different name.
   */
  readonly mayMatch?: boolean;
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

/** Whether the trust policy and the permissions certainly let the caller assume the role. */
export function isGranted({ verdict, trusts }: Call): boolean {
  return verdict === "granted" && trusts === "granted";
}
