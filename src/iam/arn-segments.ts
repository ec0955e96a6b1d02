import type { Pattern } from "./pattern.js";

const COLON = 0x3a;
const ANY_CHARACTERS = -1;
const SEGMENTS = 6;
const ZERO = 0x30;
const NINE = 0x39;

/** A pattern for each segment of an ARN: `arn`, partition, service, region, account, resource. */
export type ArnSegments = readonly Pattern[];

/**
 * Splits an ARN pattern into its segments. AWS's wildcards match characters within a segment, except for one at the end, which
 * also matches the segments after it: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * Returns null for a pattern with fewer segments, unless it begins like an ARN and a wildcard covers the missing ones.
 */
export function arnSegments(pattern: Pattern): ArnSegments | null {
  const segments: Pattern[] = [];
  let start = 0;
  for (let colon = pattern.indexOf(COLON); colon !== -1 && segments.length < SEGMENTS - 1; ) {
    segments.push(pattern.slice(start, colon));
    start = colon + 1;
    colon = pattern.indexOf(COLON, start);
  }
  segments.push(pattern.slice(start));
  if (segments.length === SEGMENTS) return segments;
  const spread = spreadOver(segments);
  if (spread !== null) return spread;
  const isWhole = pattern.length === 1 && pattern[0] === ANY_CHARACTERS;
  if (pattern.at(-1) !== ANY_CHARACTERS || (!isWhole && !beginsLikeArn(pattern))) return null;
  while (segments.length < SEGMENTS) segments.push([ANY_CHARACTERS]);
  return segments;
}

/** Splits a five-segment pattern in which a wildcard in the region also covers the account: `arn:aws:ec2:*:volume/*`. */
function spreadOver(segments: readonly Pattern[]): ArnSegments | null {
  const [arn = [], partition = [], service = [], region = [], resource = []] = segments;
  const at = region.lastIndexOf(ANY_CHARACTERS);
  const [first = 0] = resource;
  const isAccount = resource.at(-1) === ANY_CHARACTERS && (first < 0 || (first >= ZERO && first <= NINE));
  if (segments.length !== SEGMENTS - 1 || at === -1 || isAccount || !beginsLikeArn([...arn, COLON])) return null;
  return [arn, partition, service, region.slice(0, at + 1), region.slice(at), resource];
}

const ARN = [...("arn:" as string)].map((letter) => letter.codePointAt(0));

function beginsLikeArn(pattern: Pattern): boolean {
  return ARN.every((code, index) => pattern[index] === code);
}
