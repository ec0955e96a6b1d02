import type { OtherHolder } from "../iam/model.js";
import { parentOf } from "../source/folder-path.js";
import type { TextFile } from "../source/text-file.js";
import type { ReadBudget } from "./read-budget.js";
import { readWithin } from "./read-within.js";
import type { ReadContext } from "./reader.js";
import { isTerraformSource, otherHoldersIn, type PlanRead } from "./terraform-source/index.js";

/** Policy holders in templates and Terraform source that weren't read because they create no role or aren't checked. */
export function unreadHolders(
  texts: readonly TextFile[],
  read: readonly PlanRead[],
  parts: ReadonlySet<string>,
  evaluated: ReadonlySet<string>,
  named: readonly string[],
  context: ReadContext & { readonly budget: ReadBudget },
): readonly OtherHolder[] {
  const known = new Set([...read.map(({ path }) => path), ...parts]);
  const sources = texts.filter(({ path }) => isTerraformSource(path));
  const folders = [...new Set(sources.map(({ path }) => parentOf(path)))];
  const templates = texts.filter(({ path, text }) => !known.has(path) && text.includes("AWS::"));
  const ofTemplates = templates.flatMap((file) => {
    const outcome = readWithin(context.budget, file, context);
    if (outcome.kind !== "read") return [];
    const { roles, others } = outcome.result;
    const ofRoles = roles.flatMap(({ id, place, variants, nestedIn }) =>
      variants.map(({ policies }) => ({ id, place, policies, root: nestedIn?.[0] ?? file.path })),
    );
    return [...ofRoles, ...(others?.() ?? [])];
  });
  return [...ofTemplates, ...otherHoldersIn(folders, evaluated, read, named, context)];
}
