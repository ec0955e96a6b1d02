import { type MapNode, type Node, textOf } from "../source/node.js";
import { fileOf } from "../source/place.js";
import type { GrammarProblems } from "./grammar-problems.js";

/** Reports keys that don't belong in a map of a policy, and repeated keys. */
export function reportKeys(map: MapNode, known: readonly string[], owner: string, problems: GrammarProblems): void {
  const seen = new Set<string>();
  for (const { key, keyPlace } of map.entries) {
    if (seen.has(key)) {
      problems.add(keyPlace, `"${shown(key)}" occurs twice in ${owner}, which AWS rejects`, "merge the two");
      continue;
    }
    seen.add(key);
    if (known.includes(key)) continue;
    const near = known.find((name) => name.toLowerCase() === key.toLowerCase());
    const help = near === undefined ? `${owner} may have ${known.join(", ")}` : `write "${near}": case matters`;
    problems.add(keyPlace, `"${shown(key)}" is not an element of ${owner}`, help);
  }
}

/** Whether AWS reads a value as a string. YAML needs no quotes for one: CloudFormation turns `Sid: 1` into a string. */
export function isWrittenText(node: Node): boolean {
  if (node.kind === "scalar" && typeof node.value !== "string" && node.value !== null) {
    return /\.(ya?ml|template)$/i.test(fileOf(node.place));
  }
  return textOf(node) !== undefined;
}

/** Shortens a key, because one of hostile length must not fill a report. */
export function shown(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
