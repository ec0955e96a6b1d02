// Bundles an entry and its imports as ES modules. Modules that are loaded together share one scope, and unused code is
// dropped.
import commonjs from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";

/** Warnings to ignore: template readers call each other, and TypeScript's output uses a module's `this`. */
const EXPECTED = new Set(["CIRCULAR_DEPENDENCY", "THIS_IS_UNDEFINED"]);

/** Returns the chunks, with `index.js` first. Writes nothing. */
export async function rollUp(entry, plugins = []) {
  const bundle = await rollup({
    input: { index: entry },
    // As in Node, the default export of a CommonJS module is everything it exports.
    plugins: [...plugins, nodeResolve(), commonjs({ strictRequires: "auto", defaultIsModuleExports: true })],
    onLog(level, { code, message }) {
      if (level === "warn" && !EXPECTED.has(code)) throw new Error(message);
    },
  });
  const { output } = await bundle.generate({
    format: "es",
    chunkFileNames: "[name].index.js",
    generatedCode: "es2015",
    hoistTransitiveImports: false,
  });
  await bundle.close();
  return output;
}
