import { locateOffsets } from "./line-index.js";
import { CURLY_QUOTES, NO_BREAK_SPACE } from "./look-alikes.js";
import { plural } from "./plural.js";
import type { TextFile } from "./text-file.js";

const kinds = [
  {
    signs: CURLY_QUOTES,
    name: "curly quote",
    shown: (sign: string) => sign,
    fault: "not quotes in JSON",
    help: "replace them with straight double quotes: word processors make quotes curly",
  },
  {
    signs: NO_BREAK_SPACE,
    name: "no-break space",
    shown: () => "U+00A0",
    fault: "not whitespace in JSON",
    help: "replace them with ordinary spaces: text copied from the vendor's page has them",
  },
] as const;

interface Found {
  readonly kind: (typeof kinds)[number];
  readonly first: number;
  readonly count: number;
}

/**
 * Finds characters that only look like JSON's own.
 *
 * @param text the file's text in which JSON's own characters replace the look-alikes
 */
function found(file: TextFile, text: string): readonly Found[] {
  if (file.text === text) return [];
  const found = kinds.map((kind) => ({ kind, first: -1, count: 0 }));
  for (let at = 0; at < text.length; at += 1) {
    const sign = file.text.charAt(at);
    const one = sign === text.charAt(at) ? undefined : found.find(({ kind }) => kind.signs.includes(sign));
    if (one === undefined) continue;
    if (one.count === 0) one.first = at;
    one.count += 1;
  }
  return found.filter(({ count }) => count > 0);
}

/** A clause to add to the help for another fault: `; also replace the no-break spaces (U+00A0, first at 1:2)`. */
export function lookAlikeAdvice(file: TextFile, text: string): string {
  return also(file, found(file, text));
}

function also(file: TextFile, all: readonly Found[]): string {
  const words = all.map(({ kind, first }) => {
    const { line, column } = locateOffsets(file, first, first);
    return `the ${kind.name}s (${kind.shown(file.text.charAt(first))}, first at ${line}:${column})`;
  });
  return words.length === 0 ? "" : `; also replace ${words.join(" and ")}`;
}

/** The fault of text that would be valid JSON without its look-alikes. Returns null if there are none. */
export function lookAlikeFault(file: TextFile, text: string): { message: string; help: string; at: number } | null {
  const [one, ...others] = found(file, text);
  if (one === undefined) return null;
  const { kind, first, count } = one;
  return {
    message: `it contains ${plural(count, kind.name)} (${kind.shown(file.text.charAt(first))}), which are ${kind.fault}`,
    help: `${kind.help}${also(file, others)}`,
    at: first,
  };
}
