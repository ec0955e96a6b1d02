// Feeds the inputs of sizes.mjs, each at its normal size and tenfold, and reports which grew too fast.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { sizes } from "./sizes.mjs";

const TENFOLD = 10;
const MAX_GROWTH = 12;
/** In milliseconds. Shorter times are unreliable, so the smaller input counts as taking at least this long. */
const FLOOR = 60;
/** The maximum number of times that both sizes are measured. An input counts as too slow only if it is too slow every time. */
const TRIES = 3;

/** Descriptions of the kinds of input whose time grows too fast, with the times. */
export async function grownTooFast(program, part = "") {
  const faults = [];
  for (const name of Object.keys(sizes).filter((one) => one.includes(part))) {
    const fault = await tried(program, name);
    if (fault !== null) faults.push([name, fault]);
  }
  return faults;
}

async function tried(program, name) {
  const [size, make] = sizes[name];
  let fault = null;
  // The first input of a kind also compiles code, which would make the small size look slow.
  await took(program, make(size));
  for (let turn = 0; turn < TRIES; turn += 1) {
    const once = await took(program, make(size));
    const tenfold = await took(program, make(size * TENFOLD));
    if (tenfold <= MAX_GROWTH * Math.max(once, FLOOR)) return null;
    fault = `${size} took ${once.toFixed(0)} ms, ${size * TENFOLD} took ${tenfold.toFixed(0)} ms`;
  }
  return fault;
}

/** The processor time for a check and its renderings, in milliseconds. */
export async function took(program, files) {
  const root = mkdtempSync(join(tmpdir(), "worker-iam-check-size-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const text = files["worker-iam-check.yml"] ?? "roles: {'*': backup}\n";
  const start = process.cpuUsage();
  try {
    const resolved = program.resolveOptions(new Map(), { path: "worker-iam-check.yml", text });
    if ("problems" in resolved) return elapsed(start);
    const scope = { root, workingDirectory: root, confined: true };
    const inspected = await program.inspect(resolved.options.check, { scope, today: "2026-01-01" });
    if ("problems" in inspected) return elapsed(start);
    const report = program.buildReport(inspected.result, "error");
    program.renderText(report, { paint: program.plain, columns: 80 });
    program.renderMarkdown(report, null, 60_000);
    program.renderSarif(report, program.allRules, null);
    program.annotations(program.annotated(report));
    return elapsed(start);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function elapsed(start) {
  const { user } = process.cpuUsage(start);
  return user / 1000;
}
