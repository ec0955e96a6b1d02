import type { PolicyDocument } from "../iam/model.js";
import { servicePrincipal } from "../iam/verdict.js";
import type { AddActions, AddTrust, Remedy } from "../rules/remedy.js";
import { CURLY_QUOTES } from "../source/look-alikes.js";
import { oncePer } from "../source/once-per.js";
import { rangeOf } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { addInstanceProfile } from "./add-instance-profile.js";
import { addStatement } from "./add-statement.js";
import { addToList } from "./add-to-list.js";
import { addTrustStatement } from "./add-trust-statement.js";
import { repairJson } from "./repair-json.js";
import type { TrustedPrincipal } from "./statement-like.js";
import type { TextEdit } from "./text-edit.js";
import { writtenList } from "./written-list.js";

/** The edits that carry out a remedy: all of them or none. */
export interface Fix {
  readonly description: string;
  readonly edits: readonly TextEdit[];
}

/** The edits for a remedy. Returns null if no clean edit of a file exists: the text is created elsewhere, or shared with other places. */
export function fixOf(remedy: Remedy): Fix | null {
  const fix = changeOf(remedy);
  return fix && { ...fix, edits: fix.edits.map((edit) => ({ ...edit, file: behindLink(edit.file) })) };
}

/** The file that a symbolic link leads to, because edits are never written through a link. */
const behindLink = oncePer((file: TextFile): TextFile => ({ ...file, path: file.real ?? file.path }));

function changeOf(remedy: Remedy): Fix | null {
  switch (remedy.kind) {
    case "add-actions":
      return addActions(remedy);
    case "add-statement": {
      const { policy, actions } = remedy;
      const edits = addStatement(remedy);
      return edits === null
        ? null
        : { description: `Add a statement with ${actionWords(actions)} to policy ${policy.name}`, edits };
    }
    case "add-policy":
      return null;
    case "add-trust":
      return addTrust(remedy);
    case "add-instance-profile": {
      const edits = remedy.others === "" ? addInstanceProfile(remedy.role) : null;
      return edits === null ? null : { description: `Add an instance profile with role ${remedy.role.id}`, edits };
    }
    case "repair-json": {
      const edits = repairJson(remedy.file);
      return edits === null ? null : { description: repairWords(edits), edits };
    }
  }
}

function repairWords(edits: readonly TextEdit[]): string {
  const isCurly = edits.some(({ file, start }) => CURLY_QUOTES.includes(file.text[start] ?? " "));
  return `Add the missing commas and double quotes, and replace ${isCurly ? "curly quotes and " : ""}no-break spaces`;
}

function addActions({ lists, actions }: AddActions): Fix | null {
  const edits: TextEdit[] = [];
  for (const { statement } of lists) {
    const { place, patterns } = statement.actions;
    const written = writtenList({ place, items: patterns }, "Action", statement.place);
    const added = written === null ? null : addToList(written, actions);
    if (added === null) return null;
    edits.push(...added);
  }
  if (edits.length === 0) return null;
  const names = lists.map(({ policy }) => policy.name).join(" and ");
  return { description: `Add ${actionWords(actions)} to policy ${names}`, edits };
}

function actionWords(actions: readonly string[]): string {
  return actions.length === 1 ? "the action" : `the ${actions.length} actions`;
}

function addTrust(remedy: AddTrust): Fix | null {
  const [{ trust }, ...others] = remedy.role.variants;
  const principal = trustedPrincipal(remedy);
  if (principal === null || trust === null || "kind" in trust || trust.unresolved.length > 0) return null;
  const isOne = others.every(
    (variant) => variant.trust !== null && "statements" in variant.trust && isSame(variant.trust, trust),
  );
  const edits = isOne ? addTrustStatement(trust, principal) : null;
  if (edits === null) return null;
  return { description: `Let ${principal.id} assume role ${remedy.role.id}`, edits };
}

function isSame(a: PolicyDocument, b: PolicyDocument): boolean {
  const [one, other] = [rangeOf(a.place), rangeOf(b.place)];
  return one !== null && other !== null && one.file === other.file && one.start === other.start;
}

/** The principal that the remedy adds. Returns null if no appliance or several are named: only a person knows the right one. */
export function trustedPrincipal({ party, partition, appliance }: AddTrust): TrustedPrincipal | null {
  if (party !== "appliance") return { type: "Service", id: servicePrincipal(party, partition) };
  const [id, ...others] = appliance;
  return id === undefined || others.length > 0 ? null : { type: "AWS", id: id.trim() };
}
