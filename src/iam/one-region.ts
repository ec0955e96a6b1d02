import { showText } from "../source/node.js";
import { covers, isAny, literal, overlaps, type Pattern, wildcards } from "./pattern.js";
import type { RequestedResource } from "./resource-reach.js";
import type { StatementMatch } from "./statement-match.js";

const REGION = 3;
const ACCOUNT = 4;

/**
 * Resources of these actions may be in a region other than the request's: the source of a copy
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html, API_CopyImage.html), a table, a replica, or a database
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CreateBackup.html, and
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.html, USER_ReplicateBackups.html), or the other end of a
 * peering (https://docs.aws.amazon.com/vpc/latest/peering/create-vpc-peering-connection.html).
 */
const ACROSS_REGIONS = /:copy|peering|tablefrombackup|readreplica|backupsreplication|pointintime/;

/** The maximum number of named regions to try. AWS has about forty regions. A policy that names more than this only fills a file. */
const MAX_NAMED = 250;

/**
 * The regions, or patterns of regions, to try if each request involves several resources in one region: the declared regions, or else the
 * regions that the policies name and one that they don't. Empty if the policies name none, or if the names are unknown.
 */
export function regionsToTry(
  action: string,
  matched: readonly StatementMatch[],
  declared: readonly string[],
): readonly Pattern[] {
  const prepared = matched.map((one) => one.prepared);
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
  if (named.length === 0 || named.length > MAX_NAMED) return [];
  const all = declared.length > 0 ? declared.map(literal) : [...named, literal("another")];
  return [...new Map(all.map((one) => [String(one), one])).values()];
}

/** Holds one object per resource and region, because decisions are cached per object. */
const known = new WeakMap<RequestedResource, Map<string, RequestedResource>>();

/** The part of a resource that requests in a region act on. Returns null if there is none. */
export function inRegion(requested: RequestedResource, region: Pattern): RequestedResource | null {
  const { segments, parts } = requested;
  const own = segments?.[REGION] ?? [];
  if (own.length > 0 && !overlaps(own, region)) return null;
  const name = region.some((token) => token < 0) ? "" : String.fromCodePoint(...region);
  const key = String(region);
  const ofRequested = known.get(requested) ?? new Map<string, RequestedResource>();
  const made = ofRequested.get(key) ?? {
    ...requested,
    extent: null,
    segments: segments?.map((one, at) => (at === REGION && covers(one, region) ? region : one)) ?? null,
    region: name !== "" && requested.region?.includes(name) !== false ? [name] : requested.region,
    parts: parts && (() => parts().flatMap((part) => inRegion(part, region) ?? [])),
  };
  known.set(requested, ofRequested.set(key, made));
  return made;
}
