import { fold } from "../report/fold.js";
import { compareRequirements, type KindDifference } from "../requirements/compare.js";
import { loadRequirements } from "../requirements/load-requirements.js";
import type { CommandLine } from "./arguments.js";
import { chooseFormat, usageError } from "./refuse.js";
import type { Terminal } from "./terminal.js";

/** `diff V1 V2`: what changed between two versions of the vendor's lists. */
export function diffCommand(line: CommandLine, terminal: Terminal): number {
  const [first, second, ...others] = line.operands;
  if (first === undefined || second === undefined || others.length > 0) {
    return usageError(terminal, "diff takes two versions", "for example: worker-iam-check diff 7 10");
  }
  const format = chooseFormat(line, ["text", "json"], terminal);
  if (format === null) return 2;
  const [from, to] = [loadRequirements(first), loadRequirements(second)];
  for (const loaded of [from, to]) if ("message" in loaded) return usageError(terminal, loaded.message, loaded.help);
  if ("message" in from || "message" in to) return 2;
  const differences = compareRequirements(from.requirements, to.requirements);
  const text = (): string =>
    differences.map((difference) => describe(difference, first, second, terminal.columns)).join("\n");
  terminal.out(
    format === "json" ? `${JSON.stringify({ from: first, to: second, kinds: differences }, null, 2)}\n` : text(),
  );
  return 0;
}

function describe(
  { kind, absentIn, comparedWith, added, removed }: KindDifference,
  from: string,
  to: string,
  columns: number,
): string {
  if (absentIn !== null) return `${kind}: not in the lists at hand of version ${absentIn}\n`;
  const own = comparedWith.join(" ") === kind ? "" : ` (there ${comparedWith.join(", ")})`;
  if (added.length + removed.length === 0) return `${kind}: the same in ${from} and ${to}\n`;
  const lines = [
    `${kind}: ${added.length} added, ${removed.length} removed from ${from} to ${to}${own}`,
    ...(added.length > 0 ? fold(`+ ${added.join(", ")}`, "  ", columns) : []),
    ...(removed.length > 0 ? fold(`- ${removed.join(", ")}`, "  ", columns) : []),
  ];
  return `${lines.join("\n")}\n`;
}
