import { minifySync } from "@swc/core";
import { minify } from "terser";
import { nameTexts } from "./name-texts.mjs";

/**
 * The text of a chunk, minified, by two: terser finds a little in what swc leaves, and by itself leaves more. `options` go to both.
 * What swc leaves the first time as a call of one function, it puts in its place the second.
 */
export async function minified(text, options) {
  const compress = { ecma: 2020, passes: 2, keep_fargs: false, ...options };
  const bySwc = minifiedBySwc(minifiedBySwc(text, compress), compress);
  const most = await minifiedByTerser(bySwc, { ...compress, toplevel: true, inline: 3, hoist_funs: true });
  // Without `compress` terser shortens names, and doesn't put the texts back.
  return minifiedByTerser(nameTexts(most), false);
}

function minifiedBySwc(text, compress) {
  return minifySync(text, { module: true, ecma: 2020, compress, mangle: true }).code;
}

async function minifiedByTerser(text, compress) {
  return (await minify(text, { module: true, ecma: 2020, compress, mangle: { toplevel: true } })).code;
}
