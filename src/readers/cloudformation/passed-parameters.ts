import { entryOf, type MapNode, type Node, textOf } from "../../source/node.js";
import {
  functionOf,
  isIntrinsic,
  itemsOf,
  listCall,
  text,
  textArgument,
  UNKNOWN_PARAMETERS,
  unresolved,
} from "./expressions.js";
import type { Resource } from "./template.js";
import { chosenBy } from "./ways.js";

type Passed = ReadonlyMap<string, Node>;

const NOTHING: Passed = new Map();

/**
 * The values that a stack passes to its template's parameters. A stack has a map of them. A stack set has a list, and
 * groups of its stacks may override some of them.
 * @param conditions for each group, the name of the condition that a stack belongs to it
 */
export function passedParameters(
  { logicalId, properties, place }: Resource,
  template: MapNode,
  conditions: readonly string[] = [],
): Passed {
  const value = (key: string): Node | undefined => entryOf(properties, key)?.value;
  const declared = entryOf(template, "Parameters")?.value;
  const names = declared?.kind === "map" ? declared.entries.map(({ key }) => key) : [];
  const unknown = new Map(names.map((name) => [name, unresolved(place, `${UNKNOWN_PARAMETERS} ${logicalId}`)]));
  const passed = chosen(value("Parameters"), NOTHING, unknown, mapOrPair);
  // Parameters that aren't passed have their defaults, which the deployer can't override.
  const none = functionOf("Ref", text("AWS::NoValue", place));
  const unsaid = names.map((name) => [name, none] as const);
  const groups: MapNode[] = [];
  const own: Passed[] = [];
  const overridden = chosen(value("StackInstancesGroup"), passed, unknown, (group) => {
    groups.push(group);
    own.push(chosen(entryOf(group, "ParameterOverrides")?.value, passed, unknown, mapOrPair));
    return own.at(-1) ?? NOTHING;
  });
  if (groups.length < 2) return new Map([...unsaid, ...passed, ...overridden]);
  // If it is unknown which group's value applies, the function call contains all of them.
  const open = [...overridden.keys()].map((name) => {
    const values: Node = { kind: "list", place, items: [...groups, ...[passed.get(name) ?? []].flat()] };
    const either = listCall("Fn::ParameterOverrides", place, [text(name, place), values]);
    const ways = own.map((one, at) => ({
      made: one.get(name) ?? passed.get(name) ?? none,
      name: conditions[at] ?? "",
    }));
    const isKnown = conditions.length === own.length;
    return [name, chosenBy([...(isKnown ? ways : []), { made: either, name: "" }], place)] as const;
  });
  return new Map([...unsaid, ...passed, ...open]);
}

/**
 * The values passed to parameters if conditions choose between parts of a value: for each parameter, an `Fn::If` with
 * its value in each branch, or `otherwise` if a branch doesn't set it. Returns `unknown` if any other function returns
 * the value.
 */
function chosen(
  node: Node | undefined,
  otherwise: Passed,
  unknown: Passed,
  passedIn: (map: MapNode) => Passed | null,
): Passed {
  const inside = (one: Node): Passed => chosen(one, otherwise, unknown, passedIn);
  if (node === undefined) return NOTHING;
  if (node.kind === "list") return new Map(node.items.flatMap((item) => [...inside(item)]));
  if (node.kind !== "map") return unknown;
  const { place } = node;
  const call = node.entries.find(({ key }) => isIntrinsic(key));
  if (call === undefined) return passedIn(node) ?? unknown;
  if (call.key === "Ref" && textArgument(call.value) === "AWS::NoValue") return NOTHING;
  const [condition, ...branches] = call.key === "Fn::If" ? itemsOf(call.value) : [];
  if (condition === undefined) return unknown;
  const ways = branches.map(inside);
  const none = functionOf("Ref", text("AWS::NoValue", place));
  const items = (name: string): Node[] => [
    condition,
    ...ways.map((way) => way.get(name) ?? otherwise.get(name) ?? none),
  ];
  const names = new Set(ways.flatMap((way) => [...way.keys()]));
  return new Map([...names].map((name) => [name, listCall("Fn::If", place, items(name))]));
}

/**
 * The parameters that a map passes: one as `ParameterKey` and `ParameterValue`, or any number by name. Returns null if
 * a parameter's name is unknown.
 */
function mapOrPair(map: MapNode): Passed | null {
  const key = entryOf(map, "ParameterKey")?.value;
  if (key === undefined) return new Map(map.entries.map((entry) => [entry.key, entry.value]));
  const name = textOf(key);
  if (typeof name !== "string") return null;
  return new Map([
    [name, entryOf(map, "ParameterValue")?.value ?? unresolved(map.place, `the previous value of ${name}`)],
  ]);
}
