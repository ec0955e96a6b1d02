import { plural } from "../conclusion.js";
import type { ReportedRole } from "../report.js";
import { fenced } from "./escape.js";

/** What a role lacks, folded, as a statement to paste: as YAML into YAML, else as JSON, which HCL and YAML take as well. */
export function missingStatement({ kinds, location }: ReportedRole): readonly string[] {
  const missing = [...new Set(Object.values(kinds).flatMap((kind) => kind.missing))].sort();
  if (missing.length === 0) return [];
  const statement = /\.ya?ml$/i.test(location.file) ? yamlStatement(missing) : jsonStatement(missing);
  const summary = `<summary>Statement to paste: ${plural(missing.length, "missing action")}</summary>`;
  return [`<details>${summary}\n\n${statement}\n\n</details>`];
}

function jsonStatement(actions: readonly string[]): string {
  return fenced("json", JSON.stringify({ Effect: "Allow", Action: actions, Resource: "*" }, null, 2));
}

function yamlStatement(actions: readonly string[]): string {
  const items = actions.map((action) => `    - ${/^\w+:\w+$/.test(action) ? action : JSON.stringify(action)}`);
  return fenced("yaml", ["- Effect: Allow", "  Action:", ...items, '  Resource: "*"'].join("\n"));
}
