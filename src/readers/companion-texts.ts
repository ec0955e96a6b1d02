import { SETTINGS } from "../config/settings.js";
import { type Candidate, findCandidates } from "../discover/find-candidates.js";
import { reportedPath, type Scope } from "../discover/scope.js";
import { isHcl } from "../hcl/hcl-file.js";
import { append } from "../source/append.js";
import { parentOf } from "../source/folder-path.js";
import { moduleOf, readTogether } from "../source/read-together.js";
import type { TextFile } from "../source/text-file.js";
import type { Workspace } from "../source/workspace.js";
import { isTerraformSource } from "./terraform-source/index.js";

/** Terraform's plans and states, and AWS's responses, repeat what is written elsewhere. */
const ANSWER = /"(?:terraform_version|planned_values|AttachmentCount|AttachedPolicies)"/;

/**
 * All files in the repository that may refer to a policy or call a module, even if the run doesn't check them. Also
 * registers the modules that create no roles (`readTogether`).
 */
export function companionTexts(
  scope: Scope,
  candidates: readonly Candidate[],
  workspace: Workspace,
): readonly TextFile[] {
  const everywhere = { ...scope, workingDirectory: scope.root };
  const others = findCandidates(everywhere, [...SETTINGS.files.default, "**/*.tfvars", "**/*.hcl"]).candidates;
  const all = new Set([...candidates, ...others].map(({ path }) => path));
  const texts = [...all].flatMap((path) => {
    const file = workspace.readText(reportedPath(scope, path));
    return file !== null &&
      (/\.hcl$/.test(path) ||
        isHcl(file) ||
        isTerraformSource(path) ||
        (/polic|::(?:Stack|Application)|ImportValue/i.test(file.text) && !ANSWER.test(file.text)))
      ? file
      : [];
  });
  const modules = new Map<string, TextFile[]>();
  for (const file of texts) if (isTerraformSource(file.path)) append(modules, parentOf(file.path), file);
  for (const [folder, files] of modules) if (!files.some(moduleOf)) readTogether(workspace, folder, files);
  return texts;
}
