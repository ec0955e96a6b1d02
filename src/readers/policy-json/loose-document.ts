import type { DocumentPolicy, GrammarProblem, PolicyDocument, Role, RoleVariant } from "../../iam/model.js";
import { parsePolicyDocument } from "../../iam/parse-document.js";
import type { MapNode } from "../../source/node.js";
import type { DocumentUse } from "./documents.js";

/**
 * A document that belongs to no role becomes a role named after its file, until `groups` in the configuration joins it
 * with others. Parts that it doesn't have (a trust policy, an instance profile) are out of scope, not missing.
 */
export function looseDocumentRole(
  file: string,
  document: MapNode,
  use: Exclude<DocumentUse, "resource">,
  superseded: GrammarProblem | null = null,
): Role {
  const name = baseName(file);
  const parsed = parsePolicyDocument(document, use);
  const policy = { ...policyCalled(name, parsed), ...(superseded === null ? {} : { superseded }) };
  const variant: RoleVariant =
    use === "identity"
      ? { when: null, policies: [policy], boundary: null, trust: null }
      : { when: null, policies: [], boundary: null, trust: parsed };
  return {
    id: name,
    name: null,
    format: "policy-json",
    place: document.place,
    file,
    marker: null,
    variants: [variant],
    instanceProfile: null,
    removed: false,
  };
}

/** A document as a standalone policy. */
export function policyCalled(name: string, document: PolicyDocument): DocumentPolicy {
  return { kind: "document", name, attachment: "managed", document, awsManaged: false, place: document.place };
}

/** The file name without folders and without its last extension. */
export function baseName(file: string): string {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(0, dot) : name;
}
