import { entryOf, type Node, textOf } from "../../source/node.js";
import type { Certainty } from "./existence.js";
import { expressionAt, functionOf, listCall, shownName, text } from "./expressions.js";
import type { Facts } from "./parameter-facts.js";
import { Resolver } from "./resolver.js";
import { NO_SCENARIO, type Scenario } from "./scenario.js";
import type { Scope } from "./scope.js";
import type { Resource } from "./template.js";
import { holdsText } from "./unknown-parts.js";
import { ANY_VALUE, holds, onlyValue } from "./value-set.js";

const ACCOUNT_IN = "AWS::AccountId@";

const SEPARATOR = ", ";

/** If a stack set has more groups than this, it is unknown which group's values apply. */
const MAX_GROUPS = 8;

/**
 * A stack set, which creates stacks from a template. If a stack is in the same account as the template that declares
 * the stack set, the passed values have the same meaning in it.
 */
export class StackSet {
  readonly name: string;
  readonly scope: Scope;
  /** The accounts and regions in which the stack set creates stacks. */
  readonly groups: Node | undefined;
  /** Whether the stack set creates a stack in the account of the template that declares it, whatever the outcomes of the conditions. */
  readonly always: Certainty;
  /** The accounts in which the stack set creates its stacks, if all of them are spelled out. Null otherwise, or if there are none. */
  readonly listed: readonly string[] | null;
  /** The name of a pseudo parameter that has the accounts of a stack's group as its value. */
  readonly key: string;
  /** The conditions that a stack belongs to each of the groups, keyed by name. Empty if a stack's account doesn't determine its group. */
  readonly conditions: ReadonlyMap<string, Node>;
  readonly #known = new Map<Scenario, Certainty>();

  /** @param declared the accounts to which the template is deployed, according to the configuration. Empty if it names none. */
  constructor(
    { logicalId, properties, scope, place }: Resource,
    private readonly declared: readonly string[],
  ) {
    this.name = logicalId;
    this.key = `${ACCOUNT_IN}${logicalId}`;
    this.scope = scope;
    this.groups = entryOf(properties, "StackInstancesGroup")?.value;
    const certain = new Resolver(scope, NO_SCENARIO, "certain");
    this.always = this.#decide(certain, NO_SCENARIO);
    const found = listedAccounts(this.groups && certain.resolve(this.groups));
    const byGroup = found?.flat().length ? found : null;
    this.listed = byGroup?.flat() ?? null;
    const isOpen = byGroup === null || byGroup.length > MAX_GROUPS || new Set(this.listed).size < byGroup.flat().length;
    const texts = isOpen ? [] : byGroup.map((ids) => ids.join(SEPARATOR));
    const own = functionOf("Ref", text(this.key, place));
    this.conditions = new Map(
      texts.map((ids) => [`${this.key} ${ids}`, listCall("Fn::Equals", place, [own, text(ids, place)])]),
    );
  }

  /** The account in which the stack set creates its stacks, if there is only one. */
  get only(): string | null {
    const [account = null, ...others] = this.listed ?? [];
    return others.length === 0 ? account : null;
  }

  /**
   * The accounts in which the stack set creates its stacks, if there are several. Omits accounts that the facts rule
   * out and, if accounts are declared, undeclared ones.
   */
  inEach(facts: Facts = new Map()): readonly string[] {
    const left = onlyValue(facts.get(this.key) ?? ANY_VALUE)?.split(SEPARATOR);
    const all = this.only === null ? (left ?? this.listed ?? []) : [];
    return this.declared.length === 0 ? all : all.filter((one) => this.declared.includes(one));
  }

  /** Whether the stack set's only account is the account to which the template is deployed. */
  get isDeclared(): boolean {
    return this.declared.length === 1 && this.only === this.declared[0];
  }

  /** Whether the stack set creates a stack in the account of the template that declares it. */
  isHere(scenario: Scenario): Certainty {
    const known = this.#known.get(scenario);
    if (known !== undefined) return known;
    // The stack set's accounts may come from its own stacks.
    this.#known.set(scenario, this.#open("a value that refers to itself"));
    const found = this.#decide(new Resolver(this.scope, scenario), scenario);
    this.#known.set(scenario, found);
    return found;
  }

