// The data of service authorization and of AWS-managed policies name the same actions: compressed together they take 14 kB less of
// a bundle. Each source holds its own, so that one can be generated without the other; here what reads them gets one text for both.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inBase91, packText } from "./write-generated.mjs";

const MODULES = ["service-authorization.generated.js", "managed-policies.generated.js"];
const READERS = ["packed-authorization.js", "managed-policy-documents.js"];

/**
 * `folder` is that of the compiled modules. `packed` of each becomes its place in the whole, by which the `unpackText` of a module of its own finds
 * it: the whole is loaded with the first that is read.
 */
export async function packTogether(folder) {
  const { unpackText } = await import(pathToFileURL(join(folder, "unpack-text.js")).href);
  const texts = await Promise.all(
    MODULES.map(async (name, place) => {
      const path = join(folder, name);
      const { packed } = await import(pathToFileURL(path).href);
      writeFileSync(path, readFileSync(path, "utf8").replace(packed, String(place)));
      return unpackText(packed);
    }),
  );
  writeFileSync(
    join(folder, "packed-together.js"),
    `import { unpackText as unpackWhole } from "./unpack-text.js";
const whole = ${JSON.stringify(inBase91(packText(texts.join("\0"))))};
let texts = null;
export function unpackText(place) {
  texts ??= unpackWhole(whole).split("\\0");
  return texts[place];
}
`,
  );
  for (const name of READERS) {
    const path = join(folder, name);
    writeFileSync(path, readFileSync(path, "utf8").replace('"./unpack-text.js"', '"./packed-together.js"'));
  }
}
