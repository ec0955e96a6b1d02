// npm run mutate [-- --only FILE,FILE] [--processes N] [--sample N [--seed N]]: mutation testing of src/iam. Every mutant (a changed
// operator, literal, or branch) must make a test fail that runs in this process (TESTS below). Prints each survivor and the share so far
// while it runs, so that a stopped run is still useful, and each file's share at the end. Fails below 90%.
//
// Stryker runs jest again for each of several thousand mutants. Here, all mutants are compiled in, behind a switch, and only the tests that
// reach a mutant run for it, in one process.
import { fork } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { transformSync } from "@swc/core";
import { instrument } from "./mutation/mutants.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    processes: { type: "string", default: "1" },
    sample: { type: "string", default: "" },
    seed: { type: "string", default: "0" },
  },
});
/** Inside the repository, so that packages are found. */
const folder = join(root, "node_modules/.cache/mutate-iam");

/**
 * In milliseconds, far more than any single test takes. If a test takes longer, the mutant has made a loop endless or a pattern explode.
 */
const MAX_TIME = 20_000;
const LEAST_SHARE = 0.9;

const sources = filesBelow("src");
const accepted = JSON.parse(readFileSync(join(here, "mutation/survivors.json"), "utf8"));
const only = values.only.split(",");
const isMutated = (path) => /^src\/iam\/(?!.*\.generated\.ts$)/.test(path) && only.some((part) => path.includes(part));
/** Tests that check the results of `src/iam` in this process. Readers' tests do so too, but check the same things a hundred times. */
const TESTS = /^__tests__\/(?:(?:iam|rules|select)\/|lib\.|report\/golden\.).*test\.ts$/;
const UNFIT = /spawn|beforeEach|afterEach/;
const testFiles = filesBelow("__tests__")
  .filter((path) => TESTS.test(path) && !UNFIT.test(readFileSync(join(root, path), "utf8")))
  .map((path) => path.replace(/\.ts$/, ".js"));

