import type { Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { isTaken, possibleTexts } from "./allowed-text.js";
import { scalarIn, typedValue, typeIn } from "./parameters.js";

/**
 * The value that a parameter has when the stack is made: one that was given, else its default, else the only one that
 * `AllowedValues` leaves; null when it is unknown. Places are those of the reference, where a reader looks.
 */
export function parameterValue(parameter: Node, given: string | null, place: Place): Node | null {
  const value = likelyText(parameter, given);
  // AWS::SSM::Parameter::Value<...> takes the name of a parameter in the account, not its value.
  if (value === null || typeIn(parameter).startsWith("AWS::SSM::Parameter")) return null;
  return typedValue(parameter, value, place);
}

/** What is written for it: the value that was given, else the default, else the only one that is allowed. */
export function likelyText(parameter: Node, given: string | null): string | null {
  return given ?? defaultOf(parameter) ?? onlyAllowed(parameter);
}

/** Null as well where CloudFormation refuses it, so that another value has to be given. */
function defaultOf(parameter: Node): string | null {
  const value = scalarIn(parameter, "Default");
  return value !== null && isTaken(parameter, value) ? value : null;
}

/** The value that it can't but have: a default can be overridden. */
export function onlyAllowed(parameter: Node): string | null {
  const [only, ...others] = possibleTexts(parameter) ?? [];
  return only !== undefined && others.length === 0 ? only : null;
}
