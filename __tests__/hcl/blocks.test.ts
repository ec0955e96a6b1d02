import fc from "fast-check";
import { type HclBlock, readBody } from "../../src/hcl/blocks.js";

const read = (text: string) => readBody(text, { start: 0, end: text.length });

function headers(text: string): string[] {
  return read(text).blocks.map(({ header }) => header.join(" "));
}

const role = 'resource "aws_iam_role" "r" {\n  name = "r"\n}\n';

describe("finds blocks", () => {
  test.each<[string, string, readonly string[]]>([
    ["one block", role, ["resource aws_iam_role r"]],
    ["a one-line block", 'resource "aws_iam_role" "r" { name = "r" }', ["resource aws_iam_role r"]],
    ["an empty block", "locals {}\nterraform { }", ["locals", "terraform"]],
    ["a block with bare labels", "resource aws_iam_role r {\n}\n", ["resource aws_iam_role r"]],
    ["a block after a comment on the same line", `/* x */ ${role}`, ["resource aws_iam_role r"]],
    ["a block with a comment between its labels", 'resource /* { */ "a" "b" { # }\n}\n', ["resource a b"]],
    ["a block with Windows line endings", role.replaceAll("\n", "\r\n"), ["resource aws_iam_role r"]],
    ["a block with tabs", role.replaceAll(" ", "\t"), ["resource aws_iam_role r"]],
    [
      "a block with characters of other scripts",
      'resource "aws_iam_role" "rôle-日本" {\n}',
      ["resource aws_iam_role rôle-日本"],
    ],
    [
      "a block after one with a heredoc",
      `locals {\n  x = <<EOT\n${role}EOT\n}\n${role}`,
      ["locals", "resource aws_iam_role r"],
    ],
    ["a block after an indented heredoc", `locals {\n  x = <<-EOT\n${role}  EOT\n}\n`, ["locals"]],
    [
      "a block after a heredoc with Windows line endings",
      `x = <<EOT\r\n{\r\nEOT\r\n${role}`,
      ["resource aws_iam_role r"],
    ],
    ["a block after an empty heredoc", `x = <<EOT\nEOT\n${role}`, ["resource aws_iam_role r"]],
    ["a heredoc's label within its text", `x = <<EOT\nEOT2\n EOT x\n{\nEOT\n${role}`, ["resource aws_iam_role r"]],
    ["code with the label in a heredoc", `x = <<EOT\n\${f(\nEOT\n)}\nEOT\n${role}`, ["resource aws_iam_role r"]],
    ["a heredoc in code in a heredoc", `x = <<A\n\${f(<<B\nA\n{\nB\n)}\nA\n${role}`, ["resource aws_iam_role r"]],
    ["braces in strings", `x = "}{ \\" {"\n${role}`, ["resource aws_iam_role r"]],
    ["a string within code in a string", `x = "a\${f("}", { b = "{" })}c{"\n${role}`, ["resource aws_iam_role r"]],
    ["an escaped interpolation", `x = "$\${{"\n${role}`, ["resource aws_iam_role r"]],
    ["a directive", `x = "%{ if a == "}" }{%{ endif }"\n${role}`, ["resource aws_iam_role r"]],
    ["comments with quotes and comment marks", `# "\n// <<EOT\n/* "{ */\n${role}`, ["resource aws_iam_role r"]],
    ["a block in a comment", `/*\n${role}*/\n# resource "a" "b" {\n`, []],
    ["an object, which is not a block", "locals {\n  resource = {\n    a = 1\n  }\n}\n", ["locals"]],
    ["an unclosed comment", `/* ${role}`, []],
    ["an unclosed block", `locals {\n${role}`, []],
    ["an unclosed string", `x = "a\n${role}`, ["resource aws_iam_role r"]],
    ["words that are not HCL", `hello, { world }\n${role}`, ["resource aws_iam_role r"]],
    ["a shift operator, which is not a heredoc", `x = a << 2\n${role}`, ["resource aws_iam_role r"]],
  ])("such as %s", (_name, text, expected) => {
    expect(headers(text)).toEqual(expected);
  });

  test("finds a block's body between its braces", () => {
    const [block] = read(role).blocks;
    expect(role.slice(block?.start, block?.end)).toBe(role.trimEnd());
    expect(role.slice(block?.body.start, block?.body.end)).toBe('\n  name = "r"\n');
  });
});

