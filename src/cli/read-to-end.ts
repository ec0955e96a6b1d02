import { readSync } from "node:fs";

/** In milliseconds, between two reads of an empty pipe. */
const PAUSE = 10;
const CHUNK = 65_536;

/** Reads a pipe or file to its end, even if its bytes come late: another process may have made the pipe non-blocking. */
export function readToEnd(descriptor: number): Buffer {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.alloc(CHUNK);
    const length = readNext(descriptor, chunk);
    if (length === 0) return Buffer.concat(chunks);
    if (length === null) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    else chunks.push(chunk.subarray(0, length));
  }
}

/** The number of bytes read, or null if none are available yet. */
function readNext(descriptor: number, chunk: Buffer): number | null {
  try {
    return readSync(descriptor, chunk);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EAGAIN") return null;
    // Windows reports this for a pipe whose writer has closed it.
    if (code === "EOF") return 0;
    throw error;
  }
}
