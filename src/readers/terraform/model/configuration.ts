import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";

/** A module's configuration: expressions with their references. */
export interface ModuleConfig {
  readonly isEmpty: boolean;
  /** Finds a resource by its address within the module, without an instance key: `data.aws_iam_role.r`. */
  resource(address: string): JsonObject | undefined;
  call(name: string): ModuleCall | undefined;
  callNames(): readonly string[];
  output(name: string): JsonValue | undefined;
  outputNames(): readonly string[];
  /** The value of a variable that the module's call doesn't set. */
  variableDefault(name: string): JsonValue | undefined;
  isSensitive(variable: string): boolean;
}

export interface ModuleCall {
  readonly source: string;
  readonly expressions: JsonObject;
  readonly forEach: JsonValue | undefined;
  /** Whether neither `count` nor `for_each` is visible. A `for_each` without references may be hidden. */
  readonly single: boolean;
  readonly module: ModuleConfig;
}

/** An expression as the configuration shows it: a value, or only its references. */
export type Expression =
  | { readonly kind: "constant"; readonly value: JsonValue }
  | { readonly kind: "references"; readonly references: readonly string[] };

/**
 * Reads an expression in a plan's configuration. For JSON syntax, a plan shows a template's text as a constant value
 * together with its references.
 */
export function readExpression(node: JsonValue | undefined): Expression {
  const references = referencesIn(node);
  const constant = isJsonObject(node) && references.length === 0 ? property(node, "constant_value") : undefined;
  return constant === undefined ? { kind: "references", references } : { kind: "constant", value: constant };
}

/** All references in an expression, including nested blocks and lists, in order. */
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
