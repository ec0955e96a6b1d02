// Runs mutants against the tests that reach them. If started with a mutant that acts while modules load, runs only that
// one.
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { prepare, tests } from "./harness.mjs";

const { folder, testFiles, mutants, count, atLoad, measured } = await new Promise((resolve) => {
  process.once("message", resolve);
});
/** Resolves when the message has been sent. A mutant that crashes the process would lose any queued messages. */
const tell = (message) => new Promise((resolve) => process.send(message, resolve));

let active = atLoad ?? -1;
/** One byte per mutant, because the switches are in the innermost loops. */
const reached = new Uint8Array(count);
globalThis.__mutant = (id) => {
  reached[id] = 1;
  return active === id;
};

function reachedSoFar() {
  return [...reached.entries()].flatMap(([id, flag]) => (flag === 1 ? id : []));
}

async function outcomeOf(test) {
  try {
    await test.body();
    return null;
  } catch (error) {
    return String(error?.message ?? error).slice(0, 80);
  }
}

/** The name of the first test that fails, or null if all pass. */
async function killer(chosen) {
  let lastReported = performance.now();
  for (const test of chosen) {
    if ((await outcomeOf(test)) !== null) return test.name;
    if (performance.now() - lastReported < 1_000) continue;
    lastReported = performance.now();
    await tell({ goesOn: true });
  }
  return null;
}

async function load() {
  for (const file of testFiles) await import(pathToFileURL(join(folder, file)).href);
  await prepare();
}

/** In milliseconds. A slower test would cost too much if it ran for a thousand mutants. */
const SLOW = 2_000;

/**
 * Runs every test once. Returns the tests from fastest to slowest, the tests that reach each mutant, and the mutants reached while modules
 * load.
 */
async function measure() {
  const inLoad = reachedSoFar();
  const reach = new Map();
  const took = [];
  const unfit = [];
  for (const [at, test] of tests.entries()) {
    reached.fill(0);
    const start = performance.now();
    const fault = await outcomeOf(test);
    took.push(performance.now() - start);
    // This test would fail with every mutant.
    if (fault !== null) {
      unfit.push(`${test.name}: ${fault}`);
      took[at] = SLOW;
    } else for (const id of reachedSoFar()) reach.set(id, [...(reach.get(id) ?? []), at]);
  }
  const quick = tests.map((_, at) => at).filter((at) => took[at] < SLOW);
  const order = quick.sort((a, b) => took[a] - took[b]);
  return { order, inLoad, unfit, reach: [...reach] };
}

async function tryAtLoad() {
  try {
    await load();
    await tell({ goesOn: true });
    return await killer(measured.order.map((at) => tests[at]));
  } catch {
    return "loading";
  }
}

async function tryEach() {
  await load();
  const known = measured ?? (await measure());
  if (measured === null) await tell({ measured: known });
  const reach = new Map(known.reach);
  for (const id of mutants) {
    await tell({ starting: id });
    const chosen = known.order.filter((at) => reach.get(id)?.includes(at)).map((at) => tests[at]);
    active = id;
    const killedBy = await killer(chosen);
    active = -1;
    await tell({ id, killedBy });
  }
}

if (atLoad === null) await tryEach();
else await tell({ id: atLoad, killedBy: await tryAtLoad() });
process.disconnect();
