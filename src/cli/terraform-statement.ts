import type { JudgedFinding } from "../rules/apply-rules.js";
import { formatLocation, hasLine } from "../source/location.js";
import { locate, textFileOf } from "../source/place.js";

/**
 * The statement to add to a `.tf` source by hand, as its author writes policies there: a `statement` block of
 * `aws_iam_policy_document`, or an object for `jsonencode`. Null for what is no missing action of a `.tf` source.
 */
export function terraformStatement(finding: JudgedFinding): string | null {
  const location = locate(finding.place);
  if (finding.rule !== "missing-action" || !hasLine(location) || !/\.(?:tf|tofu)$/.test(location.file)) return null;
  const lines = (textFileOf(finding.place)?.text ?? "").split("\n").slice(0, location.line);
  const block = lines.findLast((line) => /^\s*(?:data|resource)\s+"/.test(line)) ?? "";
  const statement = block.includes('"aws_iam_policy_document"') ? asBlock : asObject;
  return `to add by hand to role ${finding.role} at ${formatLocation(location)}:\n\n${statement(finding.actions)}\n`;
}

function asBlock(actions: readonly string[]): string {
  return `  statement {\n    actions = [\n${listed(actions, "      ")}    ]\n    resources = ["*"]\n  }`;
}

function asObject(actions: readonly string[]): string {
  return `  {\n    Effect = "Allow"\n    Action = [\n${listed(actions, "      ")}    ]\n    Resource = "*"\n  }`;
}

function listed(actions: readonly string[], indent: string): string {
  return actions.map((action) => `${indent}"${action}",\n`).join("");
}
