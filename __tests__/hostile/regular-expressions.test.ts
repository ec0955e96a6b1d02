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

/** The regular expressions of a source, by what a parser takes for them. */
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
/** Seconds; a linear search of the text takes a hundredth, one whose cost is the square of the length several times as much. */
const LONGEST = 0.003;

const REPETITION = /[*+]|\{\d+,\}/g;

/** Whether it could take more than one walk through the text: a repetition that may begin anywhere, or several of them. */
function isCandidate({ pattern, flags }: Pick<Literal, "pattern" | "flags">): boolean {
  const plain = pattern.replaceAll(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]/g, "x");
  const { length } = plain.match(REPETITION) ?? [];
  const isAnchored = flags.includes("y") || (plain.startsWith("^") && !flags.includes("m") && !plain.includes("|^"));
  return length > (isAnchored ? 1 : 0);
}

/** Texts of one thing over and over that end otherwise: where a repetition can be tried from many places, they show it. */
function* attacks(pattern: string): Generator<string> {
  const written = pattern.replaceAll("\\n", "\n").replaceAll("\\t", "\t").replaceAll("\\r", "\r");
  const own = [...new Set(written.replaceAll(/\\[dDsSwWbBpu]|[\\^?*+]/g, ""))];
  const pairs = own.flatMap((one) => own.map((other) => one + other)).slice(0, 60);
  const words = written.replaceAll(/\\([^\w])/g, "$1").match(/[^()[\]{}*+?^$|]{2,12}/g) ?? [];
  for (const pump of [...new Set([" ", "a", "0", '"', ...own, ...pairs, ...words])]) {
    const body = pump.repeat(Math.ceil(LENGTH / pump.length));
    for (const end of ["", "\u0001", "\n\u0001"] as const) yield body + end;
    yield `${own.slice(0, 3).join("")}${body}\u0001`;
  }
}

/** The text on which a regular expression takes longer than a search may, cut. */
function slowOn({ pattern, flags }: Pick<Literal, "pattern" | "flags">): string | null {
  for (const text of attacks(pattern)) {
    const search = () => {
      const expression = new RegExp(pattern, flags);
      if (expression.global) while (expression.exec(text) !== null) if (expression.lastIndex === 0) break;
      if (!expression.global) expression.test(text);
    };
    if ([1, 2, 3].every(() => cpuSeconds(search) > LONGEST)) {
      return text.slice(0, 40);
    }
  }
  return null;
}

test.each(["a+$", "\\s+$", "^(.*) \\((.*)\\)$", "`{3,}a"])("/%s/ is found out", (pattern) => {
  expect(slowOn({ pattern, flags: "" })).not.toBeNull();
});

/** Slow on a long text, and given none. */
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

test("no regular expression of the program takes longer than a few walks through its text", () => {
  const slow = literals.filter(isCandidate).flatMap((one) => {
    const text = slowOn(one);
    return text === null || ON_SHORT_TEXTS.has(one.name) ? [] : [`${one.name} on ${JSON.stringify(text)}`];
  });
  expect(slow).toEqual([]);
});

test("those that are given short texts only are still there", () => {
  expect([...ON_SHORT_TEXTS.keys()].filter((known) => !literals.some(({ name }) => name === known))).toEqual([]);
});
