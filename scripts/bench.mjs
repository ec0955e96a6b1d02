// npm run bench [-- --runs N] [--only NAME,NAME] [--save FILE] [--compare FILE]: measures the cost of a check, as a ratio to yardsticks
// that run at the same time. Builds nothing and measures dist/ as it is. Creates synthetic files in a temporary folder, from a fixed seed.
// --save keeps the figures, --compare shows them next to an earlier run's on the same machine and exits with status 1 if a figure grew by
// more than a tenth.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { minify } from "terser";
import { comparisonOf, readFigures, saveFigures } from "./bench/compare.mjs";
import { inTurn, median, medianRatio, peakMegabytes, timed } from "./bench/measure.mjs";
import { compileSources } from "./compile-sources.mjs";
import { rollUp } from "./roll-up.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const cli = join(root, "dist/cli/index.js");
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "7" },
    only: { type: "string" },
    save: { type: "string" },
    compare: { type: "string" },
  },
});
const earlier = values.compare === undefined ? null : readFigures(values.compare);
const runs = Number(values.runs);
const wanted = values.only?.split(",");
const folder = mkdtempSync(join(tmpdir(), "worker-iam-check-bench-"));

const check = (name, ...options) => ({
  args: [cli, "check", ...options],
  folder: join(folder, name),
  statuses: [0, 1],
});
const bareNode = { args: ["-e", "0"] };
const version = { args: [cli, "--version"] };

const rows = [];
/** @param figure what `measured` shows, as a number that grows as the check gets slower */
function row(what, measured, target, reached, figure) {
  rows.push({ what, measured, target, reached, figure });
  process.stderr.write(`${what}: ${measured}\n`);
}

const times = (ratio) => `${ratio.toFixed(2)} x`;
const seconds = (value) => `${value.toFixed(2)} s`;

function startUp() {
  const [ours, bare] = inTurn(runs * 2, [version, bareNode]);
  const ratio = medianRatio(ours, bare);
  row("start: `--version` / `node -e 0`", times(ratio), "2 x", ratio <= 2, ratio);
}

/** Bundles a yardstick like the command line. Loading a parser from many small files would make the check look fast. */
async function bundleYardstick(entry = join(here, "bench/yardstick.mjs"), name = "yardstick") {
  const program = join(folder, name);
  mkdirSync(program);
  for (const { fileName, code } of await rollUp(entry))
    writeFileSync(join(program, fileName), (await minify(code, { module: true })).code);
  writeFileSync(join(program, "package.json"), '{ "type": "module" }');
  return join(program, "index.js");
}

