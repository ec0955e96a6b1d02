import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@babel/parser";
import { cpuSeconds } from "../cpu-time.js";

interface Literal {
  /** `file /pattern/flags`. */
  readonly name: string;
  readonly pattern: string;
  readonly flags: string;
}

interface Token {
  readonly type: { readonly label: string };
  readonly value: { readonly pattern: string; readonly flags: string };
}

/** The regular expressions of a source, as a parser recognizes them. */
function literalsIn(file: string, text: string): readonly Literal[] {
  const { tokens } = parse(text, { sourceType: "module", plugins: ["typescript"], tokens: true });
  return ((tokens ?? []) as readonly Token[])
    .filter(({ type }) => type.label === "regexp")
    .map(({ value: { pattern, flags } }) => ({ name: `${file} /${pattern}/${flags}`, pattern, flags }));
}

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".generated.ts"));
const literals = sources.flatMap((path) => literalsIn(path, readFileSync(join("src", path), "utf8")));

const LENGTH = 3000;
/** In seconds. A linear search of the text takes a hundredth of this, and a quadratic one several times as much. */
const MAX_TIME = 0.003;

const REPETITION = /[*+]|\{\d+,\}/g;

/** Whether a search could pass through the text more than once: it has a repetition that may start anywhere, or several repetitions. */
function isCandidate({ pattern, flags }: Pick<Literal, "pattern" | "flags">): boolean {
  const plain = pattern.replaceAll(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]/g, "x");
  const { length } = plain.match(REPETITION) ?? [];
  const isAnchored = flags.includes("y") || (plain.startsWith("^") && !flags.includes("m") && !plain.includes("|^"));
  return length > (isAnchored ? 1 : 0);
}

/** Texts that repeat one thing and end differently. They reveal a repetition that can be tried from many positions. */
function* attacks({ pattern, flags }: Pick<Literal, "pattern" | "flags">): Generator<string> {
  const written = pattern.replaceAll("\\n", "\n").replaceAll("\\t", "\t").replaceAll("\\r", "\r");
  const own = [...new Set(written.replaceAll(/\\[dDsSwWbBpu]|[\\^?*+]/g, ""))];
  const pairs = own.flatMap((one) => own.map((other) => one + other)).slice(0, 60);
  const words = written.replaceAll(/\\([^\w])/g, "$1").match(/[^()[\]{}*+?^$|]{2,12}/g) ?? [];
  // With the flag `m`, these start a line, too, but `[^\n]` matches them: https://tc39.es/ecma262/#prod-LineTerminator.
  const lines = flags.includes("m") ? ["\r", "\u2028"].flatMap((end) => [end, ...own.map((one) => one + end)]) : [];
  for (const pump of [...new Set([" ", "a", "0", '"', ...own, ...pairs, ...words, ...lines])]) {
    const body = pump.repeat(Math.ceil(LENGTH / pump.length));
    for (const end of ["", "\u0001", "\n\u0001"] as const) yield body + end;
    yield `${own.slice(0, 3).join("")}${body}\u0001`;
  }
}

/** The start of a string on which a regular expression takes too long. Returns null if there is none. */
function slowOn({ pattern, flags }: Pick<Literal, "pattern" | "flags">): string | null {
  for (const text of attacks({ pattern, flags })) {
    const search = () => {
      const expression = new RegExp(pattern, flags);
      if (expression.global) while (expression.exec(text) !== null) if (expression.lastIndex === 0) break;
      if (!expression.global) expression.test(text);
    };
    if ([1, 2, 3].every(() => cpuSeconds(search) > MAX_TIME)) {
      return text.slice(0, 40);
    }
  }
  return null;
}

test.each([
  ["a+$", ""],
  ["\\s+$", ""],
  ["^(.*) \\((.*)\\)$", ""],
  ["`{3,}a", ""],
  ["^[^#\\n]*#x", "m"],
])("recognizes /%s/%s as slow", (pattern, flags) => {
  expect(slowOn({ pattern, flags })).not.toBeNull();
});

/** Slow on a long string, but never used on one. */
const ON_SHORT_TEXTS: ReadonlyMap<string, string> = new Map([
  ["cli/page-text.ts /\\[([^\\]]*)\\]\\(([^)]*)\\)/g", "lines of the program's own pages"],
  [
    "fixes/written-list.ts /:[ \\t]*(?:&[^\\s,[\\]{}]+[ \\t]*)?(?:[ \\t]#[^\\n]*)?\\r?\\n(?:[ \\t]*(?:#[^\\n]*)?\\r?\\n)*[ \\t]*$/",
    "the last ten thousand characters before a list",
  ],
  ['source/parse-json.ts /("[^"]*"|[\\w.+-]+|[\\]}])$/', "eighty characters of a line"],
  [
    "readers/terraform/expressions/re2.ts /\\\\[\\s\\S]|\\[\\^?\\]?(?:\\\\[\\s\\S]|\\[:\\^?\\w+:\\]|[^\\]\\\\])*\\]|\\(\\??|\\)|[*+?]|\\{\\d+(?:,\\d*)?\\}|[\\s\\S]/g",
    "patterns of 500 characters",
  ],
]);

test("uses no regular expression that takes more than a few passes over its text", () => {
  const slow = literals.filter(isCandidate).flatMap((one) => {
    const text = slowOn(one);
    return text === null || ON_SHORT_TEXTS.has(one.name) ? [] : [`${one.name} on ${JSON.stringify(text)}`];
  });
  expect(slow).toEqual([]);
});

test("keeps no outdated entry among expressions for short texts", () => {
  expect([...ON_SHORT_TEXTS.keys()].filter((known) => !literals.some(({ name }) => name === known))).toEqual([]);
});
