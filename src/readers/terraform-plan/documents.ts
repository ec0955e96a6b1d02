import type { PolicyDocument } from "../../iam/model.js";
import { type PolicyUse, parsePolicyDocument } from "../../iam/parse-document.js";
import { jsonDocument } from "../../source/json-document.js";
import { isJsonObject, type JsonValue, nodeFromJson, property } from "../../source/json-node.js";
import { entryOf, type Node, type Unresolved } from "../../source/node.js";
import { rootPlace } from "../../source/place.js";
import type { Workspace } from "../reader.js";
import { documentFromData } from "./document-data.js";
import type { Links } from "./links.js";
import { type PlannedResource, valueAt } from "./plan.js";
import { withoutSecrets } from "./sensitive.js";
import { joinPath, type Sources } from "./sources.js";

const DEEPEST = 16;

/** Reads the policy documents that resources of a plan hold, as far as the plan and its configuration tell them. */
export class Documents {
  constructor(
    private readonly links: Links,
    private readonly sources: Sources,
    private readonly workspace: Workspace,
  ) {}

  /** The document in an attribute; `path` leads to it through nested blocks. Unresolved when it can't be told at all. */
  read(resource: PlannedResource, path: readonly (string | number)[], use: PolicyUse): PolicyDocument | Unresolved {
    const node = this.node(resource, path, 0);
    return node.kind === "unresolved"
      ? { kind: "unresolved", expression: node.expression }
      : parsePolicyDocument(node, use);
  }

  private node(resource: PlannedResource, path: readonly (string | number)[], depth: number): Node {
    const text = valueAt(resource.values, path);
    const sensitive = valueAt(resource.sensitive, path.slice(0, 1)) === true;
    const link = this.links.from(resource, path);
    const data = link.resources.length === 1 && link.open.length === 0 ? link.resources[0] : undefined;
    const node =
      data?.type === "aws_iam_policy_document" && depth < DEEPEST && (typeof text !== "string" || isPlain(data))
        ? this.fromData(data, depth)
        : this.fromText(resource, path, text, [...link.resources.map(({ address }) => address), ...link.open]);
    return sensitive || (data !== undefined && isSensitive(data)) ? withoutSecrets(node) : node;
  }

  private fromText(
    resource: PlannedResource,
    path: readonly (string | number)[],
    text: JsonValue | undefined,
    open: readonly string[],
  ): Node {
    const place = this.sources.placeOf(resource);
    if (typeof text !== "string") {
      const expression = open.length > 0 ? open.join(", ") : `${path.join(".")} of ${resource.address}`;
      return { kind: "unresolved", place, expression };
    }
    const value = parseText(text);
    if (value === undefined) return { kind: "scalar", place, value: text };
    return this.fromFile(resource, String(path.at(-1)), value) ?? nodeFromJson(value, place);
  }

  /** The JSON file that the attribute reads by `file("...")`, when it says what the plan holds: the place to edit. */
  private fromFile(resource: PlannedResource, attribute: string, value: JsonValue): Node | null {
    const found = this.sources.blockOf(resource);
    const expression = found === null ? null : this.sources.attribute(found, attribute);
    const path = /(?:file|templatefile)\(\s*"(?:\$\{path\.(?:module|root)\}\/)?([^"$]+)"/.exec(expression ?? "")?.[1];
    const file = found === null || path === undefined ? null : this.workspace.readText(joinPath(found.folder, path));
    const written = file === null ? undefined : parseText(file.text);
    if (file === null || written === undefined || !sameJson(written, value)) return null;
    return nodeFromJson(written, rootPlace(jsonDocument(file, written)));
  }

  private fromData(data: PlannedResource, depth: number): Node {
    const before = this.joined(data, "source_policy_documents", "source_json", depth);
    const after = this.joined(data, "override_policy_documents", "override_json", depth);
    return documentFromData(data, this.sources.documentPlaces(data), before, after);
  }

  /** The statements of documents that a data source starts from or overrides itself with. */
  private joined(data: PlannedResource, list: string, single: string, depth: number): readonly Node[] {
    const texts = [property(data.values, list), property(data.values, single)].flat();
    const known = texts.filter((text) => typeof text === "string" && text !== "");
    const open = [list, single].filter((name) => isOpen(property(data.unknown, name)));
    const place = this.sources.placeOf(data);
    const fromTexts = known.flatMap((text) => statementsOf(nodeFromJson(parseText(String(text)) ?? null, place)));
    const fromLinks = open.flatMap((name) => {
      const link = this.links.from(data, [name]);
      const documents = link.resources.filter(({ type }) => type === "aws_iam_policy_document");
      if (
        link.open.length > 0 ||
        documents.length < link.resources.length ||
        documents.length === 0 ||
        depth >= DEEPEST
      ) {
        return [{ kind: "unresolved", place, expression: `${name} of ${data.address}` } as const];
      }
      return documents.flatMap((document) => statementsOf(this.fromData(document, depth + 1)));
    });
    // A list of which some elements are known and others open names all its documents in its references.
    return open.length > 0 ? fromLinks : fromTexts;
  }
}

/** Without other documents mixed in, the statements of the plan are the document's, in its order. */
function isPlain(data: PlannedResource): boolean {
  const names = ["source_policy_documents", "source_json", "override_policy_documents", "override_json"];
  const empty = (value: JsonValue | undefined): boolean =>
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
  return names.every((name) => empty(property(data.values, name)) && !isOpen(property(data.unknown, name)));
}

function isOpen(flag: JsonValue | undefined): boolean {
  return flag === true || (Array.isArray(flag) && flag.includes(true));
}

function isSensitive(data: PlannedResource): boolean {
  const open: JsonValue[] = [data.sensitive];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === true) return true;
    if (Array.isArray(next)) open.push(...next);
    else if (isJsonObject(next)) open.push(...Object.values(next));
  }
  return false;
}

function statementsOf(document: Node): readonly Node[] {
  const statement = document.kind === "map" ? entryOf(document, "Statement")?.value : undefined;
  if (statement === undefined) return [];
  return statement.kind === "list" ? statement.items : [statement];
}

/** The same but for the order of keys, which the provider changes when it normalises a document. */
function sameJson(a: JsonValue, b: JsonValue): boolean {
  const [first, second] = [a, b].map((value) => JSON.stringify(value, sortKeys));
  return first === second;
}

function sortKeys(_key: string, value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function parseText(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
