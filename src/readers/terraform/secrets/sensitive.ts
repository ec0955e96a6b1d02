import { parseOperator } from "../../../iam/condition/operator.js";
import type { JsonObject } from "../../../source/json-node.js";
import type { MapEntry, MapNode, Node } from "../../../source/node.js";
import { isMarked } from "./marks.js";
import type { Secrets } from "./secrets.js";

/** Words that evaluation needs and that aren't secret, by the element that contains them. */
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

/** Elements that don't affect a verdict. */
const NAMES = new Set(["Sid", "Id"]);

/**
 * A document that the plan marks as sensitive is used but never printed. All of its text becomes unknown, except for
 * words of the policy language, so messages can't show it. Words that contain a known secret also become unknown.
 */
export function withoutSecrets(document: Node, secrets: Secrets): Node {
  if (document.kind !== "map") return hidden(document);
  return mapped(document, ({ key, value }) =>
    key === "Statement" ? forEach(value, (one) => statement(one, secrets)) : texts(value, key, secrets),
  );
}

function statement(node: Node, secrets: Secrets): Node {
  if (node.kind !== "map") return hidden(node);
  return mapped(node, (entry) => element(entry, secrets));
}

function element({ key, value }: MapEntry, secrets: Secrets): Node {
  if (key === "Condition") return condition(value, secrets);
  if (value.kind !== "map" || !/^(?:Not)?Principal$/.test(key)) return texts(value, key, secrets);
  return mapped(value, (principal) => texts(principal.value, principal.key, secrets));
}

/** Operators and condition keys are also words of the policy language. Only the values that they are compared with aren't. */
function condition(node: Node, secrets: Secrets): Node {
  const isKey = ({ key }: MapEntry): boolean => /^[A-Za-z0-9-]+:[A-Za-z]+$/.test(key) && !secrets.isIn(key);
  const isOperator = ({ key }: MapEntry): boolean => parseOperator(key) !== null && !secrets.isIn(key);
  const areWords = (one: Node, isWord = isKey): one is MapNode => one.kind === "map" && one.entries.every(isWord);
  const each = (map: MapNode, value: (one: Node) => Node): Node => {
    return { ...map, entries: map.entries.map((entry) => ({ ...entry, value: value(entry.value) })) };
  };
  if (!areWords(node, isOperator)) return hidden(node);
  return each(node, (test) => (areWords(test) ? each(test, (values) => texts(values, "", secrets)) : hidden(test)));
}

/** A data source's statement without its sensitive parts, which the plan marks by attribute. */
export function withoutMarkedParts(statement: Node, index: number, marks: JsonObject, secrets: Secrets): Node {
  if (statement.kind !== "map" || !isMarked(marks, [])) return statement;
  const isHidden = ({ key }: MapEntry): boolean => isMarked(marks, ["statement", index, attributeOf(key)]);
  const entries = statement.entries
    .filter((entry) => !NAMES.has(entry.key) || !isHidden(entry))
    .map((entry) => {
      const value = isHidden(entry) ? element(entry, secrets) : withoutTexts(entry.value, secrets);
      return { ...entry, value };
    });
  return { ...statement, entries };
}

/** Converts an element's name to its attribute: `not_actions` for `NotAction`. */
function attributeOf(element: string): string {
  const name = element.replace(/(?<!^)[A-Z]/g, "_$&").toLowerCase();
  return /^(?:sid|effect|condition)$/.test(name) ? name : `${name}s`;
}

/** Hides strings that contain a known secret. Other text that is written in the source isn't secret. */
export function withoutTexts(node: Node, secrets: Secrets): Node {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "string" && secrets.isIn(node.value) ? hidden(node) : node;
    case "partial":
      return node.parts.some((part) => typeof part === "string" && secrets.isIn(part)) ? hidden(node) : node;
    case "list":
      return { ...node, items: node.items.map((item) => withoutTexts(item, secrets)) };
    case "map": {
      if (node.entries.some(({ key }) => secrets.isIn(key))) return hidden(node);
      return {
        ...node,
        entries: node.entries.map((entry) => ({ ...entry, value: withoutTexts(entry.value, secrets) })),
      };
    }
    case "unresolved":
      return node;
  }
}

/** If there are keys that aren't elements of the language, keeps one of them, because its presence is a fault to report. */
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
    return isHarmless ? { ...one, isSecret: true } : hidden(one);
  });
}

function forEach(node: Node, change: (one: Node) => Node): Node {
  return node.kind === "list" ? { ...node, items: node.items.map(change) } : change(node);
}

const HIDDEN = "a sensitive value";

function hidden(node: Node): Node {
  return node.kind === "unresolved" ? node : { kind: "unresolved", place: node.place, expression: HIDDEN };
}
