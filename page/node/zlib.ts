/** The build unpacks AWS's data, because browsers offer no Brotli to scripts. */
export function brotliDecompressSync(): never {
  throw new Error("nothing in a page is packed");
}
