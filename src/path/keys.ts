import type { NamedKey } from "../config/options.js";
import type { ConfigProblem } from "../config/settings.js";
import { jointFacts, meets } from "../iam/assumed.js";
import { ALLOW_ALL, FULL_ACCESS } from "../iam/guardrail.js";
import {
  namesOfKey,
  type Policy,
  type Principal,
  principalsIn,
  type Role,
  type RoleVariant,
  type StandingPolicy,
} from "../iam/model.js";
import { unknownWords } from "../iam/unknown-words.js";
import { type ActionVerdict, isRefused, type Verdict } from "../iam/verdict.js";
import type { Kind } from "../requirements/requirements.js";
import { advice, nearestWord } from "../source/nearest-word.js";
import { showText } from "../source/node.js";
import { acrossEnvironments, coexistingByName, environmentsOf } from "./environments.js";
import type { MissingNames } from "./guardrails.js";
import { asRolePolicy, hasBoundary, type Requester } from "./key-policy.js";
import { parameterMeanings, parameterValues, withValues } from "./parameter-values.js";
import { allMeanings, arnOf, namedIn, type RoleReach, SOME_ACCOUNT } from "./role-reach.js";
import { environmentSetOf, referenceOf, scopeOf, stackOf } from "./same-deployment.js";

/** The actions that a key policy allows a role to perform, regardless of the role's own policies. */
export interface KeyAnswer extends Pick<StandingPolicy, "id" | "file" | "nestedIn" | "place"> {
  /** The names that it may have in `keys`. */
  readonly names: readonly string[];
  /** The accounts that the role was assumed to be in. */
  readonly accounts: readonly string[];
  readonly verdicts: readonly ActionVerdict[];
  /** The verdicts if unknown principals that may be the role or its account are assumed to be. Absent if there are none. */
  readonly supposed?: readonly ActionVerdict[];
  /** For each action, whether the key policy leaves it to the role's own policies in at least one account. Null if unknown. */
  readonly leftToRole: ReadonlyMap<string, boolean | null>;
}

/**
 * Actions of KMS that don't involve a key. "You cannot perform this operation on a KMS key":
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 */
const OF_NO_KEY: ReadonlySet<string> = new Set(["kms:listkeys", "kms:listaliases"]);

/** The declared keys among those that were read. */
export function declaredKeys(
  names: readonly NamedKey[],
  standing: () => readonly StandingPolicy[],
): { readonly keys: readonly StandingPolicy[] } & MissingNames {
  if (names.length === 0) return { keys: [], problems: [], names: [] };
  const fits = ({ isFile, file }: NamedKey, one: StandingPolicy) =>
    one.of === (isFile ? "file" : "key") && namesOfKey(one).includes(file);
  const all = standing();
  const missing = names.filter((name) => !all.some((one) => fits(name, one)));
  const problems = missing.map(({ isFile, file, namedBy, place }): ConfigProblem => {
    const known = all.flatMap(({ of, id }) => (of === "key" ? id : []));
    const near = nearestWord(file, known);
    const message = isFile ? `${namedBy}, which contains no key policy` : `${namedBy}, but no checked file defines it`;
    const others = known.length === 0 ? "name a .json file with its policy" : `keys: ${known.slice(0, 10).join(", ")}`;
    const help = isFile ? "a key policy names a Principal and a Resource in each statement" : advice(near, others);
    return { message, help, place };
  });
  const keys = all.filter((one) => names.some((name) => fits(name, one)));
  return { keys, problems, names: missing.map(({ file }) => file) };
}

/**
 * Access to a key depends on its key policy, not on IAM policies alone. The key policy must name the role itself, or name the role's
 * account and thereby leave the decision to the role's own policies
 * (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html).
 */
export class Keys {
  /** @param roles all roles that were read: a policy may name them by reference */
  constructor(
    private readonly reach: RoleReach,
    private readonly roles: readonly Role[],
  ) {}

