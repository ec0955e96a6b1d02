import type { Role } from "../iam/model.js";
import type { TrustVerdict, Verdict } from "../iam/verdict.js";
import { isPassing } from "../path/passing.js";
import { idInRun } from "../path/same-deployment.js";
import type { EvaluatedRole } from "../rules/rule.js";
import { reportedId } from "../select/role-pattern.js";
import type { LinkState, ReportedPath } from "./report.js";

/** The maximum number of paths in a report: nobody reads more. */
const LIMIT = 20;

/**
 * The paths from the appliance to its instances, one for each combination of an appliance's role, a role that passes roles, and a passed
 * role. An appliance's role that no other role trusts has broken paths.
 */
export function pathsOf(roles: readonly EvaluatedRole[]): readonly ReportedPath[] {
  const carried = new Map(roles.map((one) => [idInRun(one.role), one]));
  const deploying = roles.filter(
    ({ kinds, passing, calls = [], leftOut = [] }) =>
      passing !== undefined && kinds.some(isPassingKind) && passing.length + calls.length + leftOut.length > 0,
  );
  const seen = new Set<Role | undefined>();
  const all = deploying.flatMap((one) =>
    callersOf(one).flatMap((caller) => {
      seen.add(caller);
      return pathsFrom(caller, one, carried);
    }),
  );
  const others = deploying.flatMap((one) =>
    (one.leftOut ?? [])
      .filter(({ caller, isCertain }) => isCertain && !seen.has(caller))
      .flatMap(({ caller }) => pathsFrom(caller, one, carried)),
  );
  return [...all, ...others].slice(0, LIMIT);
}

function isPassingKind({ kind }: EvaluatedRole["kinds"][number]): boolean {
  return kind.actions.some(isPassing);
}

/**
 * The callers that the role trusts, or else the callers that it certainly doesn't trust. An undefined item represents a caller that no file
 * shows.
 */
function callersOf(one: EvaluatedRole): readonly (Role | undefined)[] {
  if (one.calls !== undefined) return one.calls.map(({ caller }) => caller);
  const { leftOut = [], refusesAll } = one;
  const isBroken = refusesAll || assumed(one, undefined) === "missing";
  return isBroken && leftOut.length > 0 ? leftOut.map(({ caller }) => caller) : [undefined];
}

function pathsFrom(
  caller: Role | undefined,
  one: EvaluatedRole,
  carried: ReadonlyMap<string, EvaluatedRole>,
): readonly ReportedPath[] {
  const { role, kinds, passing = [] } = one;
  const start = {
    kinds: kinds.filter(isPassingKind).map(({ kind }) => kind.name),
    caller: caller === undefined ? null : reportedId(caller),
    assumes: assumed(one, caller),
    role: reportedId(role),
    ...onKeys(one),
  };
  if (passing.length === 0) return [{ ...start, passes: "unseen", worker: null, profile: "unseen" }];
  return passing.map((reached) => {
    const worker = carried.get(idInRun(reached.one));
    return {
      ...start,
      passes: stateOf(reached.verdict),
      worker: reportedId(reached.one),
      ...(worker?.trust.some(isOfAppliance)
        ? { assumesWorker: assumed(worker, caller ?? worker.calls?.[0]?.caller) }
        : {}),
      profile: profileOf(worker),
    };
  });
}

function isOfAppliance({ party }: TrustVerdict): boolean {
  return party === "appliance";
}

function stateOf(verdict: Verdict): LinkState {
  if (verdict === "granted") return "granted";
  return verdict === "missing" || verdict === "denied" ? "missing" : "open";
}

/** The state of assuming the role, which needs both its trust policy and the caller's permission. */
function assumed({ trust, calls = [], leftOut = [], refusesAll }: EvaluatedRole, caller: Role | undefined): LinkState {
  const own = trust.find(isOfAppliance);
  const state = own === undefined ? "unseen" : stateOf(own.verdict);
  if (state === "missing") return state;
  const left = leftOut.find((one) => one.caller === caller || (caller === undefined && refusesAll));
  if (left !== undefined) return left.isCertain && left.caller.format !== "policy-json" ? "missing" : "open";
  const call = calls.find((one) => one.caller === caller);
  if (state !== "granted") return state;
  return call === undefined ? "unseen" : stateOf(call.verdict === "granted" ? call.trusts : call.verdict);
}

/**
 * The state of the declared keys. If a key's policy leaves access to IAM, the role's own permission also counts. A Deny in the role's
 * policies always counts.
 */
function onKeys({ role, keys = [], kinds }: EvaluatedRole): Pick<ReportedPath, "keys"> {
  const own = kinds.flatMap(({ verdicts }) => verdicts);
  const isLimited = role.guardrails !== undefined || role.variants.some(({ boundary }) => boundary !== null);
  const states = keys.flatMap(({ verdicts, leftToRole }) =>
    verdicts.flatMap(({ action, verdict }) => [
      stateOf(verdict),
      ...own.flatMap((one) => {
        if (one.action !== action || one.verdict === "granted") return [];
        const isDenied = one.deniedBy !== null || one.causes.some(({ effect }) => effect === "denies");
        const isLeft = leftToRole.get(action);
        if (isDenied || isLeft) return stateOf(one.verdict);
        return isLimited || isLeft === null ? "open" : [];
      }),
    ]),
  );
  if (states.length === 0) return {};
  return { keys: (["missing", "open"] as const).find((one) => states.includes(one)) ?? "granted" };
}

/** EC2 must be allowed to assume the role, and an instance profile must contain it. */
function profileOf(worker: EvaluatedRole | undefined): LinkState {
  const own = worker?.trust.find(({ party }) => party === "ec2");
  const state = own === undefined ? "unseen" : stateOf(own.verdict);
  const profile = worker?.role.instanceProfile;
  if (state !== "granted") return state;
  if (profile === false || worker?.role.crowdedProfile !== undefined) return "missing";
  if (worker?.role.profileLackedWhere !== undefined) return "open";
  return profile === true ? "granted" : "unseen";
}
