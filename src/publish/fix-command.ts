import type { ReportedFinding } from "../report/report.js";
import { visible } from "../report/visible.js";
import { plural } from "../source/plural.js";
import { shellWord } from "../source/shell-word.js";

/** Settings that determine the roles and their needs. `fix` must get the same ones. */
export const SELECTION = ["roles", "appliance", "requirements", "terraform-root"] as const;

/** The settings that a check was run with. */
export interface FixRequest {
  /** The command that runs the tool (`worker-iam-check`). */
  readonly tool: string;
  readonly files: readonly string[];
  /** Values by setting name, one per line. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly config: string | null;
}

/** `fix has an edit for 3 of 5 findings`. Returns null if it has none. */
export function describeFixable(findings: readonly ReportedFinding[]): string | null {
  const left = findings.filter(({ suppressed }) => suppressed === null);
  const fixable = left.filter(({ fix }) => fix !== null).length;
  return fixable === 0 ? null : `fix has an edit for ${fixable} of ${plural(left.length, "finding")}`;
}

/** The POSIX shell command that fixes the findings of a check with these settings. */
export function fixCommand({ tool, files, inputs, config }: FixRequest): string {
  const options = SELECTION.flatMap((name) => {
    const lines = (inputs.get(name) ?? "").split("\n").filter((value) => value.trim() !== "");
    return lines.map((value) => `--${name} ${shellWord(value.trim())}`);
  });
  const file = config === null ? [] : [`--config ${shellWord(config)}`];
  return visible([`${tool} fix`, ...files.map(shellWord), ...options, ...file].join(" "));
}
