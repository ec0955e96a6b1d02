import type { MapEntry, Node } from "../../../source/node.js";
import type { Secrets } from "./secrets.js";

/** What evaluation can't do without and nobody would keep secret, by the element that it stands in. */
const HARMLESS: Readonly<Record<string, RegExp>> = {
  Version: /^20(?:08-10|12-10)-17$/,
  Effect: /^(?:Allow|Deny)$/,
  Action: /^(?:\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/,
  NotAction: /^(?:\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/,
  Resource: /^\*$/,
  NotResource: /^\*$/,
  Principal: /^\*$/,
  NotPrincipal: /^\*$/,
  AWS: /^\*$/,
  Service: /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/,
  Federated: /^$/,
  CanonicalUser: /^$/,
};

/** Elements that say nothing that a verdict needs. */
const NAMES = new Set(["Sid", "Id"]);

/**
 * A document that the plan marks as sensitive: used, never printed. All text in it that is not a word of the policy language
 * becomes unknown, so that no message can repeat it; words that hold what is known to be secret, too.
 */
export function withoutSecrets(document: Node, secrets: Secrets): Node {
  if (document.kind !== "map") return hidden(document);
  return mapped(document, ({ key, value }) =>
    key === "Statement" ? forEach(value, (one) => statement(one, secrets)) : texts(value, key, secrets),
  );
}

function statement(node: Node, secrets: Secrets): Node {
  if (node.kind !== "map") return hidden(node);
  return mapped(node, ({ key, value }) => {
    if (key === "Condition") return hidden(value);
    if (value.kind !== "map" || !/^(?:Not)?Principal$/.test(key)) return texts(value, key, secrets);
    return mapped(value, (principal) => texts(principal.value, principal.key, secrets));
  });
}

/** Of the keys that are no elements of the language one is left: that there is one is a fault to tell. */
function mapped(node: Node & { readonly kind: "map" }, value: (entry: MapEntry) => Node): Node {
  const other = node.entries.find(({ key }) => !isElement(key) && !NAMES.has(key));
  const entries = node.entries
    .filter((entry) => isElement(entry.key) || entry === other)
    .map((entry) => ({ ...entry, key: entry === other ? HIDDEN : entry.key, value: value(entry) }));
  return { ...node, entries };
}

function isElement(key: string): boolean {
  return key === "Statement" || key === "Condition" || Object.hasOwn(HARMLESS, key);
}

function texts(node: Node, element: string, secrets: Secrets): Node {
  const harmless = Object.hasOwn(HARMLESS, element) ? HARMLESS[element] : undefined;
  return forEach(node, (one) => {
    if (one.kind !== "scalar") return hidden(one);
    const isHarmless = typeof one.value === "string" && harmless?.test(one.value) === true && !secrets.isIn(one.value);
    return isHarmless ? one : hidden(one);
  });
}

function forEach(node: Node, change: (one: Node) => Node): Node {
  return node.kind === "list" ? { ...node, items: node.items.map(change) } : change(node);
}

const HIDDEN = "a sensitive value";

function hidden(node: Node): Node {
  return node.kind === "unresolved" ? node : { kind: "unresolved", place: node.place, expression: HIDDEN };
}
