import { entryOf, type Node } from "../../source/node.js";
import type { Certainty } from "./existence.js";
import { expressionAt, shownName } from "./expressions.js";
import { Resolver } from "./resolver.js";
import { NO_SCENARIO, type Scenario } from "./scenario.js";
import type { Scope } from "./scope.js";
import type { Resource } from "./template.js";

/** One that makes stacks of a template: where that is in the account of the template that has it, what it is passed means the same there. */
export class StackSet {
  readonly name: string;
  readonly scope: Scope;
  /** Where it makes them. */
  readonly groups: Node | undefined;
  /** Whether it makes one in that account, however conditions fall out. */
  readonly always: Certainty;
  readonly #known = new Map<Scenario, Certainty>();

  constructor({ logicalId, properties, scope }: Resource) {
    this.name = logicalId;
    this.scope = scope;
    this.groups = entryOf(properties, "StackInstancesGroup")?.value;
    this.always = this.#decide(new Resolver(scope, NO_SCENARIO, "certain"));
  }

  /** Whether it makes one in the account. */
  isHere(scenario: Scenario): Certainty {
    const known = this.#known.get(scenario);
    if (known !== undefined) return known;
    // Its accounts may come from its own stacks.
    this.#known.set(scenario, this.#open("a value that refers to itself"));
    const found = this.#decide(new Resolver(this.scope, scenario));
    this.#known.set(scenario, found);
    return found;
  }

  #decide(resolver: Resolver): Certainty {
    const { groups } = this;
    if (groups === undefined) return "no";
    const { place } = groups;
    const id: Node = { kind: "scalar", place, value: "AWS::AccountId" };
    const own = shownName(
      resolver.resolve({ kind: "map", place, entries: [{ key: "Ref", keyPlace: place, value: id }] }),
    );
    return this.#any(resolver.resolve(groups), (group) =>
      group.kind === "map"
        ? this.#any(entryOf(group, "DeploymentTargets")?.value, (targets) => this.#targets(targets, own))
        : this.#open(group),
    );
  }

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html */
  #targets(targets: Node, own: string): Certainty {
    if (targets.kind !== "map") return this.#open(targets);
    const value = (key: string): Node | undefined => entryOf(targets, key)?.value;
    const filter = value("AccountFilterType");
    const how = filter === undefined ? "UNION" : shownName(filter);
    const listed = this.#any(value("Accounts") ?? value("AccountsUrl"), (account) => {
      const id = shownName(account);
      return id === own ? "yes" : /^\d+$/.test(id) ? "no" : this.#open(account);
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
    return {
      kind: "unresolved",
      expression: `stack set ${this.name} is for accounts that are not known: ${named ?? "an empty one"}`,
    };
  }
}

/** Whether two templates are deployed to other accounts, however conditions fall out. */
export function areApart(one: Scope, other: Scope): boolean {
  return between(one, other).some(({ always }) => always === "no");
}

/** The stack sets that stand between two templates. */
export function between(one: Scope, other: Scope): readonly StackSet[] {
  const [own, others] = [one.accounts, other.accounts];
  return [...own, ...others].filter((set) => !(own.includes(set) && others.includes(set)));
}
