import type { ReportedFinding } from "./report.js";

/** The message and its actions on one line, for systems that can't show a list. */
export function messageWithActions({ message, kind, actions }: ReportedFinding): string {
  return kind === null || actions.length === 0 ? message : `${message}: ${actions.join(", ")}`;
}
