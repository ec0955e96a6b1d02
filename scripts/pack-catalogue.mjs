// Replaces the module that imports the catalogue's files with one that unpacks them: the bundles carry 7 kB, not 54.
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { packText } from "./write-generated.mjs";

/** `module` is the compiled `files.js`. */
export async function packCatalogue(module) {
  const { files } = await import(pathToFileURL(module).href);
  const packed = packText(JSON.stringify(files)).toString("base64");
  const lines = [
    'import { brotliDecompressSync } from "node:zlib";',
    `export const files = JSON.parse(brotliDecompressSync(Buffer.from("${packed}", "base64")).toString("utf8"));`,
  ];
  writeFileSync(module, `${lines.join("\n")}\n`);
}
