// Prints a version's section of CHANGELOG.md for the release. Fails if there is none or if package.json has another
// version.
// node scripts/release-notes.mjs 1.2.3
import { readFileSync } from "node:fs";
import process from "node:process";

const [version = ""] = process.argv.slice(2);
const packaged = JSON.parse(readFileSync("package.json", "utf8")).version;
if (version !== packaged) fail(`the tag says ${version || "nothing"}, package.json ${packaged}`);

const sections = readFileSync("CHANGELOG.md", "utf8").split(/^(?=## )/m);
const section = sections.find((candidate) => candidate.startsWith(`## [${version}] - `));
if (section === undefined) fail(`CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD"`);
process.stdout.write(`${section.slice(section.indexOf("\n")).trim()}\n`);

function fail(reason) {
  process.stderr.write(`release-notes: ${reason}\n`);
  process.exit(1);
}
