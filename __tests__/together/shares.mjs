// Most test files take longer to load the sources than to run: each gets its own instance of every module. Files that are
// quick and change nothing outside of them run together, a share of them at a time in one test file.
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Folders whose files measure times, start processes, or run long. */
const APART = /^(?:action|cli|coverage|documentation|hostile|messages|page|together)\//;

/** The test files that a file of this folder runs, as paths below `__tests__`. `url` is its address. */
export function shareOf(url) {
  const shares = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".test.ts"));
  const share = shares.sort().indexOf(basename(fileURLToPath(url)));
  const files = testFiles().filter((file) => !APART.test(file));
  return files.filter((_, at) => at % shares.length === share);
}

/** The test files that run on their own. */
export function apart() {
  return testFiles().filter((file) => APART.test(file));
}

/** `ONLY="iam readers/terraform"` limits a run to these folders. */
const ONLY = (process.env.ONLY ?? "").split(" ").filter((folder) => folder !== "");

function testFiles() {
  const entries = readdirSync(ROOT, { recursive: true }).map((entry) => entry.replaceAll("\\", "/"));
  return entries.filter((entry) => entry.endsWith(".test.ts") && isMeant(entry)).sort();
}

function isMeant(entry) {
  return ONLY.length === 0 || ONLY.some((folder) => entry.startsWith(`${folder}/`));
}
