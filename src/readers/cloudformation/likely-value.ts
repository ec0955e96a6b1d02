import type { Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { isAllowedValue, possibleTexts } from "./allowed-text.js";
import { scalarIn, typedValue, typeIn } from "./parameters.js";

/**
 * The value of a parameter when the stack is created: the given value, or else its default, or else the only one that
 * `AllowedValues` leaves. Returns null if it is unknown. Its place is that of the reference, where a reader looks.
 */
export function parameterValue(parameter: Node, given: string | null, place: Place): Node | null {
  const value = likelyText(parameter, given);
  // AWS::SSM::Parameter::Value<...> takes the name of a parameter in the account, not its value.
  if (value === null || typeIn(parameter).startsWith("AWS::SSM::Parameter")) return null;
  return typedValue(parameter, value, place);
}

/** The text for it: the given value, or else the default, or else the only allowed one. */
export function likelyText(parameter: Node, given: string | null): string | null {
  return given ?? defaultOf(parameter) ?? onlyAllowed(parameter);
}

/** Also returns null if CloudFormation refuses the default, so that another value must be given. */
function defaultOf(parameter: Node): string | null {
  const value = scalarIn(parameter, "Default");
  return value !== null && isAllowedValue(parameter, value) ? value : null;
}

/** The only value that it can have. A default can be overridden. */
export function onlyAllowed(parameter: Node): string | null {
  const [only, ...others] = possibleTexts(parameter) ?? [];
  return only !== undefined && others.length === 0 ? only : null;
}
