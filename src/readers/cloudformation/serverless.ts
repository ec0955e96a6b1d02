import { entryOf, type MapEntry, type MapNode, type Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { itemsOf, text } from "./expressions.js";

/** Reads a file of the service by path. Returns null if it isn't available. */
export type ReadPart = (path: string) => Node | null;

/** The maximum number of files that a service may combine. More would be an attack. */
const MAX_FILES = 200;

/**
 * The template in a Serverless Framework service: the value of `resources` (a template or a list of them), and the role
 * that the framework creates for its functions. Returns null if there is no such service.
 * https://www.serverless.com/framework/docs/providers/aws/guide/resources
 */
export function serverlessTemplate(root: Node, read: ReadPart): MapNode | null {
  if (root.kind !== "map" || !["service", "provider"].every((key) => entryOf(root, key) !== undefined)) return null;
  const resources = valueAt(root, ["resources"]);
  const { place } = root;
  const parts = new Parts(read);
  const items = resources === undefined ? [] : [parts.filledIn(resources, 0)].flatMap(itemsOrItself);
  const templates = items.filter(({ kind }) => kind === "map");
  const written = merged(map([], place), templates);
  const extensions = valueAt(written, ["extensions"]);
  const isNamed = [valueAt(written, ["Resources"]), extensions].some((one) => valueAt(one, [FUNCTION_ROLE]));
  const role = functionRole(root, isNamed);
  if (resources === undefined && role === null) return null;
  const made = map([entry("Resources", map(role === null ? [] : [role], place), place)], place);
  const more = map(extensions === undefined ? [] : [entry("Resources", extensions, place)], place);
  const template = merged(merged(made, templates), [more], EXTENSION);
  const unread = items.filter(({ kind }) => kind === "scalar").map(expressionOf);
  // Like a macro, an unavailable part may add policies to the roles.
  const open = [...unread, ...parts.unread];
  const transforms = open.length === 0 ? [] : [entry("Transform", { kind: "list", place, items: open }, place)];
  return map(
    [...transforms, ...partsOf(template).filter(({ key }) => key !== "Transform" || open.length === 0)],
    place,
  );
}

/** The template, its resources, a single resource, and its properties. Below that, values are replaced instead of merged. */
const EXTENSION = 4;

/** Deeper than any template. A value at a deeper level replaces the previous value. */
const MAX_DEPTH = 100;

/** Merges values one after another, as the framework does: maps by key, lists by index. For anything else, the last value wins. */
function merged(first: Node, others: readonly Node[], levels = MAX_DEPTH): Node {
  const last = others.at(-1) ?? first;
  const from = [first, ...others].findLastIndex(({ kind }) => kind !== last.kind);
  const [{ place } = last, ...more] = [first, ...others].slice(from + 1);
  if (more.length === 0 || levels === 0 || (last.kind !== "map" && last.kind !== "list")) return last;
  const parts = new Map<string, { readonly entry: MapEntry; readonly others: Node[] }>();
  for (const one of [first, ...others].slice(from + 1))
    for (const part of partsOf(one)) {
      const before = parts.get(part.key);
      if (before === undefined) parts.set(part.key, { entry: part, others: [] });
      else before.others.push(part.value);
    }
  const entries = [...parts.values()].map((part) => {
    const { key, keyPlace, value } = part.entry;
    return entry(key, merged(value, part.others, levels - 1), keyPlace);
  });
  return last.kind === "map"
    ? map(entries, place)
    : list(
        entries.map(({ value }) => value),
        place,
      );
}

function partsOf(node: Node): readonly MapEntry[] {
  if (node.kind === "map") return node.entries;
  return itemsOf(node).map((item, at) => entry(String(at), item, item.place));
}

/** Matches a reference to a file: `${file(./roles.yml):Resources}`. */
const FILE = /^\$\{file\(([^(){}$]+)\)(?::([\w.-]+))?\}$/;

class Parts {
  /** Values in the position of resources that couldn't be read. */
  readonly unread: Node[] = [];
  #files = 0;

  constructor(private readonly read: ReadPart) {}

  /**
   * Replaces references to files with the files' contents.
   * @param depth 0: resources or a list of them; 1: a section; 2: a resource; 3: its properties
   */
  filledIn(node: Node, depth: number): Node {
    if (node.kind === "list" && depth === 0)
      return { kind: "list", place: node.place, items: node.items.map((item) => this.filledIn(item, 0)) };
    if (node.kind === "map") {
      const filled = [["Resources", "extensions"], null, ["Properties"], []][depth];
      const entries = node.entries.map(({ key, keyPlace, value }) => ({
        ...{ key, keyPlace },
        value: filled?.includes(key) === false ? value : this.filledIn(value, depth + 1),
      }));
      return map(entries, node.place);
    }
    const part = this.#part(node);
    if (part !== null) return this.filledIn(part, depth);
    if (depth === 0 || node.kind !== "scalar" || !isExpression(node.value)) return node;
    this.unread.push(node);
    return map([], node.place);
  }

  #part(node: Node): Node | null {
    const [, path = "", keys = ""] = node.kind === "scalar" ? (FILE.exec(String(node.value)) ?? []) : [];
    if (path === "" || this.#files >= MAX_FILES) return null;
    this.#files += 1;
    let part = this.read(path.trim());
    for (const key of keys.split(".").filter((one) => one !== ""))
      part = part?.kind === "map" ? (entryOf(part, key)?.value ?? null) : null;
    return part;
  }
}

const FUNCTION_ROLE = "IamRoleLambdaExecution";

/**
 * The role that the framework creates for the service's functions: `provider.iam.role`, or `provider.iamRoleStatements`
 * before version 3. Returns null if there is none.
 * https://www.serverless.com/framework/docs/providers/aws/guide/iam
 */
function functionRole(root: MapNode, isNamed: boolean): MapEntry | null {
  const provider = valueAt(root, ["provider"]);
  const role = valueAt(provider, ["iam", "role"]);
  const statements = valueAt(role, ["statements"]) ?? valueAt(provider, ["iamRoleStatements"]);
  if (statements === undefined && !isNamed) return null;
  const { place } = statements ?? root;
  const optional = (key: string, value: Node | undefined) => (value === undefined ? [] : [entry(key, value, place)]);
  const policy = map(
    [
      entry("PolicyName", text("provider.iam.role.statements", place), place),
      entry("PolicyDocument", documentOf([entry("Statement", statements ?? list([], place), place)], place), place),
    ],
    place,
  );
  const trust = map(
    [
      entry("Effect", text("Allow", place), place),
      entry("Principal", map([entry("Service", text("lambda.amazonaws.com", place), place)], place), place),
      entry("Action", text("sts:AssumeRole", place), place),
    ],
    place,
  );
  const properties = [
    entry("AssumeRolePolicyDocument", documentOf([entry("Statement", list([trust], place), place)], place), place),
    entry("Policies", list([policy], place), place),
    ...optional("RoleName", valueAt(role, ["name"])),
    ...optional("ManagedPolicyArns", valueAt(role, ["managedPolicies"]) ?? valueAt(provider, ["iamManagedPolicies"])),
    ...optional(
      "PermissionsBoundary",
      valueAt(role, ["permissionsBoundary"]) ?? valueAt(provider, ["rolePermissionsBoundary"]),
    ),
  ];
  const resource = [
    entry("Type", text("AWS::IAM::Role", place), place),
    entry("Properties", map(properties, place), place),
  ];
  return entry(FUNCTION_ROLE, map(resource, place), place);
}

function documentOf(entries: readonly MapEntry[], place: Place): MapNode {
  return map([entry("Version", text("2012-10-17", place), place), ...entries], place);
}

function valueAt(node: Node | undefined, path: readonly string[]): Node | undefined {
  let found = node;
  for (const key of path) found = found?.kind === "map" ? entryOf(found, key)?.value : undefined;
  return found;
}

function itemsOrItself(node: Node): readonly Node[] {
  return node.kind === "list" ? node.items.flatMap(itemsOrItself) : [node];
}

function isExpression(value: unknown): boolean {
  return typeof value === "string" && value.includes("${");
}

function expressionOf(node: Node): Node {
  return text(node.kind === "scalar" ? String(node.value) : "", node.place);
}

function map(entries: readonly MapEntry[], place: Place): MapNode {
  return { kind: "map", place, entries };
}

function list(items: readonly Node[], place: Place): Node {
  return { kind: "list", place, items };
}

function entry(key: string, value: Node, keyPlace: Place): MapEntry {
  return { key, keyPlace, value };
}
