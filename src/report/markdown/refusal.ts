import { formatLocation, type Location } from "../../source/location.js";
import { clip, MAX_TEXT_LENGTH } from "../limits.js";
import { code, prose } from "./escape.js";

/** Why a run ended without a verdict. */
export interface Refusal {
  readonly message: string;
  readonly help: string | null;
  readonly location: Location | null;
}

/** The maximum number of problems that are shown. */
const LIMIT = 50;

/** The text for the comment and the job summary of a run without a verdict. */
export function renderRefusal(refusals: readonly Refusal[]): string {
  const [first] = refusals;
  const lines = refusals.slice(0, LIMIT).map(line);
  const more = refusals.length > LIMIT ? [`- and ${refusals.length - LIMIT} more`] : [];
  const heading = `### \u274c Worker IAM check could not check: ${prose(clip(first?.message ?? "", MAX_TEXT_LENGTH))}`;
  const foot = "<sub>This run has no verdict. The results of earlier runs no longer apply.</sub>";
  return `${[heading, [...lines, ...more].join("\n"), foot].join("\n\n")}\n`;
}

function line({ message, help, location }: Refusal): string {
  const where = location === null ? "" : `${code(formatLocation(location))}: `;
  const advice = help === null ? "" : `<br>${prose(clip(help, MAX_TEXT_LENGTH))}`;
  return `- ${where}${prose(clip(message, MAX_TEXT_LENGTH))}${advice}`;
}
