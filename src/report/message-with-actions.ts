import type { ReportedFinding } from "./report.js";

/** The message on one line with the actions that it is about, for systems that show no list beside it. */
export function messageWithActions({ message, kind, actions }: ReportedFinding): string {
  return kind === null || actions.length === 0 ? message : `${message}: ${actions.join(", ")}`;
}
