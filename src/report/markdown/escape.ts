/**
 * Text from files in GitHub-flavoured Markdown. In a code span GitHub links no mention, no issue and no URL, so whatever a
 * pull request can choose (names, paths, expressions) stands in one.
 */
export function code(text: string): string {
  const shown = oneLine(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  const padded = shown.startsWith("`") || shown.endsWith("`") || shown.trim() === "" ? ` ${shown} ` : shown;
  // A pipe ends a table's cell even inside a code span; the backslash before it is not shown there.
  return `${fence}${padded}${fence}`;
}

/** A code span inside a table. */
export function cellCode(text: string): string {
  return code(text).replaceAll("|", "\\|");
}

/** A code span where Markdown is not read: inside of an HTML element. */
export function htmlCode(text: string): string {
  return `<code>${htmlText(text)}</code>`;
}

/**
 * Words of ours with names from files among them. No mention, no link, no HTML and no other markup comes of it than code spans,
 * in which nothing acts: so our messages name settings.
 */
export function prose(text: string): string {
  return oneLine(text)
    .split(/(`[^`|]+`)/)
    .map((part, at) => (at % 2 === 1 ? part : htmlText(part)))
    .join("");
}

/** GitHub links what may name a commit, by seven digits or more. Digits alone are rather an account, unless it is a whole name. */
const COMMIT = /\b(?:(?=\d{0,63}[a-f])[\da-f]{7,64}|\d{40}|\d{64})\b/gi;

/** Text inside of an HTML element. */
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
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be replaced.
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ");
}

/** A fenced block whose fence no line of the text can close. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
