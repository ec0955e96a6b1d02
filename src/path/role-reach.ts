import type { AskedAction } from "../iam/asked-resources.js";
import { isOwnAccount } from "../iam/deployment.js";
import type { Evaluation } from "../iam/evaluate.js";
import type { PolicyText, Role } from "../iam/model.js";
import type { Declaration } from "../iam/resource-set.js";
import { documentsOf, partitionsOf, statementsOf } from "../iam/role-partitions.js";
import type { ActionVerdict, Cause, Verdict } from "../iam/verdict.js";
import { showText, type Text } from "../source/node.js";

/** Decides where something else is declared, and what expressions come to is known. */
export type EvaluateIn = (declared: Declaration, expressions: ReadonlyMap<string, string>) => Evaluation;

/** Stands for the account where nothing tells which one it is: a role is passed within one account only. */
export const SOME_ACCOUNT = "000000000000";

/** What a role may do with another one. */
export interface Reached {
  readonly one: Role;
  readonly verdict: Verdict;
  readonly deniedBy?: ActionVerdict["deniedBy"];
  readonly causes: readonly Cause[];
}

/** What a role may do with other roles of the run, which its policies name by their ARNs or by reference. */
export class RoleReach {
  readonly #named = new WeakMap<Role, readonly Role[]>();

  /** @param roles all that were read: policies may name them by reference */
  constructor(
    private readonly declared: Declaration,
    private readonly evaluateIn: EvaluateIn,
    private readonly roles: readonly Role[],
  ) {}

  get accounts(): readonly string[] {
    return this.declared.deployment?.accounts ?? [];
  }

  get declaresAccounts(): boolean {
    return this.accounts.length > 0;
  }

  partitionOf(role: Role): string {
    return partitionsOf(role, this.declared, this.declared.context ?? new Map())[0] ?? "aws";
  }

  /** What a statement names that is about a role: `*` stands for what is unknown. */
  arnsOf(role: Role): readonly string[] {
    const declared = this.declaresAccounts ? this.accounts : ["*"];
    const accounts = role.account === undefined ? declared : [role.account];
    return accounts.map((account) => withoutUnknown(arnOf(role, account, this.partitionOf(role))));
  }

  /** In which those roles may be of which a role's policies speak: the one that is known, else those that are declared, else those named there. */
  accountsFor(role: Role, known: string | undefined): readonly string[] {
    if (known !== undefined) return [known];
    return this.declaresAccounts ? this.accounts : accountsIn(resourcesOf(role));
  }

  /** For each account in which a role may be, with others that it passes. */
  inAccounts<T>(role: Role, answer: (account: string, partition: string) => T): readonly T[] {
    return this.accountsFor(role, role.account).map((account) => answer(account, this.partitionOf(role)));
  }

  /** @param account of those whose account is unknown */
  on(role: Role, asked: Omit<AskedAction, "resources">, others: readonly Role[], account: string): readonly Reached[] {
    const partition = this.partitionOf(role);
    const verdicts = this.decide(role, account, others);
    const on = (arn: string) => verdicts({ ...asked, resources: [arn] });
    return others.map((one) => ({ one, ...verdictOn(one, arnOf(one, one.account ?? account, partition), on) }));
  }

  /**
   * Of answers for each account, the one that tells: it has to be granted in all that are declared, and in one of those that may be meant.
   * Where only some are, the role may be in these alone.
   */
  telling(answers: readonly Reached[]): Reached | undefined {
    const granted = answers.find(({ verdict }) => verdict === "granted");
    const other = answers.find(({ verdict }) => verdict !== "granted");
    if (granted === undefined || other === undefined || !this.declaresAccounts) return granted ?? other;
    return { ...other, verdict: "partial" };
  }

