import type { HclExpression } from "../../../hcl/expression.js";
import { Unreadable } from "../../../hcl/unreadable.js";
import { joinPath } from "../../../source/folder-path.js";
import { assemble } from "../../../source/join-text.js";
import type { JsonValue } from "../../../source/json-node.js";
import { entryOf, type MapEntry, type MapNode, type Node, type TextPart } from "../../../source/node.js";
import { fileOf, type Place } from "../../../source/place.js";
import type { TextFile } from "../../../source/text-file.js";
import { pieceAt } from "../../../source/text-piece.js";
import type { ReadBudget } from "../../read-budget.js";
import type { ConfiguredModules } from "../links/configured-modules.js";
import type { ByKey, Instances } from "../links/instances.js";
import type { Scope } from "../links/scope.js";
import { formatModuleAddress, indexValue, keyOf, type ModulePath } from "../model/address.js";
import { type ModuleCall, readExpression } from "../model/configuration.js";
import type { Plan, PlannedResource } from "../model/plan.js";
import type { DynamicBlock, SourceAttribute } from "../source/source-block.js";
import type { Repetition, Sources } from "../source/sources.js";
import { isSeveral } from "./collection-functions.js";
import { Allowance, type Effort } from "./effort.js";
import { elementsIn } from "./elements.js";
import { causeIn, evaluate } from "./evaluate.js";
import type { EvaluationContext, Key, Named, Outside, Step } from "./evaluation-context.js";
import { missingName } from "./file-functions.js";
import { type Iteration, iterationsOf } from "./iterations.js";
import { isUnmet } from "./operators.js";
import { ParsedSources } from "./parsed-sources.js";
import { hasAttribute, type PlannedValues } from "./planned-values.js";
import { refersTo, subjectsOf } from "./refers-to.js";
import { digitsOf } from "./value-type.js";
import { Variables } from "./variables.js";
import { impliedText, writtenAttribute, writtenFile } from "./written-text.js";

/** Charges for a resource's value: a whole document, or each attribute of each instance. */
function paid(found: Named | null, effort: Effort): Named | null {
  const node = found?.node;
  if (node !== undefined) effort.weigh("made" in node && node.made?.kind === "json" ? node.made.value : node);
  return found;
}

/**
 * Evaluates attributes that a plan knows only after apply, using the source that sets them: `jsonencode({...})` with
 * the ARN of a new queue is known except for the ARN. The plan lists the references in each expression. If the source
 * has different references, it has changed since the plan, and its values aren't used.
 */
export class NamedValues implements Outside {
  private readonly parsed: ParsedSources;
  private readonly variables: Variables;
  private readonly allowance: Allowance;
  private readonly known = new Map<string, Node | null>();
  /** Values of variables, locals, and `for_each`, which many instances share. */
  private readonly shared = new Map<string, Node | null>();
  private readonly allowedValues = new Map<string, readonly Node[]>();
  private readonly missing = new WeakMap<HclExpression, readonly string[]>();
  private readonly notLooked = new Map<string, Place>();

  constructor(
    private readonly plan: Plan,
    private readonly modules: ConfiguredModules,
    private readonly instances: Instances,
    private readonly sources: Sources,
    private readonly planned: PlannedValues,
    budget: ReadBudget | undefined,
    resources = plan.resources.length,
  ) {
    this.parsed = new ParsedSources((problem) => sources.report(problem));
    this.allowance = new Allowance(resources, budget);
    this.variables = new Variables(
      plan,
      modules,
      sources,
      planned,
      this.parsed,
      this,
      (...args) => this.written(...args),
      (...args) => this.unmet(...args),
    );
  }

