import { ACTING } from "./visible.js";

const asEscape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * Serializes a value as JSON for a file or a terminal. Escapes characters that act on a terminal but that JSON allows
 * as they are (U+009B, U+202E).
 */
export function jsonText(value: unknown): string {
  const escaped = (character: string): string =>
    character === "\n" ? character : character.split("").map(asEscape).join("");
  return `${JSON.stringify(value, null, 2).replace(ACTING, escaped)}\n`;
}
