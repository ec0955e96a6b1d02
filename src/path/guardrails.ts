import type { GuardrailFiles, NamedFile } from "../config/options.js";
import type { GuardrailLevel, Policy, Role } from "../iam/model.js";
import { isLoose, policyOfFile } from "../select/attach-policies.js";

/** The guardrails that are declared, as documents. */
export interface Guardrails {
  readonly levels: readonly GuardrailLevel[];
  /** Puts them above a role. */
  attach(role: Role): Role;
  /** Whether a role is but a document of these. */
  isDocument(role: Role): boolean;
  /** Files that hold no such document. */
  readonly unmatched: readonly NamedFile[];
}

/** `roles`: all that was read, the documents among them. */
export function readGuardrailFiles(declared: readonly GuardrailFiles[], roles: readonly Role[]): Guardrails {
  const named = new Map(declared.flatMap(({ files }) => files).map((one) => [one.file, one]));
  const loose = named.size === 0 ? [] : roles.filter((role) => isLoose(role) && named.has(role.file));
  const policies = new Map([...named].map(([file, { place }]) => [file, policyIn(loose, file, place)]));
  const levels = declared.map(
    ({ name, files, isAllowList, place }): GuardrailLevel => ({
      name,
      policies: files.flatMap(({ file }) => policies.get(file) ?? []),
      isAllowList,
      place,
    }),
  );
  return {
    levels,
    attach: (role) => (levels.length === 0 ? role : { ...role, guardrails: levels }),
    isDocument: (role) => loose.includes(role) && role.variants[0].policies.length > 0,
    unmatched: [...named.values()].filter(({ file }) => policies.get(file)?.kind !== "document"),
  };
}

/** What a file that holds no policy may say is not known. */
function policyIn(loose: readonly Role[], file: string, place: NamedFile["place"]): Policy {
  const found = policyOfFile(loose, file);
  return found === null ? { kind: "unresolved", name: file, expression: file, place } : { ...found, name: file };
}
