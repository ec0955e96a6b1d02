import type { RoleVerdicts } from "../iam/evaluate.js";
import type { Role } from "../iam/model.js";
import { conditionText, type RequestKey, type RequiredAction } from "../iam/requests.js";
import { type ActionVerdict, type Cause, isRefused, servicePrincipal } from "../iam/verdict.js";
import type { Kind } from "../requirements/requirements.js";
import { reportedId } from "../select/role-pattern.js";
import type { SelectedRole } from "../select/select-roles.js";
import type { Place } from "../source/place.js";
import {
  acrossEnvironments,
  apartFrom,
  asSeenBy,
  coexisting,
  type Environment,
  environmentsOf,
  together,
} from "./environments.js";
import { areInDifferentAccounts, areInOneAccount, type RoleAccess, type RoleReach } from "./role-reach.js";
import { environmentSetOf, isSameRole } from "./same-deployment.js";

/** An entry in a kind's `passes`: the kind also passes roles that aren't listed. */
const ANY_OTHER = "*";

/** The maximum number of roles to check individually. If more are to be passed, `iam:PassRole` is checked on all roles instead. */
const MAX_PASSED = 50;

export function isPassing({ action }: RequiredAction): boolean {
  return action.toLowerCase() === "iam:passrole";
}

const LEAVES_OUT = "iam:PassRole to EC2 leaves out ";

/** Whether the verdict shows that the role can't pass all roles of this check, whatever is declared. */
export function cannotPassAllRoles({ causes }: ActionVerdict): boolean {
  return causes.some(({ detail }) => detail?.startsWith(LEAVES_OUT));
}

/** Whether workers' EC2 instances use roles of the kind. Such roles don't pass any roles themselves. */
function isCarried({ trust, actions }: Kind): boolean {
  return trust.includes("ec2") && !actions.some(isPassing);
}

/** The kind, or if it doesn't define `passes`, the kind for its workers. */
export function passedKinds(kind: Kind, byName: ReadonlyMap<string, Kind>): Pick<Kind, "name" | "passes"> {
  return kind.passes === undefined ? (byName.get(`${kind.name}-worker`) ?? kind) : kind;
}

/**
 * Checks `iam:PassRole` for kinds that pass roles of this check to EC2. If the kinds pass no other roles, it is enough that the role can
 * pass all of these roles, even if it can't pass every role (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html).
 */
export class Passing {
  readonly #verdicts = new WeakMap<Role, Map<string, ActionVerdict>>();
  readonly #required = new Map<RequiredAction, ReadonlyMap<string, RequiredAction>>();

  constructor(
    private readonly selected: readonly SelectedRole[],
    private readonly reach: RoleReach,
  ) {}

  /** The verdict for a kind that passes roles of this check to EC2. */
  verdict(
    role: Role,
    { passes, name }: Pick<Kind, "name" | "passes">,
    required: RequiredAction,
    decide: RoleVerdicts,
  ): ActionVerdict {
    if (passes === undefined || !isPassing(required) || !required.resources.includes("*")) return decide(required);
    const known = this.#verdicts.get(role) ?? new Map<string, ActionVerdict>();
    this.#verdicts.set(role, known);
    // The lists of several versions require the same action.
    const key = JSON.stringify([name, passes, required.action, required.resources, conditionText(required.condition)]);
    const verdict = known.get(key) ?? this.#verdictOver(role, { passes, name }, required, decide);
    known.set(key, verdict);
    return verdict;
  }

