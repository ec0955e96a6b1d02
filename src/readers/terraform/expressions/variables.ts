import { parseExpression } from "../../../hcl/parse-expression.js";
import { type JsonValue, property } from "../../../source/json-node.js";
import type { Node } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import type { ConfiguredModules } from "../links/configured-modules.js";
import type { Scope } from "../links/scope.js";
import { formatModuleAddress, type ModulePath } from "../model/address.js";
import { type ModuleCall, readExpression } from "../model/configuration.js";
import { objectIn } from "../model/fields.js";
import type { Plan } from "../model/plan.js";
import type { SourceAttribute } from "../source/source-block.js";
import type { Sources } from "../source/sources.js";
import type { Effort } from "./effort.js";
import { evaluate } from "./evaluate.js";
import type { Outside } from "./evaluation-context.js";
import type { ParsedSources } from "./parsed-sources.js";
import type { PlannedValues } from "./planned-values.js";
import { convertedToType } from "./type-constraint.js";
import { type WrittenText, writtenAttribute } from "./written-text.js";

/** Evaluates an attribute's expression. Returns null if the value is unknown. */
export type ReadAttribute = (
  attribute: SourceAttribute | null,
  references: readonly string[] | null,
  place: Place,
  scope: Scope,
  effort: Effort,
) => Node | null;

/** The values of a module's variables, converted to their types. */
export class Variables {
  constructor(
    private readonly plan: Plan,
    private readonly modules: ConfiguredModules,
    private readonly sources: Sources,
    private readonly planned: PlannedValues,
    private readonly parsed: ParsedSources,
    private readonly outside: Outside,
    private readonly written: ReadAttribute,
    private readonly unmet: (module: ModulePath, block: string, effort: Effort) => SourceAttribute | null,
  ) {}

  private readonly rules = new Map<string, SourceAttribute | null>();

  /** The value of a variable. Returns null if it is unknown. */
  value(name: string, place: Place, scope: Scope, effort: Effort): Node | null {
    const call = this.modules.callsTo(scope.module).at(-1);
    if ((call?.module ?? this.plan.root).isSensitive(name)) return null;
    const unknown = (why: string, at: Place): Node => ({
      ...{ kind: "unresolved", place: at },
      expression: `var.${name} (${why})`,
    });
    // No resource accepts an ephemeral value or anything built from it.
    if (this.sources.isEphemeral(scope.module, `variable ${name}`)) return unknown("ephemeral", place);
    const byDefault = (call?.module ?? this.plan.root).variableDefault(name);
    // Terraform rejects such a variable, regardless of its value.
    if (byDefault === null && this.sources.isNullable(scope.module, name) === false)
      return unknown("not nullable, and null by default", place);
    const given =
      call === undefined ? this.ofRoot(name, place, scope) : this.argument(name, call, place, scope, effort);
    const value = given === null ? null : this.converted(given, name, scope, effort);
    const rule = value === null ? null : this.refusing(name, scope, effort);
    return rule === null ? value : unknown("refused by its validation", rule.place);
  }

  /** The validation rule that a variable's value certainly violates. Terraform creates no plan with such a value. */
  refusing(name: string, { module }: Pick<Scope, "module">, effort: Effort): SourceAttribute | null {
    const key = `${formatModuleAddress(module)} ${name}`;
    const known = this.rules.get(key);
    if (known !== undefined) return known;
    // A rule refers to the variable itself.
    this.rules.set(key, null);
    const found = this.unmet(module, `variable ${name}`, effort);
    this.rules.set(key, found);
    return found;
  }

  private ofRoot(name: string, place: Place, { module }: Scope): Node | null {
    const given = property(objectIn(this.plan.variables, name), "value");
    const at = this.sources.inputPlace(name) ?? place;
    return this.givenOrDefault(given, this.plan.root.variableDefault(name), name, at, module);
  }

  private argument(name: string, call: ModuleCall, place: Place, scope: Scope, effort: Effort): Node | null {
    const given = property(call.expressions, name);
    const byDefault = call.module.variableDefault(name);
    const expression = readExpression(given);
    if (given === undefined || expression.kind === "constant") {
      const value = expression.kind === "constant" ? expression.value : undefined;
      return this.givenOrDefault(value, byDefault, name, place, scope.module);
    }
    const outer = this.modules.callScope(scope.module);
    if (outer === null) return null;
    const attribute = this.sources.argument(scope.module, name);
    const node = this.written(attribute, expression.references, place, outer, effort);
    return isNull(node) ? this.givenOrDefault(null, byDefault, name, place, scope.module) : node;
  }

  /**
   * The given value of a variable, or its default. If the variable isn't nullable, null stands for the default. Returns
   * null if it is unknown whether the variable is nullable, which only the source shows.
   */
  private givenOrDefault(
    given: JsonValue | undefined,
    byDefault: JsonValue | undefined,
    name: string,
    place: Place,
    module: ModulePath,
  ): Node | null {
    const isChosen = given === null && byDefault !== undefined && byDefault !== null;
    const nullable = isChosen ? this.sources.isNullable(module, name) : false;
    if (nullable === null) return null;
    const value = nullable ? null : (given ?? byDefault);
    const at = value === byDefault && value !== given ? this.sources.defaultPlace(module, name) : null;
    return this.planned.json(value, at ?? place, `var.${name}`);
  }

  /** Converts a value to the type that the source declares. If the module's source is missing, the value may have any type. */
  private converted(given: Node, name: string, { module }: Scope, effort: Effort): Node {
    const attribute = this.sources.variableType(module, name);
    if (attribute === null) return asGiven(given);
    const written = attribute === undefined ? null : writtenType(attribute);
    const type = written === null ? null : this.parsed.expression(written, attribute?.written?.file ?? null);
    if (written === null) return untyped(given);
    if (type === null) return { kind: "unresolved", place: given.place, expression: `var.${name}` };
    return convertedToType(given, type, (byDefault) =>
      evaluate(byDefault, { written, scope: null, bound: new Map(), effort }, this.outside),
    );
  }
}

/** The text of a variable's type. In JSON syntax, the type is a string. */
export function writtenType(attribute: SourceAttribute): WrittenText {
  const written = writtenAttribute(attribute);
  const quoted = attribute.written === null ? parseExpression(written.text, written.range) : null;
  if (quoted?.kind !== "literal") return written;
  const text = String(quoted.value);
  return { ...written, text, range: { start: 0, end: text.length } };
}

/** A value with an unknown type, which may add attributes. */
function untyped(node: Node): Node {
  switch (node.kind) {
    case "list":
      return { kind: "list", place: node.place, items: node.items.map(untyped) };
    case "map": {
      const entries = node.entries.map((entry) => ({ ...entry, value: untyped(entry.value) }));
      return { kind: "map", place: node.place, entries, mayHaveMore: true };
    }
    case "scalar":
    case "partial":
    case "unresolved":
      return asGiven(node);
  }
}

function asGiven(node: Node): Node {
  return node.kind === "scalar" ? { ...node, given: true } : node;
}

function isNull(node: Node | null): boolean {
  return node?.kind === "scalar" && node.value === null;
}
