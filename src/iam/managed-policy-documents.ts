import { type JsonObject, type JsonValue, nodeFromJson } from "../source/json-node.js";
import { filePlace } from "../source/place.js";
import { emptyDocument } from "./empty-document.js";
import { packed } from "./managed-policies.generated.js";
import type { PolicyDocument } from "./model.js";
import { parsePolicyDocument } from "./parse-document.js";
import { unpackText } from "./unpack-text.js";

/** The part of an AWS managed policy that our data has. */
export interface ManagedPolicy {
  readonly document: PolicyDocument;
  /** The actions, in lower case, for which the document is complete. Null if it is complete for every action. */
  readonly completeFor: ReadonlySet<string> | null;
  /** Whether the policy also denies actions outside `completeFor`. */
  readonly deniesOthers?: boolean;
}

interface ManagedPolicies {
  /** The lines of each document by policy name, in the order of the data: complete documents come first. */
  readonly documents: ReadonlyMap<string, string>;
  readonly whole: ReadonlySet<string>;
  /** Names of policies that don't affect the catalog's actions. */
  readonly idle: ReadonlySet<string>;
  readonly catalogActions: readonly string[];
  readonly catalog: ReadonlySet<string>;
}

let unpacked: ManagedPolicies | undefined;
const known = new Map<string, ManagedPolicy>();
/** Keyed by name, with and without the path. */
const paths = new Map<string, string>();

function all(): ManagedPolicies {
  unpacked ??= read(unpackText(packed));
  return unpacked;
}

/** `scripts/generate-managed-policies.mjs` describes the data. */
function read(data: string): ManagedPolicies {
  const [actions = "", whole = "", reduced = "", idle = "", ...documents] = data.split("\n\n");
  const catalogActions = actions.split(" ");
  const names = [...whole.split(" "), ...reduced.split(" ")];
  return {
    documents: new Map(names.map((name, at) => [name, documents[at] ?? ""])),
    whole: new Set(whole.split(" ")),
    idle: new Set(idle.split(" ")),
    catalogActions,
    catalog: new Set(catalogActions),
  };
}

/** An AWS managed policy by its path and name (`job-function/ViewOnlyAccess`). Returns `null` if AWS had no policy with that name. */
export function managedPolicy(name: string): ManagedPolicy | null {
  const before = known.get(name);
  if (before !== undefined) return before;
  const found = find(name);
  if (found !== null) known.set(name, found);
  return found;
}

/** The path and name of the AWS managed policy with this name, in any path. */
export function managedPolicyCalled(name: string): string | null {
  if (paths.size === 0) {
    const { documents, idle } = all();
    for (const path of [...documents.keys(), ...idle].reverse())
      paths.set(path, path).set(path.slice(path.lastIndexOf("/") + 1), path);
  }
  return paths.get(name) ?? null;
}

function find(name: string): ManagedPolicy | null {
  const { documents, whole, idle, catalogActions, catalog } = all();
  const lines = documents.get(name)?.split("\n");
  if (lines === undefined)
    return idle.has(name) ? { document: emptyDocument(filePlace(name)), completeFor: catalog } : null;
  const isWhole = whole.has(name);
  const deniesOthers = lines[0] === "!";
  const actionsIn = isWhole ? actionsOf : (named: string) => actionsAt(named, catalogActions);
  const Statement = lines.slice(deniesOthers ? 1 : 0).map((line) => statementOf(line, actionsIn));
  const node = nodeFromJson({ Version: "2012-10-17", Statement }, filePlace(name));
  const document = parsePolicyDocument(node, "identity");
  return isWhole ? { document, completeFor: null } : { document, completeFor: catalog, deniesOthers };
}

/** Reads a statement from its line, in which each element begins with a letter that stands for the element's name. */
function statementOf(line: string, actionsIn: (named: string) => readonly string[]): JsonObject {
  const elements = line.split("\t").map((element) => [element.slice(0, 1), element.slice(1)] as const);
  const read: JsonObject = Object.fromEntries(elements.map(([letter, text]) => elementOf(letter, text, actionsIn)));
  return { Effect: "Allow", ...(read.NotResource === undefined && { Resource: "*" }), ...read };
}

function elementOf(
  letter: string,
  text: string,
  actionsIn: (named: string) => readonly string[],
): readonly [string, JsonValue] {
  if (letter === "d") return ["Effect", "Deny"];
  if (letter === "a") return ["Action", actionsIn(text)];
  if (letter === "A") return ["NotAction", actionsOf(text)];
  if (letter === "c") return ["Condition", conditionsOf(text)];
  return [letter === "r" ? "Resource" : "NotResource", text.split(",").map(asArn)];
}

function asArn(text: string): string {
  return !text.includes(":") || text.startsWith("arn:") ? text : `arn:aws:${text}`;
}

function conditionsOf(text: string): JsonObject {
  const conditions: Record<string, JsonObject> = {};
  for (const test of text.split(";")) {
    const [, operator = "", key = "", values = ""] = /^(\S+) ([^=]+)=(.*)/.exec(test) ?? [];
    const read = values.split(",").map((value) => value.replaceAll("@", ".amazonaws.com"));
    conditions[operator] = { ...conditions[operator], [key]: read };
  }
  return conditions;
}

/** Reads a list of actions: `ec2:StartInstances StopInstances|s3:*` has three. */
function actionsOf(text: string): readonly string[] {
  return text.split("|").flatMap((group) => {
    const [first = "", ...others] = group.split(" ");
    const service = first.slice(0, first.indexOf(":") + 1);
    return [first, ...others.map((name) => service + name)];
  });
}

/** Reads positions in the catalog, in base 36, and patterns: `3-9 1a|ec2:Describe*`. */
function actionsAt(named: string, catalog: readonly string[]): readonly string[] {
  const [first = "", ...patterns] = named.split("|");
  const places = first.includes("*") || first.includes("?") ? [] : first.split(" ");
  const spelled = places.flatMap((run) => {
    const [first = 0, last = first] = run.split("-").map((place) => Number.parseInt(place, 36));
    return catalog.slice(first, last + 1);
  });
  return [...spelled, ...(places.length === 0 ? [first] : []), ...patterns];
}
