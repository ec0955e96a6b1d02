// Prints a version's section of CHANGELOG.md for the release. Fails if there is none or if package.json has a different version. Links
// become whole URLs at the version's tag, because a release has no files next to it. Wrapped lines are joined, because a release shows each
// line break. node scripts/release-notes.mjs 1.2.3
import { readFileSync } from "node:fs";
import process from "node:process";

const [version = ""] = process.argv.slice(2);
const { version: packaged, repository } = JSON.parse(readFileSync("package.json", "utf8"));
if (version !== packaged) fail(`the tag says ${version || "nothing"}, package.json ${packaged}`);

const sections = readFileSync("CHANGELOG.md", "utf8").split(/^(?=## )/m);
const section = sections.find((candidate) => candidate.startsWith(`## [${version}] - `));
if (section === undefined) fail(`CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD"`);

const files = `${repository.url.replace(/^git\+|\.git$/g, "")}/blob/v${version}/`;
const notes = section
  .slice(section.indexOf("\n"))
  .replace(/^\[[^\]]+\]: .*\n?/gm, "") // the targets of headings
  .replace(/(?<=\]\()(?!https?:)[^)\s]+/g, (target) => files + (target.startsWith("#") ? "CHANGELOG.md" : "") + target)
  .trim();
process.stdout.write(`${joined(notes.split("\n")).join("\n")}\n`);

/**
 * Joins the lines of each paragraph and list item. Code blocks, tables, and headings keep their line breaks. As in CommonMark, only the
 * number 1 starts a list within a paragraph: a wrapped line may begin with "20. ".
 */
function joined(lines) {
  const result = [];
  let isCode = false;
  let continues = false;
  for (const line of lines) {
    const isFence = /^\s*```/.test(line);
    const isOneLine = isCode || isFence || /^\s*$|^[|#]/.test(line);
    const isItem = /^\s*(?:[-*]|1\.) /.test(line) || (isNumbered(line) && isNumbered(result.at(-1) ?? ""));
    if (continues && !isOneLine && !isItem) result.push(`${result.pop()} ${line.trim()}`);
    else result.push(line);
    continues = !isOneLine;
    if (isFence) isCode = !isCode;
  }
  return result;
}

function isNumbered(line) {
  return /^\s*\d+\. /.test(line);
}

function fail(reason) {
  process.stderr.write(`release-notes: ${reason}\n`);
  process.exit(1);
}