test.each<[string, string, Readonly<Record<string, string>>]>([
  ["a string", 'a = "x" # y\n', { a: '"x"' }],
  ["a multi-line list", 'a = [\n  "]", # ]\n  "y",\n]\nb = 1', { a: '[\n  "]", # ]\n  "y",\n]', b: "1" }],
  ["a multi-line call", 'a = jsonencode({\n  b = "c"\n})\n', { a: 'jsonencode({\n  b = "c"\n})' }],
  ["a heredoc", "a = <<EOT\nb = 1\nEOT\nc = 2", { a: "<<EOT\nb = 1\nEOT", c: "2" }],
  ["none from a nested block", "a {\n  b = 1\n}\nc = 2", { c: "2" }],
  ["none from an object", "a = {\n  b = 1\n}", { a: "{\n  b = 1\n}" }],
  ["a name in a string", 'a = "\\nb = 1"', { a: '"\\nb = 1"' }],
  ["Windows line endings", "a = 1\r\nb = 2\r\n", { a: "1", b: "2" }],
  ["no value after the equals sign", "a =\nb = 2", { b: "2" }],
])("finds attributes: %s", (_name, text, expected) => {
  const found = read(text).attributes.map(({ name, value }) => [name, text.slice(value.start, value.end)]);
  expect(Object.fromEntries(found)).toEqual(expected);
});

/** A piece of a file, and the blocks in it, as written. */
interface Piece {
  readonly text: string;
  readonly blocks: readonly string[];
}

