import {
  IN_METADATA,
  type InlineSuppression,
  readSuppression,
  suppressingComments,
} from "../config/inline-suppressions.js";
import type { Suppression } from "../config/options.js";
import type { ConfigProblem } from "../config/settings.js";
import type { PolicyText, Role } from "../iam/model.js";
import { documentsOf } from "../iam/role-documents.js";
import { showText } from "../source/node.js";
import { locate, type Place, textFileOf } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import { roleRules } from "./index.js";

/** The suppressions in the files that define roles, and in the metadata of the roles themselves. */
export class InlineSuppressions {
  readonly all: readonly Suppression[];
  /** Problems of suppressions that therefore suppress nothing. */
  readonly problems: readonly ConfigProblem[];
  readonly doubts: readonly ConfigProblem[];
  /** Keyed by path and line. */
  readonly #onLines = new Map<string, Suppression[]>();
  readonly #ofRoles: ReadonlyMap<PolicyText, readonly Suppression[]>;

  constructor(roles: readonly Role[]) {
    const files = new Map(roles.flatMap(filesOf).map((file) => [file.path, file]));
    const comments = [...files].map(
      ([path, file]) => [path, suppressingComments(file).map((one) => ({ ...one, ...ofRoles(one) }))] as const,
    );
    for (const [path, { lines, suppressions }] of comments.flatMap(([path, all]) =>
      all.map((one) => [path, one] as const),
    )) {
      for (const line of lines) {
        const known = this.#onLines.get(`${path}:${line}`) ?? [];
        known.push(...suppressions);
        this.#onLines.set(`${path}:${line}`, known);
      }
    }
    const own = [...new Set(roles.flatMap(({ ignores }) => ignores ?? []))].map(
      (ignore) => [ignore, ofRoles(inMetadata(ignore))] as const,
    );
    this.#ofRoles = new Map(own.map(([ignore, { suppressions }]) => [ignore, suppressions]));
    const found = [...comments.flatMap(([, all]) => all), ...own.map(([, one]) => one)];
    this.all = found.flatMap(({ suppressions }) => suppressions);
    this.doubts = found.flatMap(({ doubts }) => doubts ?? []);
    const misspelled = new Set(roles.flatMap((role) => role.misspelled ?? []));
    this.problems = [...found.flatMap(({ problems }) => problems), ...misspelled];
  }

  /** The suppressions on the role, on the line that a finding points to, and on the role's first line. */
  of(role: Role, place: Place): readonly Suppression[] {
    if (this.all.length === 0) return [];
    const onRole = (role.ignores ?? []).flatMap((ignore) => this.#ofRoles.get(ignore) ?? []);
    return [...onRole, ...[place, role.place].flatMap((one) => this.#at(one))];
  }

  #at(place: Place): readonly Suppression[] {
    const location = locate(place);
    return "line" in location ? (this.#onLines.get(`${location.file}:${location.line}`) ?? []) : [];
  }
}

/** A comment needs the word `ignore`. Metadata doesn't, but may have it. */
function inMetadata({ text, place }: PolicyText): InlineSuppression {
  return readSuppression(showText(text).replace(/^ignore(?=\[)/, ""), place, IN_METADATA);
}

/** Rejects suppressions of rules about the run, a file, or a role that is gone: these have no line for a comment. */
function ofRoles({ suppressions, problems, ...more }: InlineSuppression): InlineSuppression {
  const idle = suppressions.filter(({ rule }) => !roleRules.some(({ id }) => id === rule));
  const help = "put it under `suppressions` in the configuration";
  return {
    ...more,
    suppressions: suppressions.filter((one) => !idle.includes(one)),
    problems: [
      ...problems,
      ...idle.map(({ rule, place }) => ({ message: `\`${rule}\` can't be suppressed here`, help, place })),
    ],
  };
}

function filesOf(role: Role): readonly TextFile[] {
  const statements = documentsOf(role).flatMap(({ document }) => [document, ...document.statements]);
  const lists = statements.flatMap((one) => ("actions" in one ? [one.place, one.actions.place] : [one.place]));
  return [role.place, ...lists].flatMap((place) => textFileOf(place) ?? []);
}
