import { RULE_IDS } from "../../config/rule-ids.js";
import { formatLocation, hasLine, type Location } from "../../source/location.js";
import { percentEncode } from "../percent-encode.js";
import { code, prose } from "./escape.js";

/** Where to view the repository's files. Null outside GitHub; places are then plain text. */
export interface Repository {
  /** `https://github.com/owner/name`, without a trailing slash. */
  readonly url: string;
  readonly commit: string;
  /** The address of the rules' pages, without a trailing slash. Null if unknown. */
  readonly rulePages: string | null;
}

/** A link to a place in the checked commit, or in the commit that the place names. */
export function locationLink(location: Location, repository: Repository | null): string {
  const text = code(formatLocation(location));
  const url = locationUrl(location, repository);
  return url === null ? text : `[${text}](${url})`;
}

/** A rule's name, linked to its page. Not linked if this version doesn't have the rule: a merged report may come from a different version. */
export function ruleLink(rule: string, repository: Repository | null): string {
  const known = RULE_IDS.some((id) => id === rule);
  if (repository === null || repository.rulePages === null || !known) return prose(rule);
  return `[${rule}](${repository.rulePages}/${rule}.md)`;
}

/** The URL of a place on GitHub. Returns null outside GitHub and for files outside the repository. */
export function locationUrl(location: Location, repository: Repository | null): string | null {
  if (repository === null || location.file.split("/").includes("..")) return null;
  const path = location.file.split("/").map(encodeSegment).join("/");
  const lines = hasLine(location) ? `#L${location.line}` : "";
  return `${repository.url}/blob/${location.commit ?? repository.commit}/${path}${lines}`;
}

/** `percentEncode` leaves parentheses as they are, and a closing one would end a Markdown link. */
function encodeSegment(segment: string): string {
  return percentEncode(segment).replace(
    /[()!'*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
