import type { RequestCondition } from "../asked-resources.js";
import type { DeclaredContext } from "../verdict.js";
import { countedAs } from "./comparisons.js";
import { mayBe, PRINCIPAL_ARN, type RoleArn } from "./role-arn.js";

/** What is known of one condition key in a request. */
export type KeyValue = readonly string[] | "missing" | "unknown";

/** The request that conditions are evaluated against. Keys are given in lower case: AWS compares them so. */
export interface ConditionContext {
  valueOf(key: string): KeyValue;
  /** What a key has where requests have it at all, of one whose value is unknown for that reason alone. */
  optional?(key: string): KeyValue;
  /** Several values of a key are what it may be, one at a time, rather than all in one request. */
  readonly alternatives: boolean;
  /** `YYYY-MM-DD`: dates before it have passed for good. Null where time does not go on. */
  readonly today?: string | null;
  /** A role asks, which does so with a session alone. */
  readonly ofSession?: true;
  /** Of the role that asks: what `aws:PrincipalArn` is like where no value of it is known. */
  readonly arns?: readonly RoleArn[];
  /** What `aws` in ARNs stands for; left out where it is itself. */
  readonly standsFor?: StandsFor | undefined;
  /** Values that are unknown in the file and known all the same, by their expressions. */
  readonly expressions?: ReadonlyMap<string, string>;
}

/** Readers take the commercial partition for whichever it is: of resources that are unknown, and in templates for `${AWS::Partition}`. */
export interface StandsFor {
  readonly partition: string;
  readonly inTexts: boolean;
}

/** A context that the user declares: any other key is unknown, and may be there or not. */
export function declaredContext(
  declared: DeclaredContext,
  today: string | null = null,
  expressions: ReadonlyMap<string, string> = new Map(),
  standsFor?: StandsFor,
): ConditionContext {
  return { valueOf: (key) => declared.get(key) ?? "unknown", alternatives: true, today, expressions, standsFor };
}

/** What is so of everybody but services. "Included in the request context only when the call to your resource is made directly by an AWS service principal": the same page. */
const OF_A_SERVICE: ReadonlySet<string> = new Set([
  "aws:principalservicename",
  "aws:principalservicenameslist",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
]);

/**
 * What requests of every role have, whatever is declared: none is a service, or a user
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, "Properties of the principal").
 */
const OF_EVERY_ROLE: ReadonlyMap<string, KeyValue> = new Map<string, KeyValue>([
  ["aws:principalisawsservice", ["false"]],
  ["aws:principaltype", ["AssumedRole"]],
  ["aws:username", "missing"],
]);

export function isOfServices(key: string): boolean {
  return OF_A_SERVICE.has(key);
}

/** Undefined where that differs from role to role. */
export function ofEveryRole(key: string): KeyValue | undefined {
  return isOfServices(key) ? "missing" : OF_EVERY_ROLE.get(key);
}

/** The same for what a role asks for: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html, "temporary security credentials". `absent` are keys that it has not. */
export function contextOfRole(
  arns: readonly RoleArn[],
  absent: ReadonlySet<string>,
  ...declared: Parameters<typeof declaredContext>
): ConditionContext {
  const context = declaredContext(...declared);
  const known = [...new Set(arns.flatMap(({ account }) => account ?? []))];
  let own: KeyValue | undefined;
  const ownArn = (): KeyValue => {
    const all = context.valueOf(PRINCIPAL_ARN);
    own ??= typeof all === "string" ? all : ofRole(all, arns);
    return own;
  };
  return {
    ...context,
    valueOf(key) {
      if (key === PRINCIPAL_ACCOUNT && known.length > 0) return known;
      if (absent.has(key)) return "missing";
      return ofEveryRole(key) ?? (key === PRINCIPAL_ARN ? ownArn() : context.valueOf(key));
    },
    ofSession: true,
    arns,
  };
}

const PRINCIPAL_ACCOUNT = "aws:principalaccount";

/** One context is declared for all roles of a run. */
function ofRole(declared: readonly string[], arns: readonly RoleArn[]): KeyValue {
  const own = declared.filter((value) => arns.some((arn) => mayBe(arn, value)));
  return own.length > 0 ? countedAs(declared, own) : "unknown";
}

/** The declared context with what is known of the requests in question, which is surer than what is declared for all. */
export function requestContext(declared: DeclaredContext, condition: RequestCondition = []): DeclaredContext {
  if (condition.length === 0) return declared;
  return new Map([...declared, ...condition.map(({ key, values }) => [key.toLowerCase(), values] as const)]);
}

/** What could not be settled: keys that nobody declared, values that are unknown before deployment. */
export interface Unknowns {
  readonly keys: Set<string>;
  readonly expressions: Set<string>;
}

export function noUnknowns(): Unknowns {
  return { keys: new Set(), expressions: new Set() };
}
