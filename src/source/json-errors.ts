import { type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";

/** A fault of JSON by the parser's name for it, and where the parser meets it. */
export interface StructuralError {
  readonly error: string;
  readonly offset: number;
}

export function structuralErrors(text: string): readonly StructuralError[] {
  const errors: ParseError[] = [];
  try {
    parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // A document nested deeper than the parser's stack: there is no better place than its start.
    return [{ error: "TooDeep", offset: 0 }];
  }
  return errors.map((error) => ({ error: printParseErrorCode(error.error), offset: error.offset }));
}
