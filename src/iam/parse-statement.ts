import { entryOf, givenText, type MapNode, textOf, type Unresolved } from "../source/node.js";
import type { GrammarProblems } from "./grammar-problems.js";
import type { Effect, PatternList, PrincipalList, Statement, UnresolvedPart } from "./model.js";
import { parseConditions } from "./parse-condition.js";
import type { PolicyUse } from "./parse-document.js";
import { parsePatterns, unknownPatterns } from "./parse-patterns.js";
import { parsePrincipals } from "./parse-principals.js";
import { isWrittenText, reportKeys, shown } from "./policy-keys.js";
import { hasServicePattern } from "./resource-fault.js";

const KEYS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

export type ParsedStatement = { readonly kind: "statement"; readonly statement: Statement } | UnresolvedPart;

/** Reads one statement. Returns `null` for an Allow that is too faulty to grant anything. */
export function parseStatement(map: MapNode, use: PolicyUse, problems: GrammarProblems): ParsedStatement | null {
  reportKeys(map, KEYS, "a statement", problems);
  const sid = readSid(map, use, problems);
  const effect = readEffect(map, problems);
  const actions = readPatterns(map, "Action", "NotAction", problems);
  const resources = withoutRefused(readResources(map, use, problems), effect);
  const principals = readPrincipals(map, use, problems);
  const conditions = parseConditions(map, problems);
  const faulty = actions === "faulty" || resources === "faulty" || principals === "faulty" || conditions.faulty;
  if (effect === "none" || (faulty && effect === "Allow")) return null;
  if (effect === "Allow" && principals !== null && typeof principals === "object" && "expression" in principals) {
    return principals;
  }
  const statement: Statement = {
    place: map.place,
    sid,
    effect,
    actions: actions === "faulty" ? unknownPatterns(map.place, "Action") : actions,
    resources: resources === "faulty" ? unknownPatterns(map.place, "Resource") : resources,
    principals: knownPrincipals(principals, map),
    conditions: conditions.conditions,
    ...(faulty ? { isFaulty: true } : {}),
  };
  return { kind: "statement", statement };
}

function readSid(map: MapNode, use: PolicyUse, problems: GrammarProblems): string | null {
  const entry = entryOf(map, "Sid");
  if (entry === undefined) return null;
  const text = textOf(entry.value);
  if (text === undefined || !isWrittenText(entry.value)) {
    problems.add(entry.value.place, "Sid must be a string", "write a string in double quotes, or remove the Sid");
    return null;
  }
  if (typeof text !== "string") return null;
  if (use !== "resource" && !/^[A-Za-z0-9]*$/.test(text)) {
    const message = `the Sid "${shown(text)}" has characters that IAM does not allow`;
    problems.add(entry.value.place, message, "use only letters (A-Z, a-z) and digits (0-9)");
  }
  return text;
}

/**
 * Returns `none` if the statement certainly isn't a Deny and AWS won't read it as an Allow. An Effect that can't be read is
 * unresolved, so that a Deny that hides behind it isn't lost.
 */
function readEffect(map: MapNode, problems: GrammarProblems): Effect | Unresolved | "none" {
  const entry = entryOf(map, "Effect");
  if (entry === undefined) {
    problems.add(map.place, "the statement has no Effect", 'add "Effect": "Allow"');
    return { kind: "unresolved", expression: "Effect" };
  }
  const text = givenText(entry.value, (one) => one !== "");
  if (text === "Allow" || text === "Deny") return text;
  if (typeof text === "object") {
    return text.kind === "unresolved" ? text : { kind: "unresolved", expression: "Effect" };
  }
  const right = text?.trim().toLowerCase() === "deny" ? "Deny" : "Allow";
  const written = text === undefined ? "" : ` "${shown(text)}"`;
  problems.add(
    entry.value.place,
    `the Effect${written} is neither "Allow" nor "Deny"; case matters`,
    `write "${right}"`,
  );
  return text?.trim().toLowerCase() === "allow" ? "none" : { kind: "unresolved", expression: "Effect" };
}

/** Requires exactly one of two elements. */
function readPatterns(map: MapNode, name: string, negated: string, problems: GrammarProblems): PatternList | "faulty" {
  const plain = entryOf(map, name);
  const not = entryOf(map, negated);
  if (plain !== undefined && not !== undefined) {
    problems.add(not.keyPlace, `the statement has both ${name} and ${negated}`, "keep one of them");
    return "faulty";
  }
  const entry = plain ?? not;
  if (entry === undefined) {
    problems.add(map.place, `the statement has neither ${name} nor ${negated}`, `add ${name}`);
    return "faulty";
  }
  return parsePatterns(entry.value, entry.key, not !== undefined, problems) ?? "faulty";
}

function readResources(map: MapNode, use: PolicyUse, problems: GrammarProblems): PatternList | null | "faulty" {
  const given = entryOf(map, "Resource") ?? entryOf(map, "NotResource");
  if (isIdentity(use) || (use === "resource" && given !== undefined)) {
    return readPatterns(map, "Resource", "NotResource", problems);
  }
  if (given !== undefined) {
    problems.add(
      given.keyPlace,
      `a trust policy can't have a ${given.key}: the role itself is the resource`,
      "remove it",
    );
    return "faulty";
  }
  return null;
}

/** A pattern that AWS rejects grants nothing, but might deny anything. */
function withoutRefused(list: ReturnType<typeof readResources>, effect: ReturnType<typeof readEffect>): typeof list {
  if (list === null || list === "faulty") return list;
  const patterns = list.patterns.filter(({ text }) => !hasServicePattern(text));
  if (patterns.length === list.patterns.length) return list;
  return effect === "Allow" && !list.negated && patterns.length > 0 ? { ...list, patterns } : "faulty";
}

function isIdentity(use: PolicyUse): boolean {
  return use === "identity" || use === "managed";
}

type ParsedPrincipals = PrincipalList | UnresolvedPart | null | "faulty";

function readPrincipals(map: MapNode, use: PolicyUse, problems: GrammarProblems): ParsedPrincipals {
  const plain = entryOf(map, "Principal");
  const not = entryOf(map, "NotPrincipal");
  const entry = plain ?? not;
  if (isIdentity(use)) {
    if (entry === undefined) return null;
    const message = `an identity policy can't have a ${entry.key}: it applies to the role that it is attached to`;
    problems.add(entry.keyPlace, message, "remove it");
    return "faulty";
  }
  if (entry === undefined) {
    problems.add(map.place, "the statement has no Principal", "name who may assume the role");
    return "faulty";
  }
  if (plain !== undefined && not !== undefined) {
    problems.add(not.keyPlace, "the statement has both Principal and NotPrincipal", "keep Principal");
    return "faulty";
  }
  if (use === "trust" && not !== undefined) {
    problems.add(not.keyPlace, "a role's trust policy can't have NotPrincipal", "name the trusted principals");
    return "faulty";
  }
  return parsePrincipals(entry.value, not !== undefined, problems) ?? "faulty";
}

/** A Deny whose principals are unknown may deny anyone. */
function knownPrincipals(parsed: ParsedPrincipals, map: MapNode): PrincipalList | null {
  if (parsed === null) return null;
  if (parsed !== "faulty" && "principals" in parsed) return parsed;
  const expression = parsed === "faulty" ? "Principal" : parsed.expression;
  const id: Unresolved = { kind: "unresolved", expression };
  const principals = (["AWS", "Service", "Federated"] as const).map((type) => ({ type, id, place: map.place }));
  return { negated: false, principals, place: map.place };
}
