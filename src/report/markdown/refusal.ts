import { formatLocation, type Location } from "../../source/location.js";
import { clip, LONGEST_TEXT } from "../limits.js";
import { code, prose } from "./escape.js";

/** Why a run ended without a verdict. */
export interface Refusal {
  readonly message: string;
  readonly help: string | null;
  readonly location: Location | null;
}

/** Nobody reads further. */
const MOST = 50;

/** The text for the comment and the job summary of a run without a verdict. */
export function renderRefusal(refusals: readonly Refusal[]): string {
  const [first] = refusals;
  const lines = refusals.slice(0, MOST).map(line);
  const more = refusals.length > MOST ? [`- and ${refusals.length - MOST} more`] : [];
  const heading = `### \u274c Worker IAM check could not check: ${prose(clip(first?.message ?? "", LONGEST_TEXT))}`;
  const foot = "<sub>This run has no verdict. The results of earlier runs no longer apply.</sub>";
  return `${[heading, [...lines, ...more].join("\n"), foot].join("\n\n")}\n`;
}

function line({ message, help, location }: Refusal): string {
  const where = location === null ? "" : `${code(formatLocation(location))}: `;
  const advice = help === null ? "" : `<br>${prose(clip(help, LONGEST_TEXT))}`;
  return `- ${where}${prose(clip(message, LONGEST_TEXT))}${advice}`;
}
