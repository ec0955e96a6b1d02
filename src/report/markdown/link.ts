import { RULE_IDS } from "../../config/rule-ids.js";
import { formatLocation, hasLine, type Location } from "../../source/location.js";
import { percentEncode } from "../percent-encode.js";
import { code, prose } from "./escape.js";

/** Where the repository's files are seen; null off GitHub, where places are plain text. */
export interface Repository {
  /** `https://github.com/owner/name`, without a slash at the end. */
  readonly url: string;
  readonly commit: string;
  /** Where the pages about the rules are, without a slash at the end; null when not known. */
  readonly rulePages: string | null;
}

/** A link to a place at the commit that was checked. */
export function locationLink(location: Location, repository: Repository | null): string {
  const text = code(formatLocation(location));
  const url = locationUrl(location, repository);
  return url === null ? text : `[${text}](${url})`;
}

/** A rule's name, with its page. The rule may come from a report of another version, which has rules that this one has not. */
export function ruleLink(rule: string, repository: Repository | null): string {
  const known = RULE_IDS.some((id) => id === rule);
  if (repository === null || repository.rulePages === null || !known) return prose(rule);
  return `[${rule}](${repository.rulePages}/${rule}.md)`;
}

/** Null off GitHub and for what is not in the repository. */
export function locationUrl(location: Location, repository: Repository | null): string | null {
  if (repository === null || location.file.split("/").includes("..")) return null;
  const path = location.file.split("/").map(encodeSegment).join("/");
  const lines = hasLine(location) ? `#L${location.line}` : "";
  return `${repository.url}/blob/${location.commit ?? repository.commit}/${path}${lines}`;
}

/** `percentEncode` leaves the brackets that would end a Markdown link. */
function encodeSegment(segment: string): string {
  return percentEncode(segment).replace(
    /[()!'*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
