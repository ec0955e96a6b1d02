import type { Trusting } from "../rules/rule.js";

/**
 * The identity of an unknown value: the names in its expression, and the definitions of those that only one side has, so that
 * renaming isn't a change. A data source is identified by its arguments, whatever its name.
 */
export function keyOf(text: string, side: Trusting, other: Trusting, depth = 0): string {
  return text.replace(NAME, (token: string, at: number) => {
    const found = depth > MOST_DEPTH ? undefined : side.role.definitionOf?.(token);
    if (found === undefined) return token;
    const { name, definition, values } = found;
    const its = other.role.definitionOf?.(token);
    if (values !== undefined && its?.values !== undefined) {
      const rows = rowsOf(values, its.values, text.slice(at + name.length));
      return depth > MOST_DEPTH ? rows : keyOf(rows, side, other, depth + 1);
    }
    if (!/(^|\.)data\./.test(name) && found.looksUp !== true && its !== undefined) return token;
    return `{${keyOf(definition, side, other, depth + 1)}}${token.slice(name.length)}`;
  });
}

/** The values under the keys that both sides of a table have: the expression may look up any of these. */
function rowsOf(own: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>, path: string): string {
  const [row = ""] = /^(?:\.[\w-]+|\["[\w-]+"\])*/.exec(path) ?? [];
  const start = [...row.matchAll(/[\w-]+/g)].map(([name]) => `${name}, `).join("");
  const [, column] = /(?:, |\]\.|\[")([\w-]+)(?:"\])?$/.exec(path.slice(row.length)) ?? [];
  const asked = [...own].filter(([key]) => key.startsWith(start) && (!column || key.endsWith(`, ${column}`)));
  const both = asked.filter(([key]) => other.has(key));
  return JSON.stringify((both.length > 0 ? both : asked).sort());
}

const MOST_DEPTH = 4;
const NAME = /[\w:/-]+(?:\.[\w-]+)*/g;

export function namesIn(expression: string): readonly string[] {
  return expression.match(NAME) ?? [];
}
