import { type JsonValue, nodeFromJson } from "../../source/json-node.js";
import { entryOf, type MapNode, type Node, type ScalarNode } from "../../source/node.js";
import { type JsonFault, jsonValue, parseJson } from "../../source/parse-json.js";
import { fileOf, filePlace, rangeOf } from "../../source/place.js";

/** The use of a policy document: `identity` has no principal, `trust` no resource, and `resource` has both. */
export type DocumentUse = "identity" | "trust" | "resource";

/** A map with a Statement is a policy document, even if other parts of it are invalid. */
export function isDocument(node: Node | undefined): node is MapNode {
  return node?.kind === "map" && entryOf(node, "Statement") !== undefined;
}

/**
 * A document in an AWS CLI response: an object, or its text, which the IAM API returns URL-encoded (RFC 3986), as some
 * versions of `aws iam get-role-policy` show it. All nodes of the text share the string's place.
 */
export function documentIn(node: Node | undefined): Node | undefined {
  if (node?.kind !== "scalar" || typeof node.value !== "string") return node;
  const value = parseText(node.value);
  const range = rangeOf(node.place);
  return value === undefined ? undefined : nodeFromJson(value, range ?? filePlace(fileOf(node.place)));
}

function parseText(text: string): JsonValue | undefined {
  const json = decoded(text);
  return json === null ? undefined : jsonValue(json);
}

function decoded(text: string): string | null {
  try {
    return /^(?:\s|%20|%0[9ad])*%7b/i.test(text) ? decodeURIComponent(text) : text;
  } catch {
    return null;
  }
}

/** The fault in text that is meant to be a policy but isn't one. Returns null for any other text. */
export function documentFault({ value }: ScalarNode): JsonFault | null {
  const text = typeof value === "string" ? decoded(value) : null;
  if (text === null || !/^\s*\{/.test(text) || !text.includes("Statement")) return null;
  const parsed = parseJson({ path: "", text });
  return "fault" in parsed ? parsed.fault : null;
}

export function documentUse(document: MapNode): DocumentUse {
  const statements = statementsOf(document);
  const withPrincipal = statements.filter((statement) => has(statement, "Principal") || has(statement, "NotPrincipal"));
  if (withPrincipal.length === 0) return "identity";
  if (statements.some((statement) => has(statement, "Resource") || has(statement, "NotResource"))) {
    // A single stray Principal in an identity policy is a fault that `invalid-policy` reports. If every statement has a
    // Principal, that is intentional.
    return withPrincipal.length === statements.length ? "resource" : "identity";
  }
  return "trust";
}

export function hasStatements(document: MapNode): boolean {
  return statementsOf(document).length > 0;
}

function has(statement: MapNode, key: string): boolean {
  return entryOf(statement, key) !== undefined;
}

function statementsOf(document: MapNode): readonly MapNode[] {
  const statement = entryOf(document, "Statement")?.value;
  const items = statement?.kind === "list" ? statement.items : statement === undefined ? [] : [statement];
  return items.filter((item) => item.kind === "map");
}
