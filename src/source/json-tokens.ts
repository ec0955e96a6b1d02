type TokenKind = "string" | "open" | "word" | "value" | "sign";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The tokens of a line. An unclosed string is `open`, and a `word` isn't valid JSON. */
export function tokensOf(line: string): readonly Token[] {
  const token = /("(?:[^"\\]|\\.)*")|("(?:[^"\\]|\\.?)*)|([,:[\]{}])|[^\s\u00a0",:[\]{}]+/g;
  return [...line.matchAll(token)].map((match) => {
    const [text, string, open, sign] = match;
    const word: TokenKind = /^(?:true|false|null|-?\d[\d.eE+-]*)$/.test(text) ? "value" : "word";
    const kind = string !== undefined ? "string" : open !== undefined ? "open" : sign !== undefined ? "sign" : word;
    return { kind, text, start: match.index, end: match.index + text.length };
  });
}
