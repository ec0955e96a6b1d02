import { fold } from "../report/fold.js";
import type { Report } from "../report/report.js";
import { visible } from "../report/visible.js";
import { plural } from "../source/plural.js";
import { shellWord } from "../source/shell-word.js";
import type { CommandLine } from "./arguments.js";

/** Options that tell which roles there are and what they need: `fix` has to be given the same. */
const SELECTION = ["roles", "appliance", "requirements", "terraform-root"];

/** What `fix` could do about a report, with the command to run; nothing when it could do nothing. */
export function fixWords({ findings }: Report, line: CommandLine, columns: number): string {
  const left = findings.filter(({ suppressed }) => suppressed === null);
  const fixable = left.filter(({ fix }) => fix !== null).length;
  if (fixable === 0 || line.operands.includes("-")) return "";
  const words = `fix has an edit for ${fixable} of ${plural(left.length, "finding")}; add --dry-run to see it first:`;
  return `${[...fold(words, "", columns), `  ${visible(fixCommand(line))}`].join("\n")}\n`;
}

function fixCommand({ operands, inputs, config }: CommandLine): string {
  const options = SELECTION.flatMap((name) => {
    const lines = (inputs.get(name) ?? "").split("\n").filter((value) => value !== "");
    return lines.map((value) => `--${name} ${shellWord(value)}`);
  });
  const file = config === null ? [] : [`--config ${shellWord(config)}`];
  return ["worker-iam-check fix", ...operands.map(shellWord), ...options, ...file].join(" ");
}
