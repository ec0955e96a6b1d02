import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";

const MEMORY = "/dev/shm";
const ROOM = 1024 ** 3;

let folder = null;

/** Puts the tests' folders in memory if there is enough: the tests create and delete many thousands. */
export default function setup() {
  if (!isUsable()) return;
  folder = mkdtempSync(join(MEMORY, "worker-iam-check-tests-"));
  // Some tests run as another user.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
}

export function removeFolder() {
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
}

function isUsable() {
  try {
    const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
    const options = mounts
      .filter((line) => line.split(" ")[1] === MEMORY)
      .at(-1)
      ?.split(" ")[3]
      ?.split(",");
    const { bavail, bsize } = statfsSync(MEMORY);
    // Some tests run a program from their folder.
    return options?.includes("rw") === true && !options.includes("noexec") && bavail * bsize > ROOM;
  } catch {
    return false;
  }
}
