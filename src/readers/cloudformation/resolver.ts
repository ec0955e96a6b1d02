import { entryOf, type MapNode, type Node, type Text, textOf } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { concatenate, describe, itemsOf, jsonText, text, textArgument, unresolved } from "./expressions.js";
import { parameterValue } from "./parameters.js";
import type { Scenario } from "./scenario.js";
import type { Lookup } from "./template.js";

/** Deeper than any template that CloudFormation takes; a resolution that goes on further is a loop or an attack. */
const DEEPEST = 100;

/**
 * Pseudo parameters with one value in all but the China and GovCloud partitions. `ec2.${AWS::URLSuffix}` and
 * `arn:${AWS::Partition}:iam::aws:policy/...` mean the right thing in each partition, so the commercial one stands for all.
 */
const PSEUDO_PARAMETERS: ReadonlyMap<string, string> = new Map([
  ["AWS::Partition", "aws"],
  ["AWS::URLSuffix", "amazonaws.com"],
]);

/** Replaces intrinsic functions by their values as far as the template tells; the rest becomes `unresolved`. */
export class Resolver {
  constructor(
    private readonly template: Lookup,
    private readonly given: ReadonlyMap<string, string>,
    private readonly scenario: Scenario,
  ) {}

  /** The node with every intrinsic resolved; null when it is `AWS::NoValue`, which removes the property or item. */
  resolve(node: Node, depth = 0): Node | null {
    if (depth > DEEPEST) return unresolved(node.place, "a value nested too deeply");
    switch (node.kind) {
      case "list":
        return { ...node, items: node.items.flatMap((item) => this.resolve(item, depth + 1) ?? []) };
      case "map":
        return this.resolveMap(node, depth);
      case "scalar":
      case "partial":
      case "unresolved":
        return node;
    }
  }

  private resolveMap(node: MapNode, depth: number): Node | null {
    const [only, ...others] = node.entries;
    if (only !== undefined && others.length === 0 && isIntrinsic(only.key)) {
      return this.intrinsic(only.key, only.value, node.place, depth + 1);
    }
    const open = node.entries.find(({ key }) => isExpansion(key));
    if (open !== undefined) return unresolved(node.place, describe(open.key, open.value));
    const entries = node.entries.flatMap((entry) => {
      const value = this.resolve(entry.value, depth + 1);
      return value === null ? [] : [{ ...entry, value }];
    });
    return { ...node, entries };
  }

  private intrinsic(name: string, argument: Node, place: Place, depth: number): Node | null {
    switch (name) {
      case "Ref":
        return this.reference(textArgument(argument), place);
      case "Fn::If":
        return this.choose(argument, place, depth);
      case "Fn::Sub":
        return this.substitute(argument, place, depth);
      case "Fn::Join":
        return this.join(argument, place, depth);
      case "Fn::Select":
        return this.select(argument, place, depth);
      case "Fn::Split":
        return this.split(argument, place, depth);
      case "Fn::FindInMap":
        return this.findInMap(argument, place, depth);
      case "Fn::Length":
        return this.length(argument, place, depth);
      case "Fn::ToJsonString":
        return this.toJsonString(argument, place, depth);
      default:
        return unresolved(place, describe(name, argument));
    }
  }

  private reference(name: string, place: Place): Node | null {
    if (name === "AWS::NoValue") return null;
    const pseudo = PSEUDO_PARAMETERS.get(name);
    if (pseudo !== undefined) return text(pseudo, place);
    const parameter = this.template.parameters.get(name);
    const value = parameter === undefined ? null : parameterValue(parameter, this.given.get(name) ?? null, place);
    return value ?? unresolved(place, `Ref ${name}`);
  }

  private choose(argument: Node, place: Place, depth: number): Node | null {
    const [condition, yes, no] = itemsOf(argument);
    const name = condition === undefined ? "" : textArgument(condition);
    const value = this.scenario.get(name);
    const branch = value === undefined ? undefined : value ? yes : no;
    return branch === undefined ? unresolved(place, `If ${name}`) : this.resolve(branch, depth);
  }

