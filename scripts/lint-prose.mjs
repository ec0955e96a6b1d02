/**
 * Searches README, docs, the golden file of messages, and the comments of the code for the phrasings listed in
 * scripts/prose/phrases.mjs. textlint separates prose from code in Markdown.
 *
 *     npm run lint-prose [-- FILE...]
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname } from "node:path";
import process from "node:process";
import { TextlintKernel } from "@textlint/kernel";
import fastGlob from "fast-glob";
import { MESSAGE_PHRASES, PHRASES, QUESTION } from "./prose/phrases.mjs";

const require = createRequire(import.meta.url);
const plugin = (name, extensions) => ({
  pluginId: name,
  plugin: require(`@textlint/textlint-plugin-${name}`).default,
  options: { extensions },
});

const MESSAGES = "__tests__/golden/messages.txt";

const spacedOf = (phrases) =>
  phrases.map(([pattern, instead]) => [
    new RegExp(pattern.source.replaceAll(" ", "\\s+"), `${pattern.flags}g`),
    instead,
  ]);
const spaced = spacedOf([QUESTION, ...PHRASES]);
const spacedInMessages = [...spaced, ...spacedOf(MESSAGE_PHRASES)];

const phrasesOf = (path) => (path === MESSAGES ? spacedInMessages : spaced);

/** A textlint rule. `Str` is text outside code. */
const phrases = ({ Syntax, RuleError, report, getSource, getFilePath, locator }) => ({
  [Syntax.Str](node) {
    const text = getSource(node);
    for (const [pattern, instead] of node.parent?.type === Syntax.Header ? spaced.slice(1) : phrasesOf(getFilePath()))
      for (const { 0: found, index } of text.matchAll(pattern))
        report(
          node,
          new RuleError(`"${found}": ${instead}`, { padding: locator.range([index, index + found.length]) }),
        );
  },
});

/** Checks only the releases in the changelog. Unreleased text is read again before its release. */
const textOf = (path) => {
  const text = readFileSync(path, "utf8");
  if (path !== "CHANGELOG.md") return text;
  const releases = text
    .split(/^(?=## )/m)
    .map((part) => (part.startsWith("## [1") ? part : part.replace(/[^\n]/g, " ")));
  return releases.join("");
};

/** The page of changes before 1.0.0 is only a log. */
const LEFT_OUT = ["!THIRD-PARTY-LICENSES.md", "!CODE_OF_CONDUCT.md", "!docs/changes-before-1.0.0.md"];
const CODE = [
  "{src,page,__tests__}/**/*.ts",
  "scripts/**/*.mjs",
  "!scripts/prose/**",
  "!__tests__/documentation/prose.test.ts",
];
const SOURCES = ["*.md", "docs/**/*.md", "examples/**/*.md", ...LEFT_OUT];

/** How many matches a file may still have, in sentences taken from the product's own words. Only ever lower these numbers. */
const REMAINING = JSON.parse(readFileSync(new URL("prose/remaining.json", import.meta.url), "utf8"));

const COMMENT = /\/\*\*[\s\S]*?\*\/|^ *\/\/.*(?:\n *\/\/.*)*/gm;

/** The matches in the comments of a module, each with the line on which its comment starts. Code in backticks isn't prose. */
const inComments = (text) =>
  [...text.matchAll(COMMENT)].flatMap(({ 0: comment, index }) => {
    const prose = comment
      .replace(/^ *(?:\/\*\*|\*\/|\*|\/\/) ?|\*\/$/gm, "")
      .replace(/`[^`]*`|https?:\S+|"[^"]*"/g, "`");
    const line = text.slice(0, index).split("\n").length;
    return spaced.flatMap(([pattern, instead]) =>
      [...prose.trim().matchAll(pattern)].map(([found]) => ({ line, column: 1, message: `"${found}": ${instead}` })),
    );
  });

const kernel = new TextlintKernel();
const given = process.argv.slice(2);
const paths =
  given.length > 0 ? given : [...(await fastGlob(SOURCES)).sort(), MESSAGES, ...(await fastGlob(CODE)).sort()];
let failed = false;
for (const path of paths) {
  const { messages } = /\.m?[jt]s$/.test(path)
    ? { messages: inComments(textOf(path)) }
    : await kernel.lintText(textOf(path), {
        ext: extname(path),
        filePath: path,
        plugins: [plugin("markdown", [".md"]), plugin("text", [".txt"])],
        rules: [{ ruleId: "phrases", rule: phrases }],
      });
  if (messages.length <= (REMAINING[path] ?? 0)) continue;
  failed = true;
  for (const { line, column, message } of messages) process.stdout.write(`${path}:${line}:${column}: ${message}\n`);
}
process.exitCode = failed ? 1 : 0;
