import { KEY_PATTERN, plainKey } from "../model/address.js";

/** A parsed reference from the configuration section of a plan. */
export type Reference =
  | {
      readonly kind: "resource";
      readonly mode: "managed" | "data";
      readonly type: string;
      readonly name: string;
      readonly key: string | null;
      /** The first attribute. Null for the whole resource, if its key is an expression or there is a splat. */
      readonly attribute: string | null;
    }
  | {
      readonly kind: "output";
      readonly module: string;
      readonly key: string | null;
      /** Null for the whole module: the plan lists `module.m[each.key].arn` as `module.m`. */
      readonly output: string | null;
    }
  | { readonly kind: "variable"; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: "each"; readonly path: readonly string[] }
  /** `each.key` or `count.index`. */
  | { readonly kind: "key" }
  /** Something that every plan knows, such as a path or the workspace. */
  | { readonly kind: "known" }
  | { readonly kind: "other" };

export type ResourceReference = Extract<Reference, { kind: "resource" }>;
export type OutputReference = Extract<Reference, { kind: "output" }>;

const ATTRIBUTE = String.raw`(?:\.([^.[]+))?`;
const outputPattern = new RegExp(String.raw`^module\.([^.[]+)(${KEY_PATTERN})?${ATTRIBUTE}`);
const resourcePattern = new RegExp(String.raw`^(data\.)?([a-z0-9_]+)\.([^.[]+)(${KEY_PATTERN})?${ATTRIBUTE}`);

/** The limit in characters. A longer string would overflow a regular expression's stack, and no name is that long. */
export const MAX_REFERENCE_LENGTH = 100_000;

export function parseReference(text: string): Reference {
  if (text.length > MAX_REFERENCE_LENGTH) return { kind: "other" };
  const [root = "", name = "", ...path] = steps(text);
  switch (root) {
    case "each":
      return name === "value" ? { kind: "each", path } : { kind: "key" };
    case "count":
      return { kind: "key" };
    case "var":
      return { kind: "variable", name, path };
    case "path":
    case "terraform":
      return { kind: "known" };
    case "module": {
      const [, module = "", key, output] = outputPattern.exec(text) ?? [];
      return { kind: "output", module, key: plainKey(key), output: output ?? null };
    }
    case "local":
    case "self":
    case "ephemeral":
      return { kind: "other" };
    default:
      return parseResource(text);
  }
}

function parseResource(text: string): Reference {
  const [, data, type, name, key, attribute] = resourcePattern.exec(text) ?? [];
  if (type === undefined || name === undefined) return { kind: "other" };
  const mode = data === undefined ? "managed" : "data";
  return { kind: "resource", mode, type, name, key: plainKey(key), attribute: attribute ?? null };
}

/** The names and literal keys in a traversal. */
function steps(text: string): readonly string[] {
  return [...text.matchAll(/([^.[\]"]+)|"((?:[^"\\]|\\[\s\S])*)\\?(?:"|$)/g)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
}

/**
 * For one traversal, Terraform lists `a.b[0].arn`, then `a.b[0]`, then `a.b`. The shorter ones add nothing. Terraform
 * lists a reference again if it occurs twice, so a separate `a.b` (a splat, or a key that is an expression) can be
 * recognized.
 */
export function mostSpecific(references: readonly string[]): readonly string[] {
  return [...new Set(references.filter((text, at) => !isPrefix(text, references[at - 1])))];
}

function isPrefix(text: string, before: string | undefined): boolean {
  return before?.startsWith(text) === true && /^[.[]/.test(before.slice(text.length));
}
