import { type ConditionOutcome, evaluateConditions, type PolicyVersion } from "./condition/condition.js";
import type { ConditionContext } from "./condition/context.js";
import { contextOfRequests } from "./condition/request-keys.js";
import type { PatternList, Statement } from "./model.js";
import { type AskedResource, type Reach, ResourceScope } from "./resource-reach.js";

const EVERYTHING: Reach = { atLeast: "all", atMost: "all" };

/** A statement with all that does not depend on the action worked out at most once. */
export class PreparedStatement {
  readonly policy: string;
  readonly statement: Statement;
  readonly #version: PolicyVersion;
  readonly #context: ConditionContext;
  #condition: ConditionOutcome | undefined;
  readonly #conditions = new Map<AskedResource, ConditionOutcome>();
  #scope: ResourceScope | undefined;
  readonly #reaches = new Map<AskedResource, Reach>();

  constructor(policy: string, statement: Statement, version: PolicyVersion, context: ConditionContext) {
    this.policy = policy;
    this.statement = statement;
    this.#version = version;
    this.#context = context;
  }

  /** Whether its conditions hold in requests on what is asked; `asked` is looked up by identity. */
  condition(asked: AskedResource): ConditionOutcome {
    const { keys, region } = asked;
    if (this.statement.conditions.length === 0 || (keys === null && region === null)) {
      this.#condition ??= evaluateConditions(this.statement.conditions, this.#version, this.#context);
      return this.#condition;
    }
    const known = this.#conditions.get(asked);
    if (known !== undefined) return known;
    const context = contextOfRequests(this.#context, keys, region);
    const outcome = evaluateConditions(this.statement.conditions, this.#version, context);
    this.#conditions.set(asked, outcome);
    return outcome;
  }

  /** `asked` is looked up by identity: ask with the same object again. */
  reach(asked: AskedResource): Reach {
    const { resources } = this.statement;
    if (resources === null) return EVERYTHING;
    const known = this.#reaches.get(asked);
    if (known !== undefined) return known;
    const reach = this.#scopeOf(resources).reach(asked);
    this.#reaches.set(asked, reach);
    return reach;
  }

  /** What its Resource or NotResource says; `null` in a trust policy, which has neither. */
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
