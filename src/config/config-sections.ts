import type { DeclaredContext } from "../iam/verdict.js";
import { advice, nearestWord } from "../source/nearest-word.js";
import { entryOf, type MapEntry, type MapNode, type Node } from "../source/node.js";
import { unknownKeys } from "../source/unknown-keys.js";
import { linesWithPlaces, plainLines, unreadableSetting } from "./config-lines.js";
import { readContext } from "./context.js";
import { readDeclaredResources } from "./declared-resources.js";
import { type DeploymentSection, readDeploymentSection } from "./deployment.js";
import { readGuardrails } from "./guardrails.js";
import type {
  Group,
  GuardrailFiles,
  NamedKey,
  ParameterFile,
  PlacedKey,
  PlacedResources,
  PolicyFile,
  Suppression,
} from "./options.js";
import { readPolicyFile } from "./policy-files.js";
import { RULE_IDS, RULE_PAGES, type RuleId } from "./rule-ids.js";
import type { ConfigProblem } from "./settings.js";
import type { Severity } from "./severity.js";

/** Settings that only the configuration file can have, because they are structured. */
export interface ConfigSections {
  readonly groups: readonly Group[];
  readonly context: DeclaredContext;
  readonly contextKeys: readonly PlacedKey[];
  readonly deployment: DeploymentSection;
  readonly resources: readonly PlacedResources[];
  readonly severities: ReadonlyMap<RuleId, Severity | "off">;
  readonly suppressions: readonly Suppression[];
  readonly parameters: readonly ParameterFile[];
  readonly policies: readonly PolicyFile[];
  readonly guardrails: readonly GuardrailFiles[];
  readonly keys: readonly NamedKey[];
  readonly varFiles: readonly string[];
  readonly workspaces: readonly string[];
}

export const SECTION_NAMES: readonly string[] = [
  "groups",
  "context",
  "deployment",
  "resources",
  "severities",
  "suppressions",
  "parameters",
  "policies",
  "guardrails",
  "keys",
  "terraform",
];

const SEVERITY_WORDS = ["error", "warning", "notice", "off"] as const;

type Problems = ConfigProblem[];

/** Reads the sections of the config's root. With null, all sections are empty. */
export function readSections(root: MapNode | null, problems: Problems): ConfigSections {
  const section = (name: string): Node | null => (root === null ? null : (entryOf(root, name)?.value ?? null));
  const context = entriesOf(section("context"), "context", problems);
  return {
    groups: entriesOf(section("groups"), "groups", problems).map((entry) => readGroup(entry, problems)),
    context: readContext(context, problems),
    contextKeys: context.map(({ key, keyPlace }) => ({ key, place: keyPlace })),
    deployment: readDeploymentSection(section("deployment"), problems),
    resources: entriesOf(section("resources"), "resources", problems).flatMap((entry) =>
      readDeclaredResources(entry, problems),
    ),
    severities: readSeverities(section("severities"), problems),
    suppressions: readSuppressions(section("suppressions"), problems),
    policies: entriesOf(section("policies"), "policies", problems).flatMap((entry) => readPolicyFile(entry, problems)),
    guardrails: readGuardrails(section("guardrails"), problems),
    keys: readKeys(section("keys"), problems),
    ...readTerraform(section("terraform"), problems),
    parameters: entriesOf(section("parameters"), "parameters", problems).flatMap((entry) =>
      linesOf(entry, problems).map((file) => ({ template: entry.key, file })),
    ),
  };
}

function entriesOf(node: Node | null, name: string, problems: Problems): readonly MapEntry[] {
  if (node === null || (node.kind === "scalar" && node.value === null)) return [];
  if (node.kind === "map") return node.entries;
  problems.push({
    message: `\`${name}\` is not a map`,
    help: `write \`name: value\` lines under \`${name}\``,
    place: node.place,
  });
  return [];
}

function linesOf(entry: MapEntry, problems: Problems): readonly string[] {
  const lines = plainLines(entry.value);
  if (lines !== null) return lines;
  problems.push(unreadableSetting(entry));
  return [];
}

function readKeys(node: Node | null, problems: Problems): readonly NamedKey[] {
  const lines = node === null ? [] : linesWithPlaces(node);
  if (node !== null && lines === null) {
    const help = "write a list: logical IDs, addresses, or .json files with the policies of keys";
    problems.push({ message: "`keys` must be a list of names", help, place: node.place });
  }
  return (lines ?? []).map(({ line, place }) => {
    return { file: line, isFile: /\.json$/i.test(line), namedBy: `\`keys\` names ${line}`, place };
  });
}

