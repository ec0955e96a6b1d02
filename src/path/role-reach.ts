import { isOwnAccount } from "../iam/deployment.js";
import type { Evaluation } from "../iam/evaluate.js";
import type { PolicyText, Role } from "../iam/model.js";
import { byOwnName, inVariants } from "../iam/own-names.js";
import type { RequiredAction } from "../iam/requests.js";
import type { Declaration } from "../iam/resource-set.js";
import { documentsOf, partitionsOf, statementsOf } from "../iam/role-partitions.js";
import { type ActionVerdict, type Cause, isRefused, type Verdict } from "../iam/verdict.js";
import { showText, type Text } from "../source/node.js";
import { coexistingByName } from "./environments.js";
import { parameterMeanings, parameterValues, withValues } from "./parameter-values.js";
import { referenceOf, scopeOf, stackOf } from "./same-deployment.js";

/** Evaluates roles with other declarations and with known values of expressions. */
export type EvaluateIn = (declared: Declaration, expressions: ReadonlyMap<string, string>) => Evaluation;

/** A placeholder for an unknown account: a role is passed only within one account. */
export const SOME_ACCOUNT = "000000000000";

/** The digits that placeholder accounts begin with. */
const NOWHERE = "00000000000";

/** The verdict on a role's access to another role. */
export interface RoleAccess {
  readonly one: Role;
  readonly verdict: Verdict;
  readonly deniedBy?: ActionVerdict["deniedBy"];
  readonly causes: readonly Cause[];
  /** The account in which it was decided. */
  readonly account?: string;
}

/** Decides which actions a role may perform on other roles of the run, which its policies name by ARN or by reference. */
export class RoleReach {
  /** Copies of a role share its variants. */
  readonly #named = new WeakMap<Role["variants"], readonly Role[]>();

  /** @param roles all roles that were read, because policies may refer to them */
  constructor(
    private readonly declared: Declaration,
    private readonly evaluateIn: EvaluateIn,
    private readonly roles: readonly Role[],
    /** The accounts that other roles' ARNs imply for a role. */
    private readonly impliedFor: (role: Role) => readonly string[] = () => [],
  ) {}

  get accounts(): readonly string[] {
    return this.declared.deployment?.accounts ?? [];
  }

  get regions(): readonly string[] {
    return this.declared.deployment?.regions ?? [];
  }

  /** The accounts that a role may be in: its own, or else the declared accounts. */
  placesOf({ account, inEach = this.accounts }: Role): readonly string[] {
    return account === undefined ? inEach : [account];
  }

  get declaresAccounts(): boolean {
    return this.accounts.length > 0;
  }

  partitionOf(role: Role): string {
    return partitionsOf(role, this.declared, this.declared.context ?? new Map())[0] ?? "aws";
  }

  /** The ARNs for a statement about the role, with `*` for unknown parts. */
  arnsOf(role: Role): readonly string[] {
    return byOwnName(role).flatMap((indexes) => {
      const one = inVariants(role, indexes);
      const places = this.placesOf(one);
      return (places.length > 0 ? places : ["*"]).map((account) =>
        withoutUnknown(arnOf(one, account, this.partitionOf(role))),
      );
    });
  }

  /**
   * The accounts that the roles in a role's policies may be in: the accounts that `one` is known to be in, or else the declared, implied,
   * or named accounts. Of several declared accounts, only those count that the role's variable file names.
   */
  accountsFor(role: Role, one: Role, more: readonly string[] = []): readonly string[] {
    if (one.account ?? one.inEach) return this.placesOf(one);
    if (this.declaresAccounts) {
      const [{ varFile, own }] = role.variants;
      const ofFile = this.accounts.filter((id) => varFile && own?.named?.includes(id));
      return ofFile.length > 0 ? ofFile : this.accounts;
    }
    const implied = this.impliedFor(role);
    const all = implied.length > 0 ? implied : accountsIn(resourcesOf(role));
    const known = [role.named, one.named, more];
    return known.includes(undefined)
      ? all
      : all.map((id) => (known.some((some) => some?.includes(id)) ? id : SOME_ACCOUNT));
  }

