import { RULE_PAGES } from "../config/rule-ids.js";

/**
 * Matches characters that control a terminal or are invisible: control characters, characters that change the text direction
 * (https://trojansource.codes) or end a line for some programs, and invisible ones (Default_Ignorable_Code_Point of
 * https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt, and the characters for interlinear annotation).
 */
export const ACTING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to replace.
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb]|\p{Default_Ignorable_Code_Point}/gu;

const SHOWN = "\ufffd";

/** Text from a file on one terminal line. Replaces characters that would move the cursor or change colors. */
export function visible(text: string): string {
  return text.replace(ACTING, SHOWN);
}

/**
 * Lines for a terminal. Keeps line ends, tabs, colors, and links to the rules' pages, and replaces all other characters that a terminal
 * interprets.
 */
export function visibleLines(text: string): string {
  return text.replace(ACTING, (character, at: number) => (isKept(text, character, at) ? character : SHOWN));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a color sequence starts with one.
const COLOR = /\u001b\[[\d;]{1,8}m/y;

/** The start of a terminal hyperlink: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda. */
const LINK_START = "\u001b]8;;";
const STRING_END = "\u001b\\";
const MAX_LINK_LENGTH = 200;

/** A rule's name as a terminal link to its page. */
export function linkToRule(rule: string): string {
  return `${LINK_START}${RULE_PAGES}${rule}.md${STRING_END}${rule}${LINK_START}${STRING_END}`;
}

/** Whether an escape starts or ends the opening of a link to a rule's page, or the sequence that closes a link. */
function isOfLink(text: string, at: number): boolean {
  const isEnd = text.startsWith(STRING_END, at);
  const near = text.slice(Math.max(0, at - MAX_LINK_LENGTH), at);
  const rest = isEnd
    ? near.slice(near.lastIndexOf("\u001b"))
    : text.slice(at, at + MAX_LINK_LENGTH).split(STRING_END, 1)[0];
  if (rest === undefined || !rest.startsWith(LINK_START)) return false;
  const address = rest.slice(LINK_START.length);
  return address === "" || (address.startsWith(RULE_PAGES) && /^[a-z-]+\.md$/.test(address.slice(RULE_PAGES.length)));
}

function isKept(text: string, character: string, at: number): boolean {
  if (character === "\n" || character === "\t") return true;
  // Our Markdown contains word joiners and emoji. In the strings inserted into it, they have already been replaced.
  if (character === "\u2060" || (character === "\ufe0f" && /[\u2139\u26a0]/.test(text[at - 1] ?? ""))) return true;
  COLOR.lastIndex = at;
  return character === "\u001b" && (COLOR.test(text) || isOfLink(text, at));
}
