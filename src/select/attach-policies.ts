import type { NamedFile, PolicyFile } from "../config/options.js";
import type { ConfigProblem } from "../config/settings.js";
import type { DocumentPolicy, Policy, PolicyDocument, ReferencedPolicy, Role } from "../iam/model.js";
import { anything, covers, literal, overlaps, type Pattern, wildcards } from "../iam/pattern.js";
import { withResolved } from "../iam/uncertain-policies.js";
import { partsOf, showText, type Text } from "../source/node.js";
import type { Place } from "../source/place.js";

/** Replaces references to managed policies with the documents that the config's `policies` names. */
export interface PolicyFiles {
  attach(role: Role): Role;
  /** Whether the "role" is really just one of these documents, read as a loose policy file. */
  isDocument(role: Role): boolean;
  /** Lines whose file contains no such document. */
  readonly unmatched: readonly PolicyFile[];
}

/** @param roles everything that was read, including the documents */
export function policyFiles(files: readonly PolicyFile[], roles: readonly Role[]): PolicyFiles {
  const named = new Set(files.map(({ file }) => file));
  const loose = files.length === 0 ? [] : roles.filter((role) => isLoose(role) && named.has(role.file));
  const found = files.map((line) => ({ line, pattern: wildcards(line.arn), document: policyOfFile(loose, line.file) }));
  const resolve = (policy: Policy): Policy => {
    if (policy.kind !== "reference") return policy;
    const arn = arnPattern(policy.arn);
    const fitting = found.filter(({ pattern }) => covers(pattern, arn));
    const best = fitting.find(({ line }) => line.arn === policy.arn) ?? fitting[0];
    return best?.document == null ? policy : copyOf(best.document, policy);
  };
  const perhaps = (arn: string, place: Place): readonly Policy[] =>
    found.flatMap(({ pattern, document }) =>
      document !== null && overlaps(pattern, wildcards(arn)) ? copyOf(document, { kind: "reference", arn, place }) : [],
    );
  return {
    attach: (role) => (found.length === 0 ? role : withResolved(role, resolve, perhaps)),
    isDocument: (role) => loose.includes(role) && role.variants[0].policies.length > 0,
    unmatched: found.filter(({ document }) => document === null).map(({ line }) => line),
  };
}

/** Reports lines whose file was not found as faults of the configuration. */
export function missingPolicies(
  files: readonly NamedFile[],
  notFound: readonly { readonly named: string; readonly reason: string }[],
): readonly ConfigProblem[] {
  const reasons = new Map(notFound.map(({ named, reason }) => [named, reason]));
  return [...new Map(files.map((one) => [one.file, one])).values()].flatMap(({ namedBy, file, place }) => {
    const reason = reasons.get(file);
    if (reason === undefined) return [];
    const help = "name the file in the repository that contains the policy document";
    return [{ message: `${namedBy}, which ${reason}`, help, place }];
  });
}

/** A policy file is read as a role without a name. */
export function isLoose({ format, name }: Role): boolean {
  return format === "policy-json" && name === null;
}

/** The policy that a file contains, or null. */
export function policyOfFile(loose: readonly Role[], file: string): DocumentPolicy | null {
  const [policy] = loose.filter((role) => role.file === file).flatMap(({ variants }) => variants[0].policies);
  return policy?.kind === "document" ? policy : null;
}

/**
 * Adds the problem of an old Version, which a managed policy must not have. A file alone doesn't show that its policy is managed, so the
 * problem wasn't reported when the file was read. AWS's own policies may have an old Version.
 */
function asManaged(document: PolicyDocument): PolicyDocument {
  const { versionFault } = document;
  return versionFault == null ? document : { ...document, problems: [versionFault, ...document.problems] };
}

/** An ARN as a pattern. Its unknown parts match any value. */
function arnPattern(arn: Text): Pattern {
  return partsOf(arn).flatMap((part) => (typeof part === "string" ? literal(part) : anything));
}

/** Findings about the attachment point to where the policy is attached. Findings about a statement point into the file. */
function copyOf({ document, superseded }: DocumentPolicy, { arn, place }: ReferencedPolicy): DocumentPolicy {
  const text = typeof arn === "string" ? arn : arn.kind === "partial" ? String(arn.parts.at(-1)) : "";
  const name = text.slice(text.lastIndexOf("/") + 1);
  const held = showText(arn).includes(":iam::aws:") ? document : asManaged(document);
  const version = superseded === undefined ? {} : { superseded };
  return {
    kind: "document",
    name,
    attachment: "managed",
    document: held,
    awsManaged: false,
    isCopy: true,
    ...version,
    place,
  };
}
