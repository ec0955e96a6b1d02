// Replaces a compiled module that reads data with one that carries it, compressed: the catalogue takes 7 kB of a bundle, not 54.
import { writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { inBase91, packText } from "./write-generated.mjs";

/** `name` is what the module exports: a value of plain JSON. `folder` is that of the compiled modules. */
export async function packExport(folder, module, name) {
  const path = join(folder, module);
  const { [name]: value } = await import(pathToFileURL(path).href);
  const packed = inBase91(packText(JSON.stringify(value)));
  const unpacker = relative(dirname(path), join(folder, "iam/unpack-text.js")).replaceAll("\\", "/");
  const lines = [
    `import { unpackText } from "${unpacker}";`,
    `export const ${name} = JSON.parse(unpackText(${JSON.stringify(packed)}));`,
  ];
  writeFileSync(path, `${lines.join("\n")}\n`);
}
