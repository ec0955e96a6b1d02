import { type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { endOfString } from "../source/json-index.js";
import type { TextFile } from "../source/text-file.js";
import { applyEdits, type TextEdit } from "./text-edit.js";

const NO_BREAK_SPACE = "\u00a0";

/** What is longer was made by a program, which leaves no comma out. */
const LONGEST = 1_000_000;

/**
 * The edits that make JSON of a text that lacks commas, or is indented with no-break spaces as the vendor's page is. Null
 * when more than that is wrong with it.
 */
export function repairJson(file: TextFile): readonly TextEdit[] | null {
  if (file.text.length > LONGEST || !/^[\s\u00a0]*[[{]/.test(file.text)) return null;
  const edits = [...spaces(file), ...commas(file)];
  return edits.length > 0 && isJson(applyEdits(file.text, edits)) ? edits : null;
}

/** No-break spaces between values; those within strings mean what they are. */
function spaces(file: TextFile): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const { text } = file;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') at = endOfString(text, at) - 1;
    else if (text[at] === NO_BREAK_SPACE) {
      const start = at;
      while (text[at + 1] === NO_BREAK_SPACE) at += 1;
      edits.push({ file, start, end: at + 1, newText: " ".repeat(at + 1 - start) });
    }
  }
  return edits;
}

function commas(file: TextFile): readonly TextEdit[] {
  // Of the same length, so that offsets stay.
  const text = file.text.replaceAll(NO_BREAK_SPACE, " ");
  const errors: ParseError[] = [];
  try {
    parseTree(text, errors, { disallowComments: true });
  } catch {
    // Nested deeper than the parser's stack.
    return [];
  }
  return errors
    .filter(({ error }) => printParseErrorCode(error) === "CommaExpected")
    .map(({ offset }) => {
      const end = text.slice(0, offset).trimEnd().length;
      return { file, start: end, end, newText: "," };
    });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
