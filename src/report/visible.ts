/** Control characters, and what turns the direction of the text around it (https://trojansource.codes) or ends a line for some. */
export const ACTING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be replaced.
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const SHOWN = "\ufffd";

/** Text from a file on one line of a terminal: characters of it would move the cursor or colour the terminal. */
export function visible(text: string): string {
  return text.replace(ACTING, SHOWN);
}

/** Lines for a terminal, in which nothing acts but line ends, tabs and colours. */
export function visibleLines(text: string): string {
  return text.replace(ACTING, (character, at: number) => (isKept(text, character, at) ? character : SHOWN));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what colours a terminal starts with one.
const COLOUR = /\u001b\[[\d;]{1,8}m/y;

function isKept(text: string, character: string, at: number): boolean {
  if (character === "\n" || character === "\t") return true;
  COLOUR.lastIndex = at;
  return character === "\u001b" && COLOUR.test(text);
}
