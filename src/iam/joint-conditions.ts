import type { Bearing } from "./bearing.js";
import { parseOperator } from "./condition/operator.js";
import type { ConditionTest } from "./model.js";
import { hasWildcards } from "./pattern.js";
import type { Three } from "./verdict.js";

const REGION = "aws:requestedregion";
/** A hostile policy has a hundred thousand of each. */
const MOST = 50;

/**
 * Whether of statements under conditions on the region that nothing settles, one holds in each region: `StringEquals` and `StringNotEquals`
 * of the same, or one for each region that is declared. Every request has that key, and one value of it.
 */
export function holdTogether(open: readonly Bearing[]): boolean {
  return open.length > 1 && inEach(open, (holds) => open.some((one) => holds(one) === "yes"));
}

/** Whether in each region one holds of the statements that deny, or none of some of those that have to allow, of each list one. */
export function failTogether(allows: readonly (readonly Bearing[])[], denies: readonly Bearing[]): boolean {
  const full = denies.filter(({ strength }) => strength === "conditional");
  return inEach([...allows.flat(), ...full], (holds) => {
    return full.some((one) => holds(one) === "yes") || allows.some((some) => some.every((one) => holds(one) === "no"));
  });
}

function inEach(open: readonly Bearing[], isTrue: (holds: (one: Bearing) => Three) => boolean): boolean {
  const [first] = open;
  if (first === undefined || open.length > MOST) return false;
  const known = first.prepared.regionsOf(first.asked);
  const regions = typeof known === "string" ? regionsToTell(open) : known;
  if (regions === null || regions.length > MOST) return false;
  return regions.every((region) => isTrue(({ prepared, asked }) => prepared.holdsIn(asked, region)));
}

/** One for all that the statements tell apart; null where they compare with more than single ones. */
function regionsToTell(open: readonly Bearing[]): readonly string[] | null {
  const tests = open
    .flatMap(({ prepared }) => prepared.statement.conditions)
    .filter((test) => test.kind === "test" && test.key.toLowerCase() === REGION) as readonly ConditionTest[];
  const isEach = tests.every(({ operator }) => /^(?:string|null)/.test(parseOperator(operator)?.comparison ?? ""));
  const texts = tests.flatMap(({ values }) => values.map(({ text }) => text));
  const values = texts.flatMap((text) =>
    typeof text !== "string" || hasWildcards(text) || text.includes("$") ? [] : [text],
  );
  return isEach && values.length > 0 && values.length === texts.length ? [...new Set(values), "another"] : null;
}
