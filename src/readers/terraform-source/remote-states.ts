import { joinPath } from "../../source/folder-path.js";
import type { JsonObject } from "../../source/json-node.js";
import { textIn } from "../terraform/model/fields.js";
import type { SourceBlock } from "../terraform/source/source-block.js";
import type { SourceFolders } from "./source-folders.js";

/** Values, and which parts of them are unknown, as in a plan. */
export interface Answers {
  readonly values: JsonObject;
  readonly unknown: JsonObject;
}

/** The backend settings that identify a state: https://developer.hashicorp.com/terraform/language/backend. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  s3: ["bucket", "key"],
  gcs: ["bucket", "prefix"],
  azurerm: ["storage_account_name", "container_name", "key"],
};

/** The outputs of other root modules in the repository, found by the states that they write. */
export class RemoteStates {
  private readonly known = new Map<string, Answers | null>();

  constructor(
    private readonly folders: SourceFolders,
    private readonly roots: readonly string[],
    private readonly outputsIn: (folder: string) => Answers | null,
  ) {}

  /** The outputs of the root that writes the state that another root reads. Returns null unless exactly one root writes it. */
  outputs(reader: string, backend: string, config: JsonObject): Answers | null {
    const [writer, ...others] = this.roots.filter((folder) => this.writes(folder, reader, backend, config));
    if (writer === undefined || others.length > 0) return null;
    const known = this.known.get(writer);
    if (known !== undefined) return known;
    // If roots read each other's states, their outputs stay unknown.
    this.known.set(writer, null);
    const found = this.folders.at(writer).problems.length > 0 ? null : this.outputsIn(writer);
    this.known.set(writer, found);
    return found;
  }

  private writes(folder: string, reader: string, backend: string, config: JsonObject): boolean {
    const settings = this.folders.at(folder).blocks.get("terraform");
    const own = settings?.nested(`backend ${backend}`)[0]?.block;
    if (backend === "local") {
      const isElsewhere = settings?.names().some((name) => name === "backend" || name === "cloud") && own === undefined;
      const state = own?.attribute("path") ? literal(own, "path") : "terraform.tfstate";
      const path = textIn(config, "path");
      return !isElsewhere && path !== "" && state !== "" && joinPath(reader, path) === joinPath(folder, state);
    }
    const keys = own === undefined ? [] : (KEYS[backend] ?? []);
    return keys.length > 0 && keys.every((key) => own && textIn(config, key) === (literal(own, key) || null));
  }
}

/** The literal value of a backend setting. Backend settings can't be expressions. */
function literal(block: SourceBlock, name: string): string {
  return /^"([^"$%\\]*)"$/.exec(block.attribute(name)?.expression ?? "")?.[1] ?? "";
}
