// Preloaded into a measured process. When the process ends, writes its peak memory in kB to the file named by
// BENCH_PEAK.
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";

function peakKilobytes() {
  try {
    // The high-water mark of only this program: on Linux, resourceUsage() also includes the process before exec.
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

process.on("exit", () => writeFileSync(process.env.BENCH_PEAK, String(peakKilobytes())));
