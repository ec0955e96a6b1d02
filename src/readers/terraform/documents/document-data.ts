import { append } from "../../../source/append.js";
import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import { entryOf, type MapEntry, type Node, showText, textOf } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import { newRoleArn } from "../links/role-arn.js";
import { listIn, textIn } from "../model/fields.js";
import { listed } from "../model/listed.js";
import type { PlannedResource } from "../model/plan.js";
import { mergeStatements } from "./merge-statements.js";

/** The places of a document's parts in the `.tf` source. A part that isn't found has the place of the whole block. */
export interface DocumentPlaces {
  readonly document: Place;
  statement(index: number): Place;
  list(index: number, name: string): Place;
}

/** The unknown references in a statement's attributes and blocks, by the statement's index. */
export interface UnknownReferences {
  /** The list as written in the source. Null if the source doesn't determine it. */
  written(index: number, attribute: string): Node | null;
  names(index: number, attribute: string): readonly string[];
  /** The role that the principals refer to. Null unless it is certainly the only one and its name is known. */
  principal(index: number): PlannedResource | null;
}

/**
 * Converts the statements of `data.aws_iam_policy_document` to a policy document. If part of a document is known only
 * after apply, the plan has no `json`, but still has the statements, with `after_unknown` for each element. `before`
 * contains the source documents, and `after` the overriding documents.
 */
export function documentFromData(
  data: PlannedResource,
  places: DocumentPlaces,
  references: UnknownReferences,
  others: {
    readonly before: readonly Node[];
    readonly after: readonly Node[];
    /** Returns one of the data source's own statements without its sensitive parts. */
    shown(statement: Node, index: number): Node;
  },
): Node {
  const unknown = property(data.unknown, "statement");
  const own: readonly Node[] =
    unknown === true
      ? [{ kind: "unresolved", place: places.document, expression: `statements of ${data.address}` }]
      : listIn(data.values, "statement").map((statement, index) => {
          const flags = Array.isArray(unknown) ? unknown[index] : undefined;
          const unknownIn = isJsonObject(flags) ? flags : {};
          const made = new StatementBuilder(statement, unknownIn, data, places, index, references).build();
          return others.shown(made, index);
        });
  return mergedDocument(places.document, textIn(data.values, "version"), own, others);
}

/** Merges the data source's own statements with its source documents and its overriding documents. */
export function mergedDocument(
  place: Place,
  version: string,
  own: readonly Node[],
  { before, after }: { readonly before: readonly Node[]; readonly after: readonly Node[] },
): Node {
  const versions = [version || "2012-10-17", ...[...before, ...after].flatMap(versionOf)];
  const items = mergeStatements(before.flatMap(statementsOf), [own, ...after.map(statementsOf)]);
  return map(place, [
    ["Version", scalar(place, versions.sort().at(-1) ?? "")],
    ["Statement", { kind: "list", place, items }],
  ]);
}

function versionOf(document: Node): readonly string[] {
  const version = document.kind === "map" ? entryOf(document, "Version")?.value : undefined;
  return version?.kind === "scalar" ? [String(version.value)] : [];
}

/** A document's statements. An unknown document is a single unresolved node. */
function statementsOf(document: Node): readonly Node[] {
  if (document.kind === "unresolved") return [document];
  const statement = document.kind === "map" ? entryOf(document, "Statement")?.value : undefined;
  if (statement === undefined) return [];
  return statement.kind === "list" ? statement.items : [statement];
}

class StatementBuilder {
  constructor(
    private readonly statement: JsonObject,
    private readonly unknown: JsonObject,
    private readonly data: PlannedResource,
    private readonly places: DocumentPlaces,
    private readonly index: number,
    private readonly references: UnknownReferences,
  ) {}

  build(): Node {
    const entries: [string, Node][] = [];
    const sid = textIn(this.statement, "sid");
    if (property(this.unknown, "sid") === true) entries.push(["Sid", this.open("sid", this.place)]);
    else if (sid !== "") entries.push(["Sid", scalar(this.place, sid)]);
    entries.push(["Effect", this.effect()]);
    for (const [name, key] of LISTS) {
      const list = this.texts(this.statement, this.unknown, name, this.places.list(this.index, name));
      if (list !== null) entries.push([key, this.withWritten(list, name)]);
    }
    for (const [name, key] of [
      ["principals", "Principal"],
      ["not_principals", "NotPrincipal"],
    ] as const) {
      const principals = this.principals(name);
      if (principals !== null) entries.push([key, principals]);
    }
    const conditions = this.conditions();
    if (conditions !== null) entries.push(["Condition", conditions]);
    return map(this.place, entries);
  }

  private get place(): Place {
    return this.places.statement(this.index);
  }

  /** The statement's effect. The provider's default is `Allow`. */
  private effect(): Node {
    if (property(this.unknown, "effect") === true) return this.open("effect", this.place);
    return scalar(this.place, textIn(this.statement, "effect") || "Allow");
  }

  private texts(holder: JsonObject, unknown: JsonObject, name: string, place: Place): Node | null {
    const flags = property(unknown, name);
    if (flags === true) return this.open(name, place);
    const values = property(holder, name);
    const list: readonly JsonValue[] = Array.isArray(values) ? values : [];
    const open: readonly JsonValue[] = Array.isArray(flags) ? flags : [];
    const count = Math.max(list.length, open.filter((flag) => flag === true).length);
    if (count === 0) return null;
    const items = Array.from({ length: count }, (_, at): Node => {
      const value = list[at];
      return open[at] === true || typeof value !== "string"
        ? this.open(name, place)
        : scalar(place, providerVariables(value));
    });
    return { kind: "list", place, items, writtenPlain: true };
  }

