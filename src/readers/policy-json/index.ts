import type { GrammarProblem, StandingPolicy } from "../../iam/model.js";
import { parsePolicyDocument } from "../../iam/parse-document.js";
import { shown } from "../../iam/policy-keys.js";
import { isJsonObject, type JsonObject, nodeFromJson, property } from "../../source/json-node.js";
import { entryOf, type MapNode, type Node } from "../../source/node.js";
import { rootPlace } from "../../source/place.js";
import { whyUnread } from "../../source/why-unread.js";
import { everyTextWithoutPlaceholders, isPolicyVariable } from "../foreign-text.js";
import type { FileProblem, ParsedFile, Reader, ReadResult } from "../reader.js";
import { accountRoles } from "./account-details.js";
import { documentFault, documentIn, documentUse, hasStatements, isDocument } from "./documents.js";
import { baseName, looseDocumentRole, policyCalled } from "./loose-document.js";

/**
 * Keys in AWS CLI responses that contain a document: `get-role-policy`, `get-policy-version`, `describe-policy`,
 * `get-bucket-policy`, and similar commands.
 */
const WRAPPERS: readonly (readonly string[])[] = [
  ["PolicyVersion", "Document"],
  ["PolicyDocument"],
  ["AssumeRolePolicyDocument"],
  ["Document"],
  ["Policy", "Content"],
  ["Policy"],
];

/** Reads policy documents in JSON: separate files, and responses from the AWS CLI. */
export const policyJsonReader: Reader = {
  format: "policy-json",

  recognizes(parsed: ParsedFile): boolean {
    if (parsed.syntax !== "json" || !isJsonObject(parsed.value)) return false;
    const keys = ["Statement", "RoleDetailList", "Role", ...WRAPPERS.map((path) => path[0] ?? "")];
    return keys.some((key) => property(parsed.value as JsonObject, key) !== undefined);
  },

  read(parsed: ParsedFile): ReadResult {
    if (parsed.syntax !== "json") return empty;
    const root = nodeFromJson(parsed.value, rootPlace(parsed.document));
    if (root.kind !== "map") return empty;
    const roles = accountRoles(root, parsed.file.path);
    const left = restOf(root, parsed.file.path);
    if (roles.length > 0) return { ...empty, roles, problems: left };
    if (!isDocument(root)) {
      const document = wrappedDocument(root);
      return document === undefined
        ? { ...empty, problems: [...brokenDocuments(root, parsed.file.path), ...left] }
        : answered(readDocument(parsed.file.path, document, supersededIn(root)));
    }
    // AWS's responses contain no placeholders, but a separate file may be an input for `templatefile` or envsubst.
    const document = everyTextWithoutPlaceholders(root, isPolicyVariable);
    return readDocument(parsed.file.path, document.kind === "map" ? document : root);
  },
};

const empty: ReadResult = { roles: [], problems: [], passedOver: [] };

function wrappedDocument(root: MapNode): MapNode | undefined {
  for (const path of WRAPPERS) {
    const document = documentIn(valueAt(root, path));
    if (isDocument(document)) return document;
  }
  return undefined;
}

function answered(read: ReadResult): ReadResult {
  return { ...read, roles: read.roles.map((role) => ({ ...role, isCliOutput: true })) };
}

/** Reports an incomplete response: AWS sets `IsTruncated`, and its CLI adds `NextToken`. */
function restOf(root: MapNode, path: string): readonly FileProblem[] {
  const [truncated, token] = ["IsTruncated", "NextToken"].map((key) => valueAt(root, [key]));
  const isTrue = truncated?.kind === "scalar" && truncated.value === true;
  const node = isTrue ? truncated : token?.kind === "scalar" && token.value !== null ? token : null;
  if (node === null) return [];
  const message = `${path} is only part of the response: roles and policies may be missing`;
  return [{ message, help: "run the command again without --max-items and --no-paginate", place: node.place }];
}

/** Faults in strings that are meant to be documents, where a response should have one. */
function brokenDocuments(root: MapNode, path: string): readonly FileProblem[] {
  return WRAPPERS.flatMap((keys) => {
    const node = valueAt(root, keys);
    const fault = node?.kind === "scalar" ? documentFault(node) : null;
    if (node === undefined || fault === null) return [];
    const message = `${path} has a string for ${keys.at(-1)} that ${whyUnread("JSON", fault.message)}`;
    return [{ message, help: fault.help, place: node.place }];
  });
}

function valueAt(root: MapNode, path: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const key of path) node = node?.kind === "map" ? entryOf(node, key)?.value : undefined;
  return node;
}

/**
 * Reports a policy version that isn't the default version, the only one in effect
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html). Returns null for any
 * other response.
 */
function supersededIn(root: MapNode): GrammarProblem | null {
  const isDefault = valueAt(root, ["PolicyVersion", "IsDefaultVersion"]);
  if (isDefault?.kind !== "scalar" || String(isDefault.value) !== "false") return null;
  const id = valueAt(root, ["PolicyVersion", "VersionId"]);
  const version = id?.kind === "scalar" ? ` ${shown(String(id.value))}` : "";
  return {
    message: `its version${version} is not the default version, the only one in effect`,
    help: "save what `aws iam get-policy-version` prints for the default version",
    place: isDefault.place,
  };
}

function readDocument(file: string, document: MapNode, superseded: GrammarProblem | null = null): ReadResult {
  const use = documentUse(document);
  const { place } = document;
  const id = baseName(file);
  const standing = (): readonly StandingPolicy[] => {
    const policy = policyCalled(file, parsePolicyDocument(document, "resource"));
    return [{ id, of: "file", file, place, policies: [policy] }];
  };
  if (use !== "resource") {
    const roles = [looseDocumentRole(file, document, use, superseded)];
    // A document without statements may have any use.
    return hasStatements(document) ? { ...empty, roles } : { ...empty, roles, standing };
  }
  const reason = "is a resource policy: it names principals and resources, and belongs to no role";
  return { ...empty, standing, passedOver: [{ id, reason, place }] };
}
