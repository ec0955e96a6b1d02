import type { Place } from "../source/place.js";
import type { PolicyDocument } from "./model.js";

/** A document that says nothing: AWS takes none such, but it is what is left of some. */
export function emptyDocument(place: Place): PolicyDocument {
  return { place, version: "2008-10-17", statements: [], unresolved: [], problems: [], size: null };
}
