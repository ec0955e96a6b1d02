import { argumentOf, childrenOf, literalOf } from "../source/hcl-values.js";
import { LONGEST_REFERENCE } from "./reference.js";

/**
 * What the source says of expressions of which a plan shows no more than their references: which element of a written map or
 * list an instance takes, and whether a value is what is referred to or made of it.
 */

/** An element of an object or a list that the source writes out: what it refers to, or its value. */
export type WrittenElement =
  | { readonly kind: "reference"; readonly text: string }
  | { readonly kind: "literal"; readonly value: string | number | boolean | null };

/** The element at a path of keys and indexes; null where the source does not write it out. */
export function elementAt(text: string, path: readonly (string | number)[]): WrittenElement | null {
  let range = wholeOf(text);
  for (const key of path) {
    const children = childrenOf(text, range);
    const child = children?.get(key) ?? (typeof key === "number" ? null : children?.get(Number(key)));
    if (child === null || child === undefined) return null;
    range = child;
  }
  const value = literalOf(text, range);
  if (value !== undefined) return { kind: "literal", value };
  const reference = text.slice(range.start, range.end);
  return reference.length <= LONGEST_REFERENCE && TRAVERSAL.test(reference)
    ? { kind: "reference", text: reference }
    : null;
}

/** What a written list holds; null where the source does not write it out. */
export function elementsOf(text: string): readonly WrittenElement[] | null {
  const children = childrenOf(text, wholeOf(text));
  if (children === null) return null;
  const elements = [...children.keys()].map((key) => elementAt(text, [key]));
  return elements.some((one) => one === null) ? null : elements.filter((one) => one !== null);
}

/** The map that an expression hands on with its own keys: itself, `tomap(MAP)`, `{ for k, v in MAP : k => v if ... }`. */
export function mapBehind(text: string): string {
  const argument = argumentOf(text, wholeOf(text), "tomap");
  if (argument !== null) return mapBehind(text.slice(argument.start, argument.end));
  const [, key, value, map, from, to] = HANDS_ON.exec(text) ?? [];
  return map !== undefined && from === key && to === value ? map : text;
}

/** The list that `element(LIST, count.index)` or `LIST[count.index]` takes an element of; null for every other expression. */
export function listIndexed(text: string): string | null {
  const [, first, second] = INDEXED.exec(text.trim()) ?? [];
  return first?.trim() ?? second ?? null;
}

/** The name of the variable that is the whole expression. */
export function variableIn(text: string): string | null {
  return /^var\.([\w-]+)$/.exec(text.trim())?.[1] ?? null;
}

/**
 * The source of an expression of which no more than its references are at hand (a module of a registry), where they leave one
 * reading: a variable handed on, or its element for each instance of `count`.
 */
export function impliedBy(references: readonly string[]): string | null {
  const [variable, index, ...others] = references;
  if (variable === undefined || variableIn(variable) === null || others.length > 0) return null;
  if (index === undefined) return variable;
  return index === "count.index" ? `element(${variable}, count.index)` : null;
}

/** What `var.flag ? A : B` chooses between, and by which variable. */
export interface Choice {
  readonly variable: string;
  readonly whenTrue: string;
  readonly whenFalse: string;
}

export function choiceIn(text: string): Choice | null {
  const [, not, variable, first, second] = CHOICE.exec(text.trim()) ?? [];
  if (variable === undefined || first === undefined || second === undefined) return null;
  const [whenTrue, whenFalse] = not === "!" ? [second, first] : [first, second];
  return { variable, whenTrue, whenFalse };
}

/** Whether an expression is a set: its values are its keys. */
export function makesSet(text: string): boolean {
  return /^toset\(/.test(text.trim());
}

/**
 * Whether what an expression gives is made of what it refers to by a name, and so is not that thing. Of a list, each element
 * counts for itself.
 */
export function makesTextOf(text: string, name: string): boolean {
  const elements = text.trimStart().startsWith("[") ? childrenOf(text, wholeOf(text)) : null;
  if (elements === null) return makesText(text);
  const parts = [...elements.values()].map(({ start, end }) => text.slice(start, end));
  return parts.some((part) => part.includes(name) && makesText(part));
}

function makesText(text: string): boolean {
  return MAKES_TEXT.test(text) || (/^(?:"|<<)/.test(text.trim()) && !/^"\$\{[^{}"]*\}"$/.test(text.trim()));
}

/** Whether all instances of a resource are meant: `aws_iam_policy.p[*].arn`, `values(aws_iam_policy.p)[*].arn`. */
export function meansAll(text: string): boolean {
  return /^(?:\w+\.[\w-]+(?:\[\*\]|\.\*)|values\(\w+\.[\w-]+\)\[\*\])\.\w+$/.test(text.trim());
}

const TRAVERSAL = /^[A-Za-z_][\w-]*(?:\.[\w-]+|\[(?:\d+|"[^"$%\\]*")\])+$/;
const CHOICE = /^(!?)\s*var\.([\w-]+)\s*\?\s*([\w.[\]"-]+)\s*:\s*([\w.[\]"-]+)$/;
const NAME = String.raw`([A-Za-z_][\w-]*)`;
const HANDS_ON = new RegExp(
  String.raw`^\{\s*for\s+${NAME}\s*,\s*${NAME}\s+in\s+(var\.[\w-]+)\s*:\s*${NAME}\s*=>\s*${NAME}(?:\s+if\s[^{}]*|\s*)\}$`,
);
const INDEXED = /^(?:element\(([^,]*),\s*count\.index\s*\)|(var\.[\w-]+)\[count\.index\])$/;
const MAKES_TEXT =
  /\b(?:jsonencode|yamlencode|replace|format|formatlist|regex|regexall|substr|templatefile|templatestring|trimprefix|trimsuffix)\s*\(/;

function wholeOf(text: string): { readonly start: number; readonly end: number } {
  return { start: 0, end: text.length };
}
