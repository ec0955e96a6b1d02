import { evaluateConditions } from "./condition/condition.js";
import { type ConditionContext, declaredContext } from "./condition/context.js";
import type { Condition } from "./model.js";

/**
 * Keys that callers set themselves, in their own account or request, or whose values only require waiting. These don't keep unrelated
 * accounts out: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const OWN_CHOICE =
  /^(aws:(principaltag|requesttag)\/.*|aws:(tagkeys|username|sourceidentity|requestedregion|useragent|referer|tokenissuetime|multifactorauthage)|sts:(rolesessionname|sourceidentity|transitivetagkeys))$/;

/** Keys that describe the assumed role, not the caller, unless they are compared with the caller. */
const OF_THE_ROLE = /^(aws:resource(account|orgid|orgpaths|tag\/.*)|iam:resourcetag\/.*)$/;
const CALLER = /\$\{aws:(principal(arn|account|org)|userid)/i;

const TIME = /^aws:(currenttime|epochtime)$/;

/** Every caller has one of these values: AssumeRole requires TLS, and the caller is a role or a user. */
const ONE_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws:securetransport", ["true"]],
  ["aws:viaawsservice", ["false"]],
  ["aws:principaltype", ["AssumedRole", "User"]],
  ["aws:multifactorauthpresent", ["true", "false"]],
]);

/** Whether anyone in an unrelated account can satisfy a condition. */
export function anyoneCanSatisfy(condition: Condition, today: string | null): boolean {
  if (condition.kind !== "test" || condition.values.length === 0) return false;
  const key = condition.key.toLowerCase();
  const holds = (context: ConditionContext) => evaluateConditions([condition], "2012-10-17", context).holds;
  if (TIME.test(key)) return holds(declaredContext(new Map(), today)) !== "no";
  if (OF_THE_ROLE.test(key))
    return condition.values.every(({ text }) => typeof text !== "string" || !CALLER.test(text));
  const values = ONE_OF.get(key);
  return values?.some((value) => holds(declaredContext(new Map([[key, [value]]]))) === "yes") ?? OWN_CHOICE.test(key);
}
