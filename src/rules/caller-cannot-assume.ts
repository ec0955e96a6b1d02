import type { Role } from "../iam/model.js";
import { type Cause, isRefused } from "../iam/verdict.js";
import { type Call, LEFT_OUT, type LeftOut, leftOutAt } from "../path/call.js";
import { idInRun } from "../path/same-deployment.js";
import { accountHelp, describeReason, otherRoleWord, relatedPlaces, roleWord } from "./action-draft.js";
import type { Draft, EvaluatedRole, RoleRule } from "./rule.js";
import { hasVarFile } from "./settling.js";
import { trustPlace } from "./trust-draft.js";

export const callerCannotAssume: RoleRule = {
  id: "caller-cannot-assume",
  defaultSeverity: "error",
  summary: "Roles that the appliance's own role can't assume: it lacks permission, or they don't trust it.",
  check(evaluated) {
    const { role, trust, calls = [], leftOut = [], refusesAll, before } = evaluated;
    const callers = new Set(before?.callers);
    const wasAble = ({ caller }: Pick<Call, "caller">) => callers.has(idInRun(caller));
    if (refusesAll)
      return [
        {
          role: role.id,
          kind: null,
          actions: ["sts:AssumeRole"],
          // Policy files needn't be named after their role, so the appliance's role is uncertain.
          ...(leftOut.some(isOfFile) && !leftOut.some(wasAble) ? { severity: "warning" as const } : {}),
          message: `the trust policy of ${roleWord(role)} leaves out ${leftOut.slice(0, 3).map(callerWord).join(" and ")}, the appliance's own`,
          help: "trust that role or its account; if another role is the appliance's, name it as `appliance` in the configuration",
          place: trustPlace(role),
          related: [],
        },
      ];
    const able = calls.find(({ verdict }) => verdict === "granted")?.caller;
    const lost = leftOut.filter(wasAble).map((one) => asCall(one, role));
    // If a caller that could assume the role on the base is still there, it lost access and wasn't replaced.
    const isReplaced = able === undefined && callers.size > 0 && ![...calls, ...leftOut].some(wasAble);
    // If the trust policy lets in no appliance at all, `trust-missing` reports it.
    const isReported = trust.some((one) => one.party === "appliance" && isRefused(one));
    return [...(isReported ? [] : lost), ...calls].flatMap((call) =>
      call.verdict === "granted" || (call.mayMatch && !wasAble(call))
        ? []
        : draftsFor(call, able, evaluated, isReplaced || wasAble(call)),
    );
  },
};

type Untrusted = Omit<Call, "trusts" | "isLeftOut">;

/** A caller on the base that the role's trust policy leaves out. */
function asCall({ caller, isCertain, ifTogether }: LeftOut, role: Role): Untrusted {
  return {
    caller,
    ...(ifTogether && { ifTogether }),
    isNamed: true,
    verdict: isCertain ? "missing" : "undetermined",
    causes: [leftOutAt(trustPlace(role))],
  };
}

function callerWord({ caller }: LeftOut): string {
  return otherRoleWord(caller);
}

function isOfFile({ caller }: LeftOut): boolean {
  return caller.format === "policy-json";
}

function canWord(isSure: boolean, causes: readonly Cause[]): string {
  if (!isSure) return "may be unable to";
  return hasVarFile(causes) ? "can't always" : "can't";
}

/**
 * @param able another of the appliance's roles, which can assume the role
 * @param isLost whether the call was granted on the base
 */
function draftsFor(
  call: Untrusted,
  able: Role | undefined,
  { role, trust, before }: EvaluatedRole,
  isLost: boolean,
): readonly Draft[] {
  const { caller, isNamed, account } = call;
  const isSure = isRefused(call);
  const causes = call.causes.filter(({ effect }) => effect !== "allows");
  const [cause] = causes;
  // A Deny in a resource control policy also counts against the trust policy, which `trust-denied` reports.
  const inTrust = trust.filter(({ verdict }) => verdict === "denied").flatMap((one) => one.causes);
  if (cause !== undefined && inTrust.some(({ statement, place }) => statement !== null && place === cause.place))
    return [];
  const why = cause === undefined ? "" : ` (${describeReason(cause)})`;
  const takes = causes.some(({ effect }) => effect === "denies") ? "remove it from the Deny" : "";
  const isLeftOut = causes.some(({ detail }) => detail?.startsWith(LEFT_OUT));
  const grant = isLeftOut
    ? "trust that role by its current name, or trust its account"
    : `allow sts:AssumeRole on ${otherRoleWord(role)} in a policy of ${otherRoleWord(caller)} and within its boundary and guardrails`;
  // A trust policy that names the account lets in each of the appliance's roles there, but may be meant for only one of them.
  const isMeant = able === undefined || isNamed;
  const word = able && otherRoleWord(able);
  const other =
    able === undefined ? "" : `, but ${word === otherRoleWord(caller) ? `the one in ${able.file}` : word} can`;
  const at = account === undefined || role.inEach === undefined ? "" : ` in account ${account}`;
  const then = isLost ? `, which was granted ${before?.where}` : "";
  return [
    {
      role: role.id,
      kind: null,
      ...(isLost ? { caller: idInRun(caller) } : {}),
      actions: ["sts:AssumeRole"],
      ...((isSure && isMeant) || (isLost && !call.ifTogether?.()) ? {} : { severity: "warning" as const }),
      message: `${otherRoleWord(caller)} ${canWord(isSure, causes)} assume ${roleWord(role)}${at}${then}${other}${why}`,
      help: `${takes || grant}${accountHelp(caller)}`,
      place: cause?.place ?? caller.place,
      related: relatedPlaces(causes.slice(1)),
    },
  ];
}
