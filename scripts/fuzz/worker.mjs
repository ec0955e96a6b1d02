// Feeds inputs `from` to `to`. Each has its own seed, so that any of them can be created again. Reports the current
// input to the main thread in shared memory, because a worker that hangs can't send messages.
import process from "node:process";
import { parentPort, workerData } from "node:worker_threads";
import { drawFrom } from "../bench/random.mjs";
import { mutator } from "./mutate.mjs";
import { targetsOf } from "./targets.mjs";

const { root, seeds, from, to, seed, shared } = workerData;
const { targets, close } = await targetsOf(root, seeds);
const progress = new BigInt64Array(shared);
const SLOW = 1000;

const lots = Object.entries(targets).flatMap(([name, { share }]) => Array(share).fill(name));

export function inputOf(index) {
  const draw = drawFrom(Math.imul(seed, 1_000_003) + index);
  const name = draw.pick(lots);
  const chosen = draw.pick(targets[name].seeds);
  return { name, chosen, text: mutator(draw, targets[name].seeds)(chosen) };
}

async function feed(index) {
  const { name, chosen, text } = inputOf(index);
  const start = process.cpuUsage();
  let fault;
  try {
    fault = await targets[name].run(chosen, text, index);
  } catch (error) {
    fault = `crash: ${error instanceof Error ? error.stack : String(error)}`;
  }
  if (fault === null && Object.keys(Object.prototype).length > 0) fault = "the prototype of objects was changed";
  const { user, system } = process.cpuUsage(start);
  return { name, chosen, text, fault, took: (user + system) / 1000 };
}

for (let index = from; index < to; index += 1) {
  progress[0] = BigInt(index);
  let fed = await feed(index);
  // Measures processor time, because other programs use the machine, too. The time may include a compilation, so an input is slow only if
  // it is slow twice.
  if (fed.fault === null && fed.took > SLOW) {
    fed = await feed(index);
    if (fed.took > SLOW) fed.fault = `took ${fed.took.toFixed(0)} ms`;
  }
  progress[1] += 1n;
  if (fed.took > Number(progress[2])) progress[2] = BigInt(Math.round(fed.took));
  if (fed.fault !== null)
    parentPort.postMessage({ index, target: fed.name, path: fed.chosen.path, fault: fed.fault, text: fed.text });
}
close();