  private substitute(argument: Node, place: Place, depth: number): Node {
    const [first, variables] = argument.kind === "list" ? argument.items : [argument];
    if (first?.kind !== "scalar" || typeof first.value !== "string")
      return unresolved(place, "Sub of something else than text");
    const own = variables?.kind === "map" ? variables : null;
    const parts = first.value.split(/(\$\{[^}]*\})/).map((part): Text => {
      if (!part.startsWith("${") || !part.endsWith("}")) return part;
      const name = part.slice(2, -1).trim();
      // `${!x}` is how a template writes a literal `${x}`, which is IAM's own policy variable.
      if (name.startsWith("!")) return `\${${name.slice(1)}}`;
      const entry = own === null ? undefined : entryOf(own, name);
      return this.asText(
        entry === undefined ? this.attributeOrReference(name, place) : this.resolve(entry.value, depth),
        name,
      );
    });
    return concatenate(parts, first.place);
  }

  private attributeOrReference(name: string, place: Place): Node | null {
    return name.includes(".") ? unresolved(place, `GetAtt ${name}`) : this.reference(name, place);
  }

  private asText(node: Node | null, expression: string): Text {
    const value = node === null ? "" : textOf(node);
    return value ?? { kind: "unresolved", expression };
  }

  private join(argument: Node, place: Place, depth: number): Node {
    const [separator, list] = itemsOf(argument);
    const joined = list === undefined ? null : this.resolve(list, depth);
    const glue = separator === undefined ? "" : textArgument(separator);
    if (joined?.kind !== "list") return unresolved(place, describe("Fn::Join", argument));
    const parts = joined.items.flatMap((item, index): Text[] => {
      const part = this.asText(item, describe("Fn::Join", item));
      return index === 0 ? [part] : [glue, part];
    });
    return concatenate(parts, place);
  }

  private select(argument: Node, place: Place, depth: number): Node {
    const [index, list] = itemsOf(argument);
    const resolved = list === undefined ? null : this.resolve(list, depth);
    const at = index === undefined ? null : this.resolve(index, depth);
    const number = at?.kind === "scalar" ? Number(at.value) : Number.NaN;
    const item = resolved?.kind === "list" ? resolved.items[number] : undefined;
    return item ?? unresolved(place, describe("Fn::Select", argument));
  }

  private split(argument: Node, place: Place, depth: number): Node {
    const [separator, source] = itemsOf(argument);
    const resolved = source === undefined ? null : this.resolve(source, depth);
    const glue = separator === undefined ? "" : textArgument(separator);
    if (resolved?.kind !== "scalar" || glue === "") return unresolved(place, describe("Fn::Split", argument));
    return {
      kind: "list",
      place,
      items: String(resolved.value)
        .split(glue)
        .map((part) => text(part, place)),
    };
  }

  private findInMap(argument: Node, place: Place, depth: number): Node | null {
    const [map, first, second, options] = itemsOf(argument);
    const keys = [map, first, second].map((item) => (item === undefined ? null : this.resolve(item, depth)));
    let node = this.template.mappings;
    for (const key of keys) {
      if (key?.kind !== "scalar") return unresolved(place, describe("Fn::FindInMap", argument));
      node = node?.kind === "map" ? entryOf(node, String(key.value))?.value : undefined;
    }
    if (node !== undefined) return this.resolve(node, depth);
    // AWS::LanguageExtensions: what to take when the map has no such keys.
    const otherwise = options?.kind === "map" ? entryOf(options, "DefaultValue")?.value : undefined;
    return otherwise === undefined
      ? unresolved(place, describe("Fn::FindInMap", argument))
      : this.resolve(otherwise, depth);
  }

  private length(argument: Node, place: Place, depth: number): Node {
    const list = this.resolve(argument, depth);
    return list?.kind === "list"
      ? text(String(list.items.length), place)
      : unresolved(place, describe("Fn::Length", argument));
  }

  private toJsonString(argument: Node, place: Place, depth: number): Node {
    const value = this.resolve(argument, depth);
    const json = value === null ? null : jsonText(value);
    return json === null ? unresolved(place, describe("Fn::ToJsonString", argument)) : text(json, place);
  }
}

/** What CloudFormation replaces by keys that only it knows: nothing about the map is certain. */
function isExpansion(key: string): boolean {
  return key === "Fn::Transform" || key.startsWith("Fn::ForEach");
}

function isIntrinsic(key: string): boolean {
  return key === "Ref" || key.startsWith("Fn::");
}
