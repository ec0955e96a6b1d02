import { parseEmbeddedJson } from "../source/embedded-json.js";
import type { PartialNode, ScalarNode } from "../source/node.js";
import { whyUnread } from "../source/why-unread.js";
import { emptyDocument } from "./empty-document.js";
import type { PolicyDocument } from "./model.js";
import { lazyDocument, type PolicyUse, parsePolicyDocument } from "./parse-document.js";

/** Reads a document that is embedded in another file as a JSON string. */
export function parsePolicyText(node: ScalarNode | PartialNode, use: PolicyUse): PolicyDocument {
  return lazyDocument(node.place, () => readDocumentText(node, use));
}

function readDocumentText(node: ScalarNode | PartialNode, use: PolicyUse): PolicyDocument {
  const embedded = parseEmbeddedJson(node);
  if ("node" in embedded) return parsePolicyDocument(embedded.node, use);
  const { place } = node;
  if ("unknown" in embedded)
    return parsePolicyDocument({ kind: "unresolved", expression: embedded.unknown, place, mayBe: [node] }, use);
  const { message, help, place: at } = embedded.fault;
  return {
    ...emptyDocument(place),
    problems: [{ message: `the policy document ${whyUnread("JSON", message)}`, help, place: at }],
  };
}
