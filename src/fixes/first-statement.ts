import { isHcl } from "../hcl/hcl-file.js";
import type { PolicyDocument } from "../iam/model.js";
import { rangeOf } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { isShared } from "../source/yaml-anchors.js";
import { dashIndent } from "./add-to-list.js";
import { blockLines } from "./append-statement.js";
import { isInPlainObject } from "./hcl-source.js";
import { statementBlock, statementObject } from "./hcl-statement.js";
import type { Entries } from "./statement-entries.js";
import { isSynthesized, lineBefore, lineEndOf, type TextEdit } from "./text-edit.js";

/** In characters. A document without statements has only a few words. */
const MAX_LENGTH = 1000;

const EMPTY_LIST = /(\\*["']?)\bStatement\1[ \t]{0,99}([:=])([ \t]{0,99}\[\s{0,99}\])/g;
const EMPTY_BLOCK = /^data[ \t]+"aws_iam_policy_document"[ \t]+"[\w-]+"[ \t]*(\{\s*\})$/;

/**
 * The edit that puts a statement into a document that has none. Returns null if its empty list or block isn't plainly
 * written in the file.
 */
export function firstStatement({ place, unresolved }: PolicyDocument, entries: Entries): readonly TextEdit[] | null {
  const range = rangeOf(place);
  if (range === null || unresolved.length > 0 || range.end - range.start > MAX_LENGTH) return null;
  const { file, start, end } = range;
  if (isSynthesized(file.path) || isShared(file, start)) return null;
  const written = file.text.slice(start, end);
  const replace = (length: number, at: number, newText: string): readonly TextEdit[] => [
    { file, start: at, end: at + length, newText: newText.replaceAll("\n", lineEndOf(file.text)) },
  ];
  const braces = isHcl(file) ? EMPTY_BLOCK.exec(written)?.[1] : undefined;
  if (braces !== undefined)
    return replace(braces.length, end - braces.length, `{\n  ${statementBlock(entries, "  ")}\n}`);
  const [found, ...others] = written.matchAll(EMPTY_LIST);
  if (found === undefined || others.length > 0) return null;
  const [said, quote = "", sign, list = ""] = found;
  const key = { file, offset: start + found.index, quote, isAssigned: sign === "=", isOnLines: written.includes("\n") };
  const newText = listWith(entries, key);
  return newText === null ? null : replace(list.length, key.offset + said.length - list.length, newText);
}

interface Key {
  readonly file: TextFile;
  readonly offset: number;
  readonly quote: string;
  readonly isAssigned: boolean;
  readonly isOnLines: boolean;
}

/** The text to put after the key's `:` or `=`. */
function listWith(entries: Entries, { file, offset, quote, isAssigned, isOnLines }: Key): string | null {
  const before = lineBefore(file, offset);
  const lead = /^[ \t]*/.exec(before)?.[0] ?? "";
  if (isAssigned) {
    if (!isHcl(file) || !isInPlainObject(file.text, offset)) return null;
    if (!isOnLines) return ` [${statementObject(entries, null)}]`;
    return ` [\n${lead}  ${statementObject(entries, `${lead}  `)}\n${lead}]`;
  }
  if (quote === "") {
    if (before !== lead) return null;
    const dash = `\n${lead}${dashIndent(file.text)}`;
    const lines = entries.flatMap((entry) => blockLines(entry, dashIndent(file.text)));
    return `${dash}- ${lines.join(`${dash}  `)}`;
  }
  if (quote === "'") return null;
  const json = JSON.stringify([Object.fromEntries(entries)], null, isOnLines && quote === '"' ? 2 : undefined);
  return ` ${json.replaceAll('"', quote).replaceAll("\n", `\n${lead}`)}`;
}
