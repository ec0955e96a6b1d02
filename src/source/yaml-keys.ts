import type { TextFile } from "./text-file.js";
import { isShared, linesAround } from "./yaml-anchors.js";

/** The keys that lead to an offset in block-style YAML. Empty if the path contains anything else, such as a list or an alias. */
export function yamlKeys(file: TextFile, offset: number): readonly string[] {
  const keys = [...linesAround(file.text, offset)].map((line) => /^ *(["']?)([\w.-]+)\1:(?:\s|$)/.exec(line)?.[2]);
  const known = keys.filter((key) => key !== undefined);
  return known.length < keys.length || isShared(file, offset) ? [] : known.reverse();
}
