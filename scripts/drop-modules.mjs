// What fast-glob's synchronous search never calls: each of its packages brings callbacks and streams along.
import { replaceModules } from "./eager-modules.mjs";

/** Modules are required when their chunk starts, so that each stays, with nothing in it. */
const UNCALLED = [
  "@nodelib/fs.scandir/out/providers/async.js",
  "@nodelib/fs.stat/out/providers/async.js",
  "@nodelib/fs.walk/out/providers/async.js",
  "@nodelib/fs.walk/out/providers/stream.js",
  "@nodelib/fs.walk/out/readers/async.js",
  "fast-glob/out/providers/async.js",
  "fast-glob/out/providers/stream.js",
  "fast-glob/out/readers/async.js",
  "fast-glob/out/readers/stream.js",
  "fast-glob/out/utils/stream.js",
  "fastq/queue.js",
  "merge2/index.js",
  "queue-microtask/index.js",
  "reusify/reusify.js",
  "run-parallel/index.js",
].map((path) => `./node_modules/${path}`);

/** `stats` is webpack's list of modules. */
export function uncalledModules({ modules }) {
  const found = allModules(modules).filter(({ name }) => UNCALLED.includes(name));
  return new Set(found.map(({ id }) => id));
}

function allModules(modules) {
  return modules.flatMap((module) => [module, ...allModules(module.modules ?? [])]);
}

/** The text of a chunk, with the modules that `ids` names emptied. */
export function dropModules(text, ids) {
  return replaceModules(text, ({ id }) => (ids.has(id) ? "()=>{}" : null));
}
