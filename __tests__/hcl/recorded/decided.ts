/**
 * A reason why expressions remain unresolved, the recorded expressions that it applies to, and their number. A larger number is a
 * regression.
 */
export interface Decision {
  readonly reason: string;
  readonly expressions: RegExp;
  readonly count: number;
}

/** The first match for an expression is its reason. */
export const DECISIONS: readonly Decision[] = [
  {
    reason: "A provider's function is known to the provider alone",
    expressions: /provider::/,
    count: 11,
  },
  {
    reason: "It depends on the machine, or on files that are not in the repository",
    expressions: /^(?:terraform\.|path\.)|\b(?:file|filebase64|templatefile|fileexists|fileset|abspath)\(/,
    count: 12,
  },
  {
    reason: "What is sensitive is used and never shown",
    expressions: /\b(?:is)?sensitive\(/,
    count: 4,
  },
  {
    reason: "Terraform refuses JSON with a key twice whose values have different types",
    expressions: /^jsondecode\("\{\\"a\\": ?1, ?\\"a\\": ?2\}"\)$/,
    count: 2,
  },
  {
    reason: "A set may or may not contain both -0 and 0",
    expressions: /^"\$\{tolist\(toset\(\[(?:-0, 0|0, -0)\]\)\)\[0\]\}"$/,
    count: 2,
  },
  { reason: "Its bytes depend on the compressor", expressions: /^base64gzip\(/, count: 1 },
  {
    reason: "A function that policies are seldom made by is not evaluated",
    expressions: /^(?:textencodebase64|textdecodebase64)\(/,
    count: 7,
  },
  {
    reason: "Tags and times of YAML stand in no policy",
    expressions: /^yamldecode\("a: (?:!!|2012-10-17T)/,
    count: 8,
  },
  {
    reason: "Terraform calculates with floats of 64 bits, which do not hold the number as it is written",
    expressions: /^(?:log|pow)\(/,
    count: 12,
  },
  {
    reason: "Nothing is calculated with an infinity",
    expressions: /"Inf"/,
    count: 5,
  },
  {
    reason: "Whether what can't be evaluated fails is unknown",
    expressions: /^(?:try|can)\(/,
    count: 10,
  },
  {
    reason: "The pattern has no translation, or JavaScript's engine could try without end or find other captures",
    expressions: /^(?:regex|regexall|replace)\(/,
    count: 56,
  },
  {
    reason: "Verbs with `#`, widths and precisions beyond what a text needs, and texts for other verbs are not written",
    expressions: /^format\("%(?:#|[.\d]*\d{2}|\.2v|x|t)/,
    count: 13,
  },
  {
    reason: "Networks with numbers below zero are not calculated",
    expressions: /^cidr/,
    count: 2,
  },
  {
    reason: "UUIDs in other than their usual form stand in no policy",
    expressions: /^uuidv5\(/,
    count: 3,
  },
  {
    reason: "What a null is compared with, and keys that are no text, are left open",
    expressions: /^(?:matchkeys\(|\{ "true" = "x" \}\[true\])/,
    count: 2,
  },
];

export function decisionOf(expression: string): Decision | undefined {
  return DECISIONS.find(({ expressions }) => expressions.test(expression));
}
