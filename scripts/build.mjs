// Builds dist/. tsc compiles ES modules to lib/. From these, ncc bundles the Action, and rollup the command line and
// the library; esbuild bundles the page from the sources. ncc and rollup get JavaScript because ncc can't compile
// TypeScript with the native compiler (TypeScript 7).
import { execFile, execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { hidePrivate } from "./hide-private.mjs";
import { importModules } from "./import-modules.mjs";
import { packStrings } from "./pack-strings.mjs";
import { packTexts } from "./pack-texts.mjs";
import { shortenNames } from "./shorten-names.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const run = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: "inherit" });

rmSync(join(root, "lib"), { recursive: true, force: true });
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.json");
hidePrivate(join(root, "src"), join(root, "lib"));
shortenNames(join(root, "lib"));
const undoImports = importModules(join(root, "lib"), root);
await packTexts(join(root, "lib"));
await packStrings(join(root, "lib"));

rmSync(join(root, "dist"), { recursive: true, force: true });
const bundle = (bundler, name, entry) =>
  promisify(execFile)(process.execPath, [`scripts/bundle-with-${bundler}.mjs`, name, entry], { cwd: root });
await Promise.all([
  bundle("ncc", "action", "lib/action/main.js"),
  bundle("rollup", "cli", "lib/cli/main.js"),
  bundle("rollup", "lib", "lib/lib.js"),
]);
undoImports();
run("scripts/build-page.mjs");

// The library's declarations must be self-contained: lib.ts must not export types of other files.
const declarations = join(root, "lib/lib.d.ts");
if (existsSync(declarations)) {
  if (/\bfrom\s+"|\bimport\(/.test(readFileSync(declarations, "utf8")))
    throw new Error("lib.d.ts imports another file");
  copyFileSync(declarations, join(root, "dist/lib/index.d.ts"));
}

// npm makes the file executable when it installs it. Users who run it from a checkout (pre-commit) need the mode in
// git.
chmodSync(join(root, "dist/cli/index.js"), 0o755);
