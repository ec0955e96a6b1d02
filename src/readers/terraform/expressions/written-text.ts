import type { UnresolvedNode } from "../../../source/node.js";
import { type Place, rangePlace, type TextRange } from "../../../source/place.js";
import type { TextFile } from "../../../source/text-file.js";
import type { Scope } from "../links/scope.js";
import { formatModuleAddress } from "../model/address.js";
import type { SourceAttribute } from "../source/source-block.js";

/** The text that contains an expression, with the places of its parts. */
export interface WrittenText {
  readonly text: string;
  /** The range of the expression in the text. */
  readonly range: TextRange;
  placeOf(part: TextRange): Place;
}

export function writtenAttribute({ written, value, expression }: SourceAttribute): WrittenText {
  if (written === null) {
    // In JSON syntax, the translated text has a single place.
    return { text: expression, range: { start: 0, end: expression.length }, placeOf: () => value };
  }
  return { ...writtenFile(written.file), range: written };
}

export function writtenFile(file: TextFile): WrittenText {
  return {
    text: file.text,
    range: { start: 0, end: file.text.length },
    placeOf: ({ start, end }) => rangePlace(file, start, end),
  };
}

/**
 * Reconstructs an expression if only its references are known (in a registry module) and if they allow only one
 * reading: a value that is passed on, or the element of a variable for each instance of `count`. Returns null if they
 * allow several.
 */
export function impliedText(references: readonly string[], place: Place): WrittenText | null {
  const [value = "", index, ...others] = references;
  const isHandedOn = /^(?:var\.[\w-]+|each\.value)$/.test(value);
  if (!isHandedOn || others.length > 0 || (index !== undefined && index !== "count.index")) return null;
  const text = index === undefined ? value : `element(${value}, count.index)`;
  return { text, range: { start: 0, end: text.length }, placeOf: () => place };
}

const MAX_SHOWN_LENGTH = 200;

/** An unknown part, shown as its author wrote it, on one line. */
export function unresolvedPart({ start, end }: TextRange, written: WrittenText, scope: Scope | null): UnresolvedNode {
  const text = written.text.slice(start, Math.min(end, start + MAX_SHOWN_LENGTH)).replaceAll(/\s+/g, " ");
  const isLong = end - start > MAX_SHOWN_LENGTH;
  const isMore = isLong || (scope?.module.length ?? 0) > 0;
  return {
    ...{ kind: "unresolved", place: written.placeOf({ start, end }), expression: isLong ? `${text}...` : text },
    ...(isMore ? { inFull: fullText({ start, end }, written, scope) } : {}),
  };
}

/** The full text of an expression, prefixed with the address of its module. */
export function fullText({ start, end }: TextRange, { text }: WrittenText, scope: Scope | null): string {
  return `${formatModuleAddress(scope?.module ?? [])}\n${text.slice(start, end)}`;
}
