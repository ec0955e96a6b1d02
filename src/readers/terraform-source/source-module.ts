import { parseExpression } from "../../hcl/parse-expression.js";
import { joinPath } from "../../source/folder-path.js";
import type { JsonObject, JsonValue } from "../../source/json-node.js";
import { writtenAttribute } from "../terraform/expressions/written-text.js";
import type { ModuleCall, ModuleConfig } from "../terraform/model/configuration.js";
import { mayBeSecret } from "../terraform/secrets/secrets.js";
import { isAbsolute, isLocal, sourceOf } from "../terraform/source/module-calls.js";
import type { SourceAttribute, SourceBlock } from "../terraform/source/source-block.js";
import { lazyObject } from "./lazy-object.js";
import type { SourceRoot } from "./source-root.js";
import { subjectsWritten } from "./subjects-written.js";

/** A module in the form that a plan's configuration has, built from the blocks in its folder. Its parts are built on demand. */
export class SourceModule implements ModuleConfig {
  private readonly made = new Map<string, JsonObject>();
  private readonly called = new Map<string, SourceCall>();
  readonly blocks: ReadonlyMap<string, SourceBlock>;

  constructor(
    private readonly root: SourceRoot,
    readonly folder: string,
    private readonly parent: {
      readonly module: SourceModule;
      readonly name: string;
      readonly block: SourceBlock;
    } | null,
    /** The reason why the module isn't available. Null if it is. */
    readonly absent: string | null,
  ) {
    this.blocks = absent === null ? root.blocksIn(folder) : new Map();
  }

  /** The names of the module calls from the root to this module. */
  get path(): readonly string[] {
    return this.parent === null ? [] : [...this.parent.module.path, this.parent.name];
  }

  get isEmpty(): boolean {
    return this.absent !== null;
  }

  /** Whether all of the module's declarations are known. A folder that has only other files counts as a module without declarations. */
  get isWhole(): boolean {
    return (this.absent === null || this.absent.endsWith(EMPTY)) && this.root.isWhole(this.folder);
  }

  resource(address: string): JsonObject | undefined {
    const known = this.made.get(address);
    const block = this.blocks.get(`${address.startsWith("data.") ? "" : "resource."}${address}`.replaceAll(".", " "));
    if (known !== undefined || block === undefined) return known;
    const config = {
      address,
      provider_config_key: this.providerOf(block, address.replace(/^data\./, "")),
      ...repetitionOf(block),
      expressions: expressionsOf(block),
    };
    this.made.set(address, config);
    return config;
  }

  call(name: string): SourceCall | undefined {
    const block = this.blocks.get(`module ${name}`);
    const known = this.called.get(name);
    if (known !== undefined || block === undefined) return known;
    const { folder, absent, source } = this.targetOf(name, block);
    const repeated = repetitionOf(block);
    const call: SourceCall = {
      source,
      expressions: expressionsOf(block),
      forEach: repeated.for_each_expression,
      single: Object.keys(repeated).length === 0,
      module: new SourceModule(this.root, folder, { module: this, name, block }, absent),
    };
    this.called.set(name, call);
    return call;
  }

  callNames(): readonly string[] {
    return this.named("module");
  }

  output(name: string): JsonValue | undefined {
    const value = this.blocks.get(`output ${name}`)?.attribute("value");
    return value === null || value === undefined ? undefined : referencesOf(value);
  }

  outputNames(): readonly string[] {
    return this.named("output");
  }

  variableDefault(name: string): JsonValue | undefined {
    if (this.parent === null && this.root.isUnknownInput(name)) return undefined;
    const written = this.blocks.get(`variable ${name}`)?.attribute("default") ?? null;
    return written === null ? undefined : this.root.constant(written);
  }

  isSensitive(variable: string): boolean {
    if (this.blocks.get(`variable ${variable}`)?.attribute("sensitive")?.expression !== "true") return false;
    const byDefault = this.variableDefault(variable);
    return this.parent === null
      ? this.root.isConcealed(variable, byDefault)
      : this.parent.block.attribute(variable) !== null || mayBeSecret(byDefault);
  }

