import { minifySync } from "@swc/core";
import { minify } from "terser";
import { arrowFunctions } from "./arrow-functions.mjs";
import { nameTexts } from "./name-texts.mjs";
import { shortPrivate } from "./short-private.mjs";
import { thisInVariables } from "./this-in-variables.mjs";
import { valuesAsParameters } from "./values-as-parameters.mjs";

/**
 * The minified text of a chunk. Uses two minifiers: terser shortens some code that swc misses, but alone it would miss more. `options` go
 * to both. The second run of swc inlines the functions that have a single call left after the first run.
 */
export async function minified(text, options) {
  // No getter of a bundle does anything but return a value.
  const compress = { ecma: 2020, passes: 2, keep_fargs: false, pure_getters: true, ...options };
  const bySwc = minifiedBySwc(minifiedBySwc(text, compress), compress);
  const most = await minifiedByTerser(bySwc, { ...compress, toplevel: true, inline: 3, hoist_funs: true });
  // Without `compress`, terser only shortens names and doesn't inline the strings again.
  return shortPrivate(
    await minifiedByTerser(nameTexts(arrowFunctions(valuesAsParameters(thisInVariables(most)))), false),
  );
}

function minifiedBySwc(text, compress) {
  return minifySync(text, { module: true, ecma: 2020, compress, mangle: true }).code;
}

async function minifiedByTerser(text, compress) {
  return (await minify(text, { module: true, ecma: 2020, compress, mangle: { toplevel: true } })).code;
}
