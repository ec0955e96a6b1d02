import type { Role } from "../iam/model.js";
import type { TooWide } from "../iam/verdict.js";
import { roleWord } from "./action-draft.js";
import type { RoleRule } from "./rule.js";
import { trustDrafts } from "./trust-draft.js";

export const trustTooWide: RoleRule = {
  id: "trust-too-wide",
  defaultSeverity: "warning",
  summary:
    "A trust policy that lets in more than the appliance: anyone, or a whole account instead of the appliance's role.",
  check: (evaluated) =>
    trustDrafts(
      evaluated,
      (verdict) => verdict.tooWide !== null,
      ({ tooWide }) => ({
        ...(tooWide === null ? {} : { place: tooWide.place, related: [] }),
        message:
          tooWide === null
            ? ""
            : `${messageFor(tooWide, evaluated.role)}${tooWide.when === undefined ? "" : ` (when ${tooWide.when})`}`,
        help: "name the ARN of the appliance's impersonation role as the principal",
      }),
    ),
};

function messageFor({ width, narrowedBy }: TooWide, role: Role): string {
  const trust = `the trust policy of ${roleWord(role)}`;
  const keys = narrowedBy.join(", ");
  const narrowed = narrowedBy.length === 0 ? "" : ` ("AWS": "*", narrowed by ${keys})`;
  switch (width) {
    case "anyone":
      return `${trust} lets every AWS account in the world assume it ("AWS": "*"${keys && `, which the condition on ${keys} might not narrow`})`;
    case "unidentified":
      return `${trust} lets in every caller without ${keys} ("AWS": "*", narrowed only for callers that have it)`;
    case "organization":
      return `${trust} lets every account of an organization assume it${narrowed}`;
    case "account":
      return `${trust} trusts a whole account, but \`appliance\` names only one role${narrowed}`;
  }
}
