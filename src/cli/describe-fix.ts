import { describeFixable, fixCommand } from "../publish/fix-command.js";
import { fold } from "../report/fold.js";
import type { Report } from "../report/report.js";
import type { CommandLine } from "./arguments.js";

/** Says how many of a report's findings `fix` could fix, with the command to run. Returns "" if there are none. */
export function describeFix({ findings }: Report, line: CommandLine, columns: number): string {
  const words = describeFixable(findings);
  if (words === null || line.operands.includes("-")) return "";
  const { operands: files, inputs, config } = line;
  const command = fixCommand({ tool: "worker-iam-check", files, inputs, config });
  return `${[...fold(`${words}; add --dry-run to see it first:`, "", columns), `  ${command}`].join("\n")}\n`;
}
