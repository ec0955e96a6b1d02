import type { Verdict } from "../../src/iam/verdict.js";
import { hasLine, type Location } from "../../src/source/location.js";

export function describePlace(location: Location): string {
  return hasLine(location) ? `${location.file}, line ${location.line}` : location.file;
}

/** From best to worst. If an action is needed for several kinds, its worst verdict counts. */
export const VERDICTS: readonly Verdict[] = ["granted", "undetermined", "conditional", "partial", "missing", "denied"];

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  granted: "granted",
  partial: "granted only on some resources",
  conditional: "granted under a condition",
  denied: "denied",
  missing: "missing",
  undetermined: "undetermined",
};

/** Signs shown with the colors, for readers who can't tell the colors apart. */
export const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = {
  granted: "✓",
  partial: "◐",
  conditional: "?",
  denied: "⊘",
  missing: "✗",
  undetermined: "?",
};

const FORMATS: Readonly<Record<string, string>> = {
  "policy-json": "policy JSON",
  cloudformation: "CloudFormation",
  "terraform-plan": "Terraform plan",
  "terraform-source": "Terraform",
};

export function describeFormat(format: string): string {
  return FORMATS[format] ?? format;
}
