import type { Place } from "./place.js";
import type { BuiltText } from "./text-piece.js";
import type { ValueType } from "./value-type.js";

/**
 * A value in a policy, template, or plan, with the place where it was written. Readers convert what they parse into
 * nodes once, and no later code sees raw JSON. A value that is known only at deployment is `unresolved`, with the
 * expression as its author wrote it. It must never turn into "present" or "absent".
 */
export type Node = ScalarNode | PartialNode | ListNode | MapNode | UnresolvedNode;

/** Marks a value that Terraform may convert to a string, depending on the unknown type of a value next to it. */
export const OR_TEXT = "or text";

export interface ScalarNode {
  readonly kind: "scalar";
  readonly place: Place;
  readonly value: string | number | boolean | null;
  /** Set if Terraform treats the value as sensitive: it is used but not shown. */
  readonly isSecret?: true;
  /** Set if the value is a variable's raw value, so its type is uncertain: Terraform may yet convert `"5"` to a number. */
  readonly given?: true | typeof OR_TEXT;
  /** For a number that JavaScript can't represent: Terraform's notation. */
  readonly digits?: string;
  /** For a null in Terraform: its type, if known. */
  readonly type?: ValueType;
  /** As in {@link PartialNode.inAnyOrder}. */
  readonly inAnyOrder?: true;
  /** For a string that doesn't occur in the file as such: its origin. */
  readonly made?: BuiltText;
  /** For a string in which an unset part counts as empty: the same string with an unknown value instead. */
  readonly unset?: Text;
}

/** A string with some unknown parts, such as `arn:aws:s3:::${Bucket}/*`. */
export interface PartialNode {
  readonly kind: "partial";
  readonly place: Place;
  readonly parts: readonly TextPart[];
  readonly made?: BuiltText;
  /** As in {@link UnresolvedNode.mayBe}. */
  readonly mayBe?: readonly Node[];
  /** Set if the text contains elements of a set, whose order only Terraform knows. See {@link ListNode.inAnyOrder}. */
  readonly inAnyOrder?: true;
}

export interface ListNode {
  readonly kind: "list";
  readonly place: Place;
  readonly items: readonly Node[];
  /** The kind of Terraform collection, if the source shows it. Elements are converted, compared, and ordered differently in each. */
  readonly collection?: "tuple" | "list" | "set";
  /** For a Terraform list or set: the element type, if it is known even though the list is empty. */
  readonly elements?: ValueType;
  /** Set if the provider writes a single item without a list around it. */
  readonly writtenPlain?: true;
  /** True for a Terraform set with unknown elements, because only Terraform knows their order. */
  readonly inAnyOrder?: true;
  /** For a set or a list of distinct elements: whether unknown elements may equal others, so that there may be fewer elements. */
  readonly mayRepeat?: true;
}

/** The entries are in written order. A key that is repeated in the text may occur twice. */
export interface MapNode {
  readonly kind: "map";
  readonly place: Place;
  readonly entries: readonly MapEntry[];
  /** The kind of Terraform value, if the source shows it. */
  readonly collection?: "object" | "map";
  /** The type of the values, as in {@link ListNode.elements}. */
  readonly elements?: ValueType;
  /** For an input value: whether its type may add attributes that aren't listed here. */
  readonly mayHaveMore?: true;
}

export interface MapEntry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: Node;
}

export interface UnresolvedNode extends Unresolved {
  readonly place: Place;
  /** For an element created by Terraform source: set if it may represent several elements or none. */
  readonly several?: true;
  /** For an expression in Terraform source: set if it certainly fails, because something it refers to doesn't exist. */
  readonly fails?: true;
  /** The candidates for the value, or the values that it is built from. */
  readonly mayBe?: readonly Node[];
  /** Set if the value is certainly one of `mayBe`. `or nothing` means it may also be absent. */
  readonly isOneOf?: "or nothing" | "always";
  /** For a function call in Terraform source: the type of the result. */
  readonly type?: ValueType;
}

/** A value that is unknown before deployment. Messages show its `expression`. */
export interface Unresolved {
  readonly kind: "unresolved";
  readonly expression: string;
  /** For Terraform source: the module's address, a line break, and the full expression. Absent if `expression` is already complete. */
  readonly inFull?: string;
  /** An IAM pattern (`arn:aws:kms:*`) that the value certainly matches. Absent if the value may be anything, including `*`. */
  readonly like?: string | undefined;
  /** Set if the value is the name, not the ARN, of a role, user, or group. */
  readonly isName?: true;
  /** Possible values of the string: all of them, or a few that are as different as possible. */
  readonly samples?: readonly string[];
}

export type TextPart = string | Unresolved;

/** A known string, a string with unknown parts, or an unknown value. */
export type Text = string | PartialText | Unresolved;

export interface PartialText {
  readonly kind: "partial";
  readonly parts: readonly TextPart[];
}

/** The entry for a key, or undefined. If a key is repeated, the last entry wins, as in `JSON.parse`. */
export function entryOf({ entries }: MapNode, key: string): MapEntry | undefined {
  if (entries.length <= FEW) return entries.findLast((entry) => entry.key === key);
  const index = indexes.get(entries) ?? new Map(entries.map((entry) => [entry.key, entry]));
  indexes.set(entries, index);
  return index.get(key);
}

/** A map with more entries than this is indexed once, for all lookups. */
const FEW = 64;

const indexes = new WeakMap<readonly MapEntry[], ReadonlyMap<string, MapEntry>>();

/** A node as text. Returns `undefined` for a list, a map, or null. Numbers and booleans become text, as in IAM. */
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

/** Like `textOf`, but if `isTaken` rejects the text, an unset part counts as unknown instead of empty. */
export function givenText(node: Node, isTaken: (text: string) => boolean): Text | undefined {
  const text = textOf(node);
  return node.kind === "scalar" && node.unset !== undefined && !isTaken(String(text)) ? node.unset : text;
}

export function withoutPlace({ kind, expression, inFull, like, isName, samples }: UnresolvedNode): Unresolved {
  return {
    ...{ kind, expression },
    ...(inFull === undefined ? {} : { inFull }),
    ...(like === undefined ? {} : { like }),
    ...(isName === undefined ? {} : { isName }),
    ...(samples === undefined ? {} : { samples }),
  };
}

/** The parts of a string. A string that is entirely known or entirely unknown is a single part. */
export function partsOf(text: Text): readonly TextPart[] {
  return typeof text === "object" && text.kind === "partial" ? text.parts : [text];
}

/** A string as shown in messages: unknown parts appear as `${expression}`, or in another tool's placeholder syntax. */
export function showText(text: Text): string {
  if (typeof text === "string") return text;
  if (text.kind === "partial") return text.parts.map(showText).join("");
  return /^(?:\{[{%#]|<%|[#$%@]|\(\(|__)/.test(text.expression) ? text.expression : `\${${text.expression}}`;
}
