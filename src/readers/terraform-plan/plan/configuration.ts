import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import { listIn, objectIn, textIn } from "./fields.js";

/** A module of a plan's configuration: expressions with the references that they make. Its parts are read when asked for. */
export class ModuleConfig {
  private resources: ReadonlyMap<string, JsonObject> | undefined;
  private readonly calls = new Map<string, ModuleCall>();

  constructor(private readonly node: JsonObject) {}

  /** By the address within the module, without the key of an instance: `data.aws_iam_role.r`. */
  resource(address: string): JsonObject | undefined {
    this.resources ??= new Map(listIn(this.node, "resources").map((one) => [textIn(one, "address"), one]));
    return this.resources.get(address);
  }

  call(name: string): ModuleCall | undefined {
    const known = this.calls.get(name);
    const node = property(objectIn(this.node, "module_calls"), name);
    if (known !== undefined || !isJsonObject(node)) return known;
    const call: ModuleCall = {
      source: textIn(node, "source"),
      expressions: objectIn(node, "expressions"),
      forEach: property(node, "for_each_expression"),
      single: !("for_each_expression" in node || "count_expression" in node),
      module: new ModuleConfig(objectIn(node, "module")),
    };
    this.calls.set(name, call);
    return call;
  }

  get isEmpty(): boolean {
    return listIn(this.node, "resources").length + this.callNames().length === 0;
  }

  callNames(): readonly string[] {
    return Object.keys(objectIn(this.node, "module_calls"));
  }

  output(name: string): JsonValue | undefined {
    return property(objectIn(objectIn(this.node, "outputs"), name), "expression");
  }

  outputNames(): readonly string[] {
    return Object.keys(objectIn(this.node, "outputs"));
  }

  /** The value that a variable has when its module's call sets none. */
  variableDefault(name: string): JsonValue | undefined {
    return property(objectIn(objectIn(this.node, "variables"), name), "default");
  }

  isSensitive(variable: string): boolean {
    return property(objectIn(objectIn(this.node, "variables"), variable), "sensitive") === true;
  }
}

export interface ModuleCall {
  readonly source: string;
  readonly expressions: JsonObject;
  readonly forEach: JsonValue | undefined;
  /** Neither `count` nor `for_each` shows. An expression without references may hide one. */
  readonly single: boolean;
  readonly module: ModuleConfig;
}

/** An expression as the configuration shows it: a value, or no more than what it refers to. */
export type Expression =
  | { readonly kind: "constant"; readonly value: JsonValue }
  | { readonly kind: "references"; readonly references: readonly string[] };

/** Of the JSON syntax, a plan shows the text of a template as its constant value, beside its references. */
export function readExpression(node: JsonValue | undefined): Expression {
  const references = referencesIn(node);
  const constant = isJsonObject(node) && references.length === 0 ? property(node, "constant_value") : undefined;
  return constant === undefined ? { kind: "references", references } : { kind: "constant", value: constant };
}

/** All references of an expression, blocks and lists within it included, in their order. */
function referencesIn(expression: JsonValue | undefined): readonly string[] {
  const found: string[] = [];
  const open: (JsonValue | undefined)[] = [expression];
  while (open.length > 0) {
    const next = open.pop();
    if (Array.isArray(next)) open.push(...next.toReversed());
    else if (isJsonObject(next)) {
      const references = property(next, "references");
      if (Array.isArray(references)) for (const one of references) typeof one === "string" && found.push(one);
      else open.push(...Object.values(next).toReversed());
    }
  }
  return found;
}
