import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/** The run time of a program in seconds. Its output is discarded. */
export function timed({ command = process.execPath, args, folder, statuses = [0] }) {
  // If the output were ignored (`"ignore"`), the program would treat it as closed.
  const nowhere = openSync(devNull, "w");
  const start = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync(command, args, { cwd: folder, stdio: ["ignore", nowhere, "pipe"] });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  closeSync(nowhere);
  if (error !== undefined) throw error;
  if (!statuses.includes(status)) throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${stderr}`);
  return seconds;
}

/** Runs programs in turn (A B C A B C ...), so that a slow moment on the machine affects all of them. Returns a list of times for each. */
export function inTurn(runs, programs) {
  for (const program of programs) timed(program);
  const times = programs.map(() => []);
  for (let run = 0; run < runs; run += 1) {
    for (const [index, program] of programs.entries()) times[index].push(timed(program));
  }
  return times;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median of the ratios between runs that took place at about the same time. */
export function medianRatio(ours, theirs) {
  return median(ours.map((seconds, index) => seconds / theirs[index]));
}

/** The peak memory of a Node program, in MB. */
export function peakMegabytes({ args, folder, statuses = [0] }) {
  const file = join(tmpdir(), `worker-iam-check-peak.${process.pid}`);
  const probe = new URL("./peak.mjs", import.meta.url).href;
  const env = { ...process.env, BENCH_PEAK: file };
  const { status } = spawnSync(process.execPath, ["--import", probe, ...args], { cwd: folder, stdio: "ignore", env });
  if (!statuses.includes(status)) throw new Error(`${args.join(" ")} ended with ${status}`);
  const kilobytes = Number(readFileSync(file, "utf8"));
  rmSync(file);
  return (kilobytes * 1024) / 1e6;
}
