/** The build unpacks AWS's data: browsers don't have Brotli for scripts. */
export function brotliDecompressSync(): never {
  throw new Error("nothing in a page is packed");
}
