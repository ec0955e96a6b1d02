import type { Policy, PolicyDocument, Role, RoleVariant } from "../../src/iam/model.js";
import { type PolicyUse, parsePolicyDocument } from "../../src/iam/parse-document.js";
import { type JsonValue, nodeFromJson } from "../../src/source/json-node.js";
import { filePlace } from "../../src/source/place.js";

const place = filePlace("role.json");

export function documentOf(value: unknown, use: PolicyUse = "identity"): PolicyDocument {
  return parsePolicyDocument(nodeFromJson(value as JsonValue, place), use);
}

/** An identity policy with these statements. */
export function policyOf(name: string, ...statements: readonly object[]): Policy {
  const document = documentOf({ Version: "2012-10-17", Statement: statements });
  return { kind: "document", name, attachment: "inline", document, awsManaged: false, place };
}

export function referenceTo(arn: string): Policy {
  return { kind: "reference", arn, place };
}

export function roleOf(...variants: readonly [Partial<RoleVariant>, ...Partial<RoleVariant>[]]): Role {
  const whole = (variant: Partial<RoleVariant>): RoleVariant => ({
    when: null,
    policies: [],
    boundary: null,
    trust: null,
    ...variant,
  });
  const [first, ...others] = variants;
  return {
    id: "Worker",
    name: "worker",
    format: "policy-json",
    place,
    file: "role.json",
    marker: null,
    variants: [whole(first), ...others.map(whole)],
    instanceProfile: null,
    removed: false,
  };
}

/** A role with one identity policy that has these statements. */
export function roleWith(...statements: readonly object[]): Role {
  return roleOf({ policies: [policyOf("policy", ...statements)] });
}

export function trustOf(...statements: readonly object[]): PolicyDocument {
  return documentOf({ Version: "2012-10-17", Statement: statements }, "trust");
}

export function allow(
  action: string | readonly string[],
  resource: string | readonly string[] = "*",
  rest: object = {},
) {
  return { Effect: "Allow", Action: action, Resource: resource, ...rest };
}

export function deny(
  action: string | readonly string[],
  resource: string | readonly string[] = "*",
  rest: object = {},
) {
  return { Effect: "Deny", Action: action, Resource: resource, ...rest };
}
