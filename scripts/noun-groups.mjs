// Writes a service's actions by noun: `Volume ac'b` is CreateVolume, DescribeVolumes, and DeleteVolume. A noun occurs
// once for all its verbs, which saves a fifth of the compressed data. `src/iam/noun-groups.ts` reads it.

/** A letter for each of the most frequent verbs. Others are spelled out between dots. */
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

function split(name) {
  const [, verb, noun] = /^([A-Z][a-z]+|[a-z]+)(.+)$/.exec(name) ?? ["", "", name];
  return { verb, noun };
}

/** The line of verbs, with `!` before verbs whose actions mostly support only `*`. `actions`: the actions of all services. */
export function verbsOf(actions) {
  const verbs = new Map();
  for (const { name, wildcardOnly } of actions) {
    const { verb } = split(name);
    const { count, only } = verbs.get(verb) ?? { count: 0, only: 0 };
    verbs.set(verb, { count: count + 1, only: only + (wildcardOnly ? 1 : -1) });
  }
  return [...verbs]
    .filter(([verb]) => verb !== "")
    .sort(([, one], [, other]) => other.count - one.count)
    .slice(0, LETTERS.length)
    .map(([verb, { only }]) => (only > 0 ? `!${verb}` : verb));
}

/** `details`: the data of an action in addition to its name. Null if there is only `wildcardOnly`, whose exceptions are marked with `~`. */
export function nounGroups(actions, verbs) {
  const nouns = new Set(actions.map(({ name }) => split(name).noun));
  const groups = new Map();
  for (const { name, wildcardOnly, details } of actions) {
    const { verb, noun } = split(name);
    const { stem, plural } = stemOf(noun, nouns);
    const place = verbs.findIndex((one) => one.replace("!", "") === verb);
    const isExpected = wildcardOnly === verbs[place]?.startsWith("!");
    const exception = details === null && (place === -1 ? wildcardOnly : !isExpected) ? "~" : "";
    const code = place === -1 ? `.${verb}.` : LETTERS[place];
    groups.set(stem, [...(groups.get(stem) ?? []), `${exception}${plural}${code}${details ? `${details};` : ""}`]);
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([stem, codes]) => [stem, codes.sort().join("")]);
}

function stemOf(noun, nouns) {
  const singular = noun.replace(/ies$/, "y");
  if (singular !== noun && nouns.has(singular)) return { stem: singular, plural: "`" };
  return noun.length > 1 && noun.endsWith("s") ? { stem: noun.slice(0, -1), plural: "'" } : { stem: noun, plural: "" };
}
