// npm run fuzz -- --runs N [--seed S] [--from I]: feeds N mutated inputs to the readers, the evaluator, the rules, and the renderers.
// Prints the number of inputs tried and the failures: a crash, an input that takes more than a second, a green result for a broken file, or
// text from a file that acts as Markdown or as a workflow command. Runs on lib/, which `npm run bundle` creates. Input I of seed S is
// always the same: `--from I --runs 1` tries it again. Before the first input, each kind of input is grown tenfold, and its time may grow
// at most twelvefold. (`--sizes NAME` does only that, for the kinds whose names contain NAME.)
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { grownTooFast } from "./fuzz/growth.mjs";
import { seedsOf } from "./fuzz/seeds.mjs";
import { programOf } from "./fuzz/targets.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    sizes: { type: "string" },
  },
});
const [seed, first] = [Number(values.seed), Number(values.from)];
const end = first + Number(values.runs);

/**
 * The limit for an input, in milliseconds of processor time, or of elapsed time if it waits. Beyond that it counts as a
 * hang, and its worker is stopped.
 */
const MAX_TIME = 60_000;
const MAX_WAIT = 10 * MAX_TIME;

const seeds = seedsOf(root);
const shared = new SharedArrayBuffer(3 * 8);
const progress = new BigInt64Array(shared);
const failures = new Map();

function note(failure) {
  const kind = `${failure.target}: ${failure.fault.split("\n").slice(0, 2).join(" ").replace(/\d+/g, "N").slice(0, 160)}`;
  const known = failures.get(kind) ?? { count: 0, failure };
  if (known.count === 0) process.stderr.write(`${kind} (input ${failure.index} of seed ${seed})\n`);
  failures.set(kind, {
    count: known.count + 1,
    failure: known.failure.text?.length <= failure.text?.length ? known.failure : failure,
  });
}

/** Feeds inputs, starting at an index. Returns the index to continue from, which is the one after a hang. */
function feed(from) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(here, "fuzz/worker.mjs"), {
      workerData: { root, seeds, from, to: end, seed, shared },
    });
    let [current, since, used] = [-1n, Date.now(), process.cpuUsage()];
    const watch = setInterval(() => {
      const { user, system } = process.cpuUsage(used);
      if (progress[0] !== current) [current, since, used] = [progress[0], Date.now(), process.cpuUsage()];
      else if ((user + system) / 1000 > MAX_TIME || Date.now() - since > MAX_WAIT) {
        note({ index: Number(current), target: "any", fault: "hang", text: "" });
        void worker.terminate();
      }
    }, 500);
    worker.on("message", note);
    worker.on("error", reject);
    worker.on("exit", (status) => {
      clearInterval(watch);
      resolve(status === 0 ? end : Number(progress[0]) + 1);
    });
  });
}

if (first === 0) {
  const tooFast = await grownTooFast(await programOf(root), values.sizes);
  for (const [name, fault] of tooFast) console.log(`${name}: ${fault}`);
  if (tooFast.length > 0) process.exitCode = 1;
  if (values.sizes !== undefined) process.exit();
}

const start = Date.now();
const ticker = setInterval(
  () => process.stderr.write(`${progress[1]} tried, ${failures.size} kinds of failure\n`),
  30_000,
);
for (let next = first; next < end; ) next = await feed(next);
clearInterval(ticker);

const folder = join(tmpdir(), "worker-iam-check-fuzz-failures");
for (const [kind, { count, failure }] of failures) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${failure.index}-${basename(failure.path ?? "hang")}`);
  if (failure.text !== "") writeFileSync(file, failure.text);
  console.log(`${count} x ${kind}\n    input ${failure.index} of seed ${seed}, from ${failure.path}, saved as ${file}`);
}
const seconds = ((Date.now() - start) / 1000).toFixed(0);
console.log(
  `${progress[1]} inputs tried in ${seconds} s, the slowest took ${progress[2]} ms; ${failures.size} kinds of failure`,
);
if (failures.size > 0) process.exitCode = 1;
