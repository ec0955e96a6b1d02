import type { OtherHolder, PolicyDocument, Role } from "../iam/model.js";
import { documentsOf, type Holding, type RoleDocument } from "../iam/role-documents.js";
import { append } from "../source/append.js";
import { fileOf, type Place, pathOf, textFileOf } from "../source/place.js";

/** A role, or something else that has policies. */
export type Holder = Holding &
  Pick<Role, "id"> &
  Partial<Pick<Role, "name" | "account" | "format" | "file" | "root" | "nestedIn">>;
/** A holder, and one of its documents. */
export type Held = readonly [Holder, Omit<RoleDocument, "document">];

/**
 * Leaves out policy files, because Terraform may read a policy from a file that is also checked. Roles and groups that such a file names
 * count.
 */
export function isHolder({ removed, format, name }: Role): boolean {
  return !removed && (format !== "policy-json" || name !== null);
}

export function asHolder({ policies, ...one }: OtherHolder): Holder {
  return { ...one, variants: [{ policies, boundary: null, trust: null }] };
}

/** The folder of its root module, or its file. */
export function rootOf({ root, file }: Holder): string | undefined {
  return root === undefined ? file : root || ".";
}

/** The holders of each document, keyed by the place where the document is edited. */
export function holdersOf(all: readonly Holder[]): ReadonlyMap<string, readonly Held[]> {
  const holders = new Map<string, Held[]>();
  for (const role of all) {
    const { id: name, place: holder } = role;
    if (role.format !== undefined)
      append(holders, keyOf(holder), [role, { use: "trust", name, holder, managedName: undefined }]);
    for (const one of documentsOf(role))
      for (const key of new Set(placesOf(one.document).map(keyOf))) append(holders, key, [role, one]);
  }
  // If only the file of a document is known, the document isn't edited.
  holders.delete("");
  return holders;
}

/** The places where a document may be edited. */
export function placesOf({ place, statements }: PolicyDocument): readonly Place[] {
  return [place, ...statements.flatMap((statement) => [statement.place, statement.actions.place])];
}

/** A string that identifies a place. Empty if only its file is known. */
export function keyOf(place: Place): string {
  if (place.kind === "file") return "";
  return `\n${textFileOf(place)?.real ?? fileOf(place)} ${place.kind === "range" ? place.start : JSON.stringify(pathOf(place))}`;
}
