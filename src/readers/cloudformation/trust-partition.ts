import type { Principal } from "../../iam/model.js";
import { PARTITIONS, urlSuffix } from "../../iam/regions.js";
import { entryOf, showText } from "../../source/node.js";
import { partitionsLeft } from "./possible-partitions.js";
import { Resolver } from "./resolver.js";
import { documentOrUnresolved } from "./role-policies.js";
import type { Scenario } from "./scenario.js";
import type { Resource } from "./template.js";
import { holdsText } from "./unknown-parts.js";
import { oneOf } from "./value-set.js";

/** ARNs and service names that occur only outside the commercial partition. */
const ELSEWHERE = /^arn:aws-|\.amazonaws\.com\.cn$/;

/**
 * Narrows the scenarios to the partition of the principals in a role's trust policy, if neither the configuration nor
 * conditions determine it. Roles can't be assumed across partitions, so `AWS::Partition` next to such principals has
 * the same partition.
 */
export function narrowToTrustPartition(role: Resource, scenarios: readonly Scenario[]): readonly Scenario[] {
  const written = entryOf(role.properties, "AssumeRolePolicyDocument")?.value;
  const isOpen = role.scope.partition === null && written !== undefined;
  if (!isOpen || !holdsText(written, (text) => ELSEWHERE.test(text))) return scenarios;
  if (scenarios.some(({ facts }) => partitionsLeft(facts) !== PARTITIONS)) return scenarios;
  const told = scenarios.map((scenario) => {
    const trust = new Resolver(role.scope, scenario, "certain").resolve(written);
    const document = trust === null ? null : documentOrUnresolved(trust, "trust");
    const statements = document !== null && "statements" in document ? document.statements : [];
    return only(partitionsIn(statements.flatMap(({ principals }) => principals?.principals ?? [])));
  });
  const partition = only(new Set(told));
  if (partition === null || partition === "aws") return scenarios;
  const fact = ["AWS::Partition", oneOf([partition])] as const;
  return scenarios.map((scenario) => ({ ...scenario, facts: new Map([...scenario.facts, fact]) }));
}

function partitionsIn(principals: readonly Principal[]): ReadonlySet<string> {
  const texts = new Set(principals.map(({ id }) => showText(id)));
  const [china, elsewhere] = [urlSuffix("aws-cn"), urlSuffix(null)];
  const partitions = [...texts].flatMap((text) => {
    // A trust policy with both names of a service accepts the service in every partition.
    const isChinas = text.endsWith(`.${china}`) && !texts.has(text.slice(0, -china.length) + elsewhere);
    return isChinas ? "aws-cn" : (/^arn:(aws[a-z-]*):/.exec(text)?.[1] ?? []);
  });
  return new Set(partitions);
}

function only(found: ReadonlySet<string | null>): string | null {
  const [one = null, ...others] = found;
  return others.length === 0 ? one : null;
}
