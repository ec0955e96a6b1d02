import { findForgottenSubstitution, notReplaced, SUBSTITUTION_HELP } from "../../iam/forgotten-substitution.js";
import type { GrammarProblem } from "../../iam/model.js";
import { shown } from "../../iam/policy-keys.js";
import { entryOf, type Node, showText, textOf } from "../../source/node.js";
import { functionOf, itemsOf } from "./expressions.js";
import type { Resolver } from "./resolver.js";
import type { Resource } from "./template.js";

/**
 * Properties that contain IAM names and ARNs. These can't contain `$` or braces, so IAM rejects a placeholder that
 * CloudFormation was supposed to fill in (https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html).
 * Paths aren't listed: they can contain them.
 */
const NAMES = [
  ...["RoleName", "ManagedPolicyArns", "PermissionsBoundary", "Roles", "Users", "Groups"],
  ...["PolicyName", "ManagedPolicyName", "InstanceProfileName"],
];

/** Reports a resource's names and ARNs that should have been written with `Fn::Sub`. */
export function forgottenNames({ type, logicalId, properties, scope }: Resource, from: Resolver): GrammarProblem[] {
  const resolver = from.within(scope);
  const whose = type === "AWS::IAM::Role" ? "" : ` of ${logicalId}`;
  const policies = entryOf(properties, "Policies")?.value;
  const inline = (policies === undefined ? [] : itemsOf(resolver.resolve(policies) ?? policies)).flatMap((policy) =>
    policy.kind === "map" ? faultsOf("PolicyName", entryOf(policy, "PolicyName")?.value, " of Policies") : [],
  );
  return [
    ...NAMES.flatMap((key) => {
      const value = entryOf(properties, key)?.value;
      return value === undefined ? [] : faultsOf(key, resolver.resolve(value) ?? undefined, whose);
    }),
    ...inline,
  ];
}

/** A string after the intended substitution. Returns the node itself if there is nothing to fill in. */
export function asIntended(node: Node, resolver: Resolver): Node {
  if (node.kind !== "scalar" || findForgottenSubstitution(String(node.value)) === null) return node;
  return resolver.resolve(functionOf("Fn::Sub", node)) ?? node;
}

function faultsOf(key: string, value: Node | undefined, whose: string): readonly GrammarProblem[] {
  if (value === undefined) return [];
  return (value.kind === "list" ? value.items : [value]).flatMap((item) => {
    const text = textOf(item) ?? "";
    const forgotten = findForgottenSubstitution(text);
    if (forgotten === null) return [];
    const message = `${key} "${shown(showText(text))}"${whose} ${notReplaced(forgotten)}`;
    return [{ message, help: SUBSTITUTION_HELP, place: item.place }];
  });
}
