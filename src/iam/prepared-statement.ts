import { showText } from "../source/node.js";
import { type ConditionOutcome, evaluateConditions, type PolicyVersion } from "./condition/condition.js";
import type { ConditionContext, KeyValue } from "./condition/context.js";
import {
  contextOfRequests,
  isSameForAllRequests,
  type RequestRegion,
  type ServiceKeys,
  standingOf,
} from "./condition/request-keys.js";
import type { Condition, PatternList, Statement } from "./model.js";
import { type Reach, type RequestedResource, ResourceScope } from "./resource-reach.js";
import type { Ternary } from "./verdict.js";

const EVERYTHING: Reach = { atLeast: "all", atMost: "all" };

/** A statement for which anything that doesn't depend on the action is computed at most once. */
export class PreparedStatement {
  readonly policy: string;
  readonly statement: Statement;
  readonly #version: PolicyVersion;
  readonly #context: ConditionContext;
  #condition: ConditionOutcome | undefined;
  /** The outcome for requests without a specific region, if the conditions test no service keys. */
  #usual: ConditionOutcome | undefined;
  /** Keyed by the keys and the region of the requests, which are the same objects for resources of many accounts. */
  readonly #conditions = new Map<ServiceKeys | null, Map<RequestRegion, ConditionOutcome>>();
  /** Keyed by the region and by which of the conditions' keys the requests carry, which is the same for most requests. */
  readonly #alikes = new Map<string, ConditionOutcome>();
  #keys: readonly string[] | null | undefined;
  #scope: ResourceScope | undefined;
  readonly #reaches = new Map<object, Reach>();

  constructor(policy: string, statement: Statement, version: PolicyVersion, context: ConditionContext) {
    this.policy = policy;
    this.statement = statement;
    this.#version = version;
    this.#context = context;
  }

  /** Whether the statement's conditions hold in requests on a resource. */
  condition(requested: RequestedResource): ConditionOutcome {
    const { keys, region } = requested;
    if (this.statement.conditions.length === 0 || (keys === null && region === null)) {
      this.#condition ??= evaluateConditions(this.statement.conditions, this.#version, this.#context);
      return this.#condition;
    }
    if (region === null && this.isUsual) {
      this.#usual ??= this.#evaluated(keys, region);
      return this.#usual;
    }
    const ofKeys = this.#conditions.get(keys) ?? new Map<RequestRegion, ConditionOutcome>();
    const known = ofKeys.get(region);
    if (known !== undefined) return known;
    const alike = this.#alike(keys, region);
    const outcome = (alike !== null && this.#alikes.get(alike)) || this.#evaluated(keys, region);
    if (alike !== null) this.#alikes.set(alike, outcome);
    this.#conditions.set(keys, ofKeys.set(region, outcome));
    return outcome;
  }

  /** Whether the conditions' keys are the same for all requests. */
  get isUsual(): boolean {
    return this.#keysOfServices()?.length === 0;
  }

  #keysOfServices(): readonly string[] | null {
    if (this.#keys === undefined) this.#keys = serviceKeysOf(this.statement.conditions);
    return this.#keys;
  }

  /** Whether the conditions hold in requests on a resource if a key has this value. */
  holdsWith({ keys, region }: RequestedResource, key: string, value: KeyValue): Ternary {
    const context = contextOfRequests(this.#context, keys, region);
    const known = { ...context, valueOf: (one: string) => (one === key ? value : context.valueOf(one)) };
    return evaluateConditions(this.statement.conditions, this.#version, known).holds;
  }

  /** The known value of a key in requests on a resource. */
  valueOf({ keys, region }: RequestedResource, key: string): KeyValue {
    return contextOfRequests(this.#context, keys, region).valueOf(key);
  }

  #evaluated(keys: ServiceKeys | null, region: RequestRegion): ConditionOutcome {
    return evaluateConditions(this.statement.conditions, this.#version, contextOfRequests(this.#context, keys, region));
  }

  /**
   * A string shared by requests for which the conditions have the same result. Returns null if a policy variable may distinguish
   * them.
   */
  #alike(keys: ServiceKeys | null, region: RequestRegion): string | null {
    const standings = this.#keysOfServices()?.map((key) => standingOf(keys, key));
    return standings === undefined ? null : `${String(region)} ${standings.join()}`;
  }

  /** Results are cached per `requested` object, so pass the same object again. */
  reach(requested: RequestedResource): Reach {
    if (this.isOnEverything) return EVERYTHING;
    const extent = requested.extent ?? requested;
    const known = this.#reaches.get(extent);
    if (known !== undefined) return known;
    const reach = this.scope?.reach(requested) ?? EVERYTHING;
    this.#reaches.set(extent, reach);
    return reach;
  }

  get isOnEverything(): boolean {
    return this.scope?.isEverything !== false;
  }

  /** The resources that its Resource or NotResource covers. `null` in a trust policy, which has neither. */
  get scope(): ResourceScope | null {
    const { resources } = this.statement;
    return resources === null ? null : this.#scopeOf(resources);
  }

  #scopeOf(resources: PatternList): ResourceScope {
    const variables = this.#version === "2012-10-17" ? this.#context : null;
    this.#scope ??= new ResourceScope(resources, variables, this.#context);
    return this.#scope;
  }
}

/** The conditions' keys that some requests have and others don't. Returns null for policy variables, which may read any key. */
function serviceKeysOf(conditions: readonly Condition[]): readonly string[] | null {
  const tests = conditions.filter((one) => one.kind === "test");
  if (tests.some(({ values }) => values.some(({ text }) => showText(text).includes("${")))) return null;
  return [...new Set(tests.map(({ key }) => key.toLowerCase()))].filter((key) => !isSameForAllRequests(key));
}
