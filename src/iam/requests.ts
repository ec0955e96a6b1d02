import { type RequestedAction, requestedAction } from "./action-pattern.js";
import type { Authorization, ResourceType } from "./authorization.js";
import type { StandsFor } from "./condition/context.js";
import {
  ANY_KEY,
  ANY_REQUEST_TAG,
  NOT_DECLARABLE,
  type RequestRegion,
  type ServiceKeys,
} from "./condition/request-keys.js";
import { arnsOf, type RoleArn } from "./condition/role-arn.js";
import { arnParts, mayBeOfAws, partsWithin } from "./deployment.js";
import { globalEndpoint, globalRegions, isPassedOn } from "./global-services.js";
import type { Role, Statement } from "./model.js";
import { byTestedName } from "./own-names.js";
import { hasWildcards } from "./pattern.js";
import { regionsOf } from "./regions.js";
import { ANY_SEPARATORS, mostSeparators } from "./resource-ids.js";
import {
  noResource,
  type RequestedResource,
  requestedForm,
  requestedResource,
  requestedText,
} from "./resource-reach.js";
import { listedArns, NOTHING_DECLARED, neededArns, resourceSet, withinPatterns } from "./resource-set.js";
import { byPartition, documentsOf, partitionsOf, statementsOf, type VariantsOfRole } from "./role-partitions.js";
import type { DeclaredContext } from "./verdict.js";

/** An action that a role needs, with the resources that it needs the action on (`["*"]` for every resource). */
export interface RequiredAction {
  readonly action: string;
  readonly resources: readonly string[];
  /** Known facts about the requests that need the action. If absent, only the user's declarations are known. */
  readonly condition?: RequestCondition;
}

/** Condition keys that the requests carry, with their values, as a policy may test them. */
export type RequestCondition = readonly RequestKey[];

export interface RequestKey {
  readonly operator: "StringEquals" | "Bool";
  readonly key: string;
  /** At least one value. If there are several, the key has one of them at a time. */
  readonly values: readonly string[];
}

/** A string that distinguishes one condition from another. Empty without a condition. */
export function conditionText(condition: RequestCondition | undefined): string {
  return (condition ?? []).map(({ operator, key, values }) => `${operator} ${key} = ${values.join(" or ")}`).join(", ");
}

/** The `Condition` of a statement that allows exactly these requests: operators with their keys and values. */
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

/** An action ready for matching, with one object per resource, so that statements can cache their answers. */
export interface Request {
  readonly action: RequestedAction;
  readonly resources: readonly RequestedResource[];
  /**
   * Lists of resources from `resources`. Every request involves one resource of each list, so the action fails if a list has no allowed
   * resource.
   */
  readonly needed: readonly (readonly RequestedResource[])[];
  /** The declared regions. */
  readonly regions: readonly string[];
  /** ARNs added to every request, beyond those listed in the requirements. */
  readonly addedArns?: readonly string[];
}

/** Turns required actions into requests. All roles in the same partition share the requests of a run. */
export class Requests {
  readonly #known = new Map<RequiredAction, Request>();
  readonly #resources = new Map<string, RequestedResource>();
  readonly #extents = new Map<string, RequestedResource>();
  readonly #keys = new Map<string, ServiceKeys>();
  readonly #regions = new Map<string, RequestRegion>();

  /** @param authorization `null` if the action's resource types and condition keys make no difference */
  constructor(
    private readonly authorization: Authorization | null,
    /** More than one if the role's partition is unknown. */
    private readonly partitions: readonly string[] = ["aws"],
    private readonly declared = NOTHING_DECLARED,
  ) {}

