import type { Node } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { isAllowedValue, possibleTexts } from "./allowed-text.js";
import { scalarIn, typedValue, typeIn } from "./parameters.js";

/**
 * A parameter's value when the stack is created: the given value, the default, or the only value that `AllowedValues`
 * leaves, in this order. Returns null if it is unknown. The value has the place of the reference, because that is where
 * a person looks.
 */
export function parameterValue(parameter: Node, given: string | null, place: Place): Node | null {
  const value = likelyText(parameter, given);
  // The value of an AWS::SSM::Parameter::Value<...> is the name of a parameter in the account, not that parameter's
  // value.
  if (value === null || typeIn(parameter).startsWith("AWS::SSM::Parameter")) return null;
  return typedValue(parameter, value, place);
}

/** The parameter's value as text: the given value, the default, or the only allowed value, in this order. */
export function likelyText(parameter: Node, given: string | null): string | null {
  return given ?? defaultOf(parameter) ?? onlyAllowed(parameter);
}

/** The parameter's default. Returns null if there is none, or if CloudFormation rejects it, so that another value must be given. */
function defaultOf(parameter: Node): string | null {
  const value = scalarIn(parameter, "Default");
  return value !== null && isAllowedValue(parameter, value) ? value : null;
}

/** The only value that the parameter can have, if there is just one. (A default can be overridden.) */
export function onlyAllowed(parameter: Node): string | null {
  const [only, ...others] = possibleTexts(parameter) ?? [];
  return only !== undefined && others.length === 0 ? only : null;
}
