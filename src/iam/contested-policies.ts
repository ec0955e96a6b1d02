import { formatLocation } from "../source/location.js";
import { locate } from "../source/place.js";
import type { Condition, Policy, Statement } from "./model.js";

/** The beginning of the reason why a statement of a contested policy is not certain. */
export const CONTESTED = "which of the inline policies named";

/**
 * Makes statements uncertain unless all of a role's inline policies with the same name contain them. A role has one inline policy per name:
 * the last write replaces the earlier policy (https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html). Which policy
 * remains depends on the order of the deployment, and changes with the next deployment that touches any of them. Only statements that all
 * of them contain are certain.
 */
export function contested(all: readonly Policy[]): readonly Policy[] {
  const byName = new Map<string, Set<Policy>>();
  for (const policy of all) {
    const { inlineName } = policy;
    if (inlineName !== undefined) byName.set(inlineName, (byName.get(inlineName) ?? new Set()).add(policy));
  }
  const rivals = new Map([...byName].map(([name, policies]) => [name, rivalsOf(policies)]));
  return all.map((policy) => {
    const { inlineName } = policy;
    const group = inlineName === undefined ? undefined : rivals.get(inlineName);
    if (group === undefined || group.amount === 1 || policy.kind !== "document") return policy;
    const expression = `${CONTESTED} ${inlineName} stays (this, or ${group.othersThan(policy)})`;
    const open: Condition = { kind: "unresolved", expression, place: policy.place };
    const statements = policy.document.statements.map((one) =>
      group.allHave(one) ? one : { ...one, conditions: [...one.conditions, open] },
    );
    return { ...policy, document: { ...policy.document, statements } };
  });
}

/** The policies that share a name. */
interface Rivals {
  readonly amount: number;
  readonly allHave: (statement: Statement) => boolean;
  readonly othersThan: (policy: Policy) => string;
}

/** More names don't help a reader, and each of many policies would list all the others. */
const MAX_SHOWN = 5;

function rivalsOf(policies: ReadonlySet<Policy>): Rivals {
  const amount = policies.size;
  const texts = new Map<Statement, string>();
  const having = new Map<string, number>();
  for (const policy of amount === 1 ? [] : policies) {
    if (policy.kind !== "document") continue;
    for (const one of policy.document.statements) texts.set(one, textOf(one));
    const own = new Set(policy.document.statements.map((one) => texts.get(one) ?? ""));
    for (const text of own) having.set(text, (having.get(text) ?? 0) + 1);
  }
  const first = amount === 1 ? [] : [...policies].slice(0, MAX_SHOWN + 1);
  const words = new Map(first.map((policy) => [policy, shown(policy)]));
  return {
    amount,
    allHave: (statement) => having.get(texts.get(statement) ?? "") === amount,
    othersThan(policy) {
      const others = first.filter((one) => one !== policy).slice(0, MAX_SHOWN);
      const more = amount - 1 - others.length;
      return [...others.map((one) => words.get(one)), ...(more === 0 ? [] : [`one of ${more} more`])].join(", or ");
    },
  };
}

function shown(policy: Policy): string {
  return `${"name" in policy ? policy.name : ""} at ${formatLocation(locate(policy.place))}`;
}

/** Property names rather than strings, because the bundler renames properties. */
const LEFT_OUT = { place: true, sid: true } satisfies Partial<Record<keyof Statement, true>>;

/** A statement's content, regardless of its place and Sid. */
function textOf(statement: Statement): string {
  return JSON.stringify(statement, (key, value: unknown) => (key in LEFT_OUT ? undefined : value));
}