  /** Decides on a role of an account, where what its policies say of some others is known. */
  decide(role: Role, account: string, others: readonly Role[] = []): (asked: AskedAction) => ActionVerdict {
    const partition = this.partitionOf(role);
    const texts = resourcesOf(role).map(({ text }) => text);
    const beside = others.filter(({ file }) => file === role.file);
    const own = role.account ?? account;
    const asked = new Set(beside.map(({ id }) => id));
    // What a part of their names comes to is known of those alone that are asked about.
    const named = this.#namedBy(role, texts)
      .filter(({ id }) => !asked.has(id))
      .map((one) => beside.reduce(apartFrom, one))
      .flatMap((one) => references(one, one.account ?? account, partition));
    const expressions = new Map([...named, ...allMeanings(texts, own, beside, account, partition)]);
    const { deployment } = this.declared;
    const within = deployment && { ...deployment, accounts: this.declaresAccounts ? [own] : [] };
    return this.evaluateIn({ ...this.declared, deployment: within, resources: [] }, expressions).of(role);
  }

  #namedBy(role: Role, texts: readonly Text[]): readonly Role[] {
    const known = this.#named.get(role) ?? namedIn(texts, this.roles, role.file);
    this.#named.set(role, known);
    return known;
  }
}

/** Whether two roles are known to be in two accounts; null where other credentials make one beside the other. */
export function areApart(one: Role, other: Role): boolean | null {
  if (one.account !== undefined && other.account !== undefined) return one.account !== other.account;
  return one.file !== other.file || one.format === "policy-json" || areTogether(one, other) ? false : null;
}

/** In its account a role has no namesake, so that one which another provider of the file makes is elsewhere. */
export function apartFrom(one: Role, other: Role): Role {
  const isNamesake = one.file === other.file && one.id !== other.id && suffixOf(one) === suffixOf(other);
  return isNamesake && !areTogether(one, other) ? { ...one, account: one.account ?? "000000000001" } : one;
}

function verdictOn(other: Role, arn: string, on: (arn: string) => ActionVerdict): ActionVerdict {
  const verdict = on(withoutUnknown(arn));
  if (isNamed(other) || verdict.verdict === "granted") return verdict;
  // Statements may name just the role, whatever its name comes to, or just others.
  const alone = on(arn);
  const isSure = verdict.causes.filter(mayDeny).every(isByReference);
  if (alone.verdict === "granted" && isSure) return alone;
  return verdict.verdict === "partial" && verdict.causes.every(isByReference) ? alone : verdict;
}

function mayDeny({ effect, statement }: Cause): boolean {
  return effect === "denies" || (statement !== null && statement.effect !== "Allow");
}

/** Whether a statement names nothing but what references come to. */
function isByReference({ statement }: Cause): boolean {
  const patterns = statement?.resources?.patterns ?? [];
  return statement !== null && patterns.every(({ text }) => /^\*$|(?:^|\/)\$\{[^}]*\}$/.test(showText(text)));
}

/** With `*` for what is unknown of it. */
function withoutUnknown(arn: string): string {
  const [start, end] = [arn.indexOf("${"), arn.lastIndexOf("}")];
  return start === -1 || end < start ? arn : `${arn.slice(0, start)}*${arn.slice(end + 1)}`;
}

export function arnOf(role: Role, account: string, partition: string): string {
  return `arn:${partition}:iam::${account}${suffixOf(role)}`;
}

/** What stands behind the account in the ARN of a role: nothing in what is none. */
export function roleSuffix(arn: string): readonly string[] {
  return /:role\/.*/.exec(arn) ?? [];
}

/** The same of a role, which no other one in its account has. */
export function suffixOf(role: Role): string {
  return `:role${pathOf(role)}${nameOf(role)}`;
}

function resourcesOf({ variants }: Role): readonly PolicyText[] {
  return statementsOf(variants.flatMap(documentsOf)).flatMap(({ resources }) => resources?.patterns ?? []);
}

const ROLE = /^arn:[^:]*:iam::(\d{12}):role\//;

function accountsIn(texts: readonly PolicyText[]): readonly string[] {
  const named = texts.flatMap(({ text }) => ROLE.exec(showText(text))?.[1] ?? []);
  return named.length === 0 ? [SOME_ACCOUNT] : [...new Set(named)];
}

