// Builds dist/: tsc emits ES modules to lib/, ncc bundles the Action of them, rollup the command line and the library, esbuild the page of the sources themselves. They are given
// JavaScript because ncc can't compile TypeScript with the native compiler (TypeScript 7).
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

// The library's declarations stand alone: lib.ts exports no type of another file.
const declarations = join(root, "lib/lib.d.ts");
if (existsSync(declarations)) {
  if (/\bfrom\s+"|\bimport\(/.test(readFileSync(declarations, "utf8")))
    throw new Error("lib.d.ts imports another file");
  copyFileSync(declarations, join(root, "dist/lib/index.d.ts"));
}

// npm makes it executable when it installs; whoever runs it out of a checkout (pre-commit) needs the mode in git.
chmodSync(join(root, "dist/cli/index.js"), 0o755);
