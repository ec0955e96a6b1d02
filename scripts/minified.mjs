import { minifySync } from "@swc/core";
import { minify } from "terser";

/**
 * The text of a chunk, minified, by two: terser finds a little in what swc leaves, and by itself leaves more. `options` go to both.
 * What swc leaves the first time as a call of one function, it puts in its place the second.
 */
export async function minified(text, options) {
  const compress = { ecma: 2020, passes: 2, keep_fargs: false, ...options };
  const { code } = await minify(minifiedBySwc(minifiedBySwc(text, compress), compress), {
    module: true,
    ecma: 2020,
    compress: { ...compress, toplevel: true, inline: 3, hoist_funs: true },
    mangle: { toplevel: true },
  });
  return code;
}

function minifiedBySwc(text, compress) {
  return minifySync(text, { module: true, ecma: 2020, compress, mangle: true }).code;
}
