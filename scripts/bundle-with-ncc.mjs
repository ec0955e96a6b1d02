// node scripts/bundle-with-ncc.mjs NAME ENTRY: bundles a compiled entry to dist/NAME. The Action's GitHub client
// consists of CommonJS modules, which ncc keeps as they are. Runs as a separate process, in parallel with the other
// bundlers.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { writeLicenses } from "./bundled-licenses.mjs";
import { dropModules, uncalledModules, withInner } from "./drop-modules.mjs";
import { compileModulesAtOnce } from "./eager-modules.mjs";
import { minified } from "./minified.mjs";
import { withPackedWasm } from "./pack-wasm.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [, , name, entry] = process.argv;
const folder = join(root, "dist", name);
const statsFile = join(root, `lib/stats-${name}.json`);

const ncc = join(root, "node_modules/@vercel/ncc/dist/ncc/cli.js");
const options = ["-o", folder, "--minify", "--stats-out", statsFile, "--quiet"];
execFileSync(process.execPath, [ncc, "build", entry, ...options], { cwd: root });

const stats = JSON.parse(readFileSync(statsFile, "utf8"));
const paths = withInner(stats.modules).map((module) => module.nameForCondition ?? module.name ?? "");
writeLicenses(join(folder, "licenses.txt"), paths, root);

// Minifies the output again: ncc minifies only the entry, which could still be a seventh smaller, and no chunks that are loaded on demand.
const uncalled = uncalledModules(stats);
for (const file of readdirSync(folder).filter((candidate) => candidate.endsWith("index.js"))) {
  const path = join(folder, file);
  const text = withPackedWasm(dropModules(readFileSync(path, "utf8"), uncalled));
  // undici, in the Action's GitHub client, calls functions with `new` that `unsafe_arrows` would turn into arrows. A
  // method in a table of modules would be compiled late.
  writeFileSync(path, compileModulesAtOnce(await minified(text, { unsafe_arrows: false, unsafe_methods: false })));
}
