import type { Place } from "./place.js";
import type { BuiltText } from "./text-piece.js";
import type { ValueType } from "./value-type.js";

/**
 * A value of a policy, template, or plan, with the place where it was written. Readers convert what they parse into nodes once,
 * and nothing after them sees raw JSON. A value that is known only at deployment is `unresolved`, with the expression as its
 * author wrote it: it must never turn into "present" or "absent".
 */
export type Node = ScalarNode | PartialNode | ListNode | MapNode | UnresolvedNode;

/** Next to an unknown value, Terraform may convert it to a string. */
export const OR_TEXT = "or text";

export interface ScalarNode {
  readonly kind: "scalar";
  readonly place: Place;
  readonly value: string | number | boolean | null;
  /** Set if Terraform treats it as sensitive: it is used, but not shown. */
  readonly isSecret?: true;
  /** Set if it is the raw value of a variable, before Terraform converts `"5"` to a number: its type is uncertain. */
  readonly given?: true | typeof OR_TEXT;
  /** For a Terraform number that JavaScript's numbers can't hold: how Terraform writes it. */
  readonly digits?: string;
  /** For a Terraform null: its type, if known. */
  readonly type?: ValueType;
  /** As for a partial string. */
  readonly inAnyOrder?: true;
  /** For a string that isn't in the file as it is. */
  readonly made?: BuiltText;
  /** For a string in which an unset part counts as empty: the same string with that part unknown. */
  readonly unset?: Text;
}

/** A string with some unknown parts, such as `arn:aws:s3:::${Bucket}/*`. */
export interface PartialNode {
  readonly kind: "partial";
  readonly place: Place;
  readonly parts: readonly TextPart[];
  readonly made?: BuiltText;
  /** As for an unresolved node. */
  readonly mayBe?: readonly Node[];
  /** As for a list: whether the text contains elements in Terraform's own order. */
  readonly inAnyOrder?: true;
}

export interface ListNode {
  readonly kind: "list";
  readonly place: Place;
  readonly items: readonly Node[];
  /**
   * Which of Terraform's three collections it is, if its source shows it: their elements are converted, compared, and ordered
   * differently.
   */
  readonly collection?: "tuple" | "list" | "set";
  /** For a Terraform list or set: the type of its elements, if it is known for an empty one. */
  readonly elements?: ValueType;
  /** Set if the provider writes a single item without the list. */
  readonly writtenPlain?: true;
  /** For a Terraform set whose elements are not all known: their order is Terraform's own. */
  readonly inAnyOrder?: true;
  /** For a set, or a list of distinct elements: whether unknown elements may equal others, so that there may be fewer. */
  readonly mayRepeat?: true;
}

/** Entries in written order. A key that is repeated in the text may appear twice. */
export interface MapNode {
  readonly kind: "map";
  readonly place: Place;
  readonly entries: readonly MapEntry[];
  /** Which of Terraform's two it is, if its source shows it. */
  readonly collection?: "object" | "map";
  /** As for a list. */
  readonly elements?: ValueType;
  /** For a value that is given to Terraform: whether its type may add attributes that are not here. */
  readonly mayHaveMore?: true;
}

export interface MapEntry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: Node;
}

export interface UnresolvedNode extends Unresolved {
  readonly place: Place;
  /** For an element that Terraform source creates: set if it may stand for several elements, or for none. */
  readonly several?: true;
  /** For an expression in Terraform source: whether it certainly fails, because what it names doesn't exist. */
  readonly fails?: true;
  /** The candidates for the expression's value, or the values that it is built from. */
  readonly mayBe?: readonly Node[];
  /** Set if it is certainly one of these values, and whether it may also be left out. */
  readonly isOneOf?: "or nothing" | "always";
  /** For a call in Terraform source: the type of its value. */
  readonly type?: ValueType;
}

/** A value that is unknown before deployment. Messages name its `expression`. */
export interface Unresolved {
  readonly kind: "unresolved";
  readonly expression: string;
  /** For Terraform's source: the address of its module, a line break, and all of the expression, if that is more. */
  readonly inFull?: string;
  /** An IAM pattern (`arn:aws:kms:*`) that it certainly matches. Absent if it may be anything, including `*`. */
  readonly like?: string | undefined;
  /** Set if the value is the name, not the ARN, of a role, user, or group. */
  readonly isName?: true;
  /** Possible values of the string: all of them, or a few that differ as much as possible. */
  readonly samples?: readonly string[];
}

export type TextPart = string | Unresolved;

/** A string, a string with unknown parts, or only an unknown value. */
export type Text = string | PartialText | Unresolved;

export interface PartialText {
  readonly kind: "partial";
  readonly parts: readonly TextPart[];
}

/** The entry of a key, or undefined. The last one wins, as in `JSON.parse`. */
export function entryOf({ entries }: MapNode, key: string): MapEntry | undefined {
  if (entries.length <= FEW) return entries.findLast((entry) => entry.key === key);
  const index = indexes.get(entries) ?? new Map(entries.map((entry) => [entry.key, entry]));
  indexes.set(entries, index);
  return index.get(key);
}

/** A larger map is indexed once, however many functions look something up in it. */
const FEW = 64;

const indexes = new WeakMap<readonly MapEntry[], ReadonlyMap<string, MapEntry>>();

/** A node as text. Returns `undefined` for a list, a map, or null. Numbers and booleans become text as IAM reads them. */
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

/** Does the same where not every string is accepted: an unset part is then unknown. */
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

/** The parts of a string. An entirely known or unknown string has one part. */
export function partsOf(text: Text): readonly TextPart[] {
  return typeof text === "object" && text.kind === "partial" ? text.parts : [text];
}

/** How a message shows a string: unknown parts appear as `${expression}`, or in another tool's placeholder syntax. */
export function showText(text: Text): string {
  if (typeof text === "string") return text;
  if (text.kind === "partial") return text.parts.map(showText).join("");
  return /^(?:\{[{%#]|<%|[#$%@]|\(\(|__)/.test(text.expression) ? text.expression : `\${${text.expression}}`;
}
