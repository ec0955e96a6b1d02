import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";

/** A fault in JSON, by the parser's name for it, and the offset where the parser finds it. */
export interface StructuralError {
  readonly error: string;
  readonly offset: number;
}

export function structuralErrors(text: string): readonly StructuralError[] {
  const errors: StructuralError[] = [];
  const onError = (code: ParseErrorCode, offset: number): void => {
    errors.push({ error: printParseErrorCode(code), offset });
  };
  try {
    visit(text, { onError }, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // The document is nested deeper than the parser's stack, so its start is the best place there is.
    return [{ error: "TooDeep", offset: 0 }];
  }
  return errors;
}
