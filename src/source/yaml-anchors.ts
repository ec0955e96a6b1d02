import { append } from "./append.js";
import { oncePer } from "./once-per.js";
import type { TextFile } from "./text-file.js";

/**
 * The lines of the keys and items that contain an offset, innermost first. The innermost line is cut off at the offset.
 * Goes by indentation alone, so there may be extra lines.
 */
export function linesAround(file: TextFile, offset: number): readonly string[] {
  const known = searchedIn(file);
  const lines = known.get(offset) ?? [...linesAbove(file.text, offset)];
  known.set(offset, lines);
  return lines;
}

/** The results of searches, keyed by offset: many findings are about the same place, and a search may go up to the first line. */
const searchedIn = oncePer((_: TextFile) => new Map<number, readonly string[]>());

function* linesAbove(text: string, offset: number): Generator<string> {
  // The smallest indentation so far of a key and of an item. A key's parent must be indented less. An item's parent may
  // have the same indentation.
  let [key, item] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let end = offset; end >= 0 && key > 0; ) {
    const start = end === 0 ? 0 : text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start, end);
    const content = line.trimStart();
    const indent = line.length - content.length;
    if (content !== "" && !content.startsWith("#") && indent < key && indent <= item) {
      yield line;
      if (content.startsWith("-")) item = indent;
      else key = indent;
    }
    end = start === 0 ? -1 : start - 1;
  }
}

/** Whether an alias repeats the text around an offset, so that an edit there would also change other places. */
export function isShared(file: TextFile, offset: number): boolean {
  return sharedAnchors(file, offset).next().done !== true;
}

/** The anchors around an offset that have aliases. */
export function* sharedAnchors(file: TextFile, offset: number): Generator<string> {
  const aliases = aliasesIn(file);
  if (aliases.size === 0) return;
  for (const line of linesAround(file, offset)) for (const name of anchorsIn(line)) if (aliases.has(name)) yield name;
}

function anchorsIn(line: string): readonly string[] {
  return [...` ${line}`.matchAll(/[\s,[{:-]&([^\s,[\]{}]+)/g)].map(([, name = ""]) => name);
}

/** The offsets of a file's aliases, keyed by name. May include text that only looks like an alias. */
export const aliasesIn = oncePer(({ text }: TextFile): ReadonlyMap<string, readonly number[]> => {
  const aliases = new Map<string, number[]>();
  const found = text.includes("&") ? text.matchAll(/\*([^\s,[\]{}]+)/g) : [];
  for (const { 1: name = "", index } of found) append(aliases, name, index);
  return aliases;
});