  /** An attribute's value. Returns null if the source doesn't determine it. */
  valueOf(resource: PlannedResource, path: readonly (string | number)[]): Node | null {
    const key = JSON.stringify([resource.address, path]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    // Prevents endless recursion if documents are built from each other.
    this.known.set(key, null);
    const found = this.ofPlan(resource, path);
    this.known.set(key, found);
    return found;
  }

  /** Attributes with expressions that cost more than any policy needs, each with its place. */
  get tooCostly(): ReadonlyMap<string, Place> {
    return this.notLooked;
  }

  /**
   * The value of an attribute in the source. Returns null if it isn't an expression or costs too much. If it costs too
   * much, `name` is added to `tooCostly`.
   */
  read(
    attribute: SourceAttribute,
    scope: Scope,
    bound: ReadonlyMap<string, Node> = new Map(),
    name: string | null = null,
  ): Node | null {
    return this.within(name, attribute.value, (effort) => {
      const node = this.written(attribute, null, attribute.value, scope, effort, bound);
      if (node !== null) effort.weigh(node);
      return node;
    });
  }

  /** The validation rule that the value of a root variable certainly violates. */
  refusing(name: string): SourceAttribute | null {
    return this.within(null, null, (effort) => this.variables.refusing(name, within([]), effort));
  }

  /**
   * An attribute's value according to the source, for comparison with the plan's value. Returns null if the source
   * doesn't determine it.
   */
  sourceOf(resource: PlannedResource, path: readonly (string | number)[]): Node | null {
    return this.sources.attributeAt(resource, path) === null ? null : this.evaluated(resource, path, null);
  }

  private ofPlan(resource: PlannedResource, path: readonly (string | number)[]): Node | null {
    const planned = this.modules.expressionAt(resource, path);
    if (this.modules.configOf(resource) === undefined || planned.kind === "constant") return null;
    return this.evaluated(resource, path, planned.references);
  }

  private evaluated(
    resource: PlannedResource,
    path: readonly (string | number)[],
    references: readonly string[] | null,
  ): Node | null {
    const scope = this.modules.scopeOf(resource);
    const attribute = this.sources.attributeAt(resource, path);
    const place = this.sources.placeOf(resource);
    // Without references, the plan already has the value.
    const costly = references === null ? null : [resource.address, ...path].join(".");
    return this.within(costly, attribute?.value ?? place, (effort) => {
      const bound = this.boundFor(resource, path, scope, effort);
      const node = bound === null ? null : this.written(attribute, references, place, scope, effort, bound);
      if (node !== null) effort.weigh(node);
      return node;
    });
  }

  /** Reads something within the limit on cost. If it costs more than any policy needs, returns null and records `name`. */
  private within<T>(name: string | null, place: Place | null, read: (effort: Effort) => T | null): T | null {
    try {
      return this.allowance.spend(read);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      if (name !== null && place !== null) this.notLooked.set(name, place);
      return null;
    }
  }

  /** The number of blocks that a dynamic block creates. Returns null if the source doesn't determine it. */
  roundsIn(data: PlannedResource, { forEach }: DynamicBlock): number | null {
    const place = this.sources.placeOf(data);
    const all = this.within(null, place, (effort) =>
      this.written(forEach, null, place, this.modules.scopeOf(data), effort),
    );
    const rounds = all === null ? null : iterationsOf(all);
    return rounds?.some(({ value }) => isSeveral(value)) ? null : (rounds?.length ?? null);
  }

  /** Binds a dynamic statement's iterator to its element. Returns null if the element is unknown. */
  private boundFor(
    data: PlannedResource,
    [block, index]: readonly (string | number)[],
    scope: Scope,
    effort: Effort,
  ): ReadonlyMap<string, Node> | null {
    const repetition = block === "statement" ? this.sources.repetitionOf(data, Number(index)) : null;
    if (repetition === null) return new Map();
    const place = this.sources.placeOf(data);
    const all = this.written(repetition.forEach, null, place, scope, effort);
    const round = all === null ? null : iterationOf(all, repetition);
    if (round === null) return null;
    const key: Node = round.key ?? { kind: "unresolved", place, expression: `${repetition.iterator}.key` };
    const entries = Object.entries({ key, value: round.value }).map(([name, value]) => ({
      ...{ key: name, keyPlace: place, value },
    }));
    return new Map([[repetition.iterator, { kind: "map", place, entries }]]);
  }

  named(root: string, keys: readonly Key[], place: Place, at: EvaluationContext, steps: readonly Step[]): Named | null {
    const { scope, effort } = at;
    const [name] = keys;
    if (scope === null || typeof name !== "string") return null;
    const one = (node: Node | null): Named | null => (node === null ? null : { node, taken: 1 });
    switch (root) {
      case "var":
        return one(this.variable(name, place, scope, effort)) ?? this.allowed(name, place, scope, effort);
      case "local":
        return one(this.local(name, scope, effort));
      case "each":
        return one(name === "key" ? this.eachKey(scope, place, effort) : this.eachValue(scope, place, effort));
      case "count":
        return one(keyNode(scope, place));
      case "path":
        return one(this.path(name, scope, place));
      case "terraform":
        if (name === "workspace" && this.plan.workspace)
          return one({ kind: "scalar", place, value: this.plan.workspace });
        // An unknown string, so that the other value of a conditional becomes a string, too.
        return one({ kind: "partial", place, parts: [{ kind: "unresolved", expression: `terraform.${name}` }] });
      case "module":
        return this.output(name, keys, place, scope, effort);
      case "resource":
        return paid(this.resource("managed", name, keys.slice(1), steps.slice(1), place, scope, 1), effort);
      case "data":
        return paid(this.resource("data", name, keys.slice(1), steps.slice(1), place, scope, 1), effort);
      default:
        return paid(this.resource("managed", root, keys, steps, place, scope, 0), effort);
    }
  }

  isPlanned(node: Node): boolean {
    const origin = this.planned.originOf(node);
    return origin !== undefined && hasAttribute(origin);
  }

  file(path: string, variables: MapNode | null, { effort, written: caller }: EvaluationContext): Node | null {
    const file = this.sources.fileFromRoot(path, fileOf(caller.placeOf(caller.range)));
    if (file === null) return null;
    const written = writtenFile(file);
    const place = written.placeOf(written.range);
    // Terraform accepts only UTF-8.
    if (file.encoding === "other") return { kind: "unresolved", place, expression: file.path, fails: true };
    if (variables === null) {
      effort.spendText(file.text);
      return textOfFile(file, place);
    }
    const template = this.parsed.template(file);
    if (template === null) return null;
    const bound = new Map(variables.entries.map(({ key, value }) => [key, value]));
    const lacking = missingName(template, variables);
    // Terraform rejects a template that uses a name it isn't given, and a template that returns null.
    const refused = (why: string): Node => ({
      ...{ kind: "unresolved", place, fails: true },
      expression: `${file.path}, which ${why},`,
    });
    if (lacking !== undefined) return refused(`is given no ${lacking}`);
    const made = evaluate(template, { written, scope: null, bound, effort }, this);
    return made.kind === "scalar" && made.value === null ? refused("is null") : made;
  }

  filesIn(folder: string, { written }: EvaluationContext): readonly string[] {
    return this.sources.filesFromRoot(folder, fileOf(written.placeOf(written.range)));
  }

  /**
   * The value of an attribute's expression.
   * @param references the expression's references according to the plan; null if the plan has none, as for locals
   * @param place the place of a value that has no source
   */
  private written(
    attribute: SourceAttribute | null,
    references: readonly string[] | null,
    place: Place,
    scope: Scope,
    effort: Effort,
    bound: ReadonlyMap<string, Node> = new Map(),
  ): Node | null {
    const written = attribute === null ? impliedText(references ?? [], place) : writtenAttribute(attribute);
    const expression = written === null ? null : this.parsed.expression(written, attribute?.written?.file ?? null);
    if (written === null || expression === null) return null;
    if (references !== null && !refersTo(expression, references)) return null;
    const node = evaluate(expression, { written, scope, bound, effort }, this);
    const missing = attribute === null ? [] : this.undeclared(expression, scope, bound);
    // Terraform rejects undeclared names even if their values don't matter, as in a branch that isn't taken.
    const hidden = missing.find((subject) => !mentions(node, subject));
    if (hidden === undefined) return node;
    return { kind: "unresolved", place: node.place, expression: `${hidden} (not declared)` };
  }

  /** The undeclared names in an expression. */
  private undeclared(expression: HclExpression, scope: Scope, bound: ReadonlyMap<string, Node>): readonly string[] {
    const known = this.missing.get(expression);
    if (known !== undefined) return known;
    const { owner, module } = scope;
    const repeats = (name: string): boolean => owner !== null && this.sources.attributeOf(owner, name) !== null;
    const found = [...subjectsOf(expression)].filter((subject) => {
      const [root = ""] = subject.split(".", 1);
      if (bound.has(root)) return false;
      if ((root === "each" && !repeats("for_each")) || (root === "count" && !repeats("count"))) return true;
      return !this.sources.declares(module, subject);
    });
    this.missing.set(expression, found);
    return found;
  }

  /** The values that the rules and the type of an unknown variable mention. */
  private allowed(name: string, place: Place, { module }: Scope, effort: Effort): Named | null {
    const key = `${formatModuleAddress(module)} ${name}`;
    const known = this.allowedValues.get(key);
    // A rule refers to the variable itself.
    if (known === undefined) this.allowedValues.set(key, []);
    const rules = [
      ...this.sources.conditionsOf(module, `variable ${name}`),
      ...[this.sources.variableType(module, name) ?? []].flat(),
    ];
    const mayBe = known ?? rules.flatMap((one) => this.parts(one, within(module), effort) ?? []);
    this.allowedValues.set(key, mayBe);
    const node: Node = { kind: "unresolved", place, expression: `var.${name}`, mayBe };
    return mayBe.length === 0 ? null : { node, taken: 0, isOpen: true };
  }

  /** Evaluates an attribute's expression. Unlike `written`, accepts undeclared names, which occur in types. */
  private parts(attribute: SourceAttribute, scope: Scope, effort: Effort): Node | null {
    const written = writtenAttribute(attribute);
    const expression = this.parsed.expression(written, attribute.written?.file ?? null);
    return expression && evaluate(expression, { written, scope, bound: new Map(), effort }, this);
  }

  private local(name: string, { module }: Scope, effort: Effort): Node | null {
    const attribute = this.sources.local(module, name);
    return attribute === null
      ? null
      : this.once(`local.${name}`, module, effort, () =>
          settled(this.written(attribute, null, attribute.value, within(module), effort)),
        );
  }

  private variable(name: string, place: Place, scope: Scope, effort: Effort): Node | null {
    const read = () => this.variables.value(name, place, scope, effort);
    // A value without a place has the place where it is used.
    return this.once(`var.${name}`, scope.module, effort, read, (node) => node?.place !== place);
  }

  /** Evaluates values that all instances share only once. */
  private once(
    name: string,
    module: ModulePath,
    effort: Effort,
    read: () => Node | null,
    isShared: (node: Node | null) => boolean = () => true,
  ): Node | null {
    const key = `${formatModuleAddress(module)} ${name}`;
    const known = this.shared.get(key);
    effort.spend(1);
    if (known !== undefined) return known;
    const found = read();
    if (isShared(found)) this.shared.set(key, found);
    return found;
  }

  private eachKey(scope: Scope, place: Place, effort: Effort): Node | null {
    const key = keyNode(scope, place);
    const all = key === null ? this.all(scope, place, effort) : null;
    return key ?? (all && { kind: "unresolved", place, expression: "each.key", mayBe: elementsIn(all, "key") });
  }

  private eachValue(scope: Scope, place: Place, effort: Effort): Node | null {
    const key = keyNode(scope, place);
    const all = this.all(scope, place, effort);
    if (all !== null && (key === null || all.kind === "unresolved"))
      return { kind: "unresolved", place, expression: "each.value", mayBe: elementsIn(all) };
    if (all?.kind === "map" && key !== null) return entryOf(all, String(key.value))?.value ?? null;
    return all?.kind === "list" ? key : null;
  }

  /** The `for_each` collection of the scope's block. */
  private all(scope: Scope, place: Place, effort: Effort): Node | null {
    const expression = readExpression(scope.forEach);
    const { owner, module } = scope;
    const attribute = owner === null ? null : this.sources.attributeOf(owner, "for_each");
    if (expression.kind === "constant") return this.planned.json(expression.value, place, "each.value");
    const read = () => this.forEach(attribute, expression.references, place, within(module), effort);
    if (attribute === null || owner === null) return read();
    const block = "address" in owner ? `${owner.mode} ${owner.type}.${owner.name}` : `module.${owner.at(-1)?.name}`;
    return this.once(block, module, effort, read);
  }

  /**
   * If the source is missing, references to known flags (`{ for k, v in var.policies : k => v if var.create }`) don't
   * count as elements.
   */
  private forEach(
    attribute: SourceAttribute | null,
    references: readonly string[],
    place: Place,
    scope: Scope,
    effort: Effort,
  ): Node | null {
    const isFlag = (reference: string): boolean => {
      const node = this.written(null, [reference], place, scope, effort);
      return node?.kind === "scalar" && typeof node.value === "boolean";
    };
    const made = attribute === null ? references.filter((reference) => !isFlag(reference)) : references;
    return this.written(attribute, made, place, scope, effort);
  }

  /** The value of `path.NAME`, relative to the folder in which Terraform runs. */
  private path(name: string, { module }: Scope, place: Place): Node | null {
    if (name === "cwd") return { kind: "partial", place, parts: [{ kind: "unresolved", expression: "path.cwd" }] };
    if (name === "root") return { kind: "scalar", place, value: "." };
    const calls = this.modules.callsTo(module);
    if (name !== "module" || calls.length < module.length) return null;
    const folder = calls.reduce((path, { source }) => joinPath(path, source), "");
    return { kind: "scalar", place, value: folder === "" ? "." : folder };
  }

  private output(name: string, keys: readonly Key[], place: Place, scope: Scope, effort: Effort): Named | null {
    const call = this.modules.moduleAt(scope.module)?.call(name);
    if (call === undefined) return null;
    if (this.instances.isOpenModule(scope.module, name)) {
      const module = this.instances.standInModule(scope.module, name);
      const node = module === null ? null : this.standInOutput(module, call, keys.at(-1), place, effort);
      return node && { node, taken: 0, isOpen: true };
    }
    const instances = this.instances.ofModule(scope.module, name);
    // A plan doesn't show a `for_each` without references, such as `toset(["a", "b"])`.
    const isSingle = call.single && [...instances.keys()].every((key) => key === null);
    const taken = isSingle ? 2 : 3;
    const [index, output] = [isSingle ? null : keys[1], keys[taken - 1]];
    if (index === undefined) {
      const node = this.moduleInstances(instances, call, place, effort);
      return node === null ? null : { node, taken: 1 };
    }
    if (index === null && !isSingle) return null;
    const key = index === null ? null : keyAmong(instances, index, place);
    if (this.instances.lacksModule(scope.module, name, key))
      return { node: { kind: "unresolved", place, expression: `module.${name}${key ?? ""}`, fails: true }, taken };
    const module: ModulePath = [...scope.module, { name, key }];
    if (output === undefined) return { node: this.outputs(module, call, place, effort), taken: taken - 1 };
    const node = typeof output === "string" ? this.outputOf(module, call, output, place, effort) : null;
    return node === null ? null : { node, taken };
  }

  /** The possible outputs of a module with an unknown number of instances. */
  private standInOutput(
    module: ModulePath,
    call: ModuleCall,
    last: Key | undefined,
    place: Place,
    effort: Effort,
  ): Node | null {
    return typeof last === "string" && call.module.outputNames().includes(last)
      ? this.outputOf(module, call, last, place, effort)
      : alone(this.outputs(module, call, place, effort));
  }

  /** The first of a block's conditions that certainly doesn't hold. Returns null if there is none. */
  private unmet(module: ModulePath, block: string, effort: Effort): SourceAttribute | null {
    const conditions = this.sources.conditionsOf(module, block);
    return conditions.find((one) => isUnmet(this.written(one, null, one.value, within(module), effort))) ?? null;
  }

  private outputOf(module: ModulePath, call: ModuleCall, output: string, place: Place, effort: Effort): Node | null {
    const block = `output ${output}`;
    if (this.sources.isEphemeral(module, block) || this.unmet(module, block, effort) !== null) return null;
    const expression = readExpression(call.module.output(output));
    return expression.kind === "constant"
      ? this.planned.json(expression.value, place, `module.${module.at(-1)?.name}.${output}`)
      : settled(
          this.written(this.sources.output(module, output), expression.references, place, within(module), effort),
        );
  }

  /** All outputs of a module instance. */
  private outputs(module: ModulePath, call: ModuleCall, place: Place, effort: Effort): Node {
    const entries = call.module.outputNames().map((key): MapEntry => {
      const open: Node = { kind: "unresolved", place, expression: `${formatModuleAddress(module)}.${key}` };
      return { key, keyPlace: place, value: this.outputOf(module, call, key, place, effort) ?? open };
    });
    return { kind: "map", place, entries, collection: "object" };
  }

  /** All instances of a module. A plan doesn't show how many instances a module without resources has. */
  private moduleInstances(paths: ByKey<ModulePath>, call: ModuleCall, place: Place, effort: Effort): Node | null {
    if (call.module.isEmpty) return null;
    const instances = [...paths].map(
      ([key, path]) => [indexValue(key), this.outputs(path, call, place, effort)] as const,
    );
    if (instances.every(([key]) => typeof key === "number") && call.forEach === undefined) {
      const items = instances.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
      return { kind: "list", place, items, collection: "tuple" };
    }
    const entries = instances.map(([key, value]): MapEntry => ({ key: String(key), keyPlace: place, value }));
    return { kind: "map", place, entries, collection: "object" };
  }

  private resource(
    mode: "managed" | "data",
    type: string,
    keys: readonly Key[],
    [, step, behindStep]: readonly Step[],
    place: Place,
    { module }: Scope,
    before: number,
  ): Named | null {
    const [name, index, behind] = keys;
    if (typeof name !== "string") return null;
    if (this.instances.isOpen(module, { mode, type, name }))
      return this.standIn({ module, mode, type, name }, keys, place);
    const instances = this.instances.ofResource(module, { mode, type, name });
    const single = instances.get(null);
    const empty = instances.size === 0 ? this.emptied({ module, mode, type, name }, place) : null;
    if (instances.size === 0 && empty === null) return null;
    // Terraform rejects this before it evaluates anything, so `try` and `can` don't catch it.
    if (single === undefined ? step === "attribute" || (step === "index" && behindStep === "index") : step === "index")
      return {
        node: { kind: "unresolved", place, expression: `${type}.${name} (a name that Terraform rejects)` },
        taken: keys.length,
      };
    const indexed = index === null || index === undefined ? undefined : instances.get(keyOf(index));
    const one = single ?? indexed;
    if (one === undefined) {
      const node = empty ?? this.planned.instances(instances, place);
      return { node, taken: before + 1 };
    }
    const attribute = single === undefined ? behind : index;
    const taken = before + (single === undefined ? 2 : 1);
    if (typeof attribute !== "string") return { node: this.planned.whole(one, place), taken };
    return { node: this.planned.attribute(one, attribute, place), taken: taken + 1 };
  }

  /** The possible values of a resource with an unknown number of instances. */
  private standIn(
    { module, ...of }: Pick<PlannedResource, "module" | "mode" | "type" | "name">,
    [, ...keys]: readonly Key[],
    place: Place,
  ): Named | null {
    const one = this.instances.standIn(module, of);
    const last = keys.at(-1);
    if (one === null) return null;
    const isNamed = typeof last === "string" && hasAttribute({ resource: one, attribute: last });
    const node = isNamed ? this.planned.attribute(one, last, place) : alone(this.planned.whole(one, place));
    return { node, taken: 0, isOpen: true };
  }

  /** The value of a resource without instances. Returns null if the resource has neither `count` nor `for_each`. */
  private emptied(of: Pick<PlannedResource, "module" | "mode" | "type" | "name">, place: Place): Node | null {
    const config = this.modules.configOf(of) ?? {};
    const has = (name: string): boolean =>
      `${name}_expression` in config || Boolean(this.sources.blockOf(of)?.attribute(name));
    if (has("count")) return { kind: "list", place, items: [], collection: "tuple" };
    return has("for_each") ? { kind: "map", place, entries: [], collection: "object" } : null;
  }
}

/** A collection whose single item represents all elements. */
function alone(item: Node): Node {
  return { kind: "list", place: item.place, items: [item] };
}

/**
 * Makes a failing value merely unknown. If the definition of a local or an output fails, Terraform stops, and a `try`
 * around its name doesn't catch that.
 */
export function settled(node: Node | null): Node | null {
  const cause = node === null ? null : causeIn(node);
  return node === null || cause === null ? node : { kind: "unresolved", place: node.place, expression: cause };
}

/** An instance's key. Terraform converts the index to the type of the keys: `"1"` to a number, 0 to a string. */
function keyAmong(instances: ByKey<ModulePath>, index: string | number, place: Place): string {
  const other = typeof index === "number" ? String(index) : digitsOf({ kind: "scalar", place, value: index });
  const converted = other === null ? null : keyOf(typeof index === "number" ? other : Number(other));
  return converted !== null && instances.has(converted) ? converted : keyOf(index);
}

/** Whether a part of a value is unknown because of a reference. */
function mentions(node: Node, subject: string): boolean {
  const isNamed = (part: TextPart): boolean => typeof part !== "string" && part.expression.includes(subject);
  switch (node.kind) {
    case "scalar":
      return false;
    case "partial":
      return node.parts.some(isNamed);
    case "list":
      return node.items.some((item) => mentions(item, subject));
    case "map":
      return node.entries.some(({ value }) => mentions(value, subject));
    case "unresolved":
      return isNamed(node);
  }
}

/** The text as Terraform reads it: in NFC, and with its byte order mark, which a template drops. */
function textOfFile({ text, encoding }: TextFile, place: Place): Node {
  const value = (encoding === undefined ? text : `\ufeff${text}`).normalize("NFC");
  if (value !== text) return { kind: "scalar", place, value };
  return assemble([pieceAt(text, place, text)], place);
}

/** A round of a dynamic block. Returns null unless the number of rounds is the same as in the plan. */
function iterationOf(over: Node, { at, count }: Repetition): Iteration | null {
  const rounds = over.kind === "list" && over.inAnyOrder ? null : iterationsOf(over);
  return rounds?.length === count && !rounds.some(({ value }) => isSeveral(value)) ? (rounds[at] ?? null) : null;
}

/** The scope of locals and outputs, which don't belong to a resource. */
function within(module: ModulePath): Scope {
  return { module, key: null, forEach: undefined, owner: null };
}

function keyNode({ key }: Scope, place: Place): (Node & { readonly kind: "scalar" }) | null {
  const value: JsonValue | undefined = indexValue(key);
  return value === undefined ? null : { kind: "scalar", place, value };
}
