import type { TrustVerdict, Verdict } from "../iam/verdict.js";
import type { Call } from "../path/calling.js";
import { isPassing } from "../path/passing.js";
import type { EvaluatedRole } from "../rules/rule.js";
import type { LinkState, ReportedPath } from "./report.js";

/** Nobody reads more. */
const MOST = 20;

/** The paths from the appliance to its instances, one per appliance's role, role that passes a role, and role passed. */
export function pathsOf(roles: readonly EvaluatedRole[]): readonly ReportedPath[] {
  const carried = new Map(roles.map((one) => [keyOf(one.role), one]));
  const all = roles.flatMap((one): readonly ReportedPath[] => {
    const { role, kinds, passing, calls } = one;
    const own = kinds.filter(({ kind }) => kind.actions.some(isPassing));
    if (passing === undefined || own.length === 0 || (passing.length === 0 && calls === undefined)) return [];
    return (calls ?? [undefined]).flatMap((call): readonly ReportedPath[] => {
      const assumes = assumed(one, call);
      const start = {
        kinds: own.map(({ kind }) => kind.name),
        caller: call?.caller.id ?? one.refused?.id ?? (assumes === "missing" ? one.caller : null) ?? null,
        assumes,
        role: role.id,
        ...onKeys(one),
      };
      if (passing.length === 0) return [{ ...start, passes: "unseen", worker: null, profile: "unseen" }];
      return passing.map((reached) => {
        const worker = carried.get(keyOf(reached.one));
        const calling =
          call === undefined ? worker?.calls?.[0] : worker?.calls?.find(({ caller }) => caller === call.caller);
        return {
          ...start,
          passes: stateOf(reached.verdict),
          worker: reached.one.id,
          ...(worker?.trust.some(isOfAppliance) ? { assumesWorker: assumed(worker, calling) } : {}),
          profile: profileOf(worker),
        };
      });
    });
  });
  return all.slice(0, MOST);
}

function isOfAppliance({ party }: TrustVerdict): boolean {
  return party === "appliance";
}

function keyOf({ id, file }: { readonly id: string; readonly file: string }): string {
  return `${file}\n${id}`;
}

function stateOf(verdict: Verdict): LinkState {
  if (verdict === "granted") return "granted";
  return verdict === "missing" || verdict === "denied" ? "missing" : "open";
}

/** Needs both the role's trust and the caller's permission. */
function assumed({ trust, refused }: EvaluatedRole, call: Call | undefined): LinkState {
  if (refused !== undefined) return refused.format === "policy-json" ? "open" : "missing";
  const own = trust.find(isOfAppliance);
  const state = own === undefined ? "unseen" : stateOf(own.verdict);
  if (state !== "granted") return state;
  if (call === undefined) return "unseen";
  return stateOf(call.verdict === "granted" ? call.trusts : call.verdict);
}

/**
 * The state of the declared keys. If a key's policy leaves access to IAM, the role's own permission also counts. A
 * denial in the role always counts.
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
  return profile === true ? "granted" : "unseen";
}
