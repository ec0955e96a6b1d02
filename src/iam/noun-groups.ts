/** An action's name and its details in the authorization data. */
export interface GroupedAction {
  readonly name: string;
  /** The details in the `@` and `#` notation of `scripts/generate-authorization.mjs`. */
  readonly details: string;
}

const FIRST_SMALL = 97;
const FIRST_CAPITAL = 65;
const LETTERS = 26;

/**
 * Reads the output of `scripts/noun-groups.mjs`: alternating nouns and their verbs (`Volume ac'b`). Returns the actions sorted by name.
 * Without details, a bare `#` means that an action works on resources.
 */
export function readNounGroups(
  groups: readonly string[],
  verbs: readonly string[],
  isDetailed: boolean,
): readonly GroupedAction[] {
  const actions: [string, GroupedAction][] = [];
  for (let at = 0; at + 1 < groups.length; at += 2) {
    const stem = groups[at] ?? "";
    for (const [, exception, plural, code = "", details = ""] of (groups[at + 1] ?? "").matchAll(
      /(~?)(['`]?)([A-Za-z]|\.\w*\.)(?:([#@][^;]*);)?/g,
    )) {
      const verb = code.startsWith(".") ? code.slice(1, -1) : (verbs[letterPlace(code)] ?? "");
      const isOnly = verb.startsWith("!") !== (exception === "~");
      const name = verb.replace("!", "") + nounOf(stem, plural);
      actions.push([name.toLowerCase(), { name, details: isDetailed || isOnly ? details : "#" }]);
    }
  }
  return actions.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, action]) => action);
}

function letterPlace(letter: string): number {
  const code = letter.charCodeAt(0);
  return code < FIRST_SMALL ? code - FIRST_CAPITAL + LETTERS : code - FIRST_SMALL;
}

function nounOf(stem: string, plural: string | undefined): string {
  if (plural === "`") return `${stem.slice(0, -1)}ies`;
  return plural === "'" ? `${stem}s` : stem;
}
