import type { Place } from "./place.js";
import type { MadeText } from "./text-piece.js";
import type { ValueType } from "./value-type.js";

/**
 * A value of a policy, template or plan, with the place that it was written at. Readers turn what they parsed into nodes
 * once; nothing behind them sees raw JSON. A value that is only known at deployment is `unresolved`, with the expression
 * as its author wrote it: it must never turn into "present" or "absent".
 */
export type Node = ScalarNode | PartialNode | ListNode | MapNode | UnresolvedNode;

/** Beside what is unknown, Terraform may make a text of it. */
export const OR_TEXT = "or text";

export interface ScalarNode {
  readonly kind: "scalar";
  readonly place: Place;
  readonly value: string | number | boolean | null;
  /** Terraform conceals it: it is used, and not shown. */
  readonly isSecret?: true;
  /** As somebody gave it to a variable, before Terraform makes `"5"` a number: of which type it is, is not sure. */
  readonly given?: true | typeof OR_TEXT;
  /** Of a number of Terraform's that JavaScript's numbers do not hold: how Terraform writes it. */
  readonly digits?: string;
  /** Of a null of Terraform's: the type that it is of, where that is known. */
  readonly type?: ValueType;
  /** As of a partial text. */
  readonly inAnyOrder?: true;
  /** For a text that does not stand in the file as it is. */
  readonly made?: MadeText;
  /** Of an empty text that stands for one which nobody gave: the expression. */
  readonly unset?: string;
}

/** A string of which some parts are unknown, such as `arn:aws:s3:::${Bucket}/*`. */
export interface PartialNode {
  readonly kind: "partial";
  readonly place: Place;
  readonly parts: readonly TextPart[];
  readonly made?: MadeText;
  /** As of an unresolved node. */
  readonly mayBe?: readonly Node[];
  /** As of a list: whether elements stand in the text whose order is Terraform's own. */
  readonly inAnyOrder?: true;
}

export interface ListNode {
  readonly kind: "list";
  readonly place: Place;
  readonly items: readonly Node[];
  /** Which of Terraform's three it is, where its source tells: their elements are converted, compared and ordered differently. */
  readonly collection?: "tuple" | "list" | "set";
  /** Of a list or set of Terraform's: the type that its elements have, where that is known of an empty one. */
  readonly elements?: ValueType;
  /** Where it has one item, the provider writes that alone. */
  readonly writtenPlain?: true;
  /** Of a set of Terraform's whose elements are not all known: their order is Terraform's own. */
  readonly inAnyOrder?: true;
  /** Of a set, or a list of distinct elements: whether unknown ones may be equal to others, so that there may be fewer. */
  readonly mayRepeat?: true;
}

/** Entries in written order; a key that is repeated in the text may stand here twice. */
export interface MapNode {
  readonly kind: "map";
  readonly place: Place;
  readonly entries: readonly MapEntry[];
  /** Which of Terraform's two it is, where its source tells. */
  readonly collection?: "object" | "map";
  /** As of a list. */
  readonly elements?: ValueType;
  /** Of a value that Terraform is given: whether its type may give it attributes that do not stand here. */
  readonly mayHaveMore?: true;
}

export interface MapEntry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: Node;
}

export interface UnresolvedNode extends Unresolved {
  readonly place: Place;
  /** Of an element that Terraform's source makes: whether it may be several elements or none. */
  readonly several?: true;
  /** Of an expression in Terraform's source: whether it is sure to fail, because what it names is not there. */
  readonly fails?: true;
  /** Of an expression in Terraform's source: values that stand in it, of which it is one, or made of some. */
  readonly mayBe?: readonly Node[];
  /** Of a call in Terraform's source: the type that its value has. */
  readonly type?: ValueType;
}

/** A value that is unknown before deployment; `expression` is what to name in a message. */
export interface Unresolved {
  readonly kind: "unresolved";
  readonly expression: string;
  /** A pattern of IAM's (`arn:aws:kms:*`) that it is sure to match; absent where it may be anything, `*` as well. */
  readonly like?: string | undefined;
  /** It is the name of a role, user or group, which is no ARN. */
  readonly isName?: true;
  /** Of a part of an ARN: texts that it may be, as different as they come. */
  readonly samples?: readonly string[];
}

export type TextPart = string | Unresolved;

/** A string, a string with unknown parts, or nothing but an unknown. */
export type Text = string | PartialText | Unresolved;

export interface PartialText {
  readonly kind: "partial";
  readonly parts: readonly TextPart[];
}

/** The value of a key (the last one, as `JSON.parse` would have it), or undefined. */
export function entryOf({ entries }: MapNode, key: string): MapEntry | undefined {
  if (entries.length <= FEW) return entries.findLast((entry) => entry.key === key);
  const index = indexes.get(entries) ?? new Map(entries.map((entry) => [entry.key, entry]));
  indexes.set(entries, index);
  return index.get(key);
}

/** A map with more entries is looked at as a whole but once, however many functions look something up in it. */
const FEW = 64;

const indexes = new WeakMap<readonly MapEntry[], ReadonlyMap<string, MapEntry>>();

/** A node as text; `undefined` when it is a list, a map or null. Numbers and booleans are text as IAM reads them. */
export function textOf(node: Node): Text | undefined {
  switch (node.kind) {
    case "scalar":
      return node.value === null ? undefined : (node.digits ?? String(node.value));
    case "partial":
      return { kind: "partial", parts: node.parts };
    case "unresolved":
      return withoutPlace(node);
    case "list":
    case "map":
      return undefined;
  }
}

/** The same where nothing takes an empty text: what nobody gave has to be given. */
export function givenText(node: Node): Text | undefined {
  const isUnset = node.kind === "scalar" && node.unset !== undefined;
  return isUnset ? { kind: "unresolved", expression: node.unset } : textOf(node);
}

export function withoutPlace({ expression, like, isName }: UnresolvedNode): Unresolved {
  const kind = "unresolved";
  return { kind, expression, ...(like === undefined ? {} : { like }), ...(isName === undefined ? {} : { isName }) };
}

/** How a message shows a text: unknown parts stand as `${expression}`, or as another tool writes its placeholders. */
export function showText(text: Text): string {
  if (typeof text === "string") return text;
  if (text.kind === "partial") return text.parts.map(showText).join("");
  return /^(?:\{[{%#]|<%|[#$%@]|\(\(|__)/.test(text.expression) ? text.expression : `\${${text.expression}}`;
}
