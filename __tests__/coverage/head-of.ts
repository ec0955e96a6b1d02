import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { findConfig, isSameConfig } from "../../src/discover/find-config.js";
import type { Scope } from "../../src/discover/scope.js";
import type { Report } from "../../src/report/report.js";
import { commit, git, repository } from "../discover/repository.js";

export type Files = Readonly<Record<string, string>>;

/** The check of a head whose base is the commit before; files that are not there any more are given as empty. */
export async function headOf(base: Files, head: Files): Promise<Report> {
  const root = repository(base);
  for (const [path, text] of Object.entries(head)) if (text === "") git(root, "rm", "--quiet", path);
  commit(root, Object.fromEntries(Object.entries(head).filter(([, text]) => text !== "")));
  const scope: Scope = { root, workingDirectory: root, confined: true };
  const optionsIn = (where: Scope) => {
    const config = findConfig(where, null);
    if ("problem" in config) throw new Error(config.problem.message);
    const resolved = resolveOptions(new Map(), config.file);
    if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
    return resolved.options.check;
  };
  const config = findConfig(scope, null);
  const outcome = await check(optionsIn(scope), {
    scope,
    unread: "unread" in config ? config.unread : [],
    today: "2026-11-28",
    base: { name: "main", ref: "HEAD^", head: null },
    // As the command line and the Action have it: null where the configuration is the same.
    optionsAt: (tree) => {
      const [before, now] = [{ ...scope, commit: tree }, scope].map((where) => findConfig(where, null));
      const same = before !== undefined && now !== undefined && "file" in before && "file" in now;
      return same && isSameConfig(before.file, now.file) ? null : optionsIn({ ...scope, commit: tree });
    },
  });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.report;
}
