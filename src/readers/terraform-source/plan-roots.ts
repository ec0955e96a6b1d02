import type { Role } from "../../iam/model.js";
import type { JsonObject } from "../../source/json-node.js";
import { once } from "../../source/once.js";
import { oncePer } from "../../source/once-per.js";
import type { ReadContext, ReadResult } from "../reader.js";
import { WrittenNumbers } from "../terraform/expressions/written-numbers.js";
import { inputsOf } from "./inputs.js";
import { readRoot } from "./read-root.js";
import type { SourceFolders } from "./source-folders.js";
import type { Written } from "./stale-parts.js";

export interface PlanRead {
  readonly path: string;
  readonly result: ReadResult;
}

/** A plan's root module, evaluated with the plan's variables, and alone. Null if it can't be read. */
export interface PlanRoot {
  readonly folder: string;
  readonly written: () => (ReadResult & Written) | null;
  readonly alone: () => ReadResult | null;
}

/**
 * Finds the root module that a plan stands for: one or none. A plan that was written outside its root's folder may have
 * the addresses of several roots. The names of its roles then tell them apart.
 * @param all the folders to choose from
 */
export function rootsOfPlans(
  all: readonly string[],
  folders: SourceFolders,
  context: ReadContext,
): (plan: PlanRead) => readonly PlanRoot[] {
  return oncePer((plan: PlanRead): readonly PlanRoot[] => {
    const { roles, rootFolder } = plan.result;
    // `files` may name the plan alone. Its source is then compared, but not checked.
    const some = [...new Set([...all, rootFolder ?? []].flat())].filter((one) => isOf(plan, one, folders));
    const fitting = some
      .map((folder) => planRoot(plan, folder, folders, context))
      .filter(({ folder, written }) => folder === rootFolder || !namesakes(roles, written()).includes(false));
    if (fitting.length < 2) return fitting;
    const named = fitting.filter(({ alone }) => {
      const same = namesakes(roles, alone());
      return same.includes(true) && !same.includes(false);
    });
    return named.length === 1 ? named : [];
  });
}

export function isOf({ result }: PlanRead, folder: string, folders: SourceFolders): boolean {
  return result.isPlanOf?.(folder, folders.at(folder).blocks) === true;
}

/** For each role that has a known name in both, whether the names are equal. */
function namesakes(roles: readonly Role[], source: ReadResult | null): readonly boolean[] {
  return roles.flatMap(({ id, name }) => {
    const other = source?.roles.find((one) => one.id === id)?.name ?? null;
    return name === null || other === null ? [] : [name === other];
  });
}

function planRoot({ result }: PlanRead, folder: string, folders: SourceFolders, context: ReadContext): PlanRoot {
  const readWith = (given: () => JsonObject | null) =>
    once(() => {
      try {
        return readRoot(folder, folders, { ...context, deployment: null, partition: null }, given());
      } catch {
        return null;
      }
    });
  const given = (): JsonObject => result.planned?.variables(setIn(folder, context)) ?? {};
  return { folder, written: readWith(given), alone: readWith(() => null) };
}

/** Whether a values file of a root may set a variable. */
function setIn(folder: string, { workspace, varFiles }: ReadContext): (name: string) => boolean {
  const files = [null, ...(varFiles?.(folder) ?? [])];
  const all = files.map((file) => inputsOf(workspace, folder, new WrittenNumbers(), undefined, () => {}, file));
  return (name) =>
    all.some(({ values, isWhole, untracked }) => !isWhole || untracked.length > 0 || Object.hasOwn(values, name));
}
