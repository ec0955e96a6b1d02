// node scripts/bundle-with-rollup.mjs NAME ENTRY: bundles a compiled entry to dist/NAME. Runs as a separate process, in
// parallel with the other bundlers.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { writeLicenses } from "./bundled-licenses.mjs";
import { calledParts } from "./called-part.mjs";
import { minified } from "./minified.mjs";
import { STRINGS_FILE, STRINGS_MODULE, STRINGS_WITHIN } from "./pack-strings.mjs";
import { PACKED_FILE, PACKED_MODULE } from "./pack-texts.mjs";
import { rollUp } from "./roll-up.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [, , name, entry] = process.argv;

const folder = join(root, "dist", name);
mkdirSync(folder, { recursive: true });
/** Replaces the parser of JSON in strings. Only Terraform creates such strings; the library gets JSON directly. */
const NO_TEXTS = 'export const parseEmbeddedJson = () => { throw new Error("the library reads no such texts"); };';
/** Keeps the strings in the library's code, because projects that bundle the library again take only its code. */
const within = {
  name: "for-the-library",
  load(id) {
    if (id === join(root, "lib", STRINGS_MODULE)) return readFileSync(join(root, "lib", STRINGS_WITHIN), "utf8");
    return id === join(root, "lib/source/embedded-json.js") ? NO_TEXTS : null;
  },
};
const chunks = await rollUp(join(root, entry), [
  calledParts(join(root, "node_modules")),
  ...(name === "lib" ? [within] : []),
]);
for (const { fileName, code } of chunks) {
  writeFileSync(join(folder, fileName), await minified(code, { unsafe_arrows: true, unsafe_methods: true }));
}
writeFileSync(join(folder, "package.json"), `${JSON.stringify({ type: "module" }, null, 2)}\n`);
const carried = chunks.flatMap(({ modules }) =>
  Object.keys(modules).filter((path) => modules[path].renderedLength > 0),
);
const files = [[PACKED_MODULE, PACKED_FILE], ...(name === "lib" ? [] : [[STRINGS_MODULE, STRINGS_FILE]])];
for (const [module, file] of files) {
  const path = join(root, "lib", module);
  if (carried.includes(path)) copyFileSync(join(dirname(path), file), join(folder, file));
}
writeLicenses(join(folder, "licenses.txt"), carried, root);
