// `yaml` and `jsonc-parser` give Node their CommonJS build, of which a bundler keeps all. Their ES modules hold the same code
// (it differs in `atob` for `Buffer` in `!!binary`, and asks no `process.env.LOG_TOKENS` at each token), and only what is used of them is kept.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const ES_MODULES = {
  yaml: "node_modules/yaml/browser/dist/index.js",
  "jsonc-parser": "node_modules/jsonc-parser/lib/esm/main.js",
};

/**
 * Makes the compiled files below `folder` import the ES modules of packages, which a bundler resolves and Node does not. `root` is
 * where `node_modules` is. Gives what makes them as they were: the fuzz runs them.
 */
export function importModules(folder, root) {
  const before = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".js")) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const text = readFileSync(path, "utf8");
    const changed = text.replaceAll(/(?<=\bfrom ")(?:yaml|jsonc-parser)(?=";)/g, (name) =>
      relative(dirname(path), join(root, ES_MODULES[name])).replaceAll("\\", "/"),
    );
    if (changed === text) continue;
    before.set(path, text);
    writeFileSync(path, changed);
  }
  return () => {
    for (const [path, text] of before) writeFileSync(path, text);
  };
}