function readGroup(group: MapEntry, problems: Problems): Group {
  const entries = entriesOf(group.value, `groups.${group.key}`, problems);
  problems.push(...unknownKeys(entries, ["policies", "trust", "boundary"], `group \`${group.key}\``));
  const files = (key: string): readonly string[] =>
    entries.filter((entry) => entry.key === key).flatMap((entry) => linesOf(entry, problems));
  return { name: group.key, policies: files("policies"), trust: files("trust"), boundary: files("boundary") };
}

function readTerraform(node: Node | null, problems: Problems): Pick<ConfigSections, "varFiles" | "workspaces"> {
  const entries = entriesOf(node, "terraform", problems);
  problems.push(...unknownKeys(entries, ["var-files", "workspaces"], "`terraform`"));
  const lines = (name: string): readonly string[] =>
    entries.filter(({ key }) => key === name).flatMap((entry) => linesOf(entry, problems));
  return { varFiles: lines("var-files"), workspaces: [...new Set(lines("workspaces"))] };
}

function readSeverities(node: Node | null, problems: Problems): ReadonlyMap<RuleId, Severity | "off"> {
  const severities = new Map<RuleId, Severity | "off">();
  for (const entry of entriesOf(node, "severities", problems)) {
    const rule = readRuleId(entry.key, entry.keyPlace, problems);
    const word = linesOf(entry, problems)[0];
    // YAML 1.1 reads a bare `off` as false. We read YAML 1.2, but `false` is also accepted, because an editor may have converted it.
    const severity = SEVERITY_WORDS.find(
      (candidate) => candidate === word || (candidate === "off" && word === "false"),
    );
    if (severity === undefined) {
      problems.push({
        message: `\`${word ?? ""}\` is not a severity`,
        help: `severities: ${SEVERITY_WORDS.join(", ")}`,
        place: entry.value.place,
      });
    } else if (rule !== null) {
      severities.set(rule, severity);
    }
  }
  return severities;
}

/** Adds a problem and returns null if the name is unknown. */
export function readRuleId(word: string, place: MapEntry["keyPlace"], problems: Problems): RuleId | null {
  const rule = RULE_IDS.find((id) => id === word);
  if (rule !== undefined) return rule;
  const near = nearestWord(word, RULE_IDS);
  problems.push({
    message: `unknown rule \`${word}\``,
    help: advice(near, `the rules: ${RULE_PAGES}`),
    place,
  });
  return null;
}

const SUPPRESSION_KEYS = ["role", "rule", "actions", "reason", "expires"];

function readSuppressions(node: Node | null, problems: Problems): readonly Suppression[] {
  if (node === null || (node.kind === "scalar" && node.value === null)) return [];
  if (node.kind !== "list") {
    problems.push({
      message: "`suppressions` is not a list",
      help: "start each suppression with `- role: PATTERN`",
      place: node.place,
    });
    return [];
  }
  return node.items.flatMap((item) => readSuppression(item, problems) ?? []);
}

function readSuppression(node: Node, problems: Problems): Suppression | null {
  const entries = entriesOf(node, "suppressions", problems);
  problems.push(...unknownKeys(entries, SUPPRESSION_KEYS, "a suppression"));
  const lines = (key: string): readonly string[] =>
    entries.filter((entry) => entry.key === key).flatMap((entry) => linesOf(entry, problems));
  const role = lines("role")[0] ?? "*";
  const ruleEntry = entries.find((entry) => entry.key === "rule");
  const rule = ruleEntry === undefined ? null : readRuleId(lines("rule")[0] ?? "", ruleEntry.value.place, problems);
  const reason = lines("reason").join(" ");
  if (ruleEntry === undefined)
    problems.push({ message: "a suppression names no rule", help: "add `rule: RULE-ID`", place: node.place });
  if (reason === "")
    problems.push({
      message: "a suppression has no reason",
      help: "add `reason:` and say why the finding is accepted",
      place: node.place,
    });
  const expires = lines("expires")[0] ?? null;
  if (expires !== null && !isDate(expires)) {
    problems.push({
      message: `\`${expires}\` is not a date`,
      help: "write the last day of the suppression as YYYY-MM-DD",
      place: node.place,
    });
  }
  return rule === null || reason === ""
    ? null
    : { role, rule, actions: lines("actions"), reason, expires, place: node.place };
}

export function isDate(text: string): boolean {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(text) : null;
  // JavaScript accepts February 31 and turns it into a day in March.
  return date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
