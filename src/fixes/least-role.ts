import {
  asPolicyCondition,
  conditionText,
  type PolicyCondition,
  type RequestCondition,
} from "../iam/asked-resources.js";
import type { Authorization } from "../iam/authorization.js";
import { declaredArns } from "../iam/declared-arns.js";
import { MANAGED_POLICY_SIZE } from "../iam/quota.js";
import { type Declaration, declaresAnything, listedArns, resourceSet } from "../iam/resource-set.js";
import { declaredPartition } from "../iam/role-partitions.js";
import type { TrustedService } from "../iam/verdict.js";
import { mergeActions } from "../requirements/read-actions.js";
import type { Kind } from "../requirements/requirements.js";
import { append } from "../source/append.js";

/** What a parameter for the service of an open trust is for. */
export const TRUSTED_SERVICE =
  "Service that assumes the role, such as ec2.amazonaws.com for a role that is attached to an instance";

/** The least role that satisfies some kinds. */
export interface LeastRole {
  /** Words of the role's name, in lower case: each format joins them in its own way. */
  readonly words: readonly string[];
  /** One document, or as many as it takes to keep each within the quota of a managed policy. */
  readonly documents: readonly LeastDocument[];
  /** Services that have to assume it; with ec2 among them it needs an instance profile. */
  readonly services: readonly TrustedService[];
  /** Where it is declared, or the appliance's ARN tells it: services have other names in some. */
  readonly partition: string | null;
  /** ARN of the appliance's role or account; `fill-in`: left to be given; null: no appliance assumes it. */
  readonly appliance: string | "fill-in" | null;
  /**
   * The lists name nobody who assumes it, and a role needs a trust policy: a service that is left to be given. That of the appliance's own
   * role is ec2, as it is attached to an instance.
   */
  readonly isTrustOpen: boolean;
}

/** A policy document of Allow statements. */
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

/** @param declared what `*` has to cover */
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

/** An action, and what it is needed on. */
interface Need {
  readonly action: string;
  readonly resource: LeastStatement["Resource"];
  readonly condition: RequestCondition | undefined;
}

/** What is needed in any request first, on every resource, then by resources; actions sorted, each once. */
function needsOf(kinds: readonly Kind[], declared: Declaration, authorization: Authorization): readonly Need[] {
  const required = mergeActions(kinds.flatMap(({ actions }) => actions));
  const needs = required.map(({ action, resources, condition }): Need => {
    if (resources.includes("*")) return { action, resource: "*", condition };
    const types = authorization.requestsOf(action.toLowerCase())?.types ?? [];
    const asked = listedArns(types, resources, { kind: "everything" }, declaredPartition(declared) ?? "aws");
    const others = asked.flatMap(({ arn, isListed }) => (isListed ? [] : arn));
    return { action, resource: [...resources, ...others].sort(), condition };
  });
  return withinDeclared(needs, declared, authorization).sort((first, second) =>
    compare(orderOf(first), orderOf(second)),
  );
}

/** Narrows what is needed on every resource to what is declared: the actions of a service share a list, so that policies stay short. */
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

/** Fills one document after the other, a statement for each run of needs on the same resources. */
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

/** As IAM counts: JSON without white space, of which our texts hold none. */
function documentSize(statements: readonly LeastStatement[]): number {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements }).length;
}

/** `VeeamWorker`: an identifier of CloudFormation, and a Sid. */
export function pascalCase(words: readonly string[]): string {
  return words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join("");
}
