import type { Authorization } from "./authorization.js";
import type { Role, RoleVariant, Statement } from "./model.js";
import { type AskedResource, askedResource, noResource } from "./resource-reach.js";

/** An action that a role needs, and the resources that it needs it on (`["*"]`: every resource). */
export interface AskedAction {
  readonly action: string;
  readonly resources: readonly string[];
}

/** One object for each resource asked for, so that statements can remember their answer. */
export class AskedResources {
  /** Null where what an action knows of resources makes no difference: unpacking the data takes longer than a check. */
  readonly #authorization: Authorization | null;
  readonly #known = new Map<string, AskedResource>();

  constructor(role: Role, authorization: Authorization) {
    this.#authorization = role.variants.every(isOpen) ? null : authorization;
  }

  of(action: string, resources: readonly string[]): AskedResource[] {
    if (this.#authorization?.isWildcardOnly(action)) return [noResource];
    const services = this.#authorization?.resourceServices(action) ?? null;
    return resources.map((resource) => {
      const key = `${services === null ? "" : [...services].join()} ${resource}`;
      const asked = this.#known.get(key) ?? askedResource(resource, services);
      this.#known.set(key, asked);
      return asked;
    });
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
