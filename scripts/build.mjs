// Builds dist/: tsc emits ES modules to lib/, ncc bundles each entry. ncc is given JavaScript because it can't compile
// TypeScript with the native compiler (TypeScript 7).
import { execFile, execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { minifySync } from "@swc/core";
import { writeLicences } from "./bundled-licences.mjs";
import { callImportsDirectly } from "./direct-calls.mjs";
import { dropModules, uncalledModules } from "./drop-modules.mjs";
import { compileModulesAtOnce } from "./eager-modules.mjs";
import { importModules } from "./import-modules.mjs";
import { packExport } from "./pack-texts.mjs";
import { packTogether } from "./pack-together.mjs";
import { withPackedWasm } from "./pack-wasm.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const run = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: "inherit" });

rmSync(join(root, "lib"), { recursive: true, force: true });
run("node_modules/typescript/bin/tsc", "-p", "tsconfig.json");
const undoImports = importModules(join(root, "lib"), root);
await packTogether(join(root, "lib/iam"));
await packExport(join(root, "lib"), "requirements/catalogue/files.js", "files");
await packExport(join(root, "lib"), "cli/rule-pages.js", "rulePages");
await packExport(join(root, "lib"), "cli/help/command-help.js", "COMMAND_HELP");
await packExport(join(root, "lib"), "cli/help/option-list.js", "OPTION_HELP");
await packExport(join(root, "lib"), "rules/escalation-paths.js", "escalationPaths");

const entries = { action: "lib/action/main.js", cli: "lib/cli/main.js", lib: "lib/lib.js" };
await Promise.all(Object.entries(entries).map(([name, entry]) => bundle(name, entry)));
undoImports();

async function bundle(name, entry) {
  rmSync(join(root, "dist", name), { recursive: true, force: true });
  const stats = join(root, `lib/stats-${name}.json`);
  const ncc = ["node_modules/@vercel/ncc/dist/ncc/cli.js", "build", entry, "-o", `dist/${name}`];
  await promisify(execFile)(process.execPath, [...ncc, "--minify", "--stats-out", stats, "--quiet"], { cwd: root });
  const licences = join(root, "dist", name, "licenses.txt");
  writeLicences(licences, stats, root);
  if (statSync(licences).size === 0) rmSync(licences);
}

// The library's declarations stand alone: lib.ts exports no type of another file.
const declarations = join(root, "lib/lib.d.ts");
if (existsSync(declarations)) {
  if (/\bfrom\s+"|\bimport\(/.test(readFileSync(declarations, "utf8")))
    throw new Error("lib.d.ts imports another file");
  copyFileSync(declarations, join(root, "dist/lib/index.d.ts"));
}

// ncc minifies the entry only, and leaves a seventh of it, not the chunks that are loaded on demand.
for (const name of Object.keys(entries)) {
  const folder = join(root, "dist", name);
  const uncalled = uncalledModules(JSON.parse(readFileSync(join(root, `lib/stats-${name}.json`), "utf8")));
  for (const file of readdirSync(folder).filter((candidate) => candidate.endsWith("index.js"))) {
    const path = join(folder, file);
    const text = dropModules(readFileSync(path, "utf8"), uncalled);
    // What the first time leaves as a call of one function, the second puts in its place.
    const code = minified(minified(withPackedWasm(text), name), name);
    // The Action's GitHub client comes as CommonJS, in which a function may ask for its module as `this`.
    writeFileSync(path, name === "action" ? code : callImportsDirectly(code));
  }
}

function minified(text, name) {
  const { code } = minifySync(text, {
    module: true,
    ecma: 2020,
    // undici, in the Action's GitHub client, calls functions with `new` that this makes arrows.
    compress: { ecma: 2020, passes: 2, keep_fargs: false, unsafe_arrows: name !== "action" },
    mangle: true,
  });
  return code;
}

// V8 reads a function twice, first to skip it and then to compile it, unless it stands in parentheses. All modules of a chunk are
// called at once: a tenth of a run's time.
for (const name of Object.keys(entries)) {
  const folder = join(root, "dist", name);
  for (const file of readdirSync(folder).filter((candidate) => candidate.endsWith("index.js"))) {
    const path = join(folder, file);
    writeFileSync(path, compileModulesAtOnce(readFileSync(path, "utf8")));
  }
}

// npm makes it executable when it installs; whoever runs it out of a checkout (pre-commit) needs the mode in git.
chmodSync(join(root, "dist/cli/index.js"), 0o755);
