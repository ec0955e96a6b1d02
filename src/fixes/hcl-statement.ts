import { type Entries, entriesOf, isList, textsOf, type Value } from "./statement-entries.js";

/** A `statement` block of `aws_iam_policy_document`, formatted like `terraform fmt`. `lead` goes before each line except the first. */
export function statementBlock(entries: Entries, lead: string): string {
  const actionsFirst = entries.toSorted(([a], [b]) => Number(b === "Action") - Number(a === "Action"));
  return block("statement", actionsFirst.flatMap(argumentLines)).join(`\n${lead}`);
}

/** `Effect` is omitted: a block's default is Allow. */
function argumentLines([key, value]: Entries[number]): readonly string[] {
  switch (key) {
    case "Action":
      if (!isList(value)) return [`actions = ${listed(value)}`];
      return ["actions = [", ...value.map((text) => `  ${quoted(text)},`), "]"];
    case "Resource":
      return [`resources = ${listed(value)}`];
    case "Principal":
      return entriesOf(value).flatMap(([type, ids]) => principalLines(type, ids));
    case "Condition":
      return entriesOf(value).flatMap(([test, keys]) =>
        entriesOf(keys).flatMap(([variable, values]) => conditionLines(test, variable, values)),
      );
    default:
      return [];
  }
}

function principalLines(type: string, ids: Value): readonly string[] {
  return block("principals", [`type        = ${quoted(type)}`, `identifiers = ${listed(ids)}`]);
}

function conditionLines(test: string, variable: string, values: Value): readonly string[] {
  return block("condition", [
    `test     = ${quoted(test)}`,
    `variable = ${quoted(variable)}`,
    `values   = ${listed(values)}`,
  ]);
}

function block(name: string, lines: readonly string[]): readonly string[] {
  return [`${name} {`, ...lines.map((line) => `  ${line}`), "}"];
}

/**
 * A statement for `jsonencode`, formatted like `terraform fmt`. `lead` goes before each line except the first. If it is
 * null, the statement is on one line.
 */
export function statementObject(entries: Entries, lead: string | null): string {
  if (lead === null) return shown(Object.fromEntries(entries));
  const widthAt = (at: number): number => {
    const entry = entries[at];
    return entry === undefined || isList(entry[1]) ? 0 : entry[0].length;
  };
  const lines = entries.flatMap(([key, value], at) => {
    if (isList(value)) return [`  ${key} = [`, ...value.map((text) => `    ${quoted(text)},`), "  ]"];
    return [`  ${key.padEnd(Math.max(widthAt(at - 1), widthAt(at), widthAt(at + 1)))} = ${shown(value)}`];
  });
  return ["{", ...lines, "}"].join(`\n${lead}`);
}

function shown(value: Value): string {
  if (typeof value === "string") return quoted(value);
  if (isList(value)) return listed(value);
  const all = entriesOf(value).map(([key, inner]) => `${/^\w+$/.test(key) ? key : quoted(key)} = ${shown(inner)}`);
  return `{ ${all.join(", ")} }`;
}

function listed(value: Value): string {
  return `[${textsOf(value).map(quoted).join(", ")}]`;
}

/** A string literal of Terraform. `${` and `%{` are escaped because they start a template. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");
}

/** An instance profile with a role of its module. If `key` isn't empty, the role has several instances, and each gets a profile. */
export function instanceProfileBlock(role: string, name: string, key = ""): string {
  const [repeated, one] =
    key === ""
      ? ["", role]
      : key.includes('"')
        ? [`  for_each = ${role}\n\n`, "each.value"]
        : [`  count = length(${role})\n\n`, `${role}[count.index]`];
  return `resource "aws_iam_instance_profile" "${name}" {\n${repeated}  name = ${one}.name\n  role = ${one}.name\n}`;
}

/** A separate policy for a role, in the role's module. Returns null if the address doesn't contain the role's name. */
export function policyBlock(address: string, kind: string, entries: Entries): string | null {
  const [, role, name = "", key = ""] =
    /(?:^|\.)(aws_iam_role\.([\w-]+)(\[(?:\d+|"[^"$\\]+")\])?)$/.exec(address) ?? [];
  if (role === undefined) return null;
  const label = [name, ...(key.match(/[\w-]+/g) ?? []), kind].join("_");
  const statement = statementObject(entries, "      ");
  return `resource "aws_iam_role_policy" "${label}" {\n  role = ${role}.name\n  policy = jsonencode({\n    Version = "2012-10-17"\n    Statement = [\n      ${statement},\n    ]\n  })\n}`;
}