function filesBelow(name) {
  return readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

async function repositories() {
  const yardstick = await bundleYardstick();
  for (const [name, what] of [
    ["repository-json", "1,000 files, templates in JSON / one process that reads and parses them"],
    ["repository-yaml", "1,000 files, half of the templates in YAML / the same baseline"],
  ]) {
    const list = join(folder, `${name}.list`);
    writeFileSync(list, filesBelow(name).join("\n"));
    const [ours, theirs] = inTurn(runs, [check(name), { args: [yardstick, list] }]);
    const ratio = medianRatio(ours, theirs);
    row(what, `${times(ratio)} (${seconds(median(ours))})`, "2 x", ratio <= 2, ratio);
  }
}

function compareWithCfnLint() {
  if (spawnSync("cfn-lint", ["--version"]).error !== undefined) {
    row("50 templates of 40 kB / cfn-lint", "cfn-lint is not installed", "1/50", true);
    return;
  }
  for (const [name, what] of [
    ["templates-json", "50 JSON templates of 40 kB: cfn-lint / ours"],
    ["templates-yaml", "50 YAML templates of 40 kB: cfn-lint / ours"],
  ]) {
    const [ours] = inTurn(runs, [check(name)]);
    const lint = timed({ command: "cfn-lint", args: filesBelow(name), statuses: [0, 2, 4, 6, 8, 10, 12, 14] });
    const ratio = lint / median(ours);
    row(what, `${ratio.toFixed(0)} x (${seconds(lint)} / ${seconds(median(ours))})`, "50 x", ratio >= 50, 1 / ratio);
  }
}

function largePlan() {
  const plan = join(folder, "large-plan/plan.json");
  const parse = `JSON.parse(require("fs").readFileSync(${JSON.stringify(plan)}, "utf8"))`;
  const programs = [check("large-plan"), { args: ["-e", parse] }, version, bareNode];
  const [ours, theirs, ourStart, theirStart] = inTurn(runs, programs);
  const ratio = medianRatio(
    ours.map((total, index) => total - ourStart[index]),
    theirs.map((total, index) => total - theirStart[index]),
  );
  const megabytes = statSync(plan).size / 1e6;
  row(`${megabytes.toFixed(0)} MB plan / JSON.parse of it, after startup`, times(ratio), "1.5 x", ratio <= 1.5, ratio);
  const peak = peakMegabytes(check("large-plan"));
  row(
    "the same plan: peak memory / its size",
    `${times(peak / megabytes)} (${peak.toFixed(0)} MB)`,
    "8 x",
    peak <= 8 * megabytes,
    peak / megabytes,
  );
}

/** Terraform without a plan: 1,000 modules and 10,000 resources, a tenth of them IAM resources. */
async function terraformSource() {
  const compiled = compileSources("bench");
  const entry = join(compiled, "tokens.mjs");
  writeFileSync(entry, TOKENS);
  const yardstick = await bundleYardstick(entry, "tokens");
  rmSync(compiled, { recursive: true });
  const list = join(folder, "terraform-source.list");
  writeFileSync(list, filesBelow("terraform-source").join("\n"));
  const [ours, theirs, ourStart, theirStart] = inTurn(runs, [
    check("terraform-source", "--if-no-roles", "ignore"),
    { args: [yardstick, list] },
    version,
    bareNode,
  ]);
  const ratio = medianRatio(
    ours.map((total, index) => total - ourStart[index]),
    theirs.map((total, index) => total - theirStart[index]),
  );
  const what = "1,000 modules, 10,000 resources without a plan / reading and tokenizing them, after startup";
  row(what, `${times(ratio)} (${seconds(median(ours))})`, "3 x", ratio <= 3, ratio);
}

const TOKENS = `import { readFileSync } from "node:fs";
import { hclTokens } from "./hcl/tokens.js";
let count = 0;
for (const path of readFileSync(process.argv[2], "utf8").split("\\n")) {
  const text = readFileSync(path, "utf8");
  for (const _ of hclTokens(text, { start: 0, end: text.length })) count += 1;
}
process.stdout.write(count + " tokens\\n");
`;

/** From 1,000 to 10,000 items, the cost may grow about tenfold, and twelvefold at most. Start-up time is subtracted. */
function growth() {
  for (const what of ["files", "statements", "actions"]) {
    const programs = [100, 1_000, 10_000].map((count) => check(`${what}-${count}`, "--if-no-roles", "ignore"));
    const lists = inTurn(Math.max(3, runs >> 1), [...programs, version]);
    const [hundred, thousand, tenThousand, start] = lists.map(median);
    const [small, middle, large] = [hundred, thousand, tenThousand].map((total) => total - start);
    const shown = [small, middle, large].map((value) => `${(value * 1000).toFixed(0)} ms`).join(", ");
    row(`100, 1,000, 10,000 ${what}`, shown, "10 x from 1,000 on", large <= 12 * middle, large / middle);
  }
}

function roles() {
  for (const [name, what, target] of [
    ["roles-64-variants", "250 roles of 64 variants", 1],
    ["workers-64-variants", "250 worker roles of 64 variants", 1],
    ["roles-20000", "20,000 roles", 5],
  ]) {
    const [ours] = inTurn(Math.max(3, runs >> 1), [check(name, "--if-no-roles", "ignore")]);
    const kilobytes = statSync(join(folder, name, "t.json")).size / 1e3;
    const took = median(ours);
    row(`${what} in a template of ${kilobytes.toFixed(0)} kB`, seconds(took), `${target} s`, took <= target, took);
  }
  const [two, four, start] = inTurn(3, [check("workers-2000"), check("workers-4000"), version]).map(median);
  const growth = (four - start) / (two - start);
  row("4,000 worker roles in a template / 2,000, after startup", times(growth), "2.2 x", growth <= 2.2, growth);
}

function bundles() {
  for (const [name, limit] of [
    ["cli", 1],
    ["action", 1.5],
  ]) {
    const entries = readdirSync(join(root, "dist", name)).filter((entry) => entry !== "licenses.txt");
    const megabytes = entries.reduce((sum, entry) => sum + statSync(join(root, "dist", name, entry)).size, 0) / 1e6;
    row(`bundle ${name}`, `${megabytes.toFixed(2)} MB`, `${limit} MB`, megabytes <= limit, megabytes);
  }
}

const sections = {
  start: startUp,
  repository: repositories,
  "cfn-lint": compareWithCfnLint,
  plan: largePlan,
  terraform: terraformSource,
  growth,
  roles,
  bundles,
};

try {
  execFileSync(process.execPath, [join(here, "bench/repository.mjs"), folder]);
  for (const [name, measure] of Object.entries(sections)) {
    if (wanted === undefined || wanted.includes(name)) await measure();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

process.stdout.write("\n| what | measured | target | |\n| --- | --- | --- | --- |\n");
for (const { what, measured, target, reached } of rows) {
  process.stdout.write(`| ${what} | ${measured} | ${target} | ${reached ? "reached" : "not reached"} |\n`);
}

if (values.save !== undefined) saveFigures(values.save, rows);
if (earlier !== null) {
  const { table, slower } = comparisonOf(rows, earlier);
  process.stdout.write(`\n${table}`);
  if (slower > 0) process.exitCode = 1;
}
