import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";

/** A fault of JSON by the parser's name for it, and where the parser meets it. */
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
    // A document nested deeper than the parser's stack: there is no better place than its start.
    return [{ error: "TooDeep", offset: 0 }];
  }
  return errors;
}
