import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { configIn, type FoundConfig, findConfig } from "../../src/discover/find-config.js";
import type { Scope } from "../../src/discover/scope.js";
import type { Report } from "../../src/report/report.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { twoCommits, writeFiles } from "../discover/repository.js";

export type Files = Readonly<Record<string, string>>;

/**
 * Checks a head whose base is the previous commit. Empty files are deleted. `named`: the configuration that
 * the run names. `made`: uncommitted files that the run creates.
 */
export async function headOf(
  base: Files,
  head: Files,
  named: string | null = null,
  created: Files = {},
): Promise<Report> {
  const root = twoCommits(base, head);
  writeFiles(root, created);
  const scope: Scope = { root, workingDirectory: root, confined: true };
  const config = findConfig(scope, named);
  if ("problem" in config) throw new Error(config.problem.message);
  const optionsOf = ({ file, prefix }: FoundConfig) => {
    const resolved = resolveOptions(new Map(), file, prefix);
    if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
    return resolved.options.check;
  };
  const outcome = await check(optionsOf(config), {
    scope,
    unread: config.unread,
    today: "2026-11-28",
    base: { name: "main", ref: "HEAD^", head: null },
    optionsAt: (tree) => {
      const before = configIn(tree, scope, named, config);
      return before === null ? null : optionsOf(before);
    },
  });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}

/** The actions that the vendor's version 7 requires for a kind. */
export function actionsOf(kind: string): readonly string[] {
  const found = catalogRequirements("7")?.kinds.find(({ name }) => name === kind);
  return found?.actions.map(({ action }) => action) ?? [];
}
