import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";

/** A JSON error: the parser's name for it, and the offset at which the parser found it. */
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
    // The document is nested too deeply for the parser's stack, so no better place than its start is known.
    return [{ error: "TooDeep", offset: 0 }];
  }
  return errors;
}