  /** @param known the accounts that the role is known to be in, used if the configuration declares none */
  of(
    keys: readonly StandingPolicy[],
    role: Role,
    kinds: readonly Pick<Kind, "actions">[],
    known: readonly string[] = [],
  ): readonly KeyAnswer[] {
    const needed = kinds.flatMap(({ actions }) => actions.map(({ action }) => action));
    const actions = [...new Set(needed)].filter((one) => /^kms:/i.test(one) && !OF_NO_KEY.has(one.toLowerCase()));
    const environments = environmentsOf(role, []);
    const isOwn = (key: StandingPolicy) => stackOf(key) === stackOf(role);
    const own = new Set(keys.filter(isOwn).map((key) => namesOfKey(key)[0]));
    return keys.flatMap((key): KeyAnswer | readonly KeyAnswer[] => {
      const answers = environments.map((one) => this.#answer(coexistingKey(one.role, key), one.role, actions, known));
      // If several deployments have a key with the same name, each uses its own, unless another's key policy names the role.
      if (own.has(namesOfKey(key)[0]) && !isOwn(key) && !answers.some(isDirect)) return [];
      const [first, ...others] = answers;
      if (first === undefined || others.length === 0) return answers;
      const joined = (of: (answer: KeyAnswer) => readonly ActionVerdict[]) =>
        actions.flatMap((_, at) => {
          const all = answers.flatMap((one) => of(one)[at] ?? []);
          return acrossEnvironments(environments, all) ?? [];
        });
      const isLeft = (action: string) => {
        const all = answers.map(({ leftToRole }) => leftToRole.get(action) ?? null);
        return all.includes(null) ? null : all.includes(true);
      };
      return {
        ...first,
        accounts: [...new Set(answers.flatMap(({ accounts }) => accounts))],
        verdicts: joined(({ verdicts }) => verdicts),
        ...(first.supposed && { supposed: joined(({ verdicts, supposed = verdicts }) => supposed) }),
        leftToRole: new Map(actions.map((action) => [action, isLeft(action)])),
      };
    });
  }

  #answer(key: StandingPolicy, role: Role, actions: readonly string[], known: readonly string[]): KeyAnswer {
    const accounts = known.length === 0 || this.reach.declaresAccounts ? this.#accounts(role, key) : known;
    const isKnown = known.length > 0 || this.reach.declaresAccounts || role.account !== undefined;
    const answersOf = (suppositions?: Suppositions) =>
      accounts.map((account) => this.#in(account, role, key, isKnown, suppositions));
    const verdictsOf = (suppositions?: Suppositions) => {
      const answers = answersOf(suppositions);
      return actions.map((action) => agreed(answers.map((of) => of(action))));
    };
    const verdicts = verdictsOf();
    const isOpen = key.policies.flatMap(principalsOf).some(({ id }) => typeof id !== "string");
    const supposed = isOpen ? { supposed: verdictsOf({ isSupposed: true }) } : {};
    const direct = answersOf({ isDirect: true });
    const leftToRole = new Map(
      actions.map((action) => {
        const verdicts = direct.map((of) => of(action));
        return [
          action,
          verdicts.some(isRefused) ? true : verdicts.some(({ verdict }) => verdict !== "granted") && null,
        ];
      }),
    );
    const { id, file, nestedIn, place } = key;
    const whose = { id, names: namesOfKey(key), file, ...(nestedIn && { nestedIn }), place };
    return { ...whose, accounts, verdicts, ...supposed, leftToRole };
  }

  /** The accounts that the role may be in. */
  #accounts(role: Role, { policies, grants = [] }: StandingPolicy): readonly string[] {
    if (role.account !== undefined) return [role.account];
    if (this.reach.declaresAccounts) return this.reach.accounts;
    const told = [...policies, ...grants]
      .flatMap(principalsOf)
      .flatMap(({ id }) => /\b\d{12}\b/.exec(showText(id)) ?? []);
    return [...new Set(told.length === 0 ? [SOME_ACCOUNT] : told)];
  }

