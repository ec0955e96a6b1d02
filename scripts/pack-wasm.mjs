// undici contains its HTTP parser as base64 WebAssembly, once with SIMD and once without: 130 kB of the Action's
// bundle. Compressed, they take 36 kB, and they are unpacked only for the first request.
import { packText } from "./write-generated.mjs";

/** Matches `Buffer.from("...", "base64")` with bytes that start with WebAssembly's magic number. */
const MODULE = /\b([\w$]+\.from)\(\s*["'](AGFzbQ[\w+/]{1000,}={0,2})["']\s*,\s*["']base64["']\s*\)/g;

/** The text of a bundle with its WebAssembly compressed. */
export function withPackedWasm(text) {
  return text.replaceAll(MODULE, (_, from, module) => {
    const packed = packText(Buffer.from(module, "base64")).toString("base64");
    return `process.getBuiltinModule("node:zlib").brotliDecompressSync(${from}("${packed}","base64"))`;
  });
}
