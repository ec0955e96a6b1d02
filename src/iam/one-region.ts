import { showText } from "../source/node.js";
import type { Bearing } from "./bearing.js";
import { covers, isAny, literal, overlaps, type Pattern, wildcards } from "./pattern.js";
import type { AskedResource } from "./resource-reach.js";

const REGION = 3;
const ACCOUNT = 4;

/**
 * What these are about may lie in another region than that of the request: what a copy is made from
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html, API_CopyImage.html), or a table, a replica or a database
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CreateBackup.html,
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.html, USER_ReplicateBackups.html), or the other end of a peering
 * (https://docs.aws.amazon.com/vpc/latest/peering/create-vpc-peering-connection.html).
 */
const ACROSS_REGIONS = /:copy|peering|tablefrombackup|readreplica|backupsreplication|pointintime/;

/** AWS has some forty regions; beyond these, each of which is tried, a policy names no regions but fills a file. */
const MOST_NAMED = 250;

/**
 * Where each request is about several resources of one region: the regions, or patterns of them, that policies tell apart, which are
 * those that they name and one that they do not; of declared ones, these. None where they name none, or where it is unknown which.
 */
export function regionsToTry(
  action: string,
  bearings: readonly Bearing[],
  declared: readonly string[],
): readonly Pattern[] {
  const prepared = bearings.map((one) => one.prepared);
  const tests = prepared.flatMap(({ statement }) => statement.conditions.filter((one) => one.kind === "test"));
  const isOpen = tests.some(({ values }) => values.some(({ text }) => typeof text !== "string" || text.includes("$")));
  if (isOpen || ACROSS_REGIONS.test(action)) return [];
  const inConditions = tests.flatMap(({ key, values }) =>
    key.toLowerCase() === "aws:requestedregion" ? values.map(({ text }) => wildcards(showText(text))) : [],
  );
  const inArns = prepared.flatMap(
    ({ scope }) => scope?.patterns.flatMap((one) => one.segments?.slice(REGION, ACCOUNT) ?? []) ?? [],
  );
  const named = [...inConditions, ...inArns].filter((one) => one.length > 0 && !isAny(one));
  if (named.length === 0 || named.length > MOST_NAMED) return [];
  const all = declared.length > 0 ? declared.map(literal) : [...named, literal("another")];
  return [...new Map(all.map((one) => [String(one), one])).values()];
}

/** Decisions are kept by what is asked. */
const known = new WeakMap<AskedResource, Map<string, AskedResource>>();

/** What of a resource is asked in requests that are made in a region; null for nothing. */
export function inRegion(asked: AskedResource, region: Pattern): AskedResource | null {
  const { segments, parts } = asked;
  const own = segments?.[REGION] ?? [];
  if (own.length > 0 && !overlaps(own, region)) return null;
  const name = region.some((token) => token < 0) ? "" : String.fromCodePoint(...region);
  const key = String(region);
  const ofAsked = known.get(asked) ?? new Map<string, AskedResource>();
  const made = ofAsked.get(key) ?? {
    ...asked,
    extent: null,
    segments: segments?.map((one, at) => (at === REGION && covers(one, region) ? region : one)) ?? null,
    region: name !== "" && asked.region?.includes(name) !== false ? [name] : asked.region,
    parts: parts && (() => parts().flatMap((part) => inRegion(part, region) ?? [])),
  };
  known.set(asked, ofAsked.set(key, made));
  return made;
}