function filesBelow(name, extension = ".ts") {
  return readdirSync(join(root, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) =>
      join(entry.parentPath ?? entry.path, entry.name)
        .slice(root.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
}

function compile(path, text) {
  const { code } = transformSync(text, {
    filename: path,
    jsc: { parser: { syntax: "typescript" }, target: "es2023", experimental: { keepImportAttributes: true } },
    module: { type: "es6" },
  });
  const target = join(folder, path.replace(/\.ts$/, ".js"));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, code);
}

const mutants = [];
function build() {
  rmSync(folder, { recursive: true, force: true });
  for (const path of [...sources, ...filesBelow("__tests__")]) {
    const text = readFileSync(join(root, path), "utf8");
    if (!isMutated(path)) {
      compile(path, text);
      continue;
    }
    const made = instrument(text, mutants.length);
    mutants.push(...made.mutants.map((mutant) => ({ ...mutant, path })));
    compile(path, made.text);
  }
  for (const path of filesBelow("src", ".json")) cpSync(join(root, path), join(folder, path));
  for (const name of ["harness.mjs", "worker.mjs"]) cpSync(join(here, "mutation", name), join(folder, name));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  // Links the packages, because some tests read a package's files.
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
}

const results = new Map();
/** Which tests reach which mutant, and how long each test takes. The first worker measures this. */
let measured = null;

let survived = 0;
function record(result) {
  if (result.killedBy === null) {
    survived += 1;
    process.stderr.write(`${describe(mutants[result.id])}\n`);
  }
  if (results.get(result.id)?.killedBy === null) survived -= 1;
  results.set(result.id, result);
  if (results.size % 100 === 0) process.stderr.write(`${results.size} tried, ${survived} survived\n`);
}

const keyOf = ({ path, before, after }) => `${path}: ${before} -> ${after}`;

function describe(mutant) {
  const known = accepted[keyOf(mutant)];
  const { path, line, column, before, after } = mutant;
  return `${path}:${line}:${column} ${before} -> ${after}${known === undefined ? "" : ` (${known})`}`;
}

/**
 * Runs one process. A mutant that hangs or crashes it counts as killed. The process has its own memory limit, because some mutants would
 * use all of the machine's.
 */
function run(data) {
  return new Promise((resolve, reject) => {
    let [current, since] = [data.atLoad, Date.now()];
    const worker = fork(join(folder, "worker.mjs"), { execArgv: ["--max-old-space-size=1500"], stdio: "ignore" });
    worker.send({ folder, testFiles, count: mutants.length, measured, ...data });
    const watch = setInterval(() => {
      if (current !== null && Date.now() - since > MAX_TIME) worker.kill("SIGKILL");
    }, 500);
    worker.on("message", (message) => {
      since = Date.now();
      if ("measured" in message) {
        measured = message.measured;
        process.stderr.write(`${mutants.length} mutants, ${measured.order.length} tests\n`);
        for (const name of measured.unfit)
          process.stderr.write(`left out, because it fails without a mutant: ${name}\n`);
      } else if ("starting" in message) current = message.starting;
      else if (!("goesOn" in message)) {
        record(message);
        current = null;
      }
    });
    worker.on("exit", (status) => {
      clearInterval(watch);
      if (current !== null) record({ id: current, killedBy: "hang or crash" });
      else if (status !== 0) reject(new Error("the tests fail without a mutant"));
      resolve();
    });
  });
}

const untried = (ids) => ids.filter((id) => !results.has(id));
/** Tries all mutants. If a mutant crashes a process, another process continues with the rest. */
async function tryAll(ids) {
  for (let open = untried(ids); open.length > 0; open = untried(ids)) await run({ mutants: open, atLoad: null });
}

const shareKilled = () => 1 - survived / ids.length;

build();
// Shuffled, so that intermediate results are representative. Mutants that have survived before come last.
const STEP = 7919;
const START = Number(values.seed) * 997;
const mixed = mutants.map((_, at) => mutants[((START + at) * STEP) % mutants.length]);
if (new Set(mixed).size !== mixed.length) throw new Error(`choose another STEP: ${mixed.length} is a multiple of it`);
const hasSurvived = (mutant) => keyOf(mutant) in accepted;
const inOrder = [...mixed.filter((mutant) => !hasSurvived(mutant)), ...mixed.filter(hasSurvived)];
/** All mutants, or a sample from the shuffled order. Each mutant of a sample gets all tests that can kill it. */
const isSample = values.sample !== "";
const ids = (isSample ? mixed.slice(0, Number(values.sample)) : inOrder).map(({ id }) => id);
const tried = new Set(ids);
const processes = Number(values.processes);
const sideBySide = (work) => Promise.all(Array.from({ length: processes }, (_, part) => work(part)));

// The first process measures with one mutant; then each process takes every Nth of the others.
await tryAll(ids.slice(0, 1));
await sideBySide((part) => tryAll(ids.filter((_, at) => at % processes === part)));
// Code that runs while modules load, or whose cached result serves all tests, has already run before its mutant is
// switched on. Such a mutant needs a separate process with all tests.
const reachedBy = new Map(measured.reach.map(([id, tests]) => [id, tests.length]));
const inLoad = new Set(measured.inLoad);
const actsOnce = ids.filter((id) => results.get(id)?.killedBy === null && (inLoad.has(id) || reachedBy.get(id) <= 3));
process.stderr.write(`${actsOnce.length} that act once, in a process of their own\n`);
await sideBySide(async () => {
  for (let id = actsOnce.shift(); id !== undefined; id = actsOnce.shift()) {
    if (!isSample && shareKilled() >= LEAST_SHARE) return;
    await run({ mutants: [], atLoad: id });
    process.stderr.write(`${mutants[id].path}:${mutants[id].line} ${results.get(id).killedBy}; ${survived} survived\n`);
  }
});

const perFile = new Map();
for (const mutant of mutants.filter(({ id }) => tried.has(id))) {
  const row = perFile.get(mutant.path) ?? { all: 0, killed: 0 };
  row.all += 1;
  if (results.get(mutant.id)?.killedBy !== null) row.killed += 1;
  perFile.set(mutant.path, row);
}
for (const [path, { all, killed }] of perFile) console.log(`${path}: ${killed} of ${all}`);
for (const mutant of mutants) if (results.get(mutant.id)?.killedBy === null) console.log(describe(mutant));
const share = (shareKilled() * 100).toFixed(1);
const deviation = (Math.sqrt((shareKilled() * (1 - shareKilled())) / ids.length) * 100).toFixed(1);
const ofSample = isSample ? `, a sample of ${mutants.length} with a standard error of ${deviation}` : "";
console.log(`${ids.length - survived} of ${ids.length} mutants killed: ${share} %${ofSample}`);
process.exitCode = shareKilled() >= LEAST_SHARE ? 0 : 1;
