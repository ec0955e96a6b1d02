import { joinPath } from "../../../source/folder-path.js";
import { formatLocation } from "../../../source/location.js";
import { locate, type Place } from "../../../source/place.js";
import { readTogether } from "../../../source/read-together.js";
import type { TextFile } from "../../../source/text-file.js";
import type { Workspace } from "../../../source/workspace.js";
import type { FileProblem } from "../../reader.js";
import { LABELS } from "./block-labels.js";
import { jsonBlocksOf } from "./json-blocks.js";
import { hclBlocksOf, type SourceBlock, withOverrides } from "./source-block.js";
import { sourceProblemIn } from "./source-problems.js";

/**
 * Names of configuration files: in native or JSON syntax, for Terraform or only for OpenTofu. Both tools ignore names
 * that start with a dot.
 */
const SOURCE = /^(?<base>[^.].*)\.(?<tool>tf|tofu)(?<json>\.json)?$/s;

export type Tool = "terraform" | "tofu";

/**
 * The blocks in a module's folder, keyed by type and labels (`resource aws_iam_role this`, `module workers`), with
 * override files merged in. OpenTofu reads `x.tofu` instead of an `x.tf` next to it. Terraform reads only `x.tf`.
 * @param refused called for each file that isn't read, with the reason
 * @param refuse called for names that are declared twice, and for names that only an override file declares
 */
export function blocksOfModule(
  workspace: Workspace,
  folder: string,
  tool: Tool,
  report: (problem: FileProblem) => void,
  refused: (path: string, reason: string, place: Place) => void = () => {},
  refuse: Refuse = () => {},
): ReadonlyMap<string, SourceBlock> {
  const bases = new Map<string, SourceBlock>();
  const overrides = new Map<string, SourceBlock[]>();
  const declared: Declared[] = [];
  const overriding: Declared[] = [];
  const files: (TextFile | null)[] = [];
  for (const name of sourceNames(workspace, folder, tool)) {
    const path = joinPath(folder, name);
    const file = workspace.readText(path, (reason, place) => refused(path, reason, place));
    files.push(file);
    if (file === null) continue;
    const problem = sourceProblemIn(file);
    if (problem !== null) report(problem);
    const blocks = name.endsWith(".json") ? jsonBlocksOf(file, folder, workspace) : hclBlocksOf(file, folder);
    for (const [header, block] of blocks) {
      const key = keyOf(header, block);
      (isOverride(name) ? overriding : declared).push(...declaredBy(header, key, block));
      // Later override files take precedence.
      if (isOverride(name)) overrides.set(key, [block, ...(overrides.get(key) ?? [])]);
      else bases.set(key, joined(key, bases.get(key), block));
    }
  }
  readTogether(workspace, joinPath("", folder), files);
  tellRefused(declared, overriding, refuse);
  return new Map([...bases].map(([key, block]) => [key, withOverrides(block, overrides.get(key) ?? [])]));
}

/** Blocks without labels may occur many times, each with different names. For other blocks, the first one counts. */
function joined(key: string, before: SourceBlock | undefined, block: SourceBlock): SourceBlock {
  if (before === undefined) return block;
  return LABELS.get(key) === 0 ? withOverrides(before, [block]) : before;
}

/** The names that a block declares. Nothing else in the module may declare them. */
function declaredBy([type = "", ...labels]: readonly string[], key: string, block: SourceBlock): readonly Declared[] {
  if (type === "locals")
    return block.names().map((name) => [`local.${name}`, block.attribute(name)?.place ?? block.place]);
  return labels.length > 0 && LABELS.get(type) === labels.length ? [[key, block.place]] : [];
}

type Declared = readonly [name: string, place: Place];

type Refuse = (message: string, place: Place) => void;

function tellRefused(declared: readonly Declared[], overriding: readonly Declared[], refuse: Refuse): void {
  const firsts = new Map<string, Place>();
  for (const [name, place] of declared) {
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, place);
    else refuse(`${name} is declared twice, first at ${formatLocation(locate(first))}`, place);
  }
  for (const [name, place] of overriding)
    if (!firsts.has(name) && !/^(?:provider|check) /.test(name)) refuse(`${name} overrides nothing`, place);
}

/** Configurations of the same provider are distinguished by alias. */
function keyOf(header: readonly string[], block: SourceBlock): string {
  const alias = header[0] === "provider" ? block.attribute("alias")?.expression.replaceAll('"', "") : undefined;
  return [...header, ...(alias === undefined ? [] : [alias])].join(" ");
}

export function hasSources(workspace: Workspace, folder: string): boolean {
  return namesIn(workspace, folder).length > 0;
}

function isOverride(name: string): boolean {
  const base = SOURCE.exec(name)?.groups?.base ?? "";
  return base === "override" || base.endsWith("_override");
}

/** The files in a folder that the tool reads. */
export function sourceNames(workspace: Workspace, folder: string, tool: Tool): readonly string[] {
  const names = namesIn(workspace, folder);
  const other = tool === "tofu" ? "tf" : "tofu";
  return names.filter((name) => {
    const { base = "", tool: own = "", json = "" } = SOURCE.exec(name)?.groups ?? {};
    return own !== other || !names.includes(`${base}.${tool}${json}`);
  });
}

/**
 * A pair of files that the tools read differently: one that only OpenTofu reads, and one that Terraform reads as well
 * or instead. Returns null if the folder doesn't contain both.
 */
export function differingFiles(workspace: Workspace, folder: string): readonly [tofu: string, tf: string] | null {
  const names = namesIn(workspace, folder);
  const ofTofu = names.filter((name) => SOURCE.exec(name)?.groups?.tool === "tofu");
  const ofBoth = names.filter((name) => !ofTofu.includes(name));
  const twin = ofTofu.find((name) => ofBoth.includes(twinOf(name)));
  const tofu = twin ?? ofTofu[0];
  const tf = twin === undefined ? ofBoth[0] : twinOf(twin);
  return tofu === undefined || tf === undefined ? null : [joinPath(folder, tofu), joinPath(folder, tf)];
}

function twinOf(name: string): string {
  return name.replace(/\.tofu(?=(?:\.json)?$)/, ".tf");
}

function namesIn(workspace: Workspace, folder: string): readonly string[] {
  return workspace.listFolder(folder === "" ? "." : folder).filter((name) => SOURCE.test(name));
}
