// Loaded into a measured process: writes its peak memory in kB to the file BENCH_PEAK names when it ends.
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";

function peakKilobytes() {
  try {
    // The high-water mark of this program alone: resourceUsage() on Linux counts what the process was before exec as well.
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

process.on("exit", () => writeFileSync(process.env.BENCH_PEAK, String(peakKilobytes())));
