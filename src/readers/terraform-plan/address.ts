/** One module call on the way to a resource: its name, and the key of `count` or `for_each` as written in brackets. */
export interface ModuleStep {
  readonly name: string;
  readonly key: string | null;
}

export type ModulePath = readonly ModuleStep[];

/** `module.a["x"].module.b[0]` as steps. Terraform's own addresses: quotes and backslashes in keys are escaped. */
export function parseModuleAddress(address: string): ModulePath {
  const steps: ModuleStep[] = [];
  for (const match of address.matchAll(/(?:^|\.)module\.([^.[]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?/g)) {
    steps.push({ name: match[1] ?? "", key: match[2] ?? null });
  }
  return steps;
}

export function formatModuleAddress(path: ModulePath): string {
  return path.map(({ name, key }) => `module.${name}${key ?? ""}`).join(".");
}

/** A reference as the configuration part of a plan lists it, taken apart. */
export type Reference =
  | {
      readonly kind: "resource";
      readonly type: string;
      readonly name: string;
      readonly key: string | null;
      readonly data: boolean;
    }
  | { readonly kind: "output"; readonly module: string; readonly key: string | null; readonly output: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "each" }
  | { readonly kind: "other" };

const KEY = String.raw`(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?`;
const outputPattern = new RegExp(String.raw`^module\.([^.[]+)${KEY}\.([^.[]+)`);
const resourcePattern = new RegExp(String.raw`^(data\.)?([a-z0-9_]+)\.([^.[]+)${KEY}`);

export function parseReference(text: string): Reference {
  if (text.startsWith("each.value")) return { kind: "each" };
  const variable = /^var\.([^.[]+)/.exec(text);
  if (variable !== null) return { kind: "variable", name: variable[1] ?? "" };
  const output = outputPattern.exec(text);
  if (output !== null)
    return { kind: "output", module: output[1] ?? "", key: output[2] ?? null, output: output[3] ?? "" };
  const [, data, type, name, key] = resourcePattern.exec(text) ?? [];
  if (type === undefined || name === undefined || NOT_TYPES.has(type)) return { kind: "other" };
  return { kind: "resource", type, name, key: key ?? null, data: data !== undefined };
}

const NOT_TYPES = new Set(["each", "count", "local", "path", "self", "terraform", "module", "var"]);
