import { append } from "../../source/append.js";
import type { MapEntry, Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { LISTS, mergedDocument, withProviderVariables } from "../terraform/documents/document-data.js";
import { Documents, documentIn } from "../terraform/documents/documents.js";
import type { PlannedResource } from "../terraform/model/plan.js";
import type { BoundBlock } from "./nested-blocks.js";
import type { SourceValues } from "./source-values.js";

const PRINCIPALS = [
  ["principals", "Principal"],
  ["not_principals", "NotPrincipal"],
] as const;

const MAX_DEPTH = 16;

/** The documents of `data.aws_iam_policy_document`, built from their blocks. */
export class SourceDocuments extends Documents {
  constructor(
    private readonly values: SourceValues,
    private readonly placeOf: (data: PlannedResource) => Place,
    ...rest: ConstructorParameters<typeof Documents>
  ) {
    super(...rest);
  }

  protected override fromData(data: PlannedResource, depth: number): Node {
    const known = this.built.get(data);
    if (known !== undefined) return known;
    const place = this.placeOf(data);
    // Prevents endless recursion if a document is built from itself.
    this.built.set(data, open(place, `statements of ${data.address}`));
    const before = this.documents(data, ["source_json", "source_policy_documents"], depth);
    const after = this.documents(data, ["override_policy_documents", "override_json"], depth);
    const isAlone = before.length + after.length === 0;
    const statements = this.values.blocks(data, "statement").map((block) => this.statement(data, block, isAlone));
    const version = this.values.value(data, ["version"]);
    const text = version?.kind === "scalar" ? String(version.value ?? "") : "";
    const merged = mergedDocument(place, text, statements, { before, after });
    const made = data.deferred === null ? merged : open(place, `${data.address} ${data.deferred}`, merged);
    this.built.set(data, made);
    return made;
  }

  /**
   * The statement that a block creates. An Allow block that is repeated an unknown number of times counts as an Allow
   * under an unknown condition.
   * @param isAlone whether no statement in another document can have the same Sid
   */
  private statement(data: PlannedResource, block: BoundBlock, isAlone: boolean): Node {
    const place = block.block.place;
    const made = this.attribute(data, block, "effect");
    const effect = made === null || isEmpty(made) ? scalar(place, "Allow") : made;
    const allows = effect.kind === "scalar" && effect.value === "Allow";
    const isOfIdentity = block.block.nested("principals").length === 0;
    const isOpen = "open" in block && !(block.open && isAlone && allows && isOfIdentity);
    const sid = block.open ? null : this.attribute(data, block, "sid");
    const entries: [string, Node][] = [
      ...(sid === null || isEmpty(sid) ? [] : [["Sid", sid] as [string, Node]]),
      ["Effect", effect],
    ];
    for (const [name, element] of LISTS) {
      const list = this.texts(data, block, name);
      if (list !== null) entries.push([element, list]);
    }
    for (const [name, element] of PRINCIPALS) {
      const principals = this.principals(data, block, name);
      if (principals !== null) entries.push([element, principals]);
    }
    const conditions = (isOpen ? null : block.open) ?? this.conditions(data, block);
    if (conditions !== null) entries.push(["Condition", conditions]);
    const statement = map(place, entries);
    return isOpen ? open(this.placeOf(data), `statements of ${data.address}`, statement) : statement;
  }

  /** An attribute's value. Returns null if the attribute isn't set. */
  private attribute(data: PlannedResource, { block, bound }: BoundBlock, name: string): Node | null {
    const attribute = block.attribute(name);
    if (attribute === null) return null;
    const node = this.values.read(data, attribute, bound, `${data.address}.${name}`);
    return node ?? open(attribute.value, `${name} of ${data.address}`);
  }

  /** The items of a list attribute. Returns null if the list isn't set or is empty. */
  private texts(data: PlannedResource, block: BoundBlock, name: string): Node | null {
    const node = this.attribute(data, block, name);
    if (node === null || isEmpty(node)) return null;
    if (node.kind !== "list") return open(node.place, shownOf(node, `${name} of ${data.address}`));
    const items = node.items.filter((item) => !isEmpty(item)).map(withProviderVariables);
    // The place where the list is written, which may be in the module's caller.
    return { kind: "list", place: node.place, items, writtenPlain: true };
  }

  private principals(data: PlannedResource, statement: BoundBlock, name: string): Node | null {
    const { place } = statement.block;
    const blocks = this.values.blocks(data, name, statement);
    if (blocks.length === 0) return null;
    const byType = new Map<string, Node[]>();
    for (const block of blocks) {
      const type = "open" in block ? null : this.attribute(data, block, "type");
      if (type?.kind !== "scalar") return open(place, `${name} of ${data.address}`);
      add(byType, String(type.value), this.texts(data, block, "identifiers"));
    }
    // If there are other types as well, the provider writes `"*": "*"`, which IAM rejects, so that case can't be deployed.
    if (byType.has("*")) return scalar(place, "*");
    return map(place, listsOf(byType, place));
  }

  /** The statement's conditions. Blocks with the same test and variable share one list of values. */
  private conditions(data: PlannedResource, statement: BoundBlock): Node | null {
    const { place } = statement.block;
    const blocks = this.values.blocks(data, "condition", statement);
    if (blocks.length === 0) return null;
    const operators = new Map<string, Map<string, Node[]>>();
    for (const block of blocks) {
      const [test, variable] = ["test", "variable"].map((name) =>
        "open" in block ? null : this.attribute(data, block, name),
      );
      if (test?.kind !== "scalar" || variable?.kind !== "scalar") return open(place, `condition of ${data.address}`);
      const tests = operators.get(String(test.value)) ?? new Map<string, Node[]>();
      add(tests, String(variable.value), this.texts(data, block, "values"));
      operators.set(String(test.value), tests);
    }
    return map(
      place,
      [...operators].map(([test, tests]) => [test, map(place, listsOf(tests, place))]),
    );
  }

  /** The documents that a data source starts from, or the documents that override it, in order. */
  private documents(data: PlannedResource, names: readonly string[], depth: number): readonly Node[] {
    return names.flatMap((name) => {
      if (!this.values.isSet(data, name)) return [];
      const node = this.values.value(data, [name]);
      if (node === null) return [open(this.placeOf(data), `${name} of ${data.address}`)];
      const all = node.kind === "list" ? node.items : [node];
      return all.filter((one) => !isEmpty(one)).map((one) => this.document(one, data, name, depth));
    });
  }

  private document(text: Node, data: PlannedResource, name: string, depth: number): Node {
    const origin = this.values.originOf(text)?.resource;
    if (origin?.type === "aws_iam_policy_document" && origin.mode === "data" && depth < MAX_DEPTH)
      return this.fromData(origin, depth + 1);
    return documentIn(text) ?? open(text.place, shownOf(text, `${name} of ${data.address}`), text);
  }
}

function add(lists: Map<string, Node[]>, key: string, values: Node | null): void {
  const items = values === null ? [] : values.kind === "list" ? values.items : [values];
  append(lists, key, ...items);
}

function listsOf(lists: ReadonlyMap<string, readonly Node[]>, place: Place): readonly (readonly [string, Node])[] {
  return [...lists].map(([key, items]) => [key, { kind: "list", place, items, writtenPlain: true }]);
}

/** Null, an empty string, and an empty list count as not set. */
function isEmpty(node: Node): boolean {
  return node.kind === "list" ? node.items.length === 0 : node.kind === "scalar" && (node.value ?? "") === "";
}

function shownOf(node: Node, otherwise: string): string {
  return node.kind === "unresolved" ? node.expression : otherwise;
}

function open(place: Place, expression: string, ...mayBe: readonly Node[]): Node {
  return { kind: "unresolved", place, expression, mayBe };
}

function scalar(place: Place, value: string): Node {
  return { kind: "scalar", place, value };
}

function map(place: Place, entries: readonly (readonly [string, Node])[]): Node {
  return { kind: "map", place, entries: entries.map(([key, value]): MapEntry => ({ key, keyPlace: place, value })) };
}