/** What expressions of texts come to that stand for the account, as the readers write them. */
function accountMeanings(
  texts: readonly Text[],
  account: string,
): readonly (readonly [expression: string, account: string])[] {
  const callers = texts.flatMap((text) => expressionsIn(showText(text))).filter(isOwnAccount);
  return [...callers, "Ref AWS::AccountId"].map((one) => [one, account]);
}

/**
 * The same with what stands for some roles.
 * @param own the account that the texts are written in, where that is known
 * @param account of the roles whose account is unknown
 */
export function allMeanings(
  texts: readonly Text[],
  own: string | undefined,
  roles: readonly Role[],
  account: string,
  partition: string,
): ReadonlyMap<string, string> {
  const accounts = own === undefined ? [] : accountMeanings(texts, own);
  return new Map([...accounts, ...roles.flatMap((one) => meanings(one, one.account ?? account, partition))]);
}

/**
 * Whether two roles are made in one account: those of one file are, but for what Terraform's providers and stack sets make with credentials of
 * which that is unknown.
 */
export function areTogether(one: Role, other: Role): boolean {
  if (one.file !== other.file) return false;
  if (one.account !== undefined && other.account !== undefined) return one.account === other.account;
  if (one.format === "policy-json") return false;
  const { madeBy = [] } = other;
  const isSame = (one.madeBy ?? []).every(({ credentials, varFile }) =>
    madeBy.every((each) => each.varFile !== varFile || each.credentials === credentials),
  );
  return isSame && one.provider === other.provider;
}

/** What stands in `${...}`, and all of `{{ ... }}`. Each search ends behind what it has looked through, so that it is never looked through again. */
function expressionsIn(text: string): readonly string[] {
  const found = text.match(/(?:\$|\{)\{[^}]*(?:\}+|$)/g) ?? [];
  return found.filter((one) => one.endsWith("}")).map((one) => (one.startsWith("{{") ? one : one.slice(2, -1)));
}

/** Those of the roles that texts of a file may name by reference. */
export function namedIn(texts: readonly Text[], roles: readonly Role[], inFile: string): readonly Role[] {
  const open = texts.flatMap((text) => (typeof text === "string" ? [] : showText(text))).join("\n");
  return open === "" ? [] : roles.filter(({ id, file }) => file === inFile && open.includes(id));
}

/** What expressions of policies come to that the passed role tells, as the readers write them. */
export function meanings(passed: Role, account: string, partition: string): readonly (readonly [string, string])[] {
  const unknown = expressionsIn(`${pathOf(passed)}${nameOf(passed)}`);
  return [
    ...unknown.map((one) => [one, showText({ kind: "unresolved", expression: one })] as const),
    ...references(passed, account, partition),
  ];
}

function references(role: Role, account: string, partition: string): readonly (readonly [string, string])[] {
  const { id } = role;
  const [arn, name] = [arnOf(role, account, partition), nameOf(role)];
  return [
    [`account of ${id}`, account],
    [`partition of ${id}`, partition],
    ...[`${id}.arn`, `GetAtt ${id}.Arn`].map((one) => [one, arn] as const),
    ...[`${id}.name`, `${id}.id`, `Ref ${id}`].map((one) => [one, name] as const),
  ];
}

/** Of a name that is unknown, something that no other name is like. Policy files belong to the role that they are named after. */
function nameOf({ id, name, partialName, format }: Role): string {
  return plain(name ?? partialName ?? (format === "policy-json" ? id : `\${${id}}`));
}

function pathOf({ path = "/" }: Role): string {
  return plain(path);
}

export function isNamed(role: Role): boolean {
  return !`${pathOf(role)}${nameOf(role)}`.includes("${");
}

/** An expression may hold what a pattern has for wildcards. */
function plain(text: string): string {
  return text.replace(/[*?]/g, "_");
}
