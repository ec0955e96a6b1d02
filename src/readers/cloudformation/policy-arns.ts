import { accountAndName, marked } from "../../iam/named-policies.js";
import { append } from "../../source/append.js";
import { entryOf, type Text, textOf } from "../../source/node.js";
import type { Deployment } from "./deployment.js";
import type { Resolver } from "./resolver.js";
import { resolversFor } from "./resolvers.js";
import type { Resource } from "./template.js";

/** An ARN in the stack's own account, as `Fn::Sub` and `Fn::Join` spell it, or in one that is spelled out. */
const OWN_POLICY = /^arn:[^:]*:iam::(\$\{Ref AWS AccountId\}|\d{12}):policy(\/.+)$/;

/**
 * The managed policies of a deployment by the path and name that their ARNs end with. A role may spell such an ARN out
 * instead of referring to the policy, so that the two can be updated apart.
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

  /** Those that have an ARN in one of the ways in which conditions can fall out. */
  policiesWith(arn: Text): readonly Resource[] {
    const path = OWN_POLICY.exec(marked(arn))?.[2];
    return (path === undefined ? undefined : this.#byPath.get(path)) ?? [];
  }

  /**
   * Those that an ARN as `arnsIn` gives it may be of.
   * @param own the account, where that is known
   */
  called(arn: string, own: string | null = null): readonly Resource[] {
    const [account, name] = accountAndName(arn);
    if (account !== "*") return account === (own ?? account) ? (this.#byPath.get(`/${name}`) ?? []) : [];
    return this.#byName.get(name.slice(name.lastIndexOf("/") + 1)) ?? [];
  }

  /** Those that have it in this one, whether they exist there or not. */
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

/** `/team/name`; null for a policy to which CloudFormation gives its name. */
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