  private named(type: string): readonly string[] {
    const start = `${type} `;
    return [...this.blocks.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  }

  /** The folder of a called module, with the reason if it isn't available. */
  private targetOf(name: string, block: SourceBlock): { folder: string; absent: string | null; source: string } {
    const written = sourceOf(block);
    const installed = isLocal(written) ? null : this.root.installed([...this.path, name]);
    const source = installed === null ? written : fromHere(this.folder, installed);
    const folder = joinPath(this.folder, source);
    const shown = written === "" ? "its source is unknown" : `its source ${written}`;
    if (isAbsolute(source)) return { folder: "", absent: `${shown} ${OUTSIDE}`, source };
    if (!isLocal(source)) return { folder: "", absent: `${shown}${written === "" ? "" : " is not here"}`, source };
    if (this.isWithin(folder)) return { folder, absent: `${shown} calls itself`, source };
    if (folder.startsWith("..")) return { folder, absent: `${shown} ${OUTSIDE}`, source };
    return { folder, absent: this.root.isHere(folder) ? null : `${shown} ${EMPTY}`, source };
  }

  private isWithin(folder: string): boolean {
    let above: SourceModule | undefined = this;
    while (above !== undefined && above.folder !== folder) above = above.parent?.module;
    return above !== undefined;
  }

  /**
   * The key of a resource's provider configuration: the one that the resource names or, if it names none, the one that
   * its type's prefix names.
   */
  private providerOf(block: SourceBlock, type: string): string {
    return this.provider(block.attribute("provider")?.expression.replaceAll('"', "") ?? type.replace(/_.*/s, ""));
  }

  /** The key of a provider configuration that is passed to a module, declared in it, or inherited. */
  private provider(local: string): string {
    if (this.parent === null) return this.root.provider(local, this.blocks.get(`provider ${local.replace(".", " ")}`));
    const own = this.blocks.get(`provider ${local.replace(".", " ")}`);
    if (own !== undefined) return this.root.provider(`module.${this.path.join(".module.")}:${local}`, own);
    const handed = handedProviders(this.parent.block).get(local);
    if (handed !== undefined) return this.parent.module.provider(handed);
    return local.includes(".") ? `module.${this.path.join(".module.")}:${local}` : this.parent.module.provider(local);
  }
}

export interface SourceCall extends ModuleCall {
  readonly module: SourceModule;
}

const OUTSIDE = "is outside the repository";
const EMPTY = "has no Terraform files";

/** Arguments that control how a block is used and don't set values of its resource. */
export const META: ReadonlySet<string> = new Set([
  "count",
  "for_each",
  "provider",
  "providers",
  "depends_on",
  "lifecycle",
  "provisioner",
  "connection",
  "source",
  "version",
]);

function expressionsOf(block: SourceBlock): JsonObject {
  const names = block.names().filter((name) => !META.has(name));
  return lazyObject(names, (name) => {
    const attribute = block.attribute(name);
    return attribute === null ? [] : referencesOf(attribute);
  });
}

function repetitionOf(block: SourceBlock): Record<string, JsonObject> {
  const written = ["count", "for_each"].flatMap((name) => {
    const attribute = block.attribute(name);
    return attribute === null ? [] : [[`${name}_expression`, referencesOf(attribute)] as const];
  });
  return Object.fromEntries(written);
}

function referencesOf(attribute: SourceAttribute): JsonObject {
  return { references: [...subjectsWritten(attribute)] };
}

/** The providers that a call passes to a module: `providers = { aws = aws.other }`. */
function handedProviders(call: SourceBlock): ReadonlyMap<string, string> {
  const attribute = call.attribute("providers");
  if (attribute === null) return new Map();
  const { text, range } = writtenAttribute(attribute);
  const expression = parseExpression(text, range);
  const entries = expression?.kind === "object" ? expression.entries : [];
  const shown = ({ start, end }: { start: number; end: number }): string => text.slice(start, end).replaceAll('"', "");
  return new Map(entries.map(({ key, value }) => [shown(key), shown(value)]));
}

/** Converts a path relative to the repository's root to a path relative to a folder in it. */
function fromHere(folder: string, path: string): string {
  const depth = folder === "" ? 0 : folder.split("/").length;
  return `./${"../".repeat(depth)}${path}`;
}
