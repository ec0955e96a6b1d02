import type { Definition } from "../../iam/model.js";
import { isJsonObject, type JsonValue, property } from "../../source/json-node.js";
import { type Node, showText, textOf } from "../../source/node.js";
import type { SourceModule } from "./source-module.js";
import { type SourceRoot, textsOf } from "./source-root.js";

/** `module.m.var.account`, `data.aws_iam_role.r`, `aws_iam_role.r`. */
const NAME = /^((?:module\.[\w-]+\.)*)(var\.|data\.\w+\.|\w+\.)[\w-]+/;

/**
 * Finds, in a root's source, the declaration of the name that `text` starts with.
 *
 * @param evaluated evaluates a name in the module of the expression
 */
export function definitionIn(
  root: SourceRoot,
  text: string,
  evaluated: (name: string) => Node | null,
): Definition | undefined {
  const [name, path = "", type = ""] = NAME.exec(text) ?? [];
  if (name === undefined) return;
  const table = path === "" && /^(?:var|local)/.test(type) ? evaluated(name) : null;
  if (table?.kind === "map" || table?.kind === "list") {
    const values = rowsIn(table, []);
    return { name, definition: JSON.stringify(values), values: new Map(values) };
  }
  const calls = path.split(".").filter((_, at) => at % 2 === 1);
  const within = calls.reduce<SourceModule | undefined>((one, call) => one?.call(call)?.module, root.module);
  const local = name.slice(path.length);
  const key =
    type === "var." ? `variable ${local.slice(type.length)}` : type.startsWith("data.") ? local : `resource ${local}`;
  const block = within?.blocks.get(key.replaceAll(".", " "));
  if (block === undefined) return;
  const value = type === "var." && path === "" ? givenTo(root, local.slice(type.length)) : undefined;
  const { type: form, default: preset, ...others } = textsOf(block);
  // How a variable is described and validated doesn't matter.
  const said = type === "var." ? { form, preset } : { form, preset, ...others };
  return { name, definition: JSON.stringify(said), ...(typeof value === "string" ? { value } : {}) };
}

/** The values in a table, by the keys that lead to them. */
function rowsIn(node: Node, path: readonly (string | number)[]): readonly (readonly [string, string])[] {
  switch (node.kind) {
    case "map":
      return node.entries.flatMap(({ key, value }) => rowsIn(value, [...path, key]));
    case "list":
      return node.items.flatMap((item, at) => rowsIn(item, [...path, at]));
    default:
      return [[path.join(", "), showText(textOf(node) ?? "")]];
  }
}

function givenTo({ inputs, module }: SourceRoot, name: string): JsonValue | undefined {
  const input = property(inputs.values, name);
  return isJsonObject(input) ? property(input, "value") : module.variableDefault(name);
}
