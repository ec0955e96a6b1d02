import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readBody } from "../../src/hcl/blocks.js";
import type { HclExpression, ObjectEntry, TemplatePart } from "../../src/hcl/expression.js";
import { hclFault } from "../../src/hcl/fault.js";
import { parseExpression } from "../../src/hcl/parse-expression.js";
import type { TextRange } from "../../src/source/place.js";
import { recordedAnswers } from "./recorded/answers.js";

/** A file as JSON, in which anything but literals is a `${...}` string, or the reason why it is refused. */
type Theirs = { readonly value: Json } | { readonly refusal: string };

function theirsOf(texts: Readonly<Record<string, string>>): Readonly<Record<string, Theirs>> {
  const input = JSON.stringify(texts);
  const answer = execFileSync(process.execPath, ["__tests__/hcl/hcl2json.mjs"], { input, maxBuffer: 1e8 });
  return JSON.parse(answer.toString("utf8")) as Readonly<Record<string, Theirs>>;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Matches any string. Their parser rewrites templates with conditionals, loops, and numbers. */
const ANY_TEXT = "\0any text";

/** Converts our body to hcl2json's form. */
function bodyOf(text: string, range: TextRange): Json {
  const found: Record<string, Json> = {};
  const { attributes, blocks } = readBody(text, range);
  for (const { name, value } of attributes) found[name] = attributeOf(text, value);
  for (const { header, body } of blocks) {
    let level = found;
    for (const label of header.slice(0, -1)) {
      level[label] ??= {};
      level = level[label] as Record<string, Json>;
    }
    const last = header.at(-1) ?? "";
    level[last] = [...((level[last] as Json[] | undefined) ?? []), bodyOf(text, body)];
  }
  return found;
}

function attributeOf(text: string, range: TextRange): Json {
  const expression = parseExpression(text, range);
  return expression === null ? "\0not read" : jsonOf(text, expression);
}

function jsonOf(text: string, expression: HclExpression): Json {
  switch (expression.kind) {
    case "literal":
      // Their result is JSON, which has no number that JavaScript considers infinite.
      if (expression.value === Number.POSITIVE_INFINITY) return null;
      return typeof expression.value === "string" ? escaped(expression.value) : expression.value;
    case "list":
      return expression.items.map((item) => jsonOf(text, item));
    case "object":
      return Object.fromEntries(expression.entries.map((entry) => [keyOf(text, entry), jsonOf(text, entry.value)]));
    case "template":
      return textOf(text, expression.parts);
    case "unary": {
      // Their parser folds literals without parentheses.
      const written = text.slice(expression.start, expression.end);
      if (/^-\s*[\d.]+(?:e\d+)?$/.test(written)) return -Number(written.slice(1));
      return written === "!true" ? false : written === "!false" ? true : `\${${written}}`;
    }
    default:
      return `\${${text.slice(expression.start, expression.end)}}`;
  }
}

function keyOf(text: string, { key, isDotted }: ObjectEntry): string {
  if (isDotted) return text.slice(key.start, key.end);
  const value = jsonOf(text, key);
  return isObject(value) ? `\${${text.slice(key.start, key.end)}}` : String(value);
}

function textOf(text: string, parts: readonly TemplatePart[]): string {
  const texts = parts.map((part) => {
    switch (part.kind) {
      case "text":
        return escaped(part.value);
      case "template":
        return textOf(text, part.parts);
      case "literal":
        return typeof part.value === "string" ? escaped(part.value) : ANY_TEXT;
      case "choice":
      case "directive if":
      case "directive for":
        return ANY_TEXT;
      default:
        return `\${${text.slice(part.start, part.end)}}`;
    }
  });
  return texts.some((one) => one.includes(ANY_TEXT)) ? ANY_TEXT : texts.join("");
}

/** Their strings are written in Terraform's JSON syntax. */
function escaped(value: string): string {
  return value.replace(/[$%](?=\{)/g, "$&$&");
}

/** The paths at which two values differ. */
function differences(ours: Json | undefined, theirs: Json | undefined, path = ""): readonly string[] {
  if (ours === ANY_TEXT && typeof theirs === "string") return [];
  if (isObject(ours) && isObject(theirs)) {
    const named: Readonly<Record<string, Json>> = Array.isArray(theirs)
      ? theirs
      : Object.fromEntries(Object.entries(theirs).map(([key, value]) => [String(withoutParentheses(key)), value]));
    const keys = new Set([...Object.keys(ours), ...Object.keys(named)]);
    return [...keys].flatMap((key) => differences(ours[key], named[key], `${path}/${key}`));
  }
  // Our version of a string that is nothing but a template starts with the template's contents.
  const isUnwrapped = typeof ours === "string" && typeof theirs === "string" && theirs.startsWith('${"${');
  return isUnwrapped || sameText(ours, theirs) || sameText(ours, withoutParentheses(theirs))
    ? []
    : [`${path}: ${JSON.stringify(ours)} / ${JSON.stringify(theirs)}`];
}

/** Their parser keeps parentheses around a literal. Ours returns the literal. */
function withoutParentheses(theirs: Json | undefined): Json | undefined {
  if (typeof theirs !== "string" || !/^\$\{[(-]/.test(theirs)) return theirs;
  const text = theirs.slice(2, -1);
  const value = attributeOf(text, { start: 0, end: text.length });
  return isObject(value) ? theirs : value;
}

function sameText(ours: Json | undefined, theirs: Json | undefined): boolean {
  return typeof ours === "string" && typeof theirs === "string"
    ? ours.normalize() === theirs.normalize()
    : ours === theirs;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null;
}

function compared(texts: Readonly<Record<string, string>>): readonly string[] {
  const all = theirsOf(texts);
  return Object.entries(texts).flatMap(([name, text]) => {
    const theirs = all[name];
    const fault = hclFault(text);
    const ours = bodyOf(text, { start: 0, end: text.length });
    if (theirs === undefined) return [`${name}: no answer`];
    if ("value" in theirs)
      return fault === null ? differences(ours, theirs.value, name) : [`${name}: ${fault.message} / taken`];
    // An expression that they fail to fold isn't a syntax error. Some refused strings aren't read and so aren't reported.
    const isRefused = fault !== null || JSON.stringify(ours).includes("not read");
    return isRefused || theirs.refusal.startsWith("convert to HCL") ? [] : [`${name}: taken / ${theirs.refusal}`];
  });
}

const files = ["__tests__", "examples", "scripts"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:tf|tofu|tfvars)$/.test(name))
    .map((name) => join(folder, name)),
);

test("finds the same blocks, labels, arguments, and literal values as HashiCorp's parser", () => {
  // Reading a file drops the byte order mark.
  const texts = files.map((file) => [file, readFileSync(file, "utf8").replace(/^\uFEFF/, "")] as const);
  expect(texts.length).toBeGreaterThan(250);
  expect(compared(Object.fromEntries(texts))).toEqual([]);
});

test("agrees with hcl2json on the expressions for which Terraform's answers are recorded", () => {
  const texts: Record<string, string> = {};
  for (const [family, answers] of recordedAnswers()) {
    texts[family] = "";
    for (const answer of answers) {
      // If one expression is refused, the others in its text would be hidden.
      if ("fails" in answer) texts[answer.expression] = `e = ${answer.expression}\n`;
      else texts[family] += `e${texts[family].length} = ${answer.expression}\n`;
    }
  }
  expect(compared(texts)).toEqual([]);
});