  /**
   * Fills in, from the source, elements that the plan doesn't know. A statement's lists are sets, so the plan has no
   * order for them, and an unknown element may be any of the source's elements.
   */
  private withWritten(list: Node, name: string): Node {
    const open = list.kind === "list" ? list.items.filter(({ kind }) => kind === "unresolved").length : null;
    const source = open === 0 ? null : this.references.written(this.index, name);
    if (source?.kind !== "list" || !source.items.every(isOneText)) return list;
    const items = source.items.map(withProviderVariables);
    if (list.kind !== "list") return { kind: "list", place: list.place, items, writtenPlain: true };
    const isKnown = ({ kind }: Node): boolean => kind === "scalar";
    const unknown = items.filter((item) => !isKnown(item));
    const known = list.items.filter(isKnown);
    if (unknown.length !== open || !sameTexts(known, items.filter(isKnown))) return list;
    return { ...list, items: [...known, ...unknown] };
  }

  private principals(name: "principals" | "not_principals"): Node | null {
    if (property(this.unknown, name) === true) return this.open(name, this.place);
    const blocks = listIn(this.statement, name);
    if (blocks.length === 0) return null;
    const byType = new Map<string, Node[]>();
    for (const [at, block] of blocks.entries()) {
      const flags = flagsAt(this.unknown, name, at);
      if (property(flags, "type") === true) return this.open(name, this.place);
      append(byType, textIn(block, "type"), ...this.values(block, flags, "identifiers"));
    }
    // If there are other types as well, the provider writes `"*": "*"`, which IAM rejects.
    if (byType.has("*")) return scalar(this.place, "*");
    return map(
      this.place,
      [...byType].map(([type, items]) => [type, this.list(items)]),
    );
  }

  /** The statement's conditions. Blocks with the same test and variable share one list of values. */
  private conditions(): Node | null {
    if (property(this.unknown, "condition") === true) return this.open("condition", this.place);
    const blocks = listIn(this.statement, "condition");
    if (blocks.length === 0) return null;
    const operators = new Map<string, Map<string, Node[]>>();
    for (const [at, block] of blocks.entries()) {
      const flags = flagsAt(this.unknown, "condition", at);
      if (property(flags, "test") === true || property(flags, "variable") === true) {
        return this.open("condition", this.place);
      }
      const test = textIn(block, "test");
      const tests = operators.get(test) ?? new Map<string, Node[]>();
      append(tests, textIn(block, "variable"), ...this.values(block, flags, "values"));
      operators.set(test, tests);
    }
    return map(
      this.place,
      [...operators].map(([test, tests]) => [
        test,
        map(
          this.place,
          [...tests].map(([variable, values]) => [variable, this.list(values)]),
        ),
      ]),
    );
  }

  private values(block: JsonObject, flags: JsonObject, name: string): readonly Node[] {
    const values = this.texts(block, flags, name, this.place);
    if (values === null) return [];
    return values.kind === "list" ? values.items : [values];
  }

  private list(items: readonly Node[]): Node {
    return { kind: "list", place: this.place, items, writtenPlain: true };
  }

  private open(name: string, place: Place): Node {
    const role = name === "identifiers" ? this.references.principal(this.index) : null;
    const arn = role === null ? null : newRoleArn(role, place);
    if (arn !== null) return arn;
    const references = this.references.names(this.index, BLOCKS.get(name) ?? name);
    return { kind: "unresolved", place, expression: listed(references) || `${name} of ${this.data.address}` };
  }
}

/** The statement's blocks that contain the attribute. */
const BLOCKS = new Map([
  ["identifiers", "principals"],
  ["values", "condition"],
]);

/** A statement's lists, each with the name of its policy element. */
export const LISTS = [
  ["actions", "Action"],
  ["not_actions", "NotAction"],
  ["resources", "Resource"],
  ["not_resources", "NotResource"],
] as const;

/** Whether a node is exactly one element in a list of strings. */
function isOneText(node: Node): boolean {
  return node.kind === "scalar" || node.kind === "partial" || (node.kind === "unresolved" && node.several !== true);
}

/** Compares two lists as sets. */
function sameTexts(first: readonly Node[], second: readonly Node[]): boolean {
  const texts = [first, second].map((nodes) => nodes.map((node) => showText(textOf(node) ?? "")).sort());
  return JSON.stringify(texts[0]) === JSON.stringify(texts[1]);
}

export function withProviderVariables(node: Node): Node {
  if (node.kind === "partial") {
    const parts = node.parts.map((part) => (typeof part === "string" ? providerVariables(part) : part));
    return { kind: "partial", place: node.place, parts };
  }
  const isText = node.kind === "scalar" && typeof node.value === "string";
  return isText ? scalar(node.place, providerVariables(String(node.value))) : node;
}

/** Converts policy variables from `&{...}` to `${...}`. The data source has its own notation, because `${` is Terraform's syntax. */
function providerVariables(text: string): string {
  return text.replaceAll("&{", "${");
}

function flagsAt(unknown: JsonObject, name: string, at: number): JsonObject {
  const flags = property(unknown, name);
  const flag = Array.isArray(flags) ? flags[at] : undefined;
  return isJsonObject(flag) ? flag : {};
}

function scalar(place: Place, value: string): Node {
  return { kind: "scalar", place, value };
}

function map(place: Place, entries: readonly (readonly [string, Node])[]): Node {
  return { kind: "map", place, entries: entries.map(([key, value]): MapEntry => ({ key, keyPlace: place, value })) };
}
