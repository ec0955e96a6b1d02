// Builds the page: a single HTML file that contains its style, its script, and its worker's script. It works from `file://`, where browsers
// load no modules, and can be saved and shared as it is. The page's security policy lists the hashes of everything that may run.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { minifySync } from "@swc/core";
import { build, transform } from "esbuild";
import { minify } from "terser";
import { writeLicenses } from "./bundled-licenses.mjs";
import { calledPart } from "./called-part.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const at = (path) => join(root, "page", path);

/** Replacements for the Node modules that the core needs. Features that browsers lack behave as on a machine without them. */
const ADAPTERS = {
  buffer: at("node/buffer.ts"),
  child_process: at("node/child-process.ts"),
  crypto: at("node/crypto.ts"),
  fs: at("node/fs.ts"),
  os: at("node/os.ts"),
  path: join(root, "node_modules/path-browserify/index.js"),
  process: at("node/process.ts"),
  util: at("node/util.ts"),
  zlib: at("node/zlib.ts"),
};

const adapters = {
  name: "adapters",
  setup(build) {
    build.onResolve(
      { filter: /^(?:node:)?(?:buffer|child_process|crypto|fs|os|path|process|util|zlib)$/ },
      ({ path }) => ({
        path: ADAPTERS[path.replace("node:", "")],
      }),
    );
    build.onResolve({ filter: /^buffer\/$/ }, () => ({ path: join(root, "node_modules/buffer/index.js") }));
    build.onResolve({ filter: /^node:/ }, ({ path }) => ({ errors: [{ text: `there is no ${path} in a browser` }] }));
    build.onLoad({ filter: /node_modules/ }, ({ path }) => {
      const contents = calledPart(join(root, "node_modules"), path, readFileSync(path, "utf8"));
      return contents === null ? null : { contents, loader: "js" };
    });
  },
};

/** Loads the module that unpacks AWS's data. It imports only Node modules, so it can run alone. */
async function unpacker() {
  const { code } = await transform(readFileSync(join(root, "src/iam/unpack-text.ts"), "utf8"), { loader: "ts" });
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).unpackText;
}

const unpackText = await unpacker();

/** Includes AWS's data uncompressed. The server compresses the page, and browsers offer no Brotli to scripts. */
const plainData = {
  name: "plain-data",
  setup(build) {
    build.onLoad({ filter: /\.generated\.ts$/ }, async ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(
        /(export const packed =\s*)("[^"]*");/,
        (_, head, packed) => `${head}${JSON.stringify(unpackText(JSON.parse(packed)))};`,
      ),
      loader: "ts",
    }));
    build.onLoad({ filter: /[\\/]unpack-text\.ts$/ }, () => ({
      contents: "export const unpackText = (text) => text;",
      loader: "ts",
    }));
  },
};

/** The versions and kinds to choose from, which the core lists during the build. */
const offer = {
  name: "offer",
  setup(build) {
    build.onResolve({ filter: /^page:offer$/ }, ({ path }) => ({ path, namespace: "offer" }));
    build.onLoad({ filter: /.*/, namespace: "offer" }, async () => {
      const { text } = await bundled("page/core/offer.ts", { format: "esm" });
      const { makeOffer } = await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`);
      return { contents: JSON.stringify(await makeOffer()), loader: "json" };
    });
  },
};

/** Returns a bundle's text and the paths of its modules. */
export async function bundled(entry, options = {}) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    charset: "utf8",
    legalComments: "none",
    format: "iife",
    platform: "browser",
    target: ["es2023"],
    mainFields: ["module", "main"],
    conditions: ["browser"],
    inject: [at("node/globals.ts")],
    plugins: [adapters, plainData],
    logLevel: "warning",
    ...options,
  });
  const [output] = Object.values(metafile.outputs);
  const modules = Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return { text: outputFiles[0].text, modules: modules.map(([path]) => join(root, path)) };
}

/** Minifies with swc and terser, as other bundles do. Each makes esbuild's minified output a little shorter. */
async function minified(text) {
  const options = { compress: { ecma: 2020, passes: 2, keep_fargs: false }, mangle: true };
  return (await minify(minifySync(text, { ecma: 2020, ...options }).code, options)).code;
}

/** The hash that a browser compares before it runs a script or applies a style. */
function hashOf(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** Escapes a script for HTML, where a script ends at the first `</script`, even in a string, and `<!--` changes where it ends. */
function insideScript(text) {
  const safe = text.replaceAll("</script", "<\\/script");
  if (/<\/script|<!--/i.test(safe)) throw new Error("the script holds what ends it inside of HTML");
  return safe;
}

/** Escapes a string for HTML. */
function escaped(text) {
  return text.replace(/[&<>]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[letter]);
}

/** The page's security policy: the page sends no requests, loads nothing, and can't turn text into HTML or scripts. */
function policyFor({ boot, script, style }) {
  return [
    "default-src 'none'",
    "connect-src 'none'",
    `script-src ${hashOf(boot)} ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "worker-src blob:",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "trusted-types page-worker",
    "require-trusted-types-for 'script'",
  ].join("; ");
}

/** Builds the page into a folder. */
export async function buildPage(folder) {
  const texts = { ".yaml": "text", ".tf": "text", ".tfvars": "text" };
  const [worker, boot, main] = await Promise.all([
    bundled("page/core/worker.ts"),
    bundled("page/view/boot.ts", { inject: [] }),
    bundled("page/view/main.ts", { loader: texts, plugins: [adapters, plainData, offer] }),
  ]);
  const css = await transform(readFileSync(at("page.css"), "utf8"), { loader: "css", minify: true });
  const parts = {
    style: css.code.trim(),
    worker: insideScript(await minified(worker.text)),
    boot: insideScript(boot.text),
    script: insideScript(await minified(main.text)),
  };
  mkdirSync(folder, { recursive: true });
  const licenses = join(folder, "licenses.txt");
  const modules = [...worker.modules, ...main.modules].map((path) => path.replace(/\.ts$/, ".js"));
  writeLicenses(licenses, modules, root);
  parts.licenses = escaped(readFileSync(licenses, "utf8"));
  const all = { ...parts, policy: policyFor(parts) };
  const html = readFileSync(at("index.html"), "utf8").replace(
    /\{\{(\w+)\}\}|\/\*(\w+)\*\//g,
    (_, text, code) => all[text ?? code],
  );
  writeFileSync(join(folder, "index.html"), html);
}

/** Builds only the core, with the page's adapters in place of Node's modules, for tests in Node. */
async function buildCore(file) {
  writeFileSync(file, (await bundled("page/core/check-files.ts", { format: "esm" })).text);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , first = join(root, "dist/page"), file] = process.argv;
  await (first === "--core" ? buildCore(file) : buildPage(first));
}
