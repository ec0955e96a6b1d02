// Bundles an entry with what it imports as ES modules: what is loaded together shares one scope, without what nothing in it uses.
import commonjs from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";

/** Readers of templates call each other, and what TypeScript compiles to asks for `this` of a module. */
const EXPECTED = new Set(["CIRCULAR_DEPENDENCY", "THIS_IS_UNDEFINED"]);

/** Gives the chunks, the first of them `index.js`. Nothing is written. */
export async function rollUp(entry, plugins = []) {
  const bundle = await rollup({
    input: { index: entry },
    // The default export of CommonJS is all that it exports, as in Node.
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
