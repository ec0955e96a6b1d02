import { type JsonValue, nodeFromJson } from "../../source/json-node.js";
import { entryOf, type MapNode, type Node, type ScalarNode } from "../../source/node.js";
import { type JsonFault, jsonValue, parseJson } from "../../source/parse-json.js";
import { fileOf, filePlace, rangeOf } from "../../source/place.js";

/** Whom a policy document is for: `identity` names no principal, `trust` no resource, `resource` both. */
export type DocumentUse = "identity" | "trust" | "resource";

/** A map with a Statement is a policy document, whatever else is wrong with it. */
export function isDocument(node: Node | undefined): node is MapNode {
  return node?.kind === "map" && entryOf(node, "Statement") !== undefined;
}

/**
 * A document as AWS CLI answers have it: an object, or its text, which IAM's own API returns URL-encoded (RFC 3986), as `aws iam
 * get-role-policy` shows in some versions. The text's nodes share the place of the string.
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

/** Why text that is meant to be a policy isn't one. Returns null for any other text. */
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
    // One stray Principal in an identity policy is a fault that `invalid-policy` reports. In every statement, it is intended.
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