const word = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,6}$/);
/** Texts that look like HCL structure, for places where they must not count. */
const lookalike = fc.constantFrom(
  ...['resource "aws_iam_role" "fake" {', "}", "{", "locals {}", "[", ")", "a = 1", 'x "y" {', " ", "", "é", "$", "%"],
);
const insideString = fc
  .array(fc.oneof(lookalike, fc.constantFrom("\\\\", '\\"', "$${", "%%{", "//", "#", "/*", "<<EOT")), { maxLength: 5 })
  .map((parts) => parts.join(" ").replaceAll(/(?<!\\)"/g, '\\"'));

const { expression } = fc.letrec<{ expression: string; string: string; heredoc: string; code: string }>((tie) => ({
  string: fc
    .array(
      fc.oneof(
        insideString,
        tie("code").map((code) => `\${${code}}`),
        tie("code").map((code) => `%{ if ${code} }`),
      ),
      {
        maxLength: 3,
      },
    )
    .map((parts) => `"${parts.join(" ")}"`),
  heredoc: fc
    .tuple(
      fc.constantFrom("EOT", "EOF_1", "a"),
      fc.constantFrom("<<", "<<-"),
      fc.array(
        fc.oneof(
          lookalike,
          fc.constantFrom('"', "EOTx", "/*", '# "', "$${"),
          tie("code").map((code) => `-\${${code}}-`),
        ),
        {
          maxLength: 4,
        },
      ),
    )
    .map(([label, sign, lines]) => `${sign}${label}\n${lines.map((line) => `${line}\n`).join("")}  ${label}\n`),
  code: fc.oneof(
    { depthSize: "small" },
    word,
    tie("string"),
    tie("string").map((text) => `f({ k = ${text} })`),
    tie("heredoc").map((text) => `f(${text})`),
    tie("string").map((text) => `f(${text} /* } " */, 1)`),
  ),
  expression: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("1", "true", "aws_iam_role.x.arn", "-1", "a ? b : c"),
    tie("string"),
    tie("heredoc").map((text) => text.trimEnd()),
    tie("expression").map((text) => `[\n  ${text}\n  , # ]\n]`),
    tie("expression").map((text) => `{\n  resource = ${text}\n  // }\n}`),
    tie("expression").map((text) => `jsonencode({ a = ${text.includes("\n") ? "1" : text} })`),
  ),
}));

const comment = fc
  .tuple(fc.constantFrom("# ", "// "), lookalike, lookalike)
  .map(([mark, a, b]): Piece => ({ text: `${mark}${a} ${b} " <<EOT\n`, blocks: [] }));
const longComment = lookalike.map((text): Piece => ({ text: `/* ${text}\n${role}" */\n`, blocks: [] }));
const attribute = fc
  .tuple(word, expression)
  .map(([name, value]): Piece => ({ text: `${name} = ${value}\n`, blocks: [] }));

const { body } = fc.letrec<{ body: readonly Piece[]; block: Piece }>((tie) => ({
  body: fc.array(fc.oneof({ depthSize: "small" }, comment, longComment, attribute, tie("block")), { maxLength: 4 }),
  block: fc
    .tuple(
      word,
      fc.array(
        fc.oneof(
          word.map((label) => `"${label}"`),
          word,
        ),
        { maxLength: 2 },
      ),
      fc.oneof(tie("body"), fc.constant("one line")),
    )
    .map(([type, labels, inside]): Piece => {
      const header = [type, ...labels].join(" ");
      const braces = inside === "one line" ? "{ a = 1 }" : `{\n${inside.map(({ text }) => text).join("")}}`;
      return { text: `${header} ${braces}\n`, blocks: [`${header} ${braces}`] };
    }),
}));

describe("handles arbitrary files", () => {
  const shown = (text: string, blocks: readonly HclBlock[]) => blocks.map(({ start, end }) => text.slice(start, end));

  test.each([
    ["\n", "line feeds"],
    ["\r\n", "Windows line ends"],
  ])("finds every block at its position and nothing else (%j)", (lineEnd) => {
    fc.assert(
      fc.property(body, (pieces) => {
        const text = pieces
          .map((piece) => piece.text)
          .join("")
          .replaceAll("\n", lineEnd);
        const expected = pieces.flatMap(({ blocks }) => blocks.map((block) => block.replaceAll("\n", lineEnd)));
        expect(shown(text, read(text).blocks)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test("reads any text to its end", () => {
    const parts = fc.constantFrom(
      '"',
      "${",
      "%{",
      "{",
      "}",
      "<<A\n",
      "\nA\n",
      "/*",
      "*/",
      "#",
      "\n",
      "a",
      "=",
      "\\",
      "[",
      "é",
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 40 }), (some) => {
        const text = some.join("");
        for (const { start, end, body: inside } of read(text).blocks) {
          expect(0 <= start && start < inside.start && inside.start <= inside.end && inside.end < end).toBe(true);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  test.each([
    ['"${'.repeat(100_000)],
    ["{".repeat(200_000)],
    ["/*".repeat(200_000)],
    ["<<A\n".repeat(100_000)],
    ["a ".repeat(200_000)],
    [`/*${"x".repeat(500_000)}`],
    ["é".repeat(10_000_000)],
    [`# ${"é".repeat(10_000_000)}`],
    [`/*${"é".repeat(10_000_000)}`],
    [`x = "\${ # ${"é".repeat(10_000_000)}`],
    [" ".repeat(10_000_000)],
    [`/*${"ł".repeat(16_000_000)}`],
    [`# ${"ł".repeat(16_000_000)}`],
    [`x = "\${ /* ${"ł".repeat(16_000_000)}`],
    [`x = <<${"a".repeat(10_000_000)}\n`],
    [`x = "${"a".repeat(10_000_000)}"`],
  ])("reads a file with many open brackets to its end (%#)", (text) => {
    expect(() => read(text)).not.toThrow();
  });
});
