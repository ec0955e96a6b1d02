import { entryOf, type Node } from "../source/node.js";
import { unknownKeys } from "../source/unknown-keys.js";
import { linesWithPlaces } from "./config-lines.js";
import type { GuardrailFiles } from "./options.js";
import type { ConfigProblem } from "./settings.js";

/**
 * The root, five levels of organizational units, and the account:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
const MAX_LEVELS = 7;

const HELP =
  "write a list of policy file paths for each level, from the root to the account; or a map with `policies` and `allow-list: true`";

/** Reads `guardrails`: the policies at each level of an organization, from its root to the account. */
export function readGuardrails(node: Node | null, problems: ConfigProblem[]): readonly GuardrailFiles[] {
  if (node === null || (node.kind === "scalar" && node.value === null)) return [];
  if (node.kind !== "list") {
    problems.push({ message: "`guardrails` is not a list of levels", help: HELP, place: node.place });
    return [];
  }
  if (node.items.length > MAX_LEVELS) {
    const message = `\`guardrails\` has ${node.items.length} levels, but an organization has at most ${MAX_LEVELS}`;
    problems.push({ message, help: "name each level from the root to the account once", place: node.place });
  }
  return node.items.map((item, index) => readLevel(item, `level ${index + 1} of \`guardrails\``, problems));
}

function readLevel(node: Node, name: string, problems: ConfigProblem[]): GuardrailFiles {
  const policies = node.kind === "map" ? entryOf(node, "policies")?.value : node;
  const flag = node.kind === "map" ? entryOf(node, "allow-list")?.value : undefined;
  if (node.kind === "map") problems.push(...unknownKeys(node.entries, ["policies", "allow-list"], name));
  const lines = policies === undefined ? [] : linesWithPlaces(policies);
  const word = flag?.kind === "scalar" ? String(flag.value) : flag === undefined ? "false" : "";
  const isAllowList = word === "true";
  if (word !== "true" && word !== "false") {
    const place = flag?.place ?? node.place;
    problems.push({
      message: `\`allow-list\` of ${name} is neither true nor false`,
      help: "write `true` or `false`",
      place,
    });
  }
  if (lines === null) {
    problems.push({ message: `${name} must be a list of paths`, help: HELP, place: node.place });
  } else if (isAllowList && lines.length === 0) {
    const message = `${name} is an allow list without a policy: AWS would deny everything there`;
    problems.push({ message, help: "list the policies that allow actions, or remove `allow-list`", place: node.place });
  }
  const files = (lines ?? []).map(({ line, place }) => {
    const isFile = !/^(?:[A-Za-z0-9]+|(?:.+\.)?aws_organizations_policy\..+)$/.test(line);
    return { file: line, isFile, namedBy: `${name} names ${line}`, place };
  });
  return { name, files, isAllowList, place: node.place };
}
