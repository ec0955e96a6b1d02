import { partsOf, type Text } from "../../source/node.js";
import { CUSTOMER_ACCOUNT, isOwnAccount } from "../deployment.js";
import type { ConditionTest, Role } from "../model.js";
import { covers, hasWildcards, isAny, literal, overlaps, type Pattern, wildcards } from "../pattern.js";
import { all, any, not } from "../ternary.js";
import { readText, type TextPattern } from "../text-pattern.js";
import type { Ternary } from "../verdict.js";
import { splitParts } from "./arn.js";
import type { ValueReadOptions } from "./compare.js";
import { noUnknowns } from "./context.js";
import type { Operator } from "./operator.js";

const UPPER_A = 0x41;
const UPPER_Z = 0x5a;
const LOWER = 0x20;

export const PRINCIPAL_ARN = "aws:principalarn";
export const PRINCIPAL_ACCOUNT = "aws:principalaccount";

/**
 * The known part of a role's ARN, with wildcards for the rest. `aws:PrincipalArn` is the ARN of the role, never the session's
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn).
 */
export interface RoleArn {
  readonly pattern: Pattern;
  /** Null if unknown. */
  readonly account: string | null;
  /** Undefined unless it is fully known. */
  readonly path: string | undefined;
  /** True if nothing is known about the path, which then counts as empty except for patterns that test it. */
  readonly isPathOpen: boolean;
  /** Reads values that name the role's own account by reference. Null if such values may mean another account. */
  readonly own: { inAccount(account: string): Pattern; isAccount(expression: string): boolean } | null;
}

/** One ARN for each partition and each declared account that the role may be in. */
export function arnsOf(
  role: Role,
  partitions: readonly string[],
  accounts: readonly string[] = [],
): readonly RoleArn[] {
  const { name, partialName, path, format } = role;
  const isPathOpen = path === undefined && format === "policy-json";
  const { start, isWhole } = known(path ?? "/");
  const called = name ?? (partialName === undefined ? "?*" : `${known(partialName).start}*`);
  const resource = `role${start}${isWhole ? "" : "*"}${called}`;
  const isAccount = (expression: string) => isOwn(expression, role);
  const declared =
    role.account !== undefined && (accounts.length === 0 || accounts.includes(role.account))
      ? [role.account]
      : accounts;
  const possible = declared.length > 0 ? declared : [null];
  return partitions.flatMap((partition) => {
    const inAccount = (account: string) => wildcards(`arn:${partition}:iam::${account}:${resource}`);
    return possible.map((account) => ({
      pattern: inAccount(account ?? CUSTOMER_ACCOUNT),
      account,
      path: isWhole && !isPathOpen ? start : undefined,
      isPathOpen,
      own: role.provider === undefined ? { inAccount, isAccount } : null,
    }));
  });
}

/** Whether an expression is certainly the role's account: the account of its stack, or of the provider without an alias. */
function isOwn(expression: string, { id, definitionOf }: Role): boolean {
  if (expression === STACKS || !isOwnAccount(expression)) return expression === STACKS;
  const [module = ""] = expression.split("data.");
  return id.startsWith(module) && definitionOf?.(expression)?.definition.includes('"provider"') === false;
}

const STACKS = "Ref AWS::AccountId";

/** The part before the first `${...}`. */
function known(text: string): { readonly start: string; readonly isWhole: boolean } {
  const [start = "", ...others] = text.split("${");
  return { start, isWhole: others.length === 0 };
}

/** Whether a declared value of the key may be the role's ARN. */
export function mayBe({ pattern, path, isPathOpen }: RoleArn, value: string): boolean {
  return !isOfNoSuchRole(value, path) && (isPathOpen || overlaps(pattern, literal(value)));
}

/** The result of a test of `aws:PrincipalArn` over all ARNs that the role may have. */
export function testRoleArns(
  operator: Operator,
  { values }: ConditionTest,
  arns: readonly RoleArn[],
  reading: ValueReadOptions,
): Ternary {
  if (operator.comparison !== "arn" && !operator.comparison.startsWith("string")) return "unknown";
  const results = arns.map((arn) => {
    const matches = values.map(({ text }) => matchRole(operator, text, arn, { ...reading, unknowns: noUnknowns() }));
    return operator.negated ? all(matches.map(not)) : any(matches);
  });
  const [first = "unknown"] = results;
  return results.every((result) => result === first) ? first : "unknown";
}

