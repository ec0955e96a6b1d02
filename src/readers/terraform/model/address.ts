/** A module call on the path to a resource: its name, and its `count` or `for_each` key in brackets. */
export interface ModuleStep {
  readonly name: string;
  readonly key: string | null;
}

export type ModulePath = readonly ModuleStep[];

/** A key in brackets as Terraform writes it: a number or a quoted string. */
export const KEY_PATTERN = String.raw`\[(?:\d+|"(?:[^"\\]|\\.)*")\]`;

/** Splits `module.a["x"].module.b[0]` into steps. */
export function parseModuleAddress(address: string): ModulePath {
  const steps: ModuleStep[] = [];
  for (const match of address.matchAll(new RegExp(String.raw`(?:^|\.)module\.([^.[]+)(${KEY_PATTERN})?`, "g"))) {
    steps.push({ name: match[1] ?? "", key: plainKey(match[2]) });
  }
  return steps;
}

export function formatModuleAddress(path: ModulePath): string {
  return path.map(({ name, key }) => `module.${name}${key ?? ""}`).join(".");
}

/** The key of an instance with a known index. */
export function keyOf(index: string | number): string {
  return `[${JSON.stringify(index)}]`;
}

/** The inverse of `keyOf`. Returns undefined for the key of a single instance. */
export function indexValue(key: string | null): string | number | undefined {
  return key === null ? undefined : (JSON.parse(key.slice(1, -1)) as string | number);
}

/** Converts a key from HCL, where `$${` and `%%{` stand for `${` and `%{`, to the form that `keyOf` returns. */
export function plainKey(written: string | undefined): string | null {
  if (written === undefined) return null;
  const inner = written.slice(1, -1).replaceAll("$${", "${").replaceAll("%%{", "%{");
  try {
    return keyOf(JSON.parse(inner) as string | number);
  } catch {
    return keyOf(inner);
  }
}

/** An address in a plan, with its keys in the form that `keyOf` returns. */
export function withPlainKeys(address: string): string {
  return address.replaceAll(new RegExp(KEY_PATTERN, "g"), (key) => plainKey(key) ?? "");
}

/** The address of an instance's block, without the keys of `count` and `for_each`. */
export function blockOf(address: string): string {
  return address.replaceAll(new RegExp(KEY_PATTERN, "g"), "");
}
