import { plural } from "../../source/plural.js";
import type { ReportedFinding } from "../report.js";
import { fenced } from "./escape.js";

/**
 * What findings of one role say that it lacks, folded, as a statement to paste: as YAML into YAML, else as JSON, which HCL and YAML
 * take as well.
 */
export function missingStatement(
  findings: readonly ReportedFinding[],
  pasteable: ReadonlySet<string> | null,
): readonly string[] {
  const lacking = findings.filter(({ rule }) => rule === "missing-action");
  const missing = [...new Set(lacking.flatMap(({ actions }) => actions))]
    .filter((action) => pasteable === null || pasteable.has(action.toLowerCase()))
    .sort();
  if (missing.length === 0) return [];
  const isYaml = lacking.every(({ location }) => /\.ya?ml$/i.test(location.file));
  const statement = isYaml ? yamlStatement(missing) : jsonStatement(missing);
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
