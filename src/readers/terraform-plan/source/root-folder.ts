import { joinPath, parentOf } from "../../../source/folder-path.js";
import { isJsonObject, type JsonValue, property } from "../../../source/json-node.js";
import { jsonValue } from "../../../source/parse-json.js";
import type { Workspace } from "../../../source/workspace.js";
import { hasSources } from "../../terraform/source/module-folder.js";

/**
 * Folders that may contain a plan's root module, most likely first: `terraform-root`, folders with sources from the
 * plan's folder upward, and stacks that CDKTF wrote below one of these folders.
 */
export function* rootFolders(workspace: Workspace, planFile: string, given: string | null): Generator<string, void> {
  if (given !== null) yield joinPath("", given);
  const above = [...foldersAbove(planFile)];
  for (const folder of above) if (hasSources(workspace, folder)) yield folder;
  for (const folder of above) yield* synthesisedStacks(workspace, folder);
}

function* foldersAbove(planFile: string): Generator<string, void> {
  for (let folder = parentOf(planFile); ; folder = parentOf(folder)) {
    yield folder;
    if (folder === "" || folder.endsWith("..")) return;
  }
}

/** Reads `cdktf.out/manifest.json`: `{"stacks": {"NAME": {"workingDirectory": "stacks/NAME"}}}`. */
function synthesisedStacks(workspace: Workspace, folder: string): readonly string[] {
  const output = joinPath(folder, "cdktf.out");
  const manifest = workspace.readText(joinPath(output, "manifest.json"));
  const parsed = manifest === null ? undefined : jsonValue(manifest.text);
  const stacks = parsed === undefined ? undefined : fieldOf(parsed, "stacks");
  if (!isJsonObject(stacks)) return [];
  return Object.values(stacks).flatMap((stack) => {
    const directory = fieldOf(stack, "workingDirectory");
    return typeof directory === "string" ? [joinPath(output, directory)] : [];
  });
}

function fieldOf(value: JsonValue, key: string): JsonValue | undefined {
  return isJsonObject(value) ? property(value, key) : undefined;
}
