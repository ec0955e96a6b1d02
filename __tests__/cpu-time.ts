/** The processor time of some work, in seconds. Unlike elapsed time, it doesn't grow on a busy machine. */
export function cpuSeconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user / 1e6;
}