function matchRole({ comparison }: Operator, expected: Text, arn: RoleArn, reading: ValueReadOptions): Ternary {
  const foldCase = comparison === "string-ignore-case";
  const fold = (text: string): string => (foldCase ? text.toLowerCase() : text);
  const text = fold(typeof expected === "string" ? expected : withoutUnknowns(expected));
  if (isOfNoSuchRole(text, arn.path === undefined ? undefined : fold(arn.path))) return "no";
  const isLiteral = foldCase || comparison === "string";
  // No role's ARN contains wildcards.
  if (isLiteral && typeof expected === "string" && hasWildcards(text)) return "no";
  const account = arn.account ?? reading.expressions?.get(STACKS) ?? "0".repeat(12);
  const inOwn = withOwn(expected, account, arn, reading);
  const read = readText(inOwn ?? expected, { ...reading, wildcards: !isLiteral, foldCase });
  if (read === null) return "no";
  const own = inOwn === null ? arn.pattern : (arn.own?.inAccount(account) ?? arn.pattern);
  const pattern = foldCase ? own.map(folded) : own;
  return arn.isPathOpen && looksAtPath(text) ? "unknown" : matchPattern(read, pattern, comparison === "arn");
}

/** The result of comparing `aws:PrincipalAccount` with a reference to the role's own account. */
export function testOwnAccount(
  { comparison, negated }: Operator,
  { values }: ConditionTest,
  arns: readonly RoleArn[],
  reading: ValueReadOptions,
): Ternary {
  const account = reading.expressions?.get(STACKS) ?? "0".repeat(12);
  const isOwnIn = (arn: RoleArn) =>
    values.some(({ text }) => {
      const named = withOwn(text, arn.account ?? account, arn, reading);
      return named !== null && partsOf(named).length === 1;
    });
  if (!comparison.startsWith("string") || arns.length === 0 || !arns.every(isOwnIn)) return "unknown";
  return negated ? "no" : "yes";
}

/** A value that names the role's account by reference, with the account in place of the reference. Returns null for any other value. */
function withOwn(text: Text, account: string, { own }: RoleArn, { expressions }: ValueReadOptions): Text | null {
  let names = false;
  const parts = partsOf(text).map((part) => {
    if (typeof part === "string" || own === null) return part;
    const known = expressions?.get(part.expression);
    names ||= known === undefined ? own.isAccount(part.expression) : known.includes(account);
    return known === undefined && own.isAccount(part.expression) ? account : part;
  });
  return names ? { kind: "partial", parts } : null;
}

function withoutUnknowns(text: Exclude<Text, string>): string {
  return text.kind === "partial" ? text.parts.map((part) => (typeof part === "string" ? part : "*")).join("") : "*";
}

function folded(token: number): number {
  return token >= UPPER_A && token <= UPPER_Z ? token + LOWER : token;
}

function matchPattern(expected: TextPattern, arn: Pattern, isArn: boolean): Ternary {
  const parts = isArn && !expected.open && !isAny(expected.pattern) ? splitParts(expected.pattern) : null;
  const given = parts === null ? [arn] : splitParts(arn);
  const wanted = parts ?? [expected.pattern];
  const fits = (test: typeof covers): boolean =>
    wanted.length === given.length && wanted.every((part, at) => test(part, given[at] ?? []));
  if (fits(covers)) return expected.open ? "unknown" : "yes";
  return fits(overlaps) ? "unknown" : "no";
}

/** Matches ARNs, in any account, of other principals and of roles on paths where only AWS creates roles. */
const NOT_A_ROLE_ARN =
  /:root$|^arn:[^:]*:sts:|^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:(?:user|group|assumed-role|federated-user)\/|role\/aws-(?:service-role|reserved)\/)/;

/** Whether a pattern matches no role on a path. */
function isOfNoSuchRole(pattern: string, path: string | undefined): boolean {
  if (NOT_A_ROLE_ARN.test(pattern)) return true;
  const start = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(role\/[^*?$]*)/.exec(pattern)?.[1];
  if (path === undefined || start === undefined) return false;
  const own = `role${path}`;
  return start.startsWith(own) ? start.slice(own.length).includes("/") : !own.startsWith(start);
}

function looksAtPath(pattern: string): boolean {
  const name = pattern.slice(pattern.lastIndexOf(":") + 1);
  return /\/\*.+\*$/.test(name) || name.split("/").length > 2;
}
