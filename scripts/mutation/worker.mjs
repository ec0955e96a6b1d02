// Runs mutants against the tests that reach them. Told to start with a mutant that acts while modules load, it runs that one only.
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { prepare, tests } from "./harness.mjs";

const {
  folder,
  testFiles,
  mutants,
  atLoad,
  order: known,
} = await new Promise((resolve) => process.once("message", resolve));
const tell = (message) => process.send(message);

let active = atLoad ?? -1;
let reached = new Set();
globalThis.__mutant = (id) => {
  reached.add(id);
  return active === id;
};

async function outcomeOf(test) {
  try {
    await test.body();
    return null;
  } catch (error) {
    return String(error?.message ?? error).slice(0, 80);
  }
}

/** The name of the first test that fails; null when all pass. */
async function killer(chosen) {
  for (const test of chosen) if ((await outcomeOf(test)) !== null) return test.name;
  return null;
}

async function load() {
  for (const file of testFiles) await import(pathToFileURL(join(folder, file)).href);
  await prepare();
}

if (atLoad !== null) {
  let killedBy;
  try {
    await load();
    killedBy = await killer(known.map((at) => tests[at]));
  } catch {
    killedBy = "loading";
  }
  tell({ id: atLoad, killedBy });
} else {
  await load();
  const inLoad = reached;
  const reach = new Map();
  const took = [];
  for (const [at, test] of tests.entries()) {
    reached = new Set();
    const start = performance.now();
    const fault = await outcomeOf(test);
    took.push(performance.now() - start);
    if (fault !== null) throw new Error(`without a mutant, ${test.name} fails: ${fault}`);
    for (const id of reached) reach.set(id, [...(reach.get(id) ?? []), at]);
  }
  const order = tests.map((_, at) => at).sort((a, b) => took[a] - took[b]);
  tell({ order, inLoad: [...inLoad], tests: tests.length });
  for (const id of mutants) {
    tell({ starting: id });
    const chosen = order.filter((at) => reach.get(id)?.includes(at)).map((at) => tests[at]);
    active = id;
    const killedBy = await killer(chosen);
    active = -1;
    tell({ id, killedBy, reachedBy: chosen.length, inLoad: inLoad.has(id) });
  }
}
process.disconnect();
