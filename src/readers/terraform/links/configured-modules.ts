import { type JsonObject, property } from "../../../source/json-node.js";
import type { ModulePath } from "../model/address.js";
import { type Expression, type ModuleCall, type ModuleConfig, readExpression } from "../model/configuration.js";
import { listIn, objectIn, valueAt } from "../model/fields.js";
import type { Plan, PlannedResource } from "../model/plan.js";
import type { Scope } from "./scope.js";

/** Finds the configuration of a module, a resource, or an attribute in the plan. */
export class ConfiguredModules {
  constructor(private readonly plan: Plan) {}

  /** The calls from the root to a module, outermost first. Stops at the first call that is missing from the configuration. */
  callsTo(path: ModulePath): readonly ModuleCall[] {
    const calls: ModuleCall[] = [];
    let module: ModuleConfig = this.plan.root;
    for (const { name } of path) {
      const call = module.call(name);
      if (call === undefined) break;
      calls.push(call);
      module = call.module;
    }
    return calls;
  }

  moduleAt(path: ModulePath): ModuleConfig | undefined {
    const calls = this.callsTo(path);
    return calls.length < path.length ? undefined : (calls.at(-1)?.module ?? this.plan.root);
  }

  configOf({
    module,
    mode,
    type,
    name,
  }: Pick<PlannedResource, "module" | "mode" | "type" | "name">): JsonObject | undefined {
    return this.moduleAt(module)?.resource(`${mode === "data" ? "data." : ""}${type}.${name}`);
  }

  /** An attribute's expression in the configuration. It has no references if the configuration shows none. */
  expressionAt(resource: PlannedResource, path: readonly (string | number)[]): Expression {
    const expressions = objectIn(this.configOf(resource) ?? {}, "expressions");
    const [block, index, ...rest] = path;
    if (block !== "inline_policy" || index === undefined) return readExpression(valueAt(expressions, path));
    const written = blockNamed(listIn(expressions, block), listIn(resource.values, block), Number(index));
    return readExpression(written === null ? undefined : valueAt(written, rest));
  }

  /** The scope of a resource's expressions. */
  scopeOf(resource: PlannedResource): Scope {
    const forEach = property(this.configOf(resource) ?? {}, "for_each_expression");
    return { module: resource.module, key: resource.key, forEach, owner: resource };
  }

  /** The scope of a module call's arguments. Returns null for the root module. */
  callScope(module: ModulePath): Scope | null {
    const call = this.callsTo(module).at(-1);
    if (call === undefined) return null;
    return { module: module.slice(0, -1), key: module.at(-1)?.key ?? null, forEach: call.forEach, owner: module };
  }
}

/**
 * The written block that corresponds to a planned one. A plan sorts the blocks of a set by value and omits dynamic
 * blocks, so a block can be identified only by its name, or if it is the only one.
 */
function blockNamed(written: readonly JsonObject[], planned: readonly JsonObject[], index: number): JsonObject | null {
  const name = property(planned[index] ?? {}, "name");
  const named = written.filter((block) => property(objectIn(block, "name"), "constant_value") === name);
  const [found] = name === undefined ? [] : named;
  if (found !== undefined) return named.length === 1 ? found : null;
  return written.length === 1 && planned.length === 1 ? (written[0] ?? null) : null;
}
