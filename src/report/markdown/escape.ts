import { visible } from "../visible.js";

/**
 * A Markdown code span. Inside one, GitHub doesn't link mentions, issues, or URLs, so anything that a pull request can
 * choose (names, paths, expressions) goes into one.
 */
export function code(text: string): string {
  const shown = oneLine(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  const padded = shown.startsWith("`") || shown.endsWith("`") || shown.trim() === "" ? ` ${shown} ` : shown;
  return `${fence}${padded}${fence}`;
}

/** A code span inside a table. A pipe ends the cell even in a code span, and GitHub hides the backslash before it. */
export function cellCode(text: string): string {
  return code(text).replaceAll("|", "\\|");
}

/** A code span inside an HTML element, where Markdown isn't parsed. */
export function htmlCode(text: string): string {
  return `<code>${htmlText(text)}</code>`;
}

/**
 * Escapes a message of ours, which may contain names from files. Keeps only code spans, in which no markup (mentions, links, HTML) has an
 * effect and which our messages use to name settings.
 */
export function prose(text: string): string {
  return oneLine(text)
    .split(/(`[^`|]+`)/)
    .map((part, at) => (at % 2 === 1 ? part : htmlText(part)))
    .join("");
}

/**
 * GitHub links anything that looks like a commit name of seven digits or more. Decimal digits alone are probably an account ID, unless
 * there are as many as in a full commit name.
 */
const COMMIT = /\b(?:(?=\d{0,63}[a-f])[\da-f]{7,64}|\d{40}|\d{64})\b/gi;

/** Text inside an HTML element. */
export function htmlText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]#|~<>&$]|:(?=\S)/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@/g, "@\u2060")
    .replace(/(www)\./gi, "$1\u2060.")
    .replace(/&#35;(?=\d)/g, "&#35;\u2060")
    .replace(/&#58;\/\//g, "&#58;\u2060//")
    .replace(/\b(GH)-(?=\d)/gi, "$1\u2060-")
    .replace(COMMIT, (name) => `${name.slice(0, 6)}\u2060${name.slice(6)}`);
}

function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to replace.
  return visible(text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " "));
}

/** A fenced code block. The fence is longer than any run of backticks in the text, so no line can close it. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