  /** Calls `answer` for each account that the role may be in together with the roles it passes. */
  inAccounts<T>(role: Role, answer: (account: string, partition: string) => T): readonly T[] {
    return this.accountsFor(role, role).map((account) => answer(account, this.partitionOf(role)));
  }

  /** @param account used for roles whose account is unknown */
  on(
    role: Role,
    required: Omit<RequiredAction, "resources">,
    others: readonly Role[],
    account: string,
  ): readonly RoleAccess[] {
    const partition = this.partitionOf(role);
    const values = parameterValues(role, others);
    const seen = others.map((one) => withValues(one, values));
    const verdicts = this.decide(role, account, seen);
    return others.map((one, at) => {
      const own = one.account ?? account;
      const key = { operator: "StringEquals", key: "aws:ResourceAccount", values: [own] } as const;
      const condition = [...(required.condition ?? []), ...(own.startsWith(NOWHERE) ? [] : [key])];
      const on = (arn: string) => verdicts({ ...required, condition, resources: [arn] });
      return { one, account: own, ...verdictOn(seen[at] ?? one, arnOf(seen[at] ?? one, own, partition), on) };
    });
  }

  /**
   * Picks the answer that decides among the accounts' answers. The access must be granted in all declared accounts, or if none is declared, in
   * one of the accounts. If it is granted in only some declared accounts, the answer is partial, because the role may exist only in those.
   * If the role is known to be in each account, it must be granted in each.
   */
  decisive<T extends Omit<RoleAccess, "one">>(answers: readonly T[], { inEach }: Pick<Role, "inEach">): T | undefined {
    const granted = answers.find(({ verdict }) => verdict === "granted");
    const other = answers.find(({ verdict }) => verdict !== "granted");
    if (inEach) return answers.find(isRefused) ?? other ?? granted;
    if (granted === undefined || other === undefined || !this.declaresAccounts) return granted ?? other;
    return { ...other, verdict: "partial" };
  }

  /** Decides on a role as it is, without resolving references. */
  verdictsOf(role: Role): (required: RequiredAction) => ActionVerdict {
    return this.evaluateIn(this.declared, new Map()).of(role);
  }

  /** Decides on a role in an account, with references to some other roles resolved. */
  decide(role: Role, account: string, others: readonly Role[] = []): (required: RequiredAction) => ActionVerdict {
    const partition = this.partitionOf(role);
    const texts = resourcesOf(role).map(({ text }) => text);
    const siblings = others.filter((one) => scopeOf(one) === scopeOf(role));
    const own = role.account ?? account;
    const resolved = new Set(siblings.map(referenceOf));
    // Unknown parts of names are resolved only for the roles that are asked about.
    const named = this.#namedBy(role, texts)
      .filter((one) => !resolved.has(referenceOf(one)))
      .flatMap((one) => coexistingByName(role, one))
      .map((one) => siblings.reduce(withDistinctAccount, one))
      .flatMap((one) => references(one, one.account ?? account, partition));
    const expressions = new Map([
      ...named,
      ...others.flatMap((one) => parameterMeanings(role, one)),
      ...allMeanings(texts, own, siblings, account, partition),
      ...parameterValues(role, others),
    ]);
    const { deployment } = this.declared;
    const within = deployment && { ...deployment, accounts: this.declaresAccounts ? [own] : [] };
    return this.evaluateIn({ ...this.declared, deployment: within, resources: [] }, expressions).of(role);
  }

  #namedBy(role: Role, texts: readonly Text[]): readonly Role[] {
    const known = this.#named.get(role.variants) ?? namedIn(texts, this.roles, role);
    this.#named.set(role.variants, known);
    return known;
  }
}

