import { fstatSync, readSync, statSync } from "node:fs";
import { devNull } from "node:os";

/** Whether an output was closed before the start. Node opens the null device instead, also for reading, which no shell does. */
export function isClosed(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).rdev === statSync(devNull).rdev && readSync(descriptor, new Uint8Array(1)) === 0;
  } catch {
    return false;
  }
}
