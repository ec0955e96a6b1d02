import { isTimeOfRequest } from "../iam/condition/every-request.js";
import type { RequestCondition, RequestKey } from "../iam/requests.js";
import { type MapNode, type Node, textOf } from "../source/node.js";
import type { Place } from "../source/place.js";
import { type Problem, suggestion } from "../source/unknown-keys.js";

const OPERATORS: readonly RequestKey["operator"][] = ["StringEquals", "Bool"];

const EXAMPLE = "for example `StringEquals: { ec2:CreateAction: RunInstances }`";

/** Reads the condition keys in the requests that need an action: `StringEquals` and `Bool`, each a map of keys to values. */
export function readCondition(node: Node, problems: Problem[]): RequestCondition {
  const refuse = (message: string, help: string, place: Place): readonly [] => {
    problems.push({ message, help, place });
    return [];
  };
  if (node.kind !== "map") return refuse("`condition` is not a map", `write ${EXAMPLE}`, node.place);
  if (node.entries.length === 0) return refuse("`condition` is empty", `leave it out, or write ${EXAMPLE}`, node.place);
  const stated = node.entries.flatMap(({ key, keyPlace, value }) => {
    const operator = OPERATORS.find((known) => known === key);
    if (operator === undefined) {
      const help = suggestion(key, OPERATORS, "operators:");
      return refuse(`\`${key}\` can't be an operator of a required condition`, help, keyPlace);
    }
    if (value.kind !== "map" || value.entries.length === 0) {
      return refuse(`\`${key}\` has no condition keys`, `write ${EXAMPLE}`, keyPlace);
    }
    return readKeys(operator, value, problems);
  });
  // A request contains a key once, so two tests of the same key would describe two different requests.
  const known = new Set<string>();
  for (const { requestKey, place } of stated) {
    const folded = requestKey.key.toLowerCase();
    if (requestKey.values.length > 0 && known.has(folded)) {
      refuse(`\`${requestKey.key}\` is set twice`, "write the key once, with all its values", place);
    }
    if (requestKey.values.length > 0) known.add(folded);
  }
  return stated.map(({ requestKey }) => requestKey);
}

interface StatedKey {
  readonly requestKey: RequestKey;
  readonly place: Place;
}

/** In AWS's form: `aws:RequestTag/Team`, `ec2:CreateAction`. */
const CONDITION_KEY = /^[A-Za-z0-9-]+:[^\s:]+$/;

function readKeys(operator: RequestKey["operator"], keys: MapNode, problems: Problem[]): readonly StatedKey[] {
  return keys.entries.flatMap(({ key, keyPlace, value }) => {
    if (!CONDITION_KEY.test(key) || isTimeOfRequest(key)) {
      const help = "write a key such as `aws:RequestTag/Team` or `ec2:CreateAction`";
      problems.push({
        message: `\`${key}\` is not a condition key${isTimeOfRequest(key) ? " to require" : ""}`,
        help,
        place: keyPlace,
      });
    }
    const items = value.kind === "list" ? value.items : [value];
    const values = items.flatMap((item) => readValue(operator, item, problems));
    if (items.length === 0) {
      problems.push({ message: `\`${key}\` has no values`, help: "write a value after it", place: keyPlace });
    }
    return [{ requestKey: { operator, key, values }, place: keyPlace }];
  });
}

/** A `*` is an ordinary character, because requests carry values, not patterns. */
function readValue(operator: RequestKey["operator"], item: Node, problems: Problem[]): readonly string[] {
  const refuse = (message: string, help: string): readonly [] => {
    problems.push({ message, help, place: item.place });
    return [];
  };
  const text = textOf(item);
  if (typeof text !== "string")
    return refuse("a condition value is not a string", "write one value, or a list of them");
  if (operator === "Bool" && !/^(true|false)$/i.test(text)) {
    return refuse(`\`${text}\` is not a value of Bool`, "write true or false");
  }
  if (text.includes("${")) return refuse(`\`${text}\` contains a variable`, "write the value that requests carry");
  return [text];
}
