import { accountAndName, marked } from "../../iam/named-policies.js";
import { append } from "../../source/append.js";
import { entryOf, type Text, textOf } from "../../source/node.js";
import type { Deployment } from "./deployment.js";
import type { Resolver } from "./resolver.js";
import { resolversFor } from "./resolvers.js";
import type { Resource } from "./template.js";

/** A policy's ARN in the stack's own account, as `Fn::Sub` and `Fn::Join` build it, or in an account whose ID is spelled out. */
const OWN_POLICY = /^arn:[^:]*:iam::(\$\{Ref AWS AccountId\}|\d{12}):policy(\/.+)$/;

/**
 * A deployment's managed policies, keyed by the path and name at the end of their ARNs. A role may spell out such an
 * ARN instead of referring to the policy, so that the two can be updated separately.
 */
export class PolicyArns {
  readonly #byPath = new Map<string, Resource[]>();
  readonly #byName = new Map<string, Resource[]>();

  constructor(deployment: Deployment) {
    for (const resource of deployment.resources.values()) {
      if (resource.type !== "AWS::IAM::ManagedPolicy") continue;
      for (const path of pathsOf(resource, deployment)) {
        append(this.#byPath, path, resource);
        append(this.#byName, path.slice(path.lastIndexOf("/") + 1), resource);
      }
    }
  }

  /** The policies that have this ARN under at least one combination of condition outcomes. */
  policiesWith(arn: Text): readonly Resource[] {
    const path = OWN_POLICY.exec(marked(arn))?.[2];
    return (path === undefined ? undefined : this.#byPath.get(path)) ?? [];
  }

  /**
   * The policies that an ARN, in the form returned by `arnsIn`, may belong to.
   * @param own the account, if it is known
   */
  called(arn: string, own: string | null = null): readonly Resource[] {
    const [account, name] = accountAndName(arn);
    if (account !== "*") return account === (own ?? account) ? (this.#byPath.get(`/${name}`) ?? []) : [];
    return this.#byName.get(name.slice(name.lastIndexOf("/") + 1)) ?? [];
  }

  /** The policies that have the ARN in this scenario, regardless of whether they exist in it. */
  policiesUnder(resolver: Resolver, arn: Text): readonly Resource[] {
    const [, account = "", path] = OWN_POLICY.exec(marked(arn)) ?? [];
    return this.policiesWith(arn).filter((policy) => {
      const own = resolver.within(policy.scope);
      return (account.startsWith("$") || account === own.account) && pathOf(policy, own) === path;
    });
  }
}

function pathsOf(policy: Resource, deployment: Deployment): ReadonlySet<string> {
  const values = ["ManagedPolicyName", "Path"].flatMap((key) => entryOf(policy.properties, key)?.value ?? []);
  const resolvers = resolversFor(policy, values, deployment);
  return new Set(resolvers.flatMap((resolver) => pathOf(policy, resolver) ?? []));
}

/** `/team/name`. Returns null if CloudFormation generates the policy's name. */
function pathOf({ properties }: Resource, resolver: Resolver): string | null {
  const shown = (key: string): string | null => {
    const value = entryOf(properties, key)?.value;
    const resolved = value === undefined ? null : resolver.resolve(value);
    const text = resolved === null ? undefined : textOf(resolved);
    return text === undefined ? null : marked(text);
  };
  const name = shown("ManagedPolicyName");
  return name === null ? null : `${shown("Path") ?? "/"}${name}`;
}
