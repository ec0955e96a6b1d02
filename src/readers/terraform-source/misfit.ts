import type { HclExpression } from "../../hcl/expression.js";
import { isJsonObject, type JsonValue, property } from "../../source/json-node.js";
import { isNumeral } from "../terraform/expressions/decimal.js";

/** Whether Terraform certainly rejects a value for a variable of this type. */
export function isTypeMismatch(value: JsonValue, type: HclExpression): boolean {
  if (value === null) return false;
  if (type.kind === "name") return isOther(value, type.name);
  const [inner] = type.kind === "call" ? type.args : [];
  if (type.kind !== "call" || inner === undefined) return false;
  switch (type.name) {
    case "optional":
      return isTypeMismatch(value, inner);
    case "object":
      return inner.kind === "object" && (!isJsonObject(value) || inner.entries.some((one) => lacks(value, one)));
    case "tuple": {
      if (inner.kind !== "list") return false;
      const items = Array.isArray(value) ? value : [];
      return (
        items.length !== inner.items.length || inner.items.some((one, at) => isTypeMismatch(items[at] ?? null, one))
      );
    }
    default:
      if (isOther(value, type.name)) return true;
      return typeof value === "object" && Object.values(value).some((one) => isTypeMismatch(one, inner));
  }
}

function isOther(value: JsonValue, type: string): boolean {
  const isCollection = typeof value === "object";
  switch (type) {
    case "string":
      return isCollection;
    case "number":
      return typeof value === "string" ? !isNumeral(value) : typeof value !== "number";
    case "bool":
      return typeof value === "string" ? !/^(?:true|false|0|1)$/.test(value) : typeof value !== "boolean";
    case "list":
    case "set":
      return !Array.isArray(value);
    case "map":
      return !isCollection || Array.isArray(value);
    default:
      return false;
  }
}

function lacks(value: JsonValue, { key, value: type }: { key: HclExpression; value: HclExpression }): boolean {
  const name = key.kind === "literal" ? String(key.value) : key.kind === "name" ? key.name : "";
  const given = isJsonObject(value) ? property(value, name) : undefined;
  if (given === undefined) return name !== "" && !(type.kind === "call" && type.name === "optional");
  return isTypeMismatch(given, type);
}
