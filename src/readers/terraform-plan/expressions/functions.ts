import { parseEmbeddedJson } from "../../../source/embedded-json.js";
import { asJsonText } from "../../../source/encoded-json.js";
import type { Node } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import { COLLECTION_FUNCTIONS, inOrder } from "./collection-functions.js";
import type { Effort } from "./effort.js";
import { LIST_FUNCTIONS } from "./list-functions.js";
import { SET_FUNCTIONS } from "./set-functions.js";
import type { CostlyFunction, TerraformFunction } from "./terraform-function.js";
import { TEXT_FUNCTIONS } from "./text-functions.js";
import { yamldecode } from "./yamldecode.js";

/** What a function of Terraform gives; null where that is not known, or the function is none of those that policies are made by. */
export function callFunction(name: string, args: readonly Node[], place: Place, effort: Effort): Node | null {
  return FUNCTIONS.get(name)?.(args, place, effort) ?? null;
}

/** The first that is neither null nor an empty text. */
const coalesce: TerraformFunction = (args) => {
  const first = args.find((one) => one.kind !== "scalar" || (one.value !== null && one.value !== ""));
  return first === undefined || first.kind === "unresolved" ? null : first;
};

const jsonencode: TerraformFunction = ([value], place) =>
  value === undefined ? null : asJsonText(withSortedKeys(value), place);

function withSortedKeys(node: Node): Node {
  if (node.kind === "list") return { ...node, items: node.items.map(withSortedKeys) };
  if (node.kind !== "map") return node;
  return { ...node, entries: inOrder(node).map((entry) => ({ ...entry, value: withSortedKeys(entry.value) })) };
}

const jsondecode: CostlyFunction = ([text], _place, effort) => {
  if (text?.kind !== "scalar" && text?.kind !== "partial") return null;
  const parsed = parseEmbeddedJson(text);
  if (!("node" in parsed)) return null;
  effort.weigh(parsed.node);
  return parsed.node;
};

const FUNCTIONS: ReadonlyMap<string, CostlyFunction> = new Map([
  ...COLLECTION_FUNCTIONS,
  ...LIST_FUNCTIONS,
  ...SET_FUNCTIONS,
  ...TEXT_FUNCTIONS,
  ["coalesce", coalesce],
  ["jsondecode", jsondecode],
  ["jsonencode", jsonencode],
  ["yamldecode", yamldecode],
]);