/** Whether two roles are known to be in different accounts. Null if one file creates them with different credentials. */
export function areInDifferentAccounts(one: Role, other: Role): boolean | null {
  if (one.account !== undefined && other.account !== undefined) return one.account !== other.account;
  return stackOf(one) !== stackOf(other) || one.format === "policy-json" || areInOneAccount(one, other) ? false : null;
}

/** Puts a role in a distinct account if another provider in the file creates a role with the same name: a name is unique in its account. */
export function withDistinctAccount(one: Role, other: Role): Role {
  const isNamesake =
    stackOf(one) === stackOf(other) && referenceOf(one) !== referenceOf(other) && suffixOf(one) === suffixOf(other);
  return isNamesake && !areInOneAccount(one, other) ? { ...one, account: one.account ?? "000000000001" } : one;
}

function verdictOn(other: Role, arn: string, on: (arn: string) => ActionVerdict): ActionVerdict {
  const verdict = on(withoutUnknown(arn));
  if (isNamed(other) || verdict.verdict === "granted") return verdict;
  // Statements may name only this role, regardless of what its name resolves to, or only other roles.
  const alone = on(arn);
  const isSure = verdict.causes.filter(mayDeny).every(isByReference);
  if (alone.verdict === "granted" && isSure) return alone;
  return verdict.verdict === "partial" && verdict.causes.every(isByReference) ? alone : verdict;
}

function mayDeny({ effect, statement }: Cause): boolean {
  return effect === "denies" || (statement !== null && statement.effect !== "Allow");
}

/** Whether a statement names only references. */
function isByReference({ statement }: Cause): boolean {
  const patterns = statement?.resources?.patterns ?? [];
  return statement !== null && patterns.every(({ text }) => /^\*$|(?:^|\/)\$\{[^}]*\}$/.test(showText(text)));
}

/** Replaces unknown parts with `*`. An expression may contain other braces. */
export function withoutUnknown(arn: string): string {
  const text = arn.replace(/\$\{[^{}]*\}/g, "*");
  const [start, end] = [text.indexOf("${"), text.lastIndexOf("}")];
  return start === -1 || end < start ? text : `${text.slice(0, start)}*${text.slice(end + 1)}`;
}

export function arnOf(role: Role, account: string, partition: string): string {
  return `arn:${partition}:iam::${account}${suffixOf(role)}`;
}

/** The part of a role's ARN after the account. Empty if the ARN isn't a role's. */
export function roleSuffix(arn: string): readonly string[] {
  return /:role\/.*/.exec(arn) ?? [];
}

/** The part of a role's ARN after the account. It is unique in the role's account. */
export function suffixOf(role: Role): string {
  return `:role${pathOf(role)}${nameOf(role)}`;
}

export function resourcesOf({ variants }: Role): readonly PolicyText[] {
  return statementsOf(variants.flatMap(documentsOf)).flatMap(({ resources }) => resources?.patterns ?? []);
}

/** The resources in a role's policies, and the ARNs by which the policies are attached. */
export function ownArns(role: Role): readonly Pick<PolicyText, "text" | "isSecret">[] {
  const attached = role.variants.flatMap(({ policies, boundary }) => [...policies, boundary]);
  const arns = attached.flatMap((one) => (one?.kind === "reference" ? one.arn : (one?.foundBy ?? [])));
  return [...resourcesOf(role), ...arns.map((text) => ({ text }))];
}

const ROLE = /^arn:[^:]*:iam::(\d{12}):role\//;

function accountsIn(texts: readonly PolicyText[]): readonly string[] {
  const named = texts.flatMap(({ text }) => ROLE.exec(showText(text))?.[1] ?? []);
  return named.length === 0 ? [SOME_ACCOUNT] : [...new Set(named)];
}

