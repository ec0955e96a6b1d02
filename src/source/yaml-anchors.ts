import { append } from "./append.js";
import { oncePer } from "./once-per.js";
import type { TextFile } from "./text-file.js";

/**
 * The lines of the keys and items that contain an offset, from the innermost, which is cut off at the offset. May have
 * lines too many, because it goes by indentation alone.
 */
export function* linesAround(text: string, offset: number): Generator<string> {
  // The smallest indentation of a key and of an item so far, going up. A key's parent is indented less. An item's
  // parent may be indented the same.
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

/** Whether an alias repeats what contains an offset, so that an edit there would change other places too. */
export function isShared(file: TextFile, offset: number): boolean {
  return sharedAnchors(file, offset).next().done !== true;
}

/** The anchors around an offset that aliases refer to. */
export function* sharedAnchors(file: TextFile, offset: number): Generator<string> {
  const aliases = aliasesIn(file);
  if (aliases.size === 0) return;
  for (const line of linesAround(file.text, offset))
    for (const name of anchorsIn(line)) if (aliases.has(name)) yield name;
}

function anchorsIn(line: string): readonly string[] {
  return [...` ${line}`.matchAll(/[\s,[{:-]&([^\s,[\]{}]+)/g)].map(([, name = ""]) => name);
}

/** The offsets of a file's aliases, by name. Has false positives. */
export const aliasesIn = oncePer(({ text }: TextFile): ReadonlyMap<string, readonly number[]> => {
  const aliases = new Map<string, number[]>();
  const found = text.includes("&") ? text.matchAll(/\*([^\s,[\]{}]+)/g) : [];
  for (const { 1: name = "", index } of found) append(aliases, name, index);
  return aliases;
});
