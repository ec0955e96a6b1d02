import { showText } from "../source/node.js";
import type { Place } from "../source/place.js";
import { actionFault } from "./action-pattern.js";
import type { Authorization } from "./authorization.js";
import type { DocumentPolicy, PatternList, Role } from "./model.js";
import { wildcards } from "./pattern.js";
import { PatternTrie } from "./pattern-trie.js";

/** A pattern of an Allow statement, with the known AWS actions that it matches. */
export interface AllowedPattern {
  readonly policy: DocumentPolicy;
  /** The pattern as written. For a NotAction, a description in words. */
  readonly text: string;
  readonly place: Place;
  readonly actions: readonly string[];
}

/** The maximum number of patterns that the description of a NotAction names. */
const MAX_SHOWN = 3;

/** The patterns of a role's Allow statements, in order. `evaluateRole` decides whether the role can perform the actions that they match. */
export function allowedPatterns(role: Role, authorization: Authorization): readonly AllowedPattern[] {
  const policies = new Set(
    role.variants.flatMap((variant) => variant.policies.filter((one) => one.kind === "document")),
  );
  return [...policies].flatMap((policy) =>
    policy.document.statements.flatMap(({ effect, actions }) =>
      effect === "Allow" ? patternsOf(policy, actions, authorization) : [],
    ),
  );
}

function patternsOf(policy: DocumentPolicy, list: PatternList, authorization: Authorization): AllowedPattern[] {
  const texts = list.patterns.map(({ text, place }) => ({ text: showText(text), place }));
  if (list.negated) {
    const named = new PatternTrie<true>();
    for (const { text } of texts) named.add(wildcards(text.toLowerCase()), true);
    const actions = authorization.expand("*").filter((action) => named.matchingText(action.toLowerCase()).size === 0);
    const shown = texts.slice(0, MAX_SHOWN).map(({ text }) => text);
    const text = `all but ${[...shown, ...(texts.length > MAX_SHOWN ? ["more"] : [])].join(", ")}`;
    return [{ policy, text, place: list.place, actions }];
  }
  const faultless = texts.filter(({ text }) => actionFault(text) === null);
  const actions = authorization.expandAll(faultless.map(({ text }) => text));
  return faultless.map(({ text, place }) => ({ policy, text, place, actions: actions.get(text) ?? [] }));
}
