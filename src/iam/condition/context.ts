import type { RequestCondition } from "../requests.js";
import type { DeclaredContext } from "../verdict.js";
import { countedAs } from "./comparisons.js";
import { mayBe, PRINCIPAL_ACCOUNT, PRINCIPAL_ARN, type RoleArn } from "./role-arn.js";

/** The known value of one condition key in a request. */
export type KeyValue = readonly string[] | "missing" | "unknown";

/** The request that conditions are evaluated against. Keys are in lower case, because AWS compares them case-insensitively. */
export interface ConditionContext {
  valueOf(key: string): KeyValue;
  /** The value of a key in requests that have it, if the key is unknown only because some requests lack it. */
  optional?(key: string): KeyValue;
  /** Whether several values of a key are alternatives, one per request, rather than all in one request. */
  readonly alternatives: boolean;
  /** `YYYY-MM-DD`: earlier dates have passed for good. Null if nothing is known about the time of requests. */
  readonly today?: string | null;
  /** Set if a role makes the request. A role makes requests only in a session. */
  readonly ofSession?: true;
  /** The possible ARNs of the role that makes the request, if no value of `aws:PrincipalArn` is known. */
  readonly arns?: readonly RoleArn[];
  /** The partition that `aws` in ARNs stands for. Absent if it is the partition `aws`. */
  readonly standsFor?: StandsFor | undefined;
  /** The values of expressions that are unknown in the file but known from elsewhere, such as the deployment. */
  readonly expressions?: ReadonlyMap<string, string>;
}

/**
 * The partition that `aws` in ARNs stands for. Readers write `aws` for any partition: for unknown resources, and in templates for
 * `${AWS::Partition}`.
 */
export interface StandsFor {
  readonly partition: string;
  readonly inTexts: boolean;
}

/** A context with the values that the user declares. A key that isn't declared is unknown, and may be missing. */
export function declaredContext(
  declared: DeclaredContext,
  today: string | null = null,
  expressions: ReadonlyMap<string, string> = new Map(),
  standsFor?: StandsFor,
): ConditionContext {
  return { valueOf: (key) => declared.get(key) ?? "unknown", alternatives: true, today, expressions, standsFor };
}

/**
 * Keys that only requests of services have. "Included in the request context only when the call to your resource is made directly
 * by an AWS service principal": the same page.
 */
const OF_A_SERVICE: ReadonlySet<string> = new Set([
  "aws:principalservicename",
  "aws:principalservicenameslist",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
]);

/**
 * The keys and values in every role's requests, regardless of declarations: a role is neither a service nor a user
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

/** The value of a key that is the same for every role. Undefined for any other key. */
export function ofEveryRole(key: string): KeyValue | undefined {
  return isOfServices(key) ? "missing" : OF_EVERY_ROLE.get(key);
}

/**
 * A declared context for the requests of a role:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html, "temporary security credentials".
 *
 * @param absent keys that its requests lack
 */
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

/** Keeps the declared values that may be this role's, because one context is declared for all roles of a run. */
function ofRole(declared: readonly string[], arns: readonly RoleArn[]): KeyValue {
  const own = declared.filter((value) => arns.some((arn) => mayBe(arn, value)));
  return own.length > 0 ? countedAs(declared, own) : "unknown";
}

/** The declared context with the known facts about the requests in question, which take precedence over declarations for all requests. */
export function requestContext(declared: DeclaredContext, condition: RequestCondition = []): DeclaredContext {
  if (condition.length === 0) return declared;
  return new Map([...declared, ...condition.map(({ key, values }) => [key.toLowerCase(), values] as const)]);
}

/** The unsettled parts: undeclared keys, and values that are unknown before deployment. */
export interface Unknowns {
  readonly keys: Set<string>;
  readonly expressions: Set<string>;
}

export function noUnknowns(): Unknowns {
  return { keys: new Set(), expressions: new Set() };
}
