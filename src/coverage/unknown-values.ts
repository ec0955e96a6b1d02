import type { Identity } from "../iam/model.js";
import type { ComparedRole } from "../rules/rule.js";
import type { TextPart, Unresolved } from "../source/node.js";

/**
 * The identity of an unknown value: the names in its expression, with the definitions of names that only one side has, so that renaming
 * isn't a change. A data source is identified by its arguments, regardless of its name.
 *
 * @param its the unknown values on the other side, because only the table rows that both sides have count
 */
export function keyOf(part: Unresolved, side: ComparedRole, other: ComparedRole, its: readonly Unresolved[]): string {
  const identity = side.role.identityOf?.(part);
  const keys = () => new Set(its.flatMap((one) => rowKeys(other.role.identityOf?.(one))));
  return named(identity === undefined ? part.expression : flat(identity, keys()), side, other);
}

/** Keeps only the rows of a table whose keys are also on the other side, if any are. */
function flat(identity: Identity, keys: ReadonlySet<string>): string {
  if (typeof identity === "string") return identity;
  if (!("rows" in identity)) return identity.map((one) => flat(one, keys)).join("");
  const all = [...identity.rows].sort(([a], [b]) => (a < b ? -1 : 1));
  const both = all.filter(([key]) => keys.has(key));
  const rows = (both.length > 0 ? both : all).map(([key, value]) => `"${key}"=${flat(value, keys)}`);
  return `{${rows.join()}}[${flat(identity.key, keys)}]`;
}

function rowKeys(identity: Identity = ""): readonly string[] {
  if (typeof identity === "string") return [];
  if (!("rows" in identity)) return identity.flatMap(rowKeys);
  return [...identity.rows].flatMap(([key, value]) => [key, ...rowKeys(value)]).concat(rowKeys(identity.key));
}

export function isUnknown(part: TextPart): part is Unresolved {
  return typeof part === "object";
}

function named(text: string, side: ComparedRole, other: ComparedRole, depth = 0): string {
  return text.replace(NAME, (token: string, at: number) => {
    const found = depth > MAX_DEPTH ? undefined : side.role.definitionOf?.(token);
    if (found === undefined) return token;
    const { name, definition, values } = found;
    const its = other.role.definitionOf?.(token);
    if (values !== undefined && its?.values !== undefined) {
      const rows = rowsOf(values, its.values, text.slice(at + name.length));
      return depth > MAX_DEPTH ? rows : named(rows, side, other, depth + 1);
    }
    if (found.looksUp !== true && its !== undefined) return token;
    return `{${named(definition, side, other, depth + 1)}}${token.slice(name.length)}`;
  });
}

/** The values under the keys that a table has on both sides. The expression may look up any of these. */
function rowsOf(own: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>, path: string): string {
  const [row = ""] = /^(?:\.[\w-]+|\["[\w-]+"\])*/.exec(path) ?? [];
  const start = [...row.matchAll(/[\w-]+/g)].map(([name]) => `${name}, `).join("");
  const [, column] = /(?:, |\]\.|\[")([\w-]+)(?:"\])?$/.exec(path.slice(row.length)) ?? [];
  const rows = [...own].filter(([key]) => key.startsWith(start) && (!column || key.endsWith(`, ${column}`)));
  const both = rows.filter(([key]) => other.has(key));
  return JSON.stringify((both.length > 0 ? both : rows).sort());
}

const MAX_DEPTH = 4;
const NAME = /[\w:/-]+(?:\.[\w-]+)*/g;

export function namesIn(expression: string): readonly string[] {
  return expression.match(NAME) ?? [];
}
