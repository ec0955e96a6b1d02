import { givenText, type MapNode, type Node, showText } from "../source/node.js";
import type { GrammarProblems } from "./grammar-problems.js";
import type { Principal, PrincipalList, PrincipalType, UnresolvedPart } from "./model.js";
import { reportKeys } from "./policy-keys.js";
import { mayBePrincipal } from "./principal-id.js";

const TYPES: readonly PrincipalType[] = ["AWS", "Service", "Federated", "CanonicalUser"];

/** Reads Principal or NotPrincipal. Returns `null` if it is unusable. */
export function parsePrincipals(
  node: Node,
  negated: boolean,
  problems: GrammarProblems,
): PrincipalList | UnresolvedPart | null {
  if (node.kind === "unresolved" || node.kind === "partial") {
    return { kind: "unresolved", expression: showText(node), place: node.place };
  }
  if (node.kind === "scalar" && node.value === "*") {
    return { negated, principals: [{ type: "AWS", id: "*", place: node.place }], place: node.place };
  }
  if (node.kind !== "map") {
    problems.add(
      node.place,
      'Principal must be "*" or an object',
      'write, for example, { "Service": "ec2.amazonaws.com" }',
    );
    return null;
  }
  reportKeys(node, TYPES, "Principal", problems);
  const { principals, faults } = readTypes(node, problems);
  if (principals.length === 0 && faults === 0)
    problems.add(node.place, "Principal is empty", "name who may assume the role");
  if (principals.length === 0 || (negated && faults > 0)) return null;
  return { negated, principals, place: node.place };
}

function readTypes(node: MapNode, problems: GrammarProblems): { principals: Principal[]; faults: number } {
  const principals: Principal[] = [];
  let faults = 0;
  for (const { key, value } of node.entries) {
    const type = TYPES.find((name) => name === key);
    if (type === undefined) continue;
    for (const item of value.kind === "list" ? value.items : [value]) {
      const id = givenText(item, (text) => (type === "AWS" ? mayBePrincipal(text) : /^\w/.test(text)));
      if (id === undefined) {
        problems.add(
          item.place,
          `the ${key} principal must be a string or a list of strings`,
          "write a string in double quotes, or a list of them",
        );
        faults += 1;
      } else principals.push({ type, id, place: item.place });
    }
  }
  return { principals, faults };
}
