import { entryOf, showText, type Text, textOf } from "../../source/node.js";
import type { Deployment } from "./deployment.js";
import { Resolver } from "./resolver.js";
import type { Resource } from "./template.js";

/** An ARN in the stack's own account, as `Fn::Sub` and `Fn::Join` spell it. */
const OWN_POLICY = /^arn:[^:]*:iam::\$\{Ref AWS::AccountId\}:policy(\/.+)$/;

/**
 * The managed policies of a deployment by the path and name that their ARNs end with. A role may spell such an ARN out
 * instead of referring to the policy, so that the two can be updated apart.
 */
export class PolicyArns {
  readonly #byPath = new Map<string, Resource>();

  constructor({ resources }: Deployment) {
    for (const resource of resources.values()) {
      const path = resource.type === "AWS::IAM::ManagedPolicy" ? pathOf(resource) : null;
      if (path !== null) this.#byPath.set(path, resource);
    }
  }

  policyWith(arn: Text): Resource | undefined {
    const path = OWN_POLICY.exec(showText(arn))?.[1];
    return path === undefined ? undefined : this.#byPath.get(path);
  }
}

/** `/team/name`; null for a policy to which CloudFormation gives its name. */
function pathOf({ properties, scope }: Resource): string | null {
  const resolver = new Resolver(scope, new Map());
  const shown = (key: string): string | null => {
    const value = entryOf(properties, key)?.value;
    const resolved = value === undefined ? null : resolver.resolve(value);
    const text = resolved === null ? undefined : textOf(resolved);
    return text === undefined ? null : showText(text);
  };
  const name = shown("ManagedPolicyName");
  return name === null ? null : `${shown("Path") ?? "/"}${name}`;
}
