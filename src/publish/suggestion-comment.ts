import { fenced, prose } from "../report/markdown/escape.js";
import { encodeKey } from "./comment-key.js";
import type { ReviewComment } from "./github.js";
import type { Suggestion } from "./suggestion.js";

/** The data in the hidden first line of a suggestion's comment. */
export interface SuggestionMark {
  /** Encoded with `encodeKey`. */
  readonly key: string;
  /** The finding's fingerprint. */
  readonly fingerprint: string;
  /** The hash of the suggested text. */
  readonly hash: string;
}

const MARK = /^<!-- worker-iam-check suggestion:(\S*) ([0-9a-f]+) ([0-9a-f]+) -->\r?\n/;

/** The body of a review comment. GitHub offers to commit the text in its suggestion block. */
export function suggestionBody({ finding, fingerprint, description, text, hash }: Suggestion, key: string): string {
  const mark = `<!-- worker-iam-check suggestion:${encodeKey(key)} ${fingerprint} ${hash} -->`;
  const words = `**${prose(finding.message)}** · ${finding.rule}  \n${prose(description)}:`;
  return `${mark}\n${words}\n\n${fenced("suggestion", text.replace(/\n$/, ""))}`;
}

/** The mark in a comment. Returns null unless the comment is one of our suggestions and isn't settled. */
export function markOf({ body }: ReviewComment): SuggestionMark | null {
  const [, key = "", fingerprint = "", hash = ""] = MARK.exec(body) ?? [];
  return fingerprint === "" ? null : { key, fingerprint, hash };
}

/** The text that remains of an outdated suggestion that people have replied to. */
export function settledBody({ body }: ReviewComment, isReplaced: boolean): string {
  const whole = body.replace(MARK, "");
  const block = whole.search(/(?<!`)`{3,}suggestion/);
  const words = block === -1 ? whole : whole.slice(0, block).trimEnd();
  const reason = isReplaced ? "another suggestion replaces it" : "the finding is gone, or is on other lines";
  return `<!-- worker-iam-check settled -->\n✅ Settled: ${reason}.\n\n${words}`;
}
