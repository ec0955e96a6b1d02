// Minifies what ncc wrote for an entry, whose name in dist/ is the argument: ncc minifies the entry only, and leaves a seventh of it, not
// the chunks that are loaded on demand. A process of its own, as terser takes ten seconds for a bundle.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { minifySync } from "@swc/core";
import { minify } from "terser";
import { callImportsDirectly } from "./direct-calls.mjs";
import { dropModules, uncalledModules } from "./drop-modules.mjs";
import { compileModulesAtOnce } from "./eager-modules.mjs";
import { withPackedWasm } from "./pack-wasm.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [, , name] = process.argv;
// undici, in the Action's GitHub client, calls functions with `new` that `unsafe_arrows` makes arrows.
const compress = { ecma: 2020, passes: 2, keep_fargs: false, unsafe_arrows: name !== "action" };

const folder = join(root, "dist", name);
const uncalled = uncalledModules(JSON.parse(readFileSync(join(root, `lib/stats-${name}.json`), "utf8")));
for (const file of readdirSync(folder).filter((candidate) => candidate.endsWith("index.js"))) {
  const path = join(folder, file);
  writeFileSync(path, await shortened(readFileSync(path, "utf8")));
}

async function shortened(text) {
  const some = withPackedWasm(dropModules(text, uncalled));
  // What the first time leaves as a call of one function, the second puts in its place.
  const most = minifiedBySwc(minifiedBySwc(some));
  // The Action's GitHub client comes as CommonJS, in which a function may ask for its module as `this`.
  const direct = name === "action" ? most : callImportsDirectly(most);
  return compileModulesAtOnce(await minifiedByTerser(direct));
}

function minifiedBySwc(text) {
  return minifySync(text, { module: true, ecma: 2020, compress, mangle: true }).code;
}

/** Finds a little more: five thousandths. By itself it leaves more than swc does. */
async function minifiedByTerser(text) {
  const options = { ...compress, toplevel: true, inline: 3, hoist_funs: true };
  const { code } = await minify(text, { module: true, ecma: 2020, compress: options, mangle: { toplevel: true } });
  return code;
}
