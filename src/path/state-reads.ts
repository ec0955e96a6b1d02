import { readBody } from "../hcl/blocks.js";
import { joinPath } from "../source/folder-path.js";
import type { TextRange } from "../source/place.js";
import type { ReadModule } from "../source/read-together.js";
import { bodyOf, type SourceUse } from "./source-use.js";

type Literals = ReadonlyMap<string, string | undefined>;

/**
 * Settings that distinguish the states of a backend: https://developer.hashicorp.com/terraform/language/backend. In HCP Terraform, each
 * workspace has its own state: https://registry.terraform.io/providers/hashicorp/tfe/latest/docs/data-sources/outputs.
 */
const KEYS = ["bucket", "key", "prefix", "storage_account_name", "container_name", "organization", "name"];

/** Whether an output comes from a state that is certainly not the writer's. A setting that isn't a literal may refer to any state. */
export function readsOtherState({ file, start }: SourceUse, reader: ReadModule, writer: ReadModule): boolean {
  const before = file.text.slice(Math.max(0, start - 400), start);
  const [, type = "", name = ""] = READ.exec(before) ?? [];
  const [read] = blocksOf(reader, ["data", type, name]);
  const backend = type === "tfe_outputs" ? "remote" : read?.get("backend");
  if (read === undefined || backend === undefined) return false;
  const own = blocksOf(writer, ["terraform"]).find((one) => one.has("backend") || one.has("cloud"));
  const written = own?.has("cloud") ? "remote" : own?.get("backend");
  if (backend === "local") {
    const isElsewhere = own !== undefined && written !== "local";
    const path = read.get("path");
    const target = own?.has("path") ? own.get("path") : "terraform.tfstate";
    if (isElsewhere || !path || !target) return isElsewhere;
    const state = joinPath(reader.folder, path.replace(/terraform\.tfstate\.d\/[^/]+\//, ""));
    return state !== joinPath(writer.folder, target);
  }
  if (own === undefined) return false;
  const differs = (key: string): boolean => {
    const [one, other] = [read.get(key === "name" && type === "tfe_outputs" ? "workspace" : key), own.get(key)];
    return one !== undefined && other !== undefined && one !== other;
  };
  return written !== backend || KEYS.some(differs);
}

/** Matches the reference to a state at the end of the text before its outputs. */
const READ = /(terraform_remote_state|tfe_outputs)\.([\w-]+)(?:\[[^[\]\n]*\])?\.$/;

function blocksOf({ files }: ReadModule, header: readonly string[]): readonly Literals[] {
  return files.flatMap((file) =>
    bodyOf(file)
      .blocks.filter((block) => block.header.join() === header.join())
      .map(({ body }) => new Map(literalsIn(file.text, body))),
  );
}

/** The literals of a block, of the blocks in it, and of its maps. A block's label counts as the literal of its type. */
function literalsIn(text: string, range: TextRange): readonly (readonly [string, string | undefined])[] {
  const { blocks, attributes } = readBody(text, range);
  return [
    ...blocks.flatMap(({ header: [type = "", label], body }) => [[type, label] as const, ...literalsIn(text, body)]),
    ...attributes.flatMap(({ name, value: { start, end } }) => {
      const value = text.slice(start, end);
      const [, literal] = /^"(?:\$\{path\.(?:module|root)\}\/)?([^"$%\\]*)"\s*$/.exec(value) ?? [];
      const inner = { start: start + 1, end: end - 1 };
      return [[name, literal] as const, ...(value.startsWith("{") ? literalsIn(text, inner) : [])];
    }),
  ];
}
