/** Seconds of the processor that some work takes: unlike the clock, no busy machine makes them more. */
export function cpuSeconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user / 1e6;
}
