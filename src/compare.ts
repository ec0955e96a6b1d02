import type { CheckOptions } from "./config/options.js";
import type { ConfigProblem } from "./config/settings.js";
import { type Base, withBaseCommit } from "./discover/base-commit.js";
import type { CommitTree } from "./discover/commit-tree.js";
import { readOwnFile } from "./discover/find-config.js";
import { GitFault } from "./discover/git.js";
import { absolutePath, type Scope } from "./discover/scope.js";
import { type Baseline, knownFinding } from "./report/baseline.js";
import { readBaselineFile } from "./report/baseline-file.js";
import type { Comparison } from "./report/build-report.js";
import { fingerprint } from "./report/fingerprint.js";
import type { JudgedFinding } from "./rules/apply-rules.js";
import { JsonField, JsonShapeError } from "./source/json-field.js";
import { formatLocation } from "./source/location.js";
import { parseJson } from "./source/parse-json.js";
import { locate } from "./source/place.js";
import { plural } from "./source/plural.js";

type CompareOptions = Pick<CheckOptions, "baseline" | "base" | "failOnNewOnly">;

interface CompareEnvironment {
  readonly scope: Scope;
  /** The base of the pull request, which `base: auto` means. */
  readonly base: Base | null;
  /** Reported paths of the files that were read. */
  readonly read: readonly string[];
  /** False when there is no finding that could be old. */
  readonly wanted: boolean;
}

type Compared = Comparison | { readonly problems: readonly ConfigProblem[] };

/**
 * What findings are compared with: those of the base commit, under the options of this run, and those in the baseline file.
 * A base that is not at hand is told.
 */
export async function compare(
  options: CompareOptions,
  environment: CompareEnvironment,
  inspectCommit: (commit: CommitTree) => Promise<readonly JudgedFinding[]>,
): Promise<Compared> {
  const { scope, wanted } = environment;
  const withFile = compareWithFile(options, scope);
  const base = wanted ? chosenBase(options, environment) : null;
  if ("problems" in withFile || base === null) return withFile;
  const { baseline, note } = await compareWithCommit(environment, base, inspectCommit);
  const baselines = [...(baseline === null ? [] : [baseline]), ...withFile.baselines];
  // A report of the base is what the note would ask for.
  return { ...withFile, baselines, note: withFile.baselines.length > 0 ? null : note };
}

/** One that can't be read ends the run: every finding would seem to be new, and whoever named it believes otherwise. */
export function compareWithFile({ baseline, failOnNewOnly }: CompareOptions, scope: Scope): Compared {
  const nothing = { baselines: [], note: null, failOnNewOnly };
  if (baseline === null) return nothing;
  const loaded = loadBaseline(scope, baseline);
  return "problem" in loaded ? { problems: [loaded.problem] } : { ...nothing, baselines: [loaded] };
}

function chosenBase({ base: named }: CompareOptions, { base }: CompareEnvironment): Base | null {
  switch (named) {
    case "auto":
      return base;
    case "off":
      return null;
    default:
      return { name: named, ref: named, head: null };
  }
}

async function compareWithCommit(
  { scope, read }: CompareEnvironment,
  base: Base,
  inspectCommit: (commit: CommitTree) => Promise<readonly JudgedFinding[]>,
): Promise<{ readonly baseline: Baseline | null; readonly note: string | null }> {
  const { name } = base;
  try {
    return await withBaseCommit(scope, base, async (commit, checkedOut) => {
      const findings = (await inspectCommit(commit)).filter(isCounting).map(known);
      const added = read.filter(isAbsentFrom(commit, scope));
      const made = added.length === 0 ? [] : added.filter(isAbsentFrom(checkedOut(), scope));
      return { baseline: { source: { kind: "commit", name }, findings }, note: describeMade(made, name) };
    });
  } catch (error) {
    if (!(error instanceof GitFault)) throw error;
    return { baseline: null, note: `Not compared with ${name}: ${error.message}; ${error.help}.` };
  }
}

function isAbsentFrom(commit: CommitTree, scope: Scope): (path: string) => boolean {
  return (path) => commit.lstat(absolutePath(scope, path)) === undefined;
}

/** A plan is mostly made by the run: no commit tells what it was like on the base. */
function describeMade(paths: readonly string[], base: string): string | null {
  const [first, ...others] = paths;
  if (first === undefined) return null;
  const what = others.length === 0 ? `${first} is` : `${first} and ${plural(others.length, "more file")} are`;
  return `Not compared with ${base}: ${what} in no commit; give \`baseline\` a report of ${base}.`;
}

function isCounting({ suppressedBy }: JudgedFinding): boolean {
  return suppressedBy === null;
}

function known(finding: JudgedFinding) {
  return knownFinding({ ...finding, fingerprint: fingerprint(finding) });
}

/** The findings in a baseline file or report, relative to the root. */
function loadBaseline(scope: Scope, path: string): Baseline | { readonly problem: ConfigProblem } {
  const read = readOwnFile(scope, path, "baseline");
  if ("problem" in read) return read;
  const refused = (reason: string) => {
    const help = "write it with `worker-iam-check baseline`, or name a report that `report-file` wrote";
    return { problem: { message: `the baseline ${path} ${reason}`, help, place: null } };
  };
  const parsed = parseJson(read.file);
  if ("fault" in parsed) {
    const { message, place } = parsed.fault;
    return refused(`is not JSON: ${message} (${formatLocation(locate(place))})`);
  }
  try {
    return { source: { kind: "file", name: path }, findings: readBaselineFile(new JsonField(parsed.value)) };
  } catch (error) {
    if (!(error instanceof JsonShapeError)) throw error;
    return refused(`is neither a baseline nor a report: ${error.message}`);
  }
}