  #decide(resolver: Resolver, scenario: Scenario): Certainty {
    const groups = this.groups === undefined ? null : resolver.resolve(this.groups);
    // Calls outside the template, such as `aws cloudformation create-stack-instances`, may create the set's stacks.
    if (groups === null) return this.#open("it has no StackInstancesGroup");
    const { place } = groups;
    // The account ID that an enclosing stack set passes may belong to either account.
    const isPassed = this.scope.accounts.length > 0 && !holdsText(this.groups ?? groups, isAccountId);
    const own = isPassed ? null : shownName(resolver.resolve(functionOf("Ref", text("AWS::AccountId", place))));
    return this.#any(groups, (group) =>
      group.kind === "map"
        ? this.#any(entryOf(group, "DeploymentTargets")?.value, (targets) => this.#targets(targets, own, scenario))
        : this.#open(group),
    );
  }

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html */
  #targets(targets: Node, own: string | null, { facts }: Scenario): Certainty {
    if (targets.kind !== "map") return this.#open(targets);
    const value = (key: string): Node | undefined => entryOf(targets, key)?.value;
    const filter = value("AccountFilterType");
    const how = filter === undefined ? "UNION" : shownName(filter);
    const listed = this.#any(value("Accounts") ?? value("AccountsUrl"), (account) => {
      const id = shownName(account);
      if (id === own || (this.declared.length === 1 && id === this.declared[0])) return "yes";
      if (!/^\d+$/.test(id) || this.declared.includes(id)) return this.#open(account);
      const mayBe = this.declared.length === 0 && holds(facts.get("AWS::AccountId") ?? ANY_VALUE, id);
      return mayBe ? this.#open(account) : "no";
    });
    if (how === "DIFFERENCE" ? listed === "yes" : how === "INTERSECTION" && listed === "no") return "no";
    const hasUnits = value("OrganizationalUnitIds") !== undefined || how === "DIFFERENCE";
    if (!hasUnits || (how === "UNION" && listed === "yes")) return listed;
    return this.#open("OrganizationalUnitIds");
  }

  #any(node: Node | null | undefined, decide: (item: Node) => Certainty): Certainty {
    const found = node == null ? [] : (node.kind === "list" ? node.items : [node]).map(decide);
    return found.find((one) => one === "yes") ?? found.find((one) => one !== "no") ?? "no";
  }

  #open(what: Node | string): Certainty {
    const named = typeof what === "string" ? what : shownName(what) || expressionAt(what.place, this.groups ?? what);
    const why = /^\d+$/.test(named ?? "")
      ? `account ${named}, which may be this one`
      : `unknown accounts: ${named ?? "an empty one"}`;
    return { kind: "unresolved", expression: `stack set ${this.name} deploys to ${why}` };
  }
}

function isAccountId(text: string): boolean {
  return text.includes("AWS::AccountId");
}

/**
 * The accounts of each group. Returns null unless every group spells out its accounts. Without groups, CloudFormation deletes all stacks
 * that it created for former ones:
 * https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-cloudformation (`InstancesAnalyzer.java`)
 */
export function listedAccounts(groups: Node | null | undefined): readonly (readonly string[])[] | null {
  if (groups == null) return [];
  if (groups.kind !== "list") return null;
  const ids = groups.items.map((group) => {
    const targets = group.kind === "map" ? entryOf(group, "DeploymentTargets")?.value : undefined;
    if (targets?.kind !== "map") return [""];
    return targets.entries.flatMap(({ key, value }) =>
      // A parameter without text is a list of one empty item.
      key === "Accounts" && value.kind === "list" ? value.items.filter((one) => textOf(one) !== "").map(shownName) : "",
    );
  });
  return ids.flat().every((id) => /^\d+$/.test(id)) ? ids : null;
}

/**
 * The scenarios that apply to a template. Inside a stack set, a stack is in one of the set's groups and has the values
 * that the group overrides. Outside the set, all groups exist at the same time.
 */
export function withinGroups({ accounts }: Scope, all: readonly Scenario[]): readonly Scenario[] {
  const isOfSet = (name: string) => name.startsWith(ACCOUNT_IN);
  if (!all.some(({ facts }) => [...facts.keys()].some(isOfSet))) return all;
  return all.flatMap((scenario) => {
    const facts = new Map(scenario.facts);
    for (const [name, { kind }] of [...facts].filter(([name]) => isOfSet(name))) {
      const set = accounts.find(({ key }) => key === name);
      const isDeclared = !set?.inEach().length || set.inEach(facts).length > 0;
      if ((kind === "one of") !== (set !== undefined) || !isDeclared) return [];
      if (set === undefined) facts.delete(name);
    }
    return { ...scenario, facts };
  });
}

/** Whether two templates are deployed to different accounts, whatever the outcomes of the conditions. */
export function areInDifferentAccounts(one: Scope, other: Scope): boolean {
  return areInOneAccount(one, other, ({ always }) => always) === "no";
}

/** Whether two templates are deployed to the same account. */
export function areInOneAccount(one: Scope, other: Scope, isHere: (set: StackSet) => Certainty): Certainty {
  const [set, another] = [one.accounts.at(-1), other.accounts.at(-1)];
  if (set === another) return "yes";
  const [own, others] = [set?.listed ?? null, another?.listed ?? null];
  if (own !== null && others !== null) {
    const areSame = own.length === 1 && others.length === 1;
    return own.some((id) => others.includes(id)) ? (areSame ? "yes" : shared(set, another)) : "no";
  }
  const first = outward(one, other, isHere);
  const second = outward(other, one, isHere);
  if (first === "yes" || second === "yes") return first === "yes" ? second : first;
  return [first, second].find((each) => each !== "no") ?? shared(set, another);
}

/**
 * Whether a template is deployed to the account of another one that is further out: every stack set in between must be,
 * from the innermost outward. If one is undecided, so is the result.
 */
function outward({ accounts }: Scope, other: Scope, isHere: (set: StackSet) => Certainty): Certainty {
  for (const set of accounts.filter((each) => !other.accounts.includes(each)).reverse()) {
    const here = isHere(set);
    if (here !== "yes" || set.isDeclared) return here;
  }
  return "yes";
}

function shared(one: StackSet | undefined, other: StackSet | undefined): Certainty {
  return {
    kind: "unresolved",
    expression: `stack sets ${one?.name} and ${other?.name} may deploy to the same account`,
  };
}
