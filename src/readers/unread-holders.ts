import type { OtherHolder } from "../iam/model.js";
import { parentOf } from "../source/folder-path.js";
import type { TextFile } from "../source/text-file.js";
import type { ReadBudget } from "./read-budget.js";
import { readWithin } from "./read-within.js";
import type { ReadContext } from "./reader.js";
import { isTerraformSource, otherHoldersIn, type SourcesRead } from "./terraform-source/index.js";

/** Holders of policies in templates and Terraform source that weren't read, because these create no role. */
export function unreadHolders(
  texts: readonly TextFile[],
  read: ReadonlySet<string>,
  terraform: Pick<SourcesRead, "planned" | "evaluated">,
  named: readonly string[],
  context: ReadContext & { readonly budget: ReadBudget },
): readonly OtherHolder[] {
  const sources = texts.filter(({ path }) => isTerraformSource(path));
  const folders = [...new Set(sources.map(({ path }) => parentOf(path)))];
  const templates = texts.filter(({ path, text }) => !read.has(path) && text.includes("AWS::"));
  const ofTemplates = templates.flatMap((file) => {
    const outcome = readWithin(context.budget, file, context);
    return outcome.kind === "read" ? (outcome.result.others?.() ?? []) : [];
  });
  return [...ofTemplates, ...otherHoldersIn(folders, terraform, named, context)];
}
