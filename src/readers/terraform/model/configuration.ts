import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";

/** A module as it is configured: expressions with the references that they make. */
export interface ModuleConfig {
  readonly isEmpty: boolean;
  /** By the address within the module, without the key of an instance: `data.aws_iam_role.r`. */
  resource(address: string): JsonObject | undefined;
  call(name: string): ModuleCall | undefined;
  callNames(): readonly string[];
  output(name: string): JsonValue | undefined;
  outputNames(): readonly string[];
  /** The value that a variable has when its module's call sets none. */
  variableDefault(name: string): JsonValue | undefined;
  isSensitive(variable: string): boolean;
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