  of(required: RequiredAction): Request {
    const known = this.#known.get(required);
    if (known !== undefined) return known;
    const action = requestedAction(required.action);
    const regions = this.declared.deployment?.regions ?? [];
    const request = { action, regions, ...this.#resourcesOf(action.folded, required) };
    this.#known.set(required, request);
    return request;
  }

  /** The partition that `aws` stands for in a role's strings, if the role is in another partition. */
  standsFor({ format }: Role): StandsFor | undefined {
    const [partition, ...others] = this.partitions;
    if (partition === undefined || partition === "aws" || others.length > 0) return undefined;
    return { partition, inTexts: format === "cloudformation" };
  }

  /** The known part of the role's ARN, in the partition that its strings name. */
  arnsOf(role: Role): readonly RoleArn[] {
    const partitions = this.standsFor(role)?.inTexts ? ["aws*"] : this.partitions;
    return arnsOf(role, partitions, this.declared.deployment?.accounts);
  }

  #resourcesOf(action: string, { resources, condition = [] }: RequiredAction): Omit<Request, "action" | "regions"> {
    if (this.authorization === null) return { resources: resources.map((one) => this.#shared(one, {})), needed: [] };
    const requests = this.authorization.requestsOf(action);
    const told = this.#regionOf(action);
    const region = oneFor(this.#regions, String(told), told);
    const set = resourceSet(action, this.declared);
    if (requests === null) {
      // A user who declares where an action is needed knows its resources.
      const within = set.kind === "patterns" ? () => set.patterns.map((one) => this.#arn(one, { region })) : null;
      // A resource that is being created has no tags yet, so no declaration applies to them. Nothing else is known about such
      // requests.
      const keys = action.includes(":create") ? { keys: [ANY_KEY, ANY_REQUEST_TAG, NOT_DECLARABLE.tags] } : {};
      const requested = resources.map((one) => {
        return this.#shared(one, {
          ...keys,
          region,
          unknown: true,
          ...(one === "*" && within !== null ? { parts: within } : {}),
        });
      });
      return { resources: requested, needed: [] };
    }
    const { types } = requests;
    // Every request carries the keys listed in the requirements, for any resource.
    const keys = [
      ...requests.keys,
      ...condition.map(({ key }) => key.toLowerCase()),
      ...(isPassedOn(action) ? [NOT_DECLARABLE.tags] : []),
    ];
    if (types.length === 0) {
      const texts = this.partitions.map((partition) => textOf(action, partition));
      return {
        resources: texts.map((text) =>
          this.#shared(text, { keys: [...keys, NOT_DECLARABLE.resource], region, wildcardOnly: true }),
        ),
        needed: [],
      };
    }
    const listed = resources.includes("*") ? null : resources.flatMap((one) => withinPatterns(one, set) ?? [one]);
    const partitions = listed === null ? this.partitions : partitionsNamed(listed, this.partitions);
    const forms = partitions.flatMap((partition) => {
      return listed === null ? neededArns(types, set, partition) : listedArns(types, listed, set, partition);
    });
    const [onlyService, ...otherServices] = new Set(types.flatMap((type) => type.forms.map(serviceOf)));
    // A copy comes right before its original.
    const apart = forms.filter(({ type }, at) => !type.isNew || forms[at + 1]?.type.name !== type.name);
    const isOne =
      listed === null &&
      new Set(apart.map(({ arn }) => arn)).size === this.partitions.length &&
      otherServices.length === 0;
    const onForms = forms.flatMap(({ arn, type, within, isListed }) => {
      const about = {
        keys: [...keys, ...type.keys],
        region,
        type: isListed ? null : type.name,
        isNew: type.isNew ?? false,
        most: mostSeparators(arn),
        onlyService: isOne && onlyService !== undefined ? onlyService : null,
      };
      const requested = isListed ? (within ?? []).map((one) => this.#arn(one, about)) : [this.#arn(arn, about, within)];
      return requested.map((one) => ({ type, requested: one }));
    });
    // If no form of the action's types is left, the given resources are requested, whatever their type.
    const others = () =>
      resources.map((one) => {
        return this.#arn(
          one,
          { keys: [...keys, ...types.flatMap((type) => type.keys)], region },
          withinPatterns(one, set),
        );
      });
    return {
      addedArns: listed === null ? [] : forms.flatMap(({ arn, isListed }) => (isListed ? [] : arn)),
      resources: forms.length > 0 ? onForms.map(({ requested }) => requested) : others(),
      needed:
        partitions.length === 1
          ? neededOf(forms.map(({ type }) => type)).map((some) =>
              onForms.flatMap(({ type, requested }) => (some.includes(type) ? requested : [])),
            )
          : [],
    };
  }

  #regionOf(action: string): RequestRegion {
    const global = this.partitions.map((partition) => globalRegions(action, partition));
    const own = global.flatMap((regions) => regions ?? []);
    const regions = this.declared.deployment?.regions ?? [];
    // A region in the context would rule out some of these, so the region is then unknown.
    if (isPassedOn(action)) {
      const isOpen = regions.length === 0 || this.declared.context?.has("aws:requestedregion");
      return isOpen ? "unknown" : [...new Set([...regions, ...own])];
    }
    if (own.length > 0) {
      if (global.includes(null)) return "unknown";
      const declared = own.filter((one) => regions.includes(one));
      return declared.length > 0 ? declared : own;
    }
    const elsewhere = this.partitions.flatMap((partition) => globalEndpoint(action, partition) ?? []);
    // The partition aws has many regions, and AWS keeps adding more.
    const regional =
      regions.length > 0 || this.partitions.includes("aws") ? regions : this.partitions.flatMap(regionsOf);
    return regional.length === 0 ? null : [...new Set([...regional, ...elsewhere])];
  }

  /** The requested resource for a pattern of ARNs within the deployment. */
  #arn(arn: string, about: About, within: readonly string[] | null = null): RequestedResource {
    const { deployment } = this.declared;
    const parts = within ?? (deployment === null ? null : partsWithin(arn, deployment));
    if (parts === null) return this.#shared(arn, about);
    return this.#shared(arn, { ...about, parts: () => parts.map((part) => this.#arn(part, about)) }, within ?? []);
  }

