import { policyBlock, quoted, statementBlock, statementObject } from "../../fixes/hcl-statement.js";
import type { PasteForm } from "../../fixes/paste-form.js";
import { permissionEntries } from "../../fixes/statement-entries.js";
import { asPolicyCondition, conditionText, type RequestCondition } from "../../iam/requests.js";
import { plural } from "../../source/plural.js";
import type { ReportedFinding } from "../report.js";
import { fenced } from "./escape.js";

/** A folded section with the statements that grant everything that a role's findings report as missing. */
export function missingStatement(
  findings: readonly ReportedFinding[],
  pasteable: ReadonlyMap<string, string> | null,
): readonly string[] {
  const made = statementsToPaste(findings, pasteable);
  if (made === null) return [];
  const shown = made.statements.map(([language, text]) => fenced(language, text)).join("\n\n");
  return [`<details><summary>${made.title}</summary>\n\n${shown}\n\n</details>`];
}

type Written = readonly [language: string, text: string];

/** The same statements without Markdown: HCL for HCL, YAML for YAML, otherwise JSON, which is also valid YAML. */
export function statementsToPaste(
  findings: readonly ReportedFinding[],
  pasteable: ReadonlyMap<string, string> | null,
): { readonly title: string; readonly statements: readonly Written[] } | null {
  // In an untrusted report, the author chooses the text of a condition.
  const isOurs = (condition: ReportedFinding["condition"]): boolean => pasteable === null || condition === undefined;
  const lacking = findings.filter(
    ({ rule, condition, pasteAs }) => rule === "missing-action" && pasteAs !== "nothing" && isOurs(condition),
  );
  const statements = new Map<string, Missing>();
  for (const { actions, condition } of lacking) {
    const key = conditionText(condition);
    const all = [...(statements.get(key)?.actions ?? []), ...actions];
    statements.set(key, { actions: all, condition });
  }
  const missing = [...statements.values()]
    .map(({ actions, condition }) => ({ actions: pasted(actions, pasteable), condition }))
    .filter(({ actions }) => actions.length > 0);
  if (missing.length === 0) return null;
  const isYaml = lacking.every(({ location }) => /\.ya?ml$/i.test(location.file));
  const [form, ...others] = new Set(lacking.map(({ pasteAs }) => pasteAs));
  const paste = others.length > 0 ? undefined : form;
  const count = missing.reduce((sum, { actions }) => sum + actions.length, 0);
  const what =
    paste === "items" ? "To paste at the front of the list" : `${paste === "policy" ? "Policy" : "Statement"} to paste`;
  const { role, kind } = lacking[0] ?? {};
  return {
    title: `${what}: ${plural(count, "missing action")}`,
    statements: missing.map((one, at) => {
      if (paste === undefined) return (isYaml ? yamlStatement : jsonStatement)(one);
      const name = `${kind ?? "worker"}${at === 0 ? "" : at + 1}`;
      return paste === "policy" ? ownPolicy(role ?? "", name, isYaml, one) : pastedAs(paste, isYaml, one);
    }),
  };
}

/** The actions that a single statement must grant. */
interface Missing {
  readonly actions: readonly string[];
  readonly condition: RequestCondition | undefined;
}

function pasted(actions: readonly string[], pasteable: ReadonlyMap<string, string> | null): readonly string[] {
  const own = actions.flatMap((action) => (pasteable === null ? action : (pasteable.get(action.toLowerCase()) ?? [])));
  return [...new Set(own)].sort();
}

/** A separate policy: a Terraform resource, an item of `Policies`, or a document. */
function ownPolicy(role: string, name: string, isYaml: boolean, missing: Missing): Written {
  const block = policyBlock(role, name, permissionEntries(missing.actions, missing.condition));
  if (block !== null) return ["hcl", block];
  const [language, text] = (isYaml ? yamlStatement : jsonStatement)(missing);
  if (!isYaml) return [language, JSON.stringify({ Version: "2012-10-17", Statement: [JSON.parse(text)] }, null, 2)];
  const head = [`- PolicyName: ${name}`, "  PolicyDocument:", '    Version: "2012-10-17"', "    Statement:"];
  return [language, [...head, ...text.split("\n").map((line) => `      ${line}`)].join("\n")];
}

function pastedAs(form: Exclude<PasteForm, "policy">, isYaml: boolean, { actions, condition }: Missing): Written {
  const entries = permissionEntries(actions, condition);
  if (form !== "items") return ["hcl", (form === "block" ? statementBlock : statementObject)(entries, "")];
  const items = actions.map((action) => (isYaml ? `- ${yamlWord(action)}` : `${quoted(action)},`));
  return [isYaml ? "yaml" : "hcl", items.join("\n")];
}

function yamlWord(action: string): string {
  return /^\w+:\w+$/.test(action) ? action : JSON.stringify(action);
}

function jsonStatement({ actions, condition }: Missing): Written {
  const under = condition === undefined ? {} : { Condition: asPolicyCondition(condition) };
  return ["json", JSON.stringify({ Effect: "Allow", Action: actions, Resource: "*", ...under }, null, 2)];
}

function yamlStatement({ actions, condition }: Missing): Written {
  const items = actions.map((action) => `    - ${yamlWord(action)}`);
  const under = condition === undefined ? [] : [`  Condition: ${JSON.stringify(asPolicyCondition(condition))}`];
  return ["yaml", ["- Effect: Allow", "  Action:", ...items, '  Resource: "*"', ...under].join("\n")];
}
