import { isTimeOfRequest } from "../iam/condition/every-request.js";
import { isForwardedKey, MAX_TYPOS, nearestGlobalKey, ownValues, valueFault } from "../iam/condition/key-types.js";
import type { DeclaredContext } from "../iam/verdict.js";
import { advice } from "../source/nearest-word.js";
import type { MapEntry } from "../source/node.js";
import type { Place } from "../source/place.js";
import { linesWithPlaces, unreadableSetting } from "./config-lines.js";
import type { ConfigProblem } from "./settings.js";

/**
 * Reads `context`: values by lower-case condition key. Rejects values that no request has, because they would make
 * conditions always hold or always fail.
 */
export function readContext(entries: readonly MapEntry[], problems: ConfigProblem[]): DeclaredContext {
  return new Map(entries.map((entry) => [entry.key.toLowerCase(), readValues(entry, problems)]));
}

function readValues(entry: MapEntry, problems: ConfigProblem[]): readonly string[] {
  const { key, keyPlace, value } = entry;
  const folded = key.toLowerCase();
  const undeclarable = isTimeOfRequest(key)
    ? { why: "it is the time of each request", help: "leave it out: dates are compared with today" }
    : isForwardedKey(folded)
      ? { why: "the product's own requests do not have it", help: "leave it out" }
      : null;
  if (undeclarable !== null) {
    const { why, help } = undeclarable;
    problems.push({ message: `\`${key}\` can't be declared: ${why}`, help, place: keyPlace });
    return [];
  }
  const near = nearestGlobalKey(key, MAX_TYPOS);
  if (near !== null) problems.push(misspelledKey(key, near, keyPlace));
  const lines = linesWithPlaces(value);
  if (lines === null) {
    problems.push(unreadableSetting(entry));
    return [];
  }
  for (const { line, place } of lines) {
    const fault = valueFault(folded, line);
    if (fault === null) continue;
    problems.push({
      message: `\`context\` sets \`${key}\` to \`${line}\`, which ${fault.message}`,
      help: fault.help,
      place,
    });
  }
  const values = lines.map(({ line }) => line);
  const own = ownValues(folded);
  const isFaulty = values.length === 0 || values.some((one) => valueFault(folded, one) !== null);
  if (own !== null && !isFaulty && !own.some((one) => values.includes(one))) {
    const message = `\`context\` sets \`${key}\` to a value other than \`${own[0]}\`, which the product's own requests have`;
    problems.push({ message, help: `leave the key out, or write ${own[0]}`, place: value.place });
  }
  return values;
}

export function misspelledKey(key: string, near: string, place: Place): ConfigProblem {
  const message = `\`context\` names \`${key}\`, which is not an AWS condition key`;
  return { message, help: advice(near, ""), place };
}
