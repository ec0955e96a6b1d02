import type { Authorization } from "../iam/authorization.js";
import { declaredArns } from "../iam/declared-arns.js";
import { MANAGED_POLICY_SIZE } from "../iam/quota.js";
import { asPolicyCondition, conditionText, type PolicyCondition, type RequestCondition } from "../iam/requests.js";
import { type Declaration, declaresAnything, listedArns, resourceSet } from "../iam/resource-set.js";
import { declaredPartition } from "../iam/role-partitions.js";
import type { TrustedService } from "../iam/verdict.js";
import { mergeActions } from "../requirements/read-actions.js";
import type { Kind } from "../requirements/requirements.js";
import { append } from "../source/append.js";

/** The description of the parameter for the trusted service, if the lists don't name a service. */
export const TRUSTED_SERVICE =
  "Service that assumes the role, such as ec2.amazonaws.com for a role that is attached to an instance";

/** The smallest role that satisfies some kinds. */
export interface LeastRole {
  /** The lower-case words of the role's name. Each format joins them in its own way. */
  readonly words: readonly string[];
  /** One document, or as many as needed to keep each within a managed policy's quota. */
  readonly documents: readonly LeastDocument[];
  /** Services that must be able to assume the role. If ec2 is one, the role needs an instance profile. */
  readonly services: readonly TrustedService[];
  /** The partition, if it is declared or known from the appliance's ARN. Some partitions have different names for services. */
  readonly partition: string | null;
  /** The ARN of the appliance's role or account. `fill-in` if the user must supply it, null if no appliance assumes the role. */
  readonly appliance: string | "fill-in" | null;
  /**
   * True if the lists don't name a principal that assumes the role. Since a role needs a trust policy, the user must supply a service. The
   * appliance's own role is attached to an instance, so its service is EC2.
   */
  readonly isTrustOpen: boolean;
}

/** A policy document that has only Allow statements. */
export interface LeastDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly LeastStatement[];
}

interface LeastStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: "*" | readonly string[];
  readonly Condition?: PolicyCondition;
}

/** @param declared the resources that `*` must cover */
export function leastRole(
  words: readonly string[],
  kinds: readonly Kind[],
  appliance: string | null,
  declared: Declaration,
  authorization: Authorization,
): LeastRole {
  const parties = new Set(kinds.flatMap(({ trust }) => trust));
  const services = [...parties].filter((party) => party !== "appliance");
  return {
    words,
    documents: documentsFor(needsOf(kinds, declared, authorization), words),
    services,
    partition: declaredPartition(declared),
    appliance: parties.has("appliance") ? (appliance ?? "fill-in") : null,
    isTrustOpen: parties.size === 0,
  };
}

/** An action and the resources that it is needed on. */
interface Need {
  readonly action: string;
  readonly resource: LeastStatement["Resource"];
  readonly condition: RequestCondition | undefined;
}

/**
 * The needs of the kinds, sorted by condition, resources, and action. Needs without a condition come first, and needs on every resource
 * come before the others. Each action occurs once.
 */
function needsOf(kinds: readonly Kind[], declared: Declaration, authorization: Authorization): readonly Need[] {
  const required = mergeActions(kinds.flatMap(({ actions }) => actions));
  const needs = required.map(({ action, resources, condition }): Need => {
    if (resources.includes("*")) return { action, resource: "*", condition };
    const types = authorization.requestsOf(action.toLowerCase())?.types ?? [];
    const needed = listedArns(types, resources, { kind: "everything" }, declaredPartition(declared) ?? "aws");
    const others = needed.flatMap(({ arn, isListed }) => (isListed ? [] : arn));
    return { action, resource: [...resources, ...others].sort(), condition };
  });
  return withinDeclared(needs, declared, authorization).sort((first, second) =>
    compare(orderOf(first), orderOf(second)),
  );
}

/** Narrows needs on every resource to the declared resources. A service's actions share one list, which keeps policies short. */
function withinDeclared(needs: readonly Need[], declared: Declaration, authorization: Authorization): Need[] {
  if (!declaresAnything(declared)) return [...needs];
  const groups = new Map<string, Need[]>();
  for (const need of needs) {
    const { action, resource, condition } = need;
    const own = resource === "*" ? declaredArns([action], declared, authorization) : null;
    const isOwn = own === null || resourceSet(action.toLowerCase(), declared).kind === "patterns";
    const group = isOwn ? action : action.slice(0, action.indexOf(":"));
    const key = [conditionText(condition), group].join("\n");
    append(groups, key, need);
  }
  return [...groups.values()].flatMap((group) => {
    const actions = group.map(({ action }) => action);
    const arns = group.every(({ resource }) => resource === "*")
      ? declaredArns(actions, declared, authorization)
      : null;
    return arns === null ? group : group.map((need) => ({ ...need, resource: arns }));
  });
}

function orderOf({ action, resource, condition }: Need): string {
  return [conditionText(condition), resource === "*" ? "" : resource.join(" "), action].join("\n");
}

function compare(first: string, second: string): number {
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

/** Fills one document after another. Consecutive needs on the same resources share a statement. */
function documentsFor(needs: readonly Need[], words: readonly string[]): readonly LeastDocument[] {
  const documents: LeastStatement[][] = [];
  let current: LeastStatement[] = [];
  for (const need of needs) {
    const more = withNeed(current, need, words);
    if (documentSize(more) <= MANAGED_POLICY_SIZE || current.length === 0) {
      current = more;
    } else {
      documents.push(current);
      current = withNeed([], need, words);
    }
  }
  return [...documents, current].map((Statement) => ({ Version: "2012-10-17", Statement }));
}

function withNeed(statements: readonly LeastStatement[], need: Need, words: readonly string[]): LeastStatement[] {
  const { action, resource: Resource, condition } = need;
  const Condition = condition === undefined ? {} : { Condition: asPolicyCondition(condition) };
  const last = statements.at(-1);
  if (last !== undefined && scopeOf(last) === JSON.stringify([Resource, Condition])) {
    return [...statements.slice(0, -1), { ...last, Action: [...last.Action, action] }];
  }
  const Sid = `${pascalCase(words)}${statements.length === 0 ? "" : statements.length + 1}`;
  return [...statements, { Sid, Effect: "Allow", Action: [action], Resource, ...Condition }];
}

function scopeOf({ Resource, Condition }: LeastStatement): string {
  return JSON.stringify([Resource, Condition === undefined ? {} : { Condition }]);
}

/** The size as IAM counts it: JSON without whitespace, which our strings don't contain. */
function documentSize(statements: readonly LeastStatement[]): number {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements }).length;
}

/** Joins words into a name such as `VeeamWorker`, which is valid as a logical ID in CloudFormation and as a Sid. */
export function pascalCase(words: readonly string[]): string {
  return words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join("");
}