  #in(
    account: string,
    given: Role,
    key: StandingPolicy,
    isKnown: boolean,
    { isDirect = false, isSupposed = false }: Suppositions = {},
  ): (action: string) => ActionVerdict {
    const partition = this.reach.partitionOf(given);
    const values = parameterValues(key, [given]);
    const role = withValues(given, values);
    const isNear = scopeOf(key) === scopeOf(role);
    const { grants = [], doubt } = key;
    const policies = key.policies.length === 0 ? [defaultPolicy(key)] : key.policies;
    const ids = [...policies, ...grants].flatMap(principalsOf).map(({ id }) => id);
    const mentioned = namedIn(ids, this.roles, key)
      .filter((one) => !isNear || referenceOf(one) !== referenceOf(role))
      .flatMap((one) => coexistingByName(role, one));
    // A key that is created with different credentials from the role may be in another account.
    const isTogether = role.provider === key.provider;
    const here = (key.provider === undefined ? key.account : undefined) ?? (isTogether ? account : undefined);
    const known = new Map([
      ...parameterMeanings(key, role),
      ...allMeanings(ids, here, isNear ? [...mentioned, role] : mentioned, account, partition),
      ...values,
    ]);
    const own: Requester = {
      ...{ arn: arnOf(role, account, partition), account, isDirect, isSupposed },
      hasBoundary: hasBoundary(role),
      others: new Set(mentioned.map((one) => arnOf(one, account, partition))),
      key: {
        account: stackOf(key) === stackOf(role) && isTogether && isKnown ? account : null,
        isByRoot: key.provider === undefined,
        regions: this.reach.regions,
      },
    };
    const granted = grants.map((one) => asRolePolicy(one, own, known));
    const [first = NOTHING, ...others] = policies.map((policy): RoleVariant => {
      return { ...NOTHING, policies: [asRolePolicy(policy, own, known), ...granted] };
    });
    const { guardrails: _, ...rest } = role;
    const { provider = key.provider } = role;
    const asking: Role = { ...rest, ...(provider === undefined ? {} : { provider }), variants: [first, ...others] };
    const verdicts = this.reach.decide(asking, account, isNear ? [role] : []);
    return (action) => {
      if (doubt !== undefined) {
        const cause = {
          effect: "unknown",
          policy: key.id,
          statement: null,
          place: key.place,
          detail: unknownWords(doubt),
        } as const;
        return { action, verdict: "undetermined", deniedBy: null, causes: [cause] };
      }
      const caller = { operator: "StringEquals", key: "kms:CallerAccount", values: [account] } as const;
      return verdicts({ action, resources: ["*"], condition: OF_GRANTS.test(action) ? [caller, FOR_AWS] : [caller] });
    };
  }
}

/** The key with only the policies that it may have in the environments of the role's variants. */
function coexistingKey({ variants, ...role }: Role, key: StandingPolicy): StandingPolicy {
  const { holds } = key;
  if (holds === undefined || environmentSetOf(role) !== environmentSetOf(key)) return key;
  const facts = jointFacts(variants);
  const policies = key.policies.filter((_, at) => meets(facts, holds[at] ?? {}));
  return policies.length === 0 ? key : { ...key, policies };
}

/** Whether the key policy itself allows the role to perform an action. */
function isDirect({ verdicts, leftToRole }: KeyAnswer): boolean {
  return verdicts.some(({ action, verdict }) => verdict === "granted" && leftToRole.get(action) === false);
}

interface Suppositions {
  /** Ignores the statements that leave the decision to the role's own policies by naming its account. */
  readonly isDirect?: boolean;
  readonly isSupposed?: boolean;
}

/**
 * EC2 and RDS use grants for volumes and snapshots. Only requests to create, list, or revoke grants have this condition key:
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
const FOR_AWS = { operator: "Bool", key: "kms:GrantIsForAWSResource", values: ["true"] } as const;
const OF_GRANTS = /^kms:(?:Create|List|Revoke)Grants?$/i;

const NOTHING: RoleVariant = { when: null, policies: [], boundary: null, trust: null };

/**
 * The policy that AWS gives a key without one. It gives the key's account full access
 * (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html).
 */
function defaultPolicy({ id, place, account }: StandingPolicy): Policy {
  const owner = account ?? ({ kind: "unresolved", expression: "Ref AWS::AccountId" } as const);
  const principals = { negated: false, place, principals: [{ type: "AWS", id: owner, place }] } as const;
  const document = { ...FULL_ACCESS.document, place, statements: [{ ...ALLOW_ALL, place, principals }] };
  return { ...FULL_ACCESS, name: id, document, awsManaged: false, place };
}

/** Combines the verdicts in all possible accounts. If they differ, the verdict is unknown. */
function agreed(all: readonly ActionVerdict[]): ActionVerdict {
  const [first, ...others] = all;
  if (first === undefined) throw new Error("a role is in one account at least");
  const verdict: Verdict = "undetermined";
  return others.every((one) => one.verdict === first.verdict) ? first : { ...first, verdict, deniedBy: null };
}

function principalsOf(policy: Policy): readonly Principal[] {
  return policy.kind === "document" ? principalsIn(policy.document) : [];
}
