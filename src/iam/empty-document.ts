import type { Place } from "../source/place.js";
import type { PolicyDocument } from "./model.js";

/** A document without statements. AWS rejects one, but a document may lose all of its statements. */
export function emptyDocument(place: Place): PolicyDocument {
  return { place, version: "2008-10-17", statements: [], unresolved: [], problems: [], size: null };
}
