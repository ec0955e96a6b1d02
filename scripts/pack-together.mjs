// The data of service authorization and of AWS-managed policies name the same actions: compressed together they take 14 kB less of
// a bundle. Each source holds its own, so that one can be generated without the other; here the compiled modules get one text for both.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inBase85, packText } from "./write-generated.mjs";

const MODULES = ["service-authorization.generated.js", "managed-policies.generated.js"];

/** `folder` is that of the compiled modules. `packed` of each becomes its place in the whole, by which `unpackText` finds it. */
export async function packTogether(folder) {
  const unpacker = join(folder, "unpack-text.js");
  const { unpackText } = await import(pathToFileURL(unpacker).href);
  const texts = await Promise.all(
    MODULES.map(async (name, place) => {
      const path = join(folder, name);
      const { packed } = await import(pathToFileURL(path).href);
      writeFileSync(path, readFileSync(path, "utf8").replace(packed, String(place)));
      return unpackText(packed);
    }),
  );
  const whole = inBase85(packText(texts.join("\0")));
  const unpack = readFileSync(unpacker, "utf8").replace("export function unpackText(", "function unpackWhole(");
  writeFileSync(
    unpacker,
    `${unpack}
const whole = ${JSON.stringify(whole)};
let texts = null;
export function unpackText(place) {
  texts ??= unpackWhole(whole).split("\\0");
  return texts[place];
}
`,
  );
}
