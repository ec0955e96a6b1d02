/** Text of a file, or why its bytes are not text. */
export type Decoded = { readonly text: string } | { readonly fault: string };

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Decodes UTF-8, and UTF-16 with a byte order mark (what Windows PowerShell's `>` writes). A byte order mark is dropped:
 * neither `JSON.parse` nor IAM accepts one, and no editor shows it.
 */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder("utf-16le").decode(bytes) };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder("utf-16be").decode(bytes) };
  try {
    return { text: utf8.decode(bytes) };
  } catch {
    return { fault: "is not UTF-8 text" };
  }
}