  /** Returns the same object for the same resource, keys, region, and declared part. */
  #shared(resource: string, about: About, within: readonly string[] = []): RequestedResource {
    const { keys: own = null, parts = null, isNew = false, ...rest } = about;
    const isOpen = about.wildcardOnly === true || about.unknown === true;
    const keys = own !== null && !isOpen && mayBeOfAws(resource) ? [...own, NOT_DECLARABLE.account] : own;
    const sorted = keys === null ? null : [...new Set(keys)].sort();
    const key = JSON.stringify([resource, sorted, rest, isNew, within]);
    const known = this.#resources.get(key);
    if (known !== undefined) return known;
    let made: readonly RequestedResource[] | undefined;
    const extent = this.#extent(resource, about);
    const requested: RequestedResource = {
      ...extent,
      ...rest,
      extent,
      keys: sorted && oneFor(this.#keys, sorted.join(" "), new Set(sorted)),
      parts:
        parts === null
          ? null
          : () => {
              made ??= parts();
              return made;
            },
    };
    this.#resources.set(key, requested);
    return requested;
  }

  #extent(
    resource: string,
    { wildcardOnly = false, type, most = ANY_SEPARATORS, onlyService = null, unknown = false, isNew }: About,
  ): RequestedResource {
    const key = JSON.stringify([resource, wildcardOnly, type !== undefined, most, onlyService, unknown, isNew]);
    const known = this.#extents.get(key);
    if (known !== undefined) return known;
    const asTyped = type !== undefined ? requestedForm(resource, isNew) : requestedResource(resource);
    const extent = !wildcardOnly ? asTyped : resource === "*" ? noResource : requestedText(resource);
    this.#extents.set(key, extent);
    return extent;
  }
}

/** Returns the same object for the same key, because statements cache their answers by object. */
function oneFor<V>(known: Map<string, V>, key: string, value: V): V {
  const before = known.get(key) ?? value;
  known.set(key, before);
  return before;
}

/** Groups types into lists. Each request involves one type of each list. */
function neededOf(types: readonly ResourceType[]): readonly (readonly ResourceType[])[] {
  const each = types.filter(({ need }) => need === "each");
  const alternatives = types.filter(({ need }) => need === "alternative");
  return [...[...new Set(each)].map((type) => [type]), ...(alternatives.length === 0 ? [] : [alternatives])];
}

interface About
  extends Partial<
    Pick<RequestedResource, "region" | "type" | "most" | "onlyService" | "unknown" | "wildcardOnly" | "parts">
  > {
  readonly keys?: readonly string[];
  readonly isNew?: boolean;
}

/**
 * The resource that AWS compares with for an action without resource-level permissions. The service authorization reference names
 * no resource for s3:ListAllMyBuckets, but AWS's own examples and managed policies grant it on this ARN:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/walkthrough1.html
 */
function textOf(action: string, partition: string): string {
  return action === "s3:listallmybuckets" ? `arn:${partition}:s3:::*` : "*";
}

/** The partitions that the ARNs name, or else the partitions in which the role may work. */
function partitionsNamed(arns: readonly string[], others: readonly string[]): readonly string[] {
  const named = new Set(arns.flatMap((arn) => arnParts(arn)?.[1] ?? []).filter((one) => !hasWildcards(one)));
  return named.size > 0 ? [...named] : others;
}

function serviceOf(form: string): string {
  return form.slice(0, form.indexOf(":"));
}

/** Chooses the requests for each role. Unpacking the data takes longer than a check, and many roles don't need it. */
export class RequestsOfRun {
  readonly #plain = new Requests(null);
  readonly #exact = new Map<string, Requests>();

  /** @param requested the declarations that the requests are limited to; defaults to all of them */
  constructor(
    private readonly authorization: Authorization,
    private readonly declared = NOTHING_DECLARED,
    private readonly context: DeclaredContext = new Map(),
    private readonly requested = declared,
  ) {}

  /** A role's variants, grouped by the partitions that they work in, and by the role's name if its policies test it. */
  parts(role: Role): readonly VariantsOfRole[] {
    return byPartition(role, this.declared, this.context).flatMap(byTestedName);
  }

  for(role: Role): Requests {
    // If all statements cover every resource without conditions, exact requests make no difference.
    const above = (role.guardrails ?? []).map(({ policies }) => ({ policies, boundary: null }));
    if (statementsOf([...role.variants, ...above].flatMap(documentsOf)).every(isOnEverything)) return this.#plain;
    const partitions = partitionsOf(role, this.declared, this.context);
    const key = partitions.join();
    const requests =
      this.#exact.get(key) ??
      new Requests(this.authorization, partitions, { ...this.requested, context: this.context });
    this.#exact.set(key, requests);
    return requests;
  }
}

function isOnEverything({ resources, conditions }: Statement): boolean {
  if (conditions.length > 0) return false;
  return resources === null || (!resources.negated && resources.patterns.some(({ text }) => text === "*"));
}
