import { isChoice } from "../../iam/choices.js";
import type { Policy, PolicyDocument } from "../../iam/model.js";
import { arnsIn } from "../../iam/named-policies.js";
import { type PolicyUse, parsePolicyDocument } from "../../iam/parse-document.js";
import { parsePolicyText } from "../../iam/parse-document-text.js";
import { deniesIn } from "../../iam/uncertain-denies.js";
import { uncertainPolicy } from "../../iam/uncertain-policies.js";
import { entryOf, type MapNode, type Node, showText, textOf, type Unresolved } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { type Existing, existence } from "./existence.js";
import type { Resolver } from "./resolver.js";
import type { Scenario } from "./scenario.js";
import type { Resource } from "./template.js";

export function missing(place: Place): Node {
  return { kind: "scalar", place, value: null };
}

/** A policy resource in a scenario, in the same account as `existing`. Returns null if the policy doesn't exist in it. */
export function policyUnder(
  scenario: Scenario,
  policy: Resource,
  existing: Existing,
  resolver: Resolver,
): Policy | null {
  const exists = existence(policy, existing, scenario);
  if (exists === "no") return null;
  const known = resourcePolicy(policy, resolver);
  return exists === "yes" ? known : uncertainPolicy(known, exists.expression);
}

export function resourcePolicy(policy: Resource, resolver: Resolver): Policy {
  const properties = resolver.within(policy.scope).resolve(policy.properties);
  const attachment = policy.type === "AWS::IAM::ManagedPolicy" ? "managed" : "inline";
  if (properties?.kind !== "map") return unresolvedPolicy(policy.logicalId, properties ?? missing(policy.place));
  const exports = policy.scope.exports.ofResource(policy.logicalId);
  const made = documentPolicy(policy.logicalId, properties, attachment);
  return made.kind !== "document" || exports.length === 0 ? made : { ...made, exports };
}

export function documentPolicy(name: string, holder: MapNode, attachment: "inline" | "managed"): Policy {
  const document = entryOf(holder, "PolicyDocument")?.value ?? missing(holder.place);
  if (document.kind === "unresolved" && !isChoice(document)) return unresolvedPolicy(name, document);
  const parsed = parseDocument(document, attachment === "managed" ? "managed" : "identity");
  const called = entryOf(holder, "ManagedPolicyName")?.value;
  const managedName = called?.kind === "scalar" ? String(called.value) : undefined;
  return {
    kind: "document",
    name,
    attachment,
    document: parsed,
    awsManaged: false,
    managedName,
    place: document.place,
  };
}

/** Parsed documents. A document that depends on no condition is the same node in all of a role's variants. */
const known: Record<PolicyUse, WeakMap<Node, PolicyDocument>> = {
  identity: new WeakMap(),
  managed: new WeakMap(),
  trust: new WeakMap(),
  resource: new WeakMap(),
};

function parseDocument(node: Node, use: PolicyUse): PolicyDocument {
  const before = known[use].get(node);
  if (before !== undefined) return before;
  const document = readDocument(node, use);
  known[use].set(node, document);
  return document;
}

/** Reads the document in a property. CloudFormation treats the property as JSON, so a string that contains a document is also accepted. */
function readDocument(node: Node, use: PolicyUse): PolicyDocument {
  const isText = node.kind === "partial" || (node.kind === "scalar" && typeof node.value === "string");
  return isText ? parsePolicyText(node, use) : parsePolicyDocument(node, use);
}

export function documentOrUnresolved(node: Node, use: PolicyUse): PolicyDocument | Unresolved {
  if (node.kind === "unresolved" && !isChoice(node) && !mayDeny(node))
    return { kind: "unresolved", expression: node.expression };
  return parseDocument(node, use);
}

/** An unknown policy, with the Deny statements of the policies that it may be. */
export function unresolvedPolicy(name: string, node: Node): Policy {
  const { place } = node;
  if (mayDeny(node))
    return {
      kind: "document",
      name,
      attachment: "inline",
      document: parseDocument(node, "identity"),
      awsManaged: false,
      place,
    };
  const value = textOf(node);
  const isNull = node.kind === "scalar" && node.value === null;
  return {
    kind: "unresolved",
    name,
    expression: isNull ? "null is not allowed here" : value === undefined ? name : showText(value),
    arns: arnsIn([node]),
    place,
  };
}

function mayDeny(node: Node): boolean {
  return node.kind === "unresolved" && deniesIn(node.mayBe).length > 0;
}

export function showName(node: Node | undefined, fallback: string): string {
  const value = node === undefined ? undefined : textOf(node);
  return value === undefined ? fallback : showText(value);
}