  #verdictOver(
    role: Role,
    kind: Pick<Kind, "name" | "passes">,
    required: RequiredAction,
    decide: RoleVerdicts,
  ): ActionVerdict {
    const passed = this.selected.flatMap((one) =>
      one.kinds.some(({ name }) => kind.passes?.includes(name)) ? one.role : [],
    );
    const answer = this.#across(role, passed, kind, required, decide);
    if (answer.verdict === "granted" || passed.every((one) => environmentSetOf(one) === environmentSetOf(role)))
      return answer;
    const ifTogether = () =>
      this.#across(together(role), passed.map(together), kind, required, decide).verdict === "granted";
    return { ...answer, ifTogether };
  }

  #across(
    role: Role,
    passed: readonly Role[],
    kind: Pick<Kind, "name" | "passes">,
    required: RequiredAction,
    decide: RoleVerdicts,
  ): ActionVerdict {
    const environments = passed.length > MAX_PASSED ? [] : environmentsOf(role, passed);
    if (environments.length < 2) {
      const each = passed.flatMap((one) => apartFrom(role, one));
      return this.#verdictIn(role, each.length > MAX_PASSED ? passed : each, kind, required, decide);
    }
    const answers = environments.map(({ role: one, others }) =>
      this.#verdictIn(
        one,
        others.flatMap((other) => (other === null ? [] : apartFrom(one, other))),
        kind,
        required,
        this.reach.verdictsOf(one),
      ),
    );
    const isBroken = (one: ActionVerdict) => isRefused(one) || one.passes?.length === 0;
    const answer = acrossEnvironments(environments, answers, isBroken) ?? decide(required);
    const short = answers.filter(({ verdict }) => verdict !== "granted");
    const unpassed = short.every((one) => one.unpassed) ? short.flatMap((one) => one.unpassed ?? []) : undefined;
    if (answers.every(isBroken) || !isBroken(answer)) return { ...answer, unpassed };
    const lacking = answer.causes.filter(({ isOfVarFile }) => isOfVarFile);
    const byDefault = () =>
      environments.every(
        ({ role: { variants } }, at) =>
          answers[at]?.verdict === "granted" || variants.every((one) => one.byDefault === false),
      );
    return { ...answer, verdict: "conditional", deniedBy: null, lacking, byDefault, unpassed };
  }

  #verdictIn(
    role: Role,
    all: readonly Role[],
    { passes = [], name }: Pick<Kind, "name" | "passes">,
    required: RequiredAction,
    decide: RoleVerdicts,
  ): ActionVerdict {
    const onAll = decide(required);
    const toEc2 = decide(this.#toEc2(required, this.reach.partitionOf(role)));
    // The roles of this check are passed regardless of `resources`.
    const isDeclared = onAll.verdict === "granted" && onAll.declaredOnly === true;
    if (isRefused(toEc2) || (onAll.verdict === "granted" && !isDeclared)) return toEc2;
    // A role can't be passed to another account:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    const passed = all.filter((one) => areInDifferentAccounts(role, one) === false);
    const onEvery = isDeclared ? toEc2 : onAll;
    if (passed.length === 0 || passed.length > MAX_PASSED) return onEvery;
    return this.#ofRun(role, passed, required, onEvery, isDeclared || passes.includes(ANY_OTHER), name);
  }

  /** `isMore`: the kind also passes other roles, so the verdict on passing every role counts, too. */
  #ofRun(
    role: Role,
    passed: readonly Role[],
    required: RequiredAction,
    onAll: ActionVerdict,
    isMore: boolean,
    kind: string,
  ): ActionVerdict {
    const left = this.reach.inAccounts(role, (account, partition) =>
      this.reach
        .on(role, this.#toEc2(required, partition), passed, account)
        .filter(({ verdict }) => verdict !== "granted"),
    );
    const isInEach = role.inEach !== undefined;
    const missed =
      this.reach.declaresAccounts || isInEach ? left.flat() : (left.find(({ length }) => length === 0) ?? left.flat());
    if (missed.length === 0) {
      if (isMore) return onAll;
      const { action, causes } = onAll;
      return { action, verdict: "granted", deniedBy: null, causes, passes: [...new Set(passed.map(reportedId))] };
    }
    const { declaredOnly: _, ...short } = onAll;
    // If a Deny covers each of these roles, permission to pass other roles doesn't help.
    const denied = missed.filter(({ verdict }) => verdict === "denied");
    const [{ deniedBy = null, causes: denials } = onAll] = denied;
    if (denied.length === left.length * passed.length)
      return { ...short, verdict: "denied", deniedBy, causes: denials };
    const sure = missed.filter(isRefused);
    const unpassed = missed.map(({ one }) => one);
    if (onAll.verdict !== "partial" && sure.length < missed.length) return { ...onAll, unpassed };
    const place = onAll.causes[0]?.place ?? role.place;
    const isMissed = ({ one, account }: RoleAccess): boolean =>
      (isInEach || sure.filter((each) => each.one === one).length === left.length) &&
      this.#isForNobody(one, role, kind, required, isInEach ? account : undefined);
    const isNone = sure.length === left.length * passed.length;
    const none = isNone || sure.some(isMissed) ? { passes: [] } : {};
    const others = denied.length > 0 && denied.length === missed.length ? [] : onAll.causes;
    return { ...short, verdict: "partial", causes: [...limitsOf(sure, place, isInEach), ...others], ...none, unpassed };
  }

  /**
   * Whether no other role of the kind can pass a role in the same account that this one can't pass. Deploying with that role then certainly
   * fails, at least in account `where`.
   */
  #isForNobody(one: Role, role: Role, kind: string, required: RequiredAction, where?: string): boolean {
    const isSame = role.account !== undefined && role.account === one.account;
    if (!isSame && !areInOneAccount(role, one) && this.reach.accounts.length !== 1) return false;
    const others = this.selected.filter(
      (other) => !isSameRole(other.role, role) && other.kinds.some(({ name }) => name === kind),
    );
    return (
      others.length <= MAX_PASSED &&
      others
        .flatMap((other) => coexisting(role, other.role) ?? [])
        .every((other) =>
          this.reach
            .inAccounts(other, (account, partition) =>
              account === (where ?? account)
                ? this.reach.on(other, this.#toEc2(required, partition), [one], account)
                : [],
            )
            .flat()
            .every(isRefused),
        )
    );
  }

  /**
   * This check's roles for EC2 instances, each with the verdict on whether the role that deploys the instances may pass it. Other kinds
   * pass roles that they create (https://helpcenter.veeam.com/docs/vbaws/guide/worker_options.html) or the roles of the instances that they
   * restore.
   */
  links(role: Role, kinds: readonly Kind[]): readonly RoleAccess[] {
    const required = kinds.flatMap(({ actions }) => actions).find(isPassing);
    const passed = kinds.flatMap(({ passes = [] }) => passes);
    const carried = this.selected.flatMap((one) =>
      one.kinds.some((own) => isCarried(own) && passed.includes(own.name)) && !areInDifferentAccounts(role, one.role)
        ? one.role
        : [],
    );
    if (required === undefined || carried.length > MAX_PASSED) return [];
    const environments = environmentsOf(role, carried);
    const answers = environments.map((one) => this.#linksIn(one, required));
    return carried.flatMap((one, at) => {
      const there = environments.filter((_, index) => answers[index]?.[at]);
      const answer = acrossEnvironments(
        there,
        answers.flatMap((links) => links[at] ?? []),
      );
      return answer === undefined ? [] : { ...answer, one };
    });
  }

  /** One result for each of the other roles. Null for a role that can't be passed in the environment. */
  #linksIn({ role, others }: Environment, required: RequiredAction): readonly (RoleAccess | null)[] {
    const seen = others.map((one) => one && asSeenBy(role, one));
    const carried = seen.flatMap((one) => one ?? []);
    const all = this.reach
      .inAccounts(role, (account, partition) => this.reach.on(role, this.#toEc2(required, partition), carried, account))
      .flat();
    return seen.map((one): RoleAccess | null => {
      if (one === null) return null;
      const areApart = areInDifferentAccounts(role, one);
      if (areApart === null) return { one, verdict: "undetermined", causes: [] };
      const answers = all.filter((answer) => answer.one === one);
      return (areApart ? null : this.reach.decisive(answers, role)) ?? null;
    });
  }

  /** Returns the same object for each partition, because decisions are cached by it. */
  #toEc2(required: RequiredAction, partition: string): RequiredAction {
    const known = this.#required.get(required)?.get(partition);
    if (known !== undefined) return known;
    const values = [servicePrincipal("ec2", partition)];
    const to: RequestKey = { operator: "StringEquals", key: "iam:PassedToService", values };
    const made = { ...required, condition: [...(required.condition ?? []), to] };
    this.#required.set(required, new Map([...(this.#required.get(required) ?? []), [partition, made]]));
    return made;
  }
}

/** The reasons why each of the roles can't be passed. */
function limitsOf(missed: readonly RoleAccess[], place: Place, isInEach: boolean): readonly Cause[] {
  const byRole = new Map(missed.map((reached) => [wordOf(reached.one), reached]));
  return [...byRole].flatMap(([id, { verdict, causes, account }]): readonly Cause[] => {
    const passing = `role ${id} of this check${isInEach ? ` in account ${account}` : ""}`;
    const denials = causes.filter(({ effect }) => effect === "denies");
    // No grant overrides a Deny, in any policy.
    if (verdict === "denied" && denials.length > 0) return denials.map((one) => ({ ...one, detail: passing }));
    return [{ effect: "limits", policy: null, statement: null, place, detail: `${LEAVES_OUT}${passing}` }];
  });
}

/** Describes a role by its ID and, if its variants have their own names, the first of those. */
function wordOf(role: Role): string {
  const { own } = role.variants[0];
  return own?.name ? `${reportedId(role)} (${own.name})` : reportedId(role);
}
