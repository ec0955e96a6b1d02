import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { transformSync } from "@swc/core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Compiles src and returns the output folder. It is inside the repository, so that packages are found, and specific to
 * the process, because several may run at once.
 */
export function compileSources(name) {
  const compiled = join(root, `node_modules/.cache/${name}-${process.pid}`);
  for (const entry of readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const target = join(compiled, path.slice(join(root, "src").length)).replace(/\.ts$/, ".js");
    const text = readFileSync(path, "utf8");
    const options = {
      jsc: { parser: { syntax: "typescript" }, target: "es2023", experimental: { keepImportAttributes: true } },
      module: { type: "es6" },
    };
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, path.endsWith(".ts") ? transformSync(text, { filename: path, ...options }).code : text);
  }
  writeFileSync(join(compiled, "package.json"), '{ "type": "module" }');
  return compiled;
}
