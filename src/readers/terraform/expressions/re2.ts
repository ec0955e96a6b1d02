/**
 * Translates an RE2 pattern (https://github.com/google/re2/wiki/Syntax) to an equivalent JavaScript pattern. Returns
 * null if there is none, or if matching could take long: unlike RE2, JavaScript's engine backtracks.
 */
export function fromRe2(pattern: string, flags: string): RegExp | null {
  const [, given = "", body = pattern] = /^\(\?([ims]+)\)([\s\S]*)$/.exec(pattern) ?? [];
  // If case is ignored, JavaScript counts two non-ASCII letters (`\u017f`, `\u212a`) as word characters.
  const isOfWords = given.includes("i") && /\\b/i.test(body);
  if (body.length > MAX_LENGTH || isOther(body) || isOfWords || isNested(body)) return null;
  const translated = translate(body, given.includes("s"), given.includes("m"));
  if (translated === null) return null;
  try {
    return new RegExp(translated, `${flags}${given.includes("i") ? "i" : ""}u`);
  } catch {
    return null;
  }
}

const MAX_LENGTH = 500;

/** Syntax that means something else in JavaScript: lookbehind, other capture names, or a class that starts with `]`. */
function isOther(pattern: string): boolean {
  return /\(\?P?<(?!\w+>)|\[\^?\]/.test(pattern);
}

/** The maximum number of steps for a match. */
const MAX_STEPS = 10_000_000;

/**
 * Whether matching a string ends soon. Each unbounded repetition may start and stop at any character, and each option
 * or alternative may or may not be taken.
 */
export function isFastPattern(pattern: RegExp, text: string): boolean {
  const [length, tokens] = [text.length + 1, tokensOf(pattern.source)];
  const ways = tokens.map((token, at) => {
    if (token === "|" || isOption(token, tokens[at - 1])) return 2;
    if (endsAtOnePlace(tokens, at)) return 1;
    return /^(?:[*+]|\{\d+,)/.test(token) ? length : 1;
  });
  const longest = Math.max(1, ...tokens.map((token) => Number(/^\{(\d+)/.exec(token)?.[1] ?? 1)));
  const again = tokens.some((_, at) => endsAtOnePlace(tokens, at)) ? length : 1;
  return ways.reduce((all, one) => all * one, length * Math.min(length, longest) * again) <= MAX_STEPS;
}

/** `[^:]+:` ends at the first colon. Each shorter attempt fails immediately. */
function endsAtOnePlace(tokens: readonly string[], at: number): boolean {
  const letters = /^\[\^([:/@,;=]+)\]$/.exec(tokens[at - 1] ?? "")?.[1] ?? "";
  const next = tokens[at + 1] === ")" ? tokens[at + 2] : tokens[at + 1];
  return /^[*+]$/.test(tokens[at] ?? "") && next !== undefined && letters.includes(next);
}

/** Whether RE2 rejects a pattern because it repeats something more than a thousand times. */
export function isRefused(pattern: string): boolean {
  const tokens = tokensOf(pattern);
  return (
    !pattern.includes("\\Q") &&
    tokens.some((token, at) => {
      const most = /^\{(\d+)(?:,(\d*))?\}$/.exec(token)?.slice(1) ?? [];
      return !/^\\[pPx]$/.test(tokens[at - 1] ?? "") && most.some((count) => Number(count ?? 0) > MAX_REPEATED);
    })
  );
}

const MAX_REPEATED = 1000;

function tokensOf(pattern: string): readonly string[] {
  return (
    pattern.match(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]|\(\??|\)|[*+?]|\{\d+(?:,\d*)?\}|[\s\S]/g) ?? []
  );
}

function repeats(token: string): boolean {
  return /^(?:[*+]|\{)/.test(token) && token !== "{";
}

/** Whether `?` means once or not at all. In a repeated group it multiplies: `(a?){30}a{30}` has a billion ways to match. */
function isOption(token: string, before = ""): boolean {
  return token === "?" && before !== "?" && !repeats(before);
}

interface Group {
  readonly isCapture: boolean;
  /** Whether the group contains a repetition, or something that may match an empty string. */
  repeats: boolean;
  captures: boolean;
  /** The first letter of each alternative. Null for an alternative that starts with anything but a single letter. */
  readonly starts: (string | null)[];
  /** Whether the group contains another group with alternatives that may start the same way. */
  isOpen: boolean;
}

/** The first letter of a named capture counts as unknown, because the name isn't parsed. */
function groupAt(tokens: readonly string[], at: number): Group {
  const next = tokens[at + 1] ?? "";
  if (tokens[at] === "(") return groupOf(true, next);
  return groupOf(next !== ":", next === ":" ? (tokens[at + 2] ?? "") : "");
}

function groupOf(isCapture: boolean, start: string): Group {
  return { isCapture, repeats: false, captures: false, starts: [letterOf(start)], isOpen: false };
}

/** The character that a token stands for, in lower case. Returns null unless it is a single ASCII character. */
function letterOf(token: string): string | null {
  return /^(?:\\[!-/:-@[-`{-~]|[\w\-:/@,;=!"#%&'<>~ ])$/.test(token) ? token.slice(-1).toLowerCase() : null;
}

/**
 * Whether two alternatives may match the same string. Repeated, `a|aa` matches a string in as many ways as its length
 * can be split into ones and twos.
 */
function isOpen({ starts, isOpen }: Group): boolean {
  return isOpen || (starts.length > 1 && (starts.includes(null) || new Set(starts).size < starts.length));
}

/**
 * Whether a repeated group contains a repetition, alternatives that start the same way, or something that the two
 * engines treat differently there: a capture, which JavaScript resets in each iteration, or something that matches an
 * empty string.
 */
function isNested(pattern: string): boolean {
  const outermost = groupOf(false, "");
  const open: Group[] = [outermost];
  const tokens = tokensOf(pattern);
  for (const [at, token] of tokens.entries()) {
    const [before = "", next = ""] = [tokens[at - 1], tokens[at + 1]];
    const group = open.at(-1) ?? outermost;
    const isInGroup = open.length > 1;
    if (repeats(token) || (isInGroup && (isOption(token, before) || mayBeEmpty(token, before, next))))
      group.repeats = true;
    if (token === "|") group.starts.push(letterOf(next));
    if (token.startsWith("(")) open.push(groupAt(tokens, at));
    if (token !== ")" || !isInGroup) continue;
    open.pop();
    if (mayNotRepeat(group) && /^(?:[*+]|\{\d)/.test(next)) return true;
    passOn(group, open.at(-1) ?? outermost);
  }
  return false;
}

function mayNotRepeat(group: Group): boolean {
  return group.repeats || group.captures || isOpen(group);
}

function passOn(inner: Group, outer: Group): void {
  outer.repeats ||= inner.repeats;
  outer.captures ||= inner.captures || inner.isCapture;
  outer.isOpen ||= isOpen(inner);
}

/** Whether a token is an anchor, or an alternative without characters. */
function mayBeEmpty(token: string, before: string, next: string): boolean {
  if (token === "|") return /^[(|:>]/.test(before) || /^[|)]$/.test(next);
  return /^(?:\^|\$|\\[bBAz])$/.test(token) || (token === ")" && /^[(:>]/.test(before));
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  digit: "0-9",
  lower: "a-z",
  upper: "A-Z",
  punct: "!-\\/:-@\\[-`\\{-~",
  space: "\\t\\n\\v\\f\\r ",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
  blank: "\\t ",
};

/** Escapes with the same meaning in both engines. */
const SAME = /^\\[dDwWbBtnrfv.*+?()|[\]{}^$\\/]$/;

function translate(pattern: string, dotsAll: boolean, byLine: boolean): string | null {
  const token = /\\[\s\S]|\[:(\^?)(\w+):\]|\(\?P<|\(\?<|\(\?:|\(\?|(\?\??)(?![*+?{])|[\s\S]/gu;
  let out = "";
  let inClass = false;
  const open: number[] = [];
  let ended: number | undefined;
  for (const [text, negated, name, option] of pattern.matchAll(token)) {
    const made =
      byLine && !inClass && Object.hasOwn(OF_LINES, text)
        ? (OF_LINES[text] ?? null)
        : part(text, inClass, dotsAll, negated, name);
    if (made === null) return null;
    out = option === undefined ? out + made : withOption(out, made, ended);
    ended = undefined;
    if (inClass) inClass = text !== "]";
    else if (text === "[") inClass = true;
    else if (text === ")") ended = open.pop();
    else if (text.startsWith("(")) open.push(out.length - made.length);
  }
  return out;
}

/**
 * Makes the last part of a pattern optional. In RE2, an optional group is an alternative to an empty string. JavaScript
 * treats a group that matches an empty string as absent.
 * @param from where the optional group starts; undefined for a character or a class, or after another repetition
 */
function withOption(out: string, option: string, from: number | undefined): string {
  if (from === undefined) return out + option;
  const group = out.slice(from);
  return out.slice(0, from) + (option === "?" ? `(?:${group}|)` : `(?:|${group})`);
}

/** Replacements for anchors under `(?m)`, because JavaScript has more line terminators. */
const OF_LINES: Readonly<Record<string, string>> = { "^": "(?<![^\\n])", $: "(?![^\\n])" };

function part(text: string, inClass: boolean, dotsAll: boolean, negated?: string, name?: string): string | null {
  if (name !== undefined) return inClass && negated === "" ? (CLASSES[name] ?? null) : null;
  if (text.startsWith("\\")) return escaped(text, inClass);
  switch (text) {
    case "(?P<":
    case "(?<":
      return "(?<";
    case "(?":
      return null;
    case ".":
      return inClass ? "\\." : dotsAll ? "[\\s\\S]" : "[^\\n]";
    case "-":
      return inClass ? "-" : "\\-".slice(1);
    case "[":
      return inClass ? "\\[" : "[";
    case "/":
      return "\\/";
    default:
      if (inClass && /[(){}|]/.test(text)) return `\\${text}`;
      return text;
  }
}

function escaped(text: string, inClass: boolean): string | null {
  if (text === "\\s") return inClass ? "\\t\\n\\f\\r " : "[\\t\\n\\f\\r ]";
  if (text === "\\S") return inClass ? null : "[^\\t\\n\\f\\r ]";
  if (text === "\\A") return "(?<![\\s\\S])";
  if (text === "\\z") return "(?![\\s\\S])";
  if (text === "\\-") return inClass ? "\\-" : "-";
  if (/^\\[bB]$/.test(text) && inClass) return null;
  if (SAME.test(text)) return text;
  // Before an ASCII punctuation mark, a backslash stands for the mark itself.
  return /^\\[!-/:-@[-`{-~]$/.test(text) ? `\\x${text.charCodeAt(1).toString(16).padStart(2, "0")}` : null;
}
