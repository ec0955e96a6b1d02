import { readSync } from "node:fs";

/** Milliseconds between two looks at a pipe that has nothing yet. */
const PAUSE = 10;
const CHUNK = 65_536;

/** Reads a pipe or file to its end, however late its bytes come: another process may have made it one whose reads do not wait. */
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

/** How many bytes came; null while there are none yet. */
function readNext(descriptor: number, chunk: Buffer): number | null {
  try {
    return readSync(descriptor, chunk);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EAGAIN") return null;
    // Windows says so of a pipe whose writer is gone.
    if (code === "EOF") return 0;
    throw error;
  }
}
