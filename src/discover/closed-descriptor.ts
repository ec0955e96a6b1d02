import { fstatSync, readSync, statSync } from "node:fs";
import { devNull } from "node:os";

/**
 * Whether an output stream was closed before the process started. Node then opens the null device for it, for reading as well as writing;
 * no shell does.
 */
export function isClosed(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).rdev === statSync(devNull).rdev && readSync(descriptor, new Uint8Array(1)) === 0;
  } catch {
    return false;
  }
}
