import { type RequestedAction, requestedAction } from "./action-pattern.js";
import type { Authorization } from "./authorization.js";
import type { Role, RoleVariant, Statement } from "./model.js";
import { type AskedResource, askedResource, noResource } from "./resource-reach.js";

/** An action that a role needs, and the resources that it needs it on (`["*"]`: every resource). */
export interface AskedAction {
  readonly action: string;
  readonly resources: readonly string[];
  /** What is known of the requests that need it; left out: nothing beyond what the user declares. */
  readonly condition?: RequestCondition;
}

/** Condition keys that the requests carry, with their values, as a policy may test them. */
export type RequestCondition = readonly RequestKey[];

export interface RequestKey {
  readonly operator: "StringEquals" | "Bool";
  readonly key: string;
  /** One at least. Several are what the key may be, one at a time. */
  readonly values: readonly string[];
}

/** A text that tells one condition from another; empty for none. */
export function conditionText(condition: RequestCondition | undefined): string {
  return (condition ?? []).map(({ operator, key, values }) => `${operator} ${key} = ${values.join(" or ")}`).join(", ");
}

/** The `Condition` of a statement that lets just these requests through: operators with their keys and values. */
export type PolicyCondition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export function asPolicyCondition(condition: RequestCondition): PolicyCondition {
  const operators = [...new Set(condition.map(({ operator }) => operator))];
  return Object.fromEntries(
    operators.map((operator) => {
      const keys = condition.filter((one) => one.operator === operator);
      return [operator, Object.fromEntries(keys.map(({ key, values }) => [key, oneOrMore(values)]))];
    }),
  );
}

function oneOrMore(values: readonly string[]): string | readonly string[] {
  const [first, ...others] = values;
  return first !== undefined && others.length === 0 ? first : values;
}

/** An action ready to be matched, and one object for each resource, so that statements can remember their answer. */
export interface Request {
  readonly action: RequestedAction;
  readonly resources: readonly AskedResource[];
}

/** Makes requests of what is asked; the same for all roles of a run. */
export class Requests {
  readonly #known = new Map<AskedAction, Request>();
  readonly #resources = new Map<string, AskedResource>();

  /** `null` where what an action knows of resources makes no difference. */
  constructor(private readonly authorization: Authorization | null) {}

  of(asked: AskedAction): Request {
    const known = this.#known.get(asked);
    if (known !== undefined) return known;
    const request = { action: requestedAction(asked.action), resources: this.#resourcesOf(asked) };
    this.#known.set(asked, request);
    return request;
  }

  #resourcesOf({ action, resources }: AskedAction): readonly AskedResource[] {
    if (this.authorization?.isWildcardOnly(action)) return [noResource];
    const services = this.authorization?.resourceServices(action) ?? null;
    return resources.map((resource) => {
      const key = `${services === null ? "" : [...services].join()} ${resource}`;
      const asked = this.#resources.get(key) ?? askedResource(resource, services);
      this.#resources.set(key, asked);
      return asked;
    });
  }
}

/** Which of the two fits a role: unpacking the data takes longer than a check, and many roles need none. */
export class RequestsOfRun {
  readonly #plain = new Requests(null);
  readonly #exact: Requests;

  constructor(authorization: Authorization) {
    this.#exact = new Requests(authorization);
  }

  for(role: Role): Requests {
    return role.variants.every(isOpen) ? this.#plain : this.#exact;
  }
}

/** Whether every statement of every policy is on `*`: then each reaches all resources of whatever action. */
function isOpen({ policies, boundary }: RoleVariant): boolean {
  return [...policies, ...(boundary === null ? [] : [boundary])].every(
    (policy) => policy.kind !== "document" || policy.document.statements.every(isOnEverything),
  );
}

function isOnEverything({ resources }: Statement): boolean {
  return resources === null || (!resources.negated && resources.patterns.some(({ text }) => text === "*"));
}
