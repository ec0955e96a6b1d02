// Replaces a compiled module that reads data with one that carries it, compressed: the catalogue takes 7 kB of a bundle, not 54.
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { packText } from "./write-generated.mjs";

/** `name` is what the module exports: a value of plain JSON. */
export async function packExport(module, name) {
  const { [name]: value } = await import(pathToFileURL(module).href);
  const packed = packText(JSON.stringify(value)).toString("base64");
  const lines = [
    'import { brotliDecompressSync } from "node:zlib";',
    `export const ${name} = JSON.parse(brotliDecompressSync(Buffer.from("${packed}", "base64")).toString("utf8"));`,
  ];
  writeFileSync(module, `${lines.join("\n")}\n`);
}