/** Pairs each expression in the strings that refers to the account, as the readers write it, with the account's ID. */
function accountMeanings(
  texts: readonly Text[],
  account: string,
): readonly (readonly [expression: string, account: string])[] {
  const callers = texts.flatMap((text) => expressionsIn(showText(text))).filter(isOwnAccount);
  return [...callers, "Ref AWS::AccountId"].map((one) => [one, account]);
}

/**
 * The values of expressions in the strings that refer to the account or to one of the roles, keyed by expression.
 * @param own the account of the file that contains the strings, if known
 * @param account used for roles whose account is unknown
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
 * Whether two roles are created in the same account. This is true of roles in the same file or stack, except those that Terraform providers
 * or stack sets create with credentials for an unknown account.
 */
export function areInOneAccount(one: Role, other: Role): boolean {
  if (stackOf(one) !== stackOf(other)) return false;
  if (one.account !== undefined && other.account !== undefined) return one.account === other.account;
  if (one.format === "policy-json") return false;
  const { madeBy = [] } = other;
  const isSame = (one.madeBy ?? []).every(({ credentials, varFile }) =>
    madeBy.every((each) => each.varFile !== varFile || each.credentials === credentials),
  );
  return isSame && one.provider === other.provider;
}

/** The contents of each `${...}`, and each whole `{{ ... }}`. Each search resumes after the text it has read, so no text is read twice. */
function expressionsIn(text: string): readonly string[] {
  const found = text.match(/(?:\$|\{)\{[^}]*(?:\}+|$)/g) ?? [];
  return found.filter((one) => one.endsWith("}")).map((one) => (one.startsWith("{{") ? one : one.slice(2, -1)));
}

/** The roles that the strings in a role or key policy may refer to. */
export function namedIn(
  texts: readonly Text[],
  roles: readonly Role[],
  holder: Pick<Role, "file" | "nestedIn" | "linkedAs">,
): readonly Role[] {
  const open = texts.flatMap((text) => (typeof text === "string" ? [] : showText(text))).join("\n");
  return open === "" ? [] : roles.filter((one) => scopeOf(one) === scopeOf(holder) && open.includes(referenceOf(one)));
}

/** The values of expressions that refer to the passed role, as the readers write them. */
export function meanings(passed: Role, account: string, partition: string): readonly (readonly [string, string])[] {
  const unknown = expressionsIn(`${pathOf(passed)}${nameOf(passed)}`);
  return [
    ...unknown.map((one) => [one, showText({ kind: "unresolved", expression: one })] as const),
    ...references(passed, account, partition),
  ];
}

function references(role: Role, account: string, partition: string): readonly (readonly [string, string])[] {
  const id = referenceOf(role);
  const [arn, name] = [arnOf(role, account, partition), nameOf(role)];
  return [
    [`account of ${id}`, account],
    [`partition of ${id}`, partition],
    ...[`${id}.arn`, `GetAtt ${id}.Arn`].map((one) => [one, arn] as const),
    ...[`${id}.name`, `${id}.id`, `Ref ${id}`].map((one) => [one, name] as const),
  ];
}

/**
 * An unknown name becomes a string that no other name matches. A policy file belongs to the role that it is named after. CloudFormation
 * generates names of the form STACK-ID-RANDOM and shortens IDs of more than 24 characters:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
 */
function nameOf(role: Role): string {
  const { id, name, partialName, format } = role;
  const own = `\${${referenceOf(role)}}`;
  const generated = format === "cloudformation" ? `\${...}${`-${id.split("/").at(-1)}-`.slice(0, 25)}${own}` : own;
  return plain(name ?? partialName?.replace("${...}", () => own) ?? (format === "policy-json" ? id : generated));
}

function pathOf({ path = "/" }: Role): string {
  return plain(path);
}

export function isNamed(role: Role): boolean {
  return !`${pathOf(role)}${nameOf(role)}`.includes("${");
}

/** An expression may contain characters that are wildcards in a pattern. */
function plain(text: string): string {
  return text.replace(/[*?]/g, "_");
}
