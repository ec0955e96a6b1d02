import type { Definition } from "../../iam/model.js";
import { isJsonObject, type JsonValue, property } from "../../source/json-node.js";
import type { SourceModule } from "./source-module.js";
import { type SourceRoot, textsOf } from "./source-root.js";

/** `module.m.var.account`, `data.aws_iam_role.r`, `aws_iam_role.r`. */
const NAME = /^((?:module\.[\w-]+\.)*)(var\.|data\.\w+\.|\w+\.)[\w-]+/;

/** Finds the declaration in a root's source of the name that `text` starts with. */
export function definitionIn(root: SourceRoot, text: string): Definition | undefined {
  const [name, path = "", type = ""] = NAME.exec(text) ?? [];
  if (name === undefined) return;
  const calls = path.split(".").filter((_, at) => at % 2 === 1);
  const within = calls.reduce<SourceModule | undefined>((one, call) => one?.call(call)?.module, root.module);
  const local = name.slice(path.length);
  const key =
    type === "var." ? `variable ${local.slice(type.length)}` : type.startsWith("data.") ? local : `resource ${local}`;
  const block = within?.blocks.get(key.replaceAll(".", " "));
  if (block === undefined) return;
  const value = type === "var." && path === "" ? givenTo(root, local.slice(type.length)) : undefined;
  const { type: form, default: preset, ...others } = textsOf(block);
  // A variable's description and validation don't matter.
  const said = type === "var." ? { form, preset } : { form, preset, ...others };
  return { name, definition: JSON.stringify(said), ...(typeof value === "string" ? { value } : {}) };
}

function givenTo({ inputs, module }: SourceRoot, name: string): JsonValue | undefined {
  const input = property(inputs.values, name);
  return isJsonObject(input) ? property(input, "value") : module.variableDefault(name);
}
