import type { AskedAction, RequestKey } from "../iam/asked-resources.js";
import type { Evaluation } from "../iam/evaluate.js";
import type { PolicyText, Role } from "../iam/model.js";
import type { Declaration } from "../iam/resource-set.js";
import { documentsOf, partitionsOf, statementsOf } from "../iam/role-partitions.js";
import { type ActionVerdict, type Cause, servicePrincipal, type Verdict } from "../iam/verdict.js";
import type { Kind } from "../requirements/requirements.js";
import type { SelectedRole } from "../select/select-roles.js";
import { showText } from "../source/node.js";

/** Decides where something else is declared, and what expressions come to is known. */
export type EvaluateIn = (declared: Declaration, expressions: ReadonlyMap<string, string>) => Evaluation;

/** With more roles to pass than this, `iam:PassRole` is asked on every role. */
const MOST_PASSED = 50;

/** Stands for the account where nothing tells which one it is: a role is passed within one account only. */
const SOME_ACCOUNT = "000000000000";

/**
 * `iam:PassRole` of the kinds that pass nothing but roles of this check, to EC2. A role that falls short of every role may reach all of
 * these (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html).
 */
export class Passing {
  constructor(
    private readonly selected: readonly SelectedRole[],
    private readonly declared: Declaration,
    private readonly evaluateIn: EvaluateIn,
  ) {}

  /** What a verdict on every role comes to for the roles that the kind passes. */
  verdict(role: Role, kind: Kind, asked: AskedAction, onAll: ActionVerdict): ActionVerdict {
    const isShort = ["partial", "conditional", "undetermined"].includes(onAll.verdict);
    if (!isShort || asked.action.toLowerCase() !== "iam:passrole" || !asked.resources.includes("*")) return onAll;
    const passed = this.selected.flatMap((one) =>
      one.kinds.some(({ name }) => kind.passes?.includes(name)) ? one.role : [],
    );
    if (passed.length === 0 || passed.length > MOST_PASSED) return onAll;
    const texts = resourcesOf(role);
    const told = this.declared.deployment?.accounts ?? [];
    const accounts = told.length > 0 ? told : accountsIn(texts);
    const left = accounts.map((account) => this.#left(role, asked, passed, account, texts));
    const missed = told.length > 0 ? left.flat() : (left.find(({ length }) => length === 0) ?? left.flat());
    if (missed.length === 0) {
      const { action, causes } = onAll;
      return { action, verdict: "granted", deniedBy: null, causes, passes: passed.map(({ id }) => id) };
    }
    const sure = missed.filter(({ isSure }) => isSure);
    if (onAll.verdict !== "partial" && sure.length < missed.length) return onAll;
    const place = onAll.causes[0]?.place ?? role.place;
    const causes = [...new Set(sure.map(({ one }) => one.id))].map((id): Cause => {
      const detail = `iam:PassRole to ec2 leaves out role ${id} of this check`;
      return { effect: "limits", policy: null, statement: null, place, detail };
    });
    return { ...onAll, verdict: "partial", causes: [...causes, ...onAll.causes] };
  }

  /** Those that the role may not pass, if they are all in an account. */
  #left(role: Role, asked: AskedAction, passed: readonly Role[], account: string, texts: readonly PolicyText[]) {
    const { deployment, context = new Map() } = this.declared;
    const [partition = "aws"] = partitionsOf(role, this.declared, context);
    const expressions = new Map([
      ...texts.flatMap(callerAccounts).map((one) => [one, account] as const),
      ["Ref AWS::AccountId", account],
      ...passed.filter(({ file }) => file === role.file).flatMap((one) => meanings(one, account, partition)),
    ]);
    const accounts = deployment?.accounts.length ? [account] : [];
    const within = deployment === null ? null : { ...deployment, accounts };
    const verdicts = this.evaluateIn({ ...this.declared, deployment: within, resources: [] }, expressions).of(role);
    const to: RequestKey = {
      operator: "StringEquals",
      key: "iam:PassedToService",
      values: [servicePrincipal("ec2", partition)],
    };
    const condition = [...(asked.condition ?? []), to];
    const on = (arn: string) => verdicts({ action: asked.action, resources: [arn], condition });
    return passed.flatMap((one) => {
      const verdict = verdictOn(one, arnOf(one, account, partition), on);
      return verdict === "granted" ? [] : { one, isSure: verdict === "missing" || verdict === "denied" };
    });
  }
}

function verdictOn(passed: Role, arn: string, on: (arn: string) => ActionVerdict): Verdict {
  const { verdict, causes } = on(arn.replace(/\$\{.*\}/, "*"));
  if (isNamed(passed) || verdict !== "partial" || causes.some(({ effect }) => effect === "denies")) return verdict;
  // A statement may name just the role, whatever its name comes to.
  return on(arn).verdict === "granted" ? "granted" : verdict;
}

function arnOf(role: Role, account: string, partition: string): string {
  return `arn:${partition}:iam::${account}:role${pathOf(role)}${nameOf(role)}`;
}

function resourcesOf({ variants }: Role): readonly PolicyText[] {
  return statementsOf(variants.flatMap(documentsOf)).flatMap(({ resources }) => resources?.patterns ?? []);
}

function accountsIn(texts: readonly PolicyText[]): readonly string[] {
  const named = texts.flatMap(({ text }) => /^arn:[^:]*:iam::(\d{12}):role\//.exec(showText(text))?.[1] ?? []);
  return named.length === 0 ? [SOME_ACCOUNT] : [...new Set(named)];
}

function callerAccounts({ text }: PolicyText): readonly string[] {
  return [...showText(text).matchAll(/\$\{([^}]*\bdata\.aws_caller_identity\.[^.}]+\.account_id)\}/g)].map(
    ([, expression = ""]) => expression,
  );
}

/** What expressions of policies come to that the passed role tells, as the readers write them. */
function meanings(passed: Role, account: string, partition: string): readonly (readonly [string, string])[] {
  const { id } = passed;
  const [arn, name] = [arnOf(passed, account, partition), nameOf(passed)];
  const unknown = `${pathOf(passed)}${name}`.match(/\$\{[^}]*\}/g) ?? [];
  return [
    ...unknown.map((one) => [one.slice(2, -1), one] as const),
    [`account of ${id}`, account],
    [`partition of ${id}`, partition],
    ...[`${id}.arn`, `GetAtt ${id}.Arn`].map((one) => [one, arn] as const),
    ...[`${id}.name`, `${id}.id`, `Ref ${id}`].map((one) => [one, name] as const),
  ];
}

/** Of a name that is not known, something that no other name is like. Policy files belong to the role that they are named after. */
function nameOf({ id, name, partialName, format }: Role): string {
  return plain(name ?? partialName ?? (format === "policy-json" ? id : `\${${id}}`));
}

function pathOf({ path = "/" }: Role): string {
  return plain(path);
}

function isNamed(role: Role): boolean {
  return !`${pathOf(role)}${nameOf(role)}`.includes("${");
}

/** An expression may hold what a pattern has for wildcards. */
function plain(text: string): string {
  return text.replace(/[*?]/g, "_");
}
