// The `yaml` package asks at each token whether to print it: `process.env.LOG_TOKENS`. An environment of node's is asked by a call
// out of the engine, an eighth of the time of a check of YAML templates; and what is printed would end up in our own output.
const SWITCH = /\b[\w$]+\.env\.LOG_(?:TOKENS|STREAM)\b/g;

/** The text of a bundle with the switches off for good. */
export function withoutDebugSwitches(text) {
  return text.replaceAll(SWITCH, "false");
}
