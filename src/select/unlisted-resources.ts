import type { PlacedResources } from "../config/options.js";
import type { ConfigProblem } from "../config/settings.js";
import type { Authorization, ResourceType } from "../iam/authorization.js";
import { hasWildcards, matchesPattern } from "../iam/pattern.js";
import { neededArns } from "../iam/resource-set.js";
import type { Requirements } from "../requirements/requirements.js";
import { advice, nearestWord } from "../source/nearest-word.js";

/**
 * Reports lines of `resources` about actions that no kind requires, and ARNs that none of the line's actions works on. Their author expects
 * them to have an effect.
 */
export function unlistedResources(
  resources: readonly PlacedResources[],
  { kinds, version }: Requirements,
  authorization: Authorization,
): readonly ConfigProblem[] {
  const listed = [...new Set(kinds.flatMap(({ actions }) => actions.map(({ action }) => action)))];
  return resources.flatMap((line) => {
    const { actions, place } = line;
    const wanted = actions.toLowerCase();
    const named = listed.filter((action) => matchesPattern(wanted, action.toLowerCase()));
    if (named.length > 0) return mismatchedResources(line, named, authorization);
    const near = nearOf(actions, listed);
    const spelled = near === null ? authorization.suggest(actions) : null;
    const none = spelled === null || spelled === actions ? "" : `; AWS has \`${spelled}\`, which no kind requires`;
    const help = advice(near, `remove the line${none}`);
    const what = hasWildcards(actions) ? "matches nothing that a kind" : "no kind";
    return [
      { message: `\`resources\` names \`${actions}\`, which ${what} of version ${version} requires`, help, place },
    ];
  });
}

const MAX_FORMS = 3;

function mismatchedResources(
  { actions, arns, place }: PlacedResources,
  named: readonly string[],
  authorization: Authorization,
): readonly ConfigProblem[] {
  const requests = arns.includes("*") ? [null] : named.map((action) => authorization.requestsOf(action));
  // Nothing is known about the resources of an action that the data lacks.
  if (requests.includes(null)) return [];
  const types = requests.flatMap((one) => one?.types ?? []);
  const listed = byService(types);
  let all: TypesByService | undefined;
  const ofService = (): TypesByService => {
    all ??= byService(typesOfService(actions, authorization));
    return all;
  };
  const forms = [...new Set(types.flatMap((type) => type.forms.map((form) => `arn:*:${form}`)))];
  const more = forms.length > MAX_FORMS ? ", ..." : "";
  const help =
    forms.length === 0
      ? "they do not work on specific resources: remove the line"
      : `they work on ${forms.slice(0, MAX_FORMS).join(", ")}${more}`;
  return arns
    .filter((arn) => !isOfAny(arn, listed) && !isOfAny(arn, ofService()))
    .map((arn) => ({
      message: `\`resources\` for \`${actions}\` lists \`${arn}\`, which is not a resource that the action${hasWildcards(actions) ? "s" : ""} can apply to`,
      help,
      place,
    }));
}

/**
 * The types of resources that a service's actions work on: `s3:*` may name buckets with their objects, even if a version requires only
 * actions on buckets.
 */
function typesOfService(actions: string, authorization: Authorization): readonly ResourceType[] {
  const all = /^[a-z][\w-]*:.*[*?]/i.test(actions) ? authorization.expand(actions) : [];
  return all.flatMap((action) => authorization.requestsOf(action)?.types ?? []);
}

/** The ARN formats of the types, one type per format, keyed by service. */
type TypesByService = ReadonlyMap<string, readonly (readonly ResourceType[])[]>;

/** Keyed by service, because a line may have thousands of ARNs, nearly all of which name one service. */
function byService(types: readonly ResourceType[]): TypesByService {
  const distinct = new Map(types.flatMap((type) => type.forms.map((form) => [form, { ...type, forms: [form] }])));
  const groups = new Map<string, (readonly ResourceType[])[]>();
  for (const [form, type] of distinct) {
    const service = form.slice(0, form.indexOf(":"));
    groups.set(service, [...(groups.get(service) ?? []), [type]]);
  }
  return groups;
}

function isOfAny(arn: string, types: TypesByService): boolean {
  const set = { kind: "patterns", patterns: [arn], deployment: null } as const;
  const service = arn.split(":")[2] ?? "*";
  const own = hasWildcards(service)
    ? [...types.values()].flat()
    : [service, "*"].flatMap((name) => types.get(name) ?? []);
  return own.some((type) => neededArns(type, set, "aws").some(({ within }) => within !== null));
}

/** The nearest action. For a pattern whose service isn't listed, the same pattern with the nearest service. */
function nearOf(actions: string, listed: readonly string[]): string | null {
  const [service = "", name = ""] = actions.split(":");
  const services = new Set(listed.map((action) => action.slice(0, action.indexOf(":"))));
  if (!hasWildcards(actions) || services.has(service.toLowerCase())) return nearestWord(actions, listed);
  const nearest = nearestWord(service, services);
  return nearest === null ? null : `${nearest}:${name}`;
}
