import type { Report, ReportedFinding } from "../../src/report/report.js";
import { plural } from "../../src/source/plural.js";

export interface Headline {
  readonly look: "success" | "failure" | "neutral";
  readonly title: string;
  readonly words: string;
}

/** The result of a report in one line. `files`: how many files are open, and how many dropped files are missing. */
export function headline(
  { conclusion, roles, requirements, files: read }: Report,
  shown: readonly ReportedFinding[],
  files: { readonly leftOut: number; readonly open: number },
): Headline {
  const counts = countsOf(shown);
  const countWords = counts === "" ? "" : `${counts}. `;
  const whatFor =
    roles.length === 0
      ? `No role was found in ${plural(files.open, "open file")}`
      : `${plural(roles.length, "role")} in ${plural(read.read, "file")}, checked against the lists of version ${requirements.version}`;
  if (files.leftOut > 0) {
    const absent = `${plural(files.leftOut, "file")} of what you dropped did not fit into the page: check the folder on the command line.`;
    const look = conclusion === "failure" ? "failure" : "neutral";
    return { look, title: "Not everything was checked", words: `${countWords}${absent} ${whatFor}.` };
  }
  const words = `${countWords}${whatFor}.`;
  switch (conclusion) {
    case "success":
      return { look: "success", title: shown.length === 0 ? "Everything is granted" : "The check passes", words };
    case "failure":
      return { look: "failure", title: "The check fails", words };
    case "neutral":
      return { look: "neutral", title: "Nothing was checked", words };
  }
}

function countsOf(shown: readonly ReportedFinding[]): string {
  const count = (severity: ReportedFinding["severity"]): readonly string[] => {
    const found = shown.filter((one) => one.severity === severity).length;
    return found > 0 ? [plural(found, severity)] : [];
  };
  return [...count("error"), ...count("warning")].join(", ");
}
