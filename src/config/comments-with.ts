import { isHcl } from "../hcl/hcl-file.js";
import { hclComments } from "../hcl/tokens.js";
import type { TextRange } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { yamlComments } from "../source/yaml-comments.js";

/**
 * The comments of a file that contain a word, in order. The check doesn't parse source code, so a comment in it must begin with the word.
 */
export function commentsWith(word: RegExp, { path, text }: TextFile): readonly TextRange[] {
  // JSON has no comments, and a plan is a single long line.
  if (!word.test(text) || /^\s*[[{]/.test(text)) return [];
  const all = isHcl({ path })
    ? hclComments(text)
    : /\.(?:[cm]?[jt]sx?|py|java|cs|go|fs|kt|scala)$/.test(path)
      ? codeComments(text)
      : yamlComments(text);
  return all.filter(({ start, end }) => word.test(text.slice(start, end)));
}

function codeComments(text: string): readonly TextRange[] {
  return [...text.matchAll(/(?:#|\/\/|\/\*)[ \t]{0,9}(?=worker)[^\r\n]*/gi)].map(({ 0: said, index }) => ({
    start: index,
    end: index + said.length,
  }));
}
