import { documentsOf } from "../iam/role-documents.js";
import type { RoleRule } from "./rule.js";

/** Faults against the policy grammar: AWS rejects such a document, so nothing that it grants can be relied on. */
export const invalidPolicy: RoleRule = {
  id: "invalid-policy",
  defaultSeverity: "error",
  summary: "A policy document breaks IAM's policy grammar.",
  check({ role }) {
    const problems = documentsOf(role).flatMap(({ document }) => document.problems);
    const [first, ...others] = problems;
    if (first === undefined) return [];
    const more = others.length === 0 ? "" : `, and ${others.length} more ${others.length === 1 ? "fault" : "faults"}`;
    return [
      {
        role: role.id,
        kind: null,
        actions: [],
        message: `role ${role.name ?? role.id} has an invalid policy: ${first.message}${more}`,
        help: first.help,
        place: first.place,
        related: others.map(({ message, place }) => ({ message, place })),
      },
    ];
  },
};
