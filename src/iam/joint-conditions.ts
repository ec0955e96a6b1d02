import type { KeyValue } from "./condition/context.js";
import { parseOperator } from "./condition/operator.js";
import type { ConditionTest } from "./model.js";
import { hasWildcards } from "./pattern.js";
import type { StatementMatch } from "./statement-match.js";
import type { Ternary } from "./verdict.js";

const REGION = "aws:requestedregion";
/** Limits statements and values: a hostile policy may have a hundred thousand of each. */
const LIMIT = 50;
/** Limits conditions: a single statement may have tens of thousands. */
const MAX_TESTS = 200;
/** Limits the values tried on statements. Regions don't count, because a deployment has many. */
const MAX_TRIALS = 300;

/**
 * Keys with at most one value in any request:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const SINGLE =
  /^aws:(?:requestedregion|viaawsservice|multifactorauthpresent|sourcevpce?|(?:principal|resource|request)tag\/.*|(?:principal|resource)(?:account|orgid)|calledvia(?:first|last))$/;

/**
 * Whether, for every value of a key, at least one of several statements with unsettled conditions holds: `StringEquals` and
 * `StringNotEquals` with the same value, or one statement for each declared region.
 */
export function holdTogether(open: readonly StatementMatch[]): boolean {
  return open.length > 1 && inEach(open, (holds) => open.some((one) => holds(one) === "yes"));
}

/** Whether, for every value of a key, a Deny statement holds or at least one `allows` list has no statement that holds. */
export function failTogether(
  allows: readonly (readonly StatementMatch[])[],
  denies: readonly StatementMatch[],
): boolean {
  const full = denies.filter(({ strength }) => strength === "conditional");
  return inEach([...allows.flat(), ...full], (holds) => {
    return full.some((one) => holds(one) === "yes") || allows.some((some) => some.every((one) => holds(one) === "no"));
  });
}

function inEach(
  open: readonly StatementMatch[],
  isTrue: (holds: (one: StatementMatch) => Ternary) => boolean,
): boolean {
  const [first] = open;
  const size = open.reduce((sum, { prepared }) => sum + prepared.statement.conditions.length, 0);
  if (first === undefined || open.length > LIMIT || size > MAX_TESTS) return false;
  const tests = open.flatMap(({ prepared }) => prepared.statement.conditions.filter((one) => one.kind === "test"));
  const keys = [...new Set(tests.map(({ key }) => key.toLowerCase()))].filter((key) => SINGLE.test(key));
  let trials = 0;
  return keys.some((key) => {
    const known = first.prepared.valueOf(first.requested, key);
    const values = typeof known === "string" ? valuesToTell(key, known, tests) : known.map((one) => [one]);
    trials += key === REGION ? 0 : values.length * open.length;
    if (values.length === 0 || values.length > LIMIT || trials > MAX_TRIALS) return false;
    return values.every((value) => isTrue(({ prepared, requested }) => prepared.holdsWith(requested, key, value)));
  });
}

/**
 * The values to try, one for each case that the statements distinguish. Empty if they compare the key with anything other than single
 * values, or if the key's value is settled.
 */
function valuesToTell(key: string, known: KeyValue, all: readonly ConditionTest[]): readonly KeyValue[] {
  const tests = all.filter((test) => test.key.toLowerCase() === key);
  const kinds = tests.map(({ operator }) => parseOperator(operator));
  const comparable = key === REGION ? /^(?:string|null)/ : /^(?:string(?:-like)?|bool|null)$/;
  const isEach = kinds.every((kind) => kind?.set === null && comparable.test(kind.comparison));
  const texts = tests.flatMap(({ values }) => values.map(({ text }) => text));
  const values = texts.flatMap((text) =>
    typeof text !== "string" || hasWildcards(text) || text.includes("$") ? [] : [text],
  );
  if (known !== "unknown" || !isEach || values.length === 0 || values.length < texts.length) return [];
  const others = kinds.some((kind) => kind?.comparison === "bool") ? ["true", "false"] : ["another"];
  const candidates = [...new Set([...values, ...others])].map((value) => [value]);
  return key === REGION ? candidates : [...candidates, "missing"];
}
