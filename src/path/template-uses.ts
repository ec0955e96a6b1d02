import { append } from "../source/append.js";
import { joinPath, parentOf } from "../source/folder-path.js";
import { oncePer } from "../source/once-per.js";
import { type Place, rangeOf, textFileOf } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { aliasesIn, linesAround, sharedAnchors } from "../source/yaml-anchors.js";
import type { SourceUse } from "./source-use.js";

/** Resources that use the text at a place through a YAML alias, or that include its file with `AWS::Include`. */
export function templateUses(place: Place, texts: readonly TextFile[]): readonly SourceUse[] {
  const file = textFileOf(place);
  if (file === null) return [];
  return [...aliasUses(place, file), ...(includesIn(texts).get(file.path) ?? [])];
}

/**
 * The maximum number of aliases to follow, which is more than any real file has. The limit bounds the time, because for each alias, the
 * lines above it are searched for anchors.
 */
const MAX_ALIASES = 50;

function aliasUses(place: Place, file: TextFile): readonly SourceUse[] {
  const range = aliasesIn(file).size === 0 ? null : rangeOf(place);
  if (range === null) return [];
  const anchors = new Set(sharedAnchors(file, range.start));
  if (anchors.size === 0) return [];
  const offsets = [range.start];
  // An alias may be within another anchor, so the set grows during the loop.
  for (const anchor of anchors)
    for (const at of (aliasesIn(file).get(anchor) ?? []).slice(0, MAX_ALIASES)) {
      for (const outer of sharedAnchors(file, at)) if (anchors.size < MAX_ALIASES) anchors.add(outer);
      offsets.push(at);
    }
  return offsets.flatMap((at) => {
    const [name] = resourceAround(file, at);
    return name === undefined ? [] : useOf(file, at, [name]);
  });
}

/** The uses of included files, keyed by path. */
const includesIn = oncePer((texts: readonly TextFile[]): ReadonlyMap<string, readonly SourceUse[]> => {
  const index = new Map<string, SourceUse[]>();
  for (const file of texts.filter(({ text }) => text.includes("AWS::Include")))
    for (const { 0: said, index: at } of file.text.matchAll(
      /(?<![^\s"',[\]{}])[^\s"',[\]{}]+\.(?:json|ya?ml|template|txt)(?![\w.-])/g,
    )) {
      const [name, isWhole] = resourceAround(file, at);
      const path = joinPath(parentOf(file.path), said);
      if (name !== undefined || isWhole) append(index, path, useOf(file, at, name === undefined ? [] : [name]));
    }
  return index;
});

function useOf(file: TextFile, start: number, header: readonly string[]): SourceUse {
  return { kind: "range", file, start, end: start + 1, header, block: "" };
}

/** The logical ID of the resource around an offset, and whether the whole template is on one line. */
function resourceAround(file: TextFile, offset: number): readonly [name: string | undefined, isWhole: boolean] {
  const keys = linesAround(file, offset).map((line) => /^[\s-]*["']?([\w:]+)["']?\s*:/.exec(line)?.[1]);
  return [keys[keys.indexOf("Resources") - 1], keys.length === 1 && keys[0] !== "Transform"];
}
