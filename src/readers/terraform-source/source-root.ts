import { parseExpression } from "../../hcl/parse-expression.js";
import { joinPath } from "../../source/folder-path.js";
import { isJsonObject, type JsonObject, type JsonValue, property } from "../../source/json-node.js";
import { once } from "../../source/once.js";
import { jsonValue } from "../../source/parse-json.js";
import { fileOf } from "../../source/place.js";
import type { ReadBudget } from "../read-budget.js";
import type { FileProblem } from "../reader.js";
import { constantValue } from "../terraform/expressions/constants.js";
import { writtenType } from "../terraform/expressions/variables.js";
import { WrittenNumbers } from "../terraform/expressions/written-numbers.js";
import { listIn, textIn } from "../terraform/model/fields.js";
import { mayBeSecret } from "../terraform/secrets/secrets.js";
import { hasSources } from "../terraform/source/module-folder.js";
import type { SourceAttribute, SourceBlock } from "../terraform/source/source-block.js";
import { refusal } from "../terraform/source/source-problems.js";
import { type Inputs, inputsOf } from "./inputs.js";
import { isTypeMismatch } from "./misfit.js";
import type { SourceFolders } from "./source-folders.js";
import { SourceModule } from "./source-module.js";

/** State shared by a root's modules: folders, modules installed by `terraform init`, inputs, and providers. */
export class SourceRoot {
  readonly module: SourceModule;
  readonly inputs: Inputs;
  /** Number literals in defaults, `.tfvars` files, and attributes. */
  readonly numbers = new WrittenNumbers();
  private readonly lost: FileProblem[] = [];
  /** Problems of files that contain blocks. */
  readonly gaps: FileProblem[] = [];
  /** Provider configurations by key, as in a plan. */
  readonly providers: Record<string, JsonObject> = {};
  readonly providerBlocks = new Map<string, SourceBlock>();
  private readonly seen = new Set<string>();
  private readonly installedAt: ReadonlyMap<string, string>;

  constructor(
    private readonly folders: SourceFolders,
    readonly folder: string,
    private readonly budget: ReadBudget | undefined,
    private readonly given: JsonObject | null = null,
    varFile: string | null = null,
  ) {
    const inputs =
      given !== null
        ? { values: given, places: new Map(), isWhole: true, untracked: [] }
        : inputsOf(folders.workspace, folder, this.numbers, budget, (problem) => this.lost.push(problem), varFile);
    this.installedAt = installedModules(folders, folder);
    this.module = new SourceModule(this, folder, null, null);
    const provider = this.module.blocks.get("provider aws");
    if (provider !== undefined) this.providers.aws = { expressions: textsOf(provider) };
    this.inputs = { ...inputs, values: this.fitting(inputs) };
  }

  blocksIn(folder: string): ReadonlyMap<string, SourceBlock> {
    const { blocks, problems } = this.folders.at(folder);
    if (!this.seen.has(folder)) this.gaps.push(...problems);
    this.seen.add(folder);
    return blocks;
  }

  isPartial(folder: string): boolean {
    return this.folders.at(folder).problems.length > 0;
  }

  /** Whether all declarations of a folder are known. A submodule that isn't checked out has no files. */
  isWhole(folder: string): boolean {
    const { workspace } = this.folders;
    return (
      workspace.listFolder(folder || ".").length > 0 && this.folders.isWhole(folder, this.folders.at(folder).problems)
    );
  }

  /** Problems of the root's inputs, its files, and the files of modules that it calls. */
  problems(): readonly FileProblem[] {
    const refusals = this.refusals();
    return [...this.lost, ...this.gaps, ...refusals];
  }

  /** The reason why Terraform rejects the root, so that it creates nothing. Undefined if it doesn't. */
  get refused(): FileProblem | undefined {
    const [first] = this.refusals();
    return [...this.seen].flatMap((folder) => this.folders.at(folder).broken)[0] ?? first;
  }

  /** The reasons for Terraform to reject the root, other than files that it can't parse. */
  readonly refusals = once((): readonly FileProblem[] => {
    for (const folder of this.folders.reachedFrom([this.folder])) this.blocksIn(folder);
    return [...this.seen].flatMap((folder) => [
      ...this.folders.at(folder).refusals(),
      ...[...this.blocksIn(folder)].flatMap(([key, block]) => this.refusedDefault(key, block)),
    ]);
  });

  private refusedDefault(key: string, block: SourceBlock): readonly FileProblem[] {
    const written = key.startsWith("variable ") ? block.attribute("default") : null;
    const value = written === null ? undefined : this.constant(written);
    const isRefused = value === null ? block.attribute("nullable")?.expression === "false" : misfits(value, block);
    if (written === null || !isRefused) return [];
    const what = value === null ? "null, which nullable = false rules out" : `not of its type ${typeShown(block)}`;
    return [{ ...refusal(`the default of ${key} is ${what}`, written.value), help: MISFIT_HELP }];
  }

  isHere(folder: string): boolean {
    return hasSources(this.folders.workspace, folder);
  }

  constant(attribute: SourceAttribute): JsonValue | undefined {
    return constantValue(attribute, this.numbers, this.budget);
  }

  /** The values of the inputs. A value that doesn't fit its variable's type is reported and becomes unknown. */
  private fitting({ values, places }: Inputs): JsonObject {
    const entries = Object.entries(values).map(([name, input]) => {
      const block = this.module.blocks.get(`variable ${name}`);
      const value = isJsonObject(input) ? property(input, "value") : undefined;
      const place = places.get(name);
      if (block === undefined || place === undefined || !misfits(value, block)) return [name, input] as const;
      const message = `${fileOf(place)} gives var.${name} a value that is not of its type ${typeShown(block)}`;
      this.lost.push({ message, help: MISFIT_HELP, place });
      return [name, {}] as const;
    });
    return Object.fromEntries(entries);
  }

  /** Whether a file sets, or may set, a variable to a value that couldn't be read. */
  isUnknownInput(name: string): boolean {
    const input = property(this.inputs.values, name);
    return isJsonObject(input) ? property(input, "value") === undefined : !this.inputs.isWhole;
  }

  /** Whether to conceal the value of a sensitive variable, or its default if it has no value. A plan's values are always concealed. */
  isConcealed(name: string, byDefault: JsonValue | undefined): boolean {
    const input = property(this.inputs.values, name);
    return this.given !== null || mayBeSecret(isJsonObject(input) ? property(input, "value") : byDefault);
  }

  /** The folder to which `terraform init` installed a module. Returns null if it didn't. */
  installed(path: readonly string[]): string | null {
    return this.installedAt.get(path.join(".")) ?? null;
  }

  provider(key: string, block: SourceBlock | undefined): string {
    if (block !== undefined && !this.providerBlocks.has(key)) {
      this.providerBlocks.set(key, block);
      this.providers[key] = { expressions: textsOf(block) };
    }
    return key;
  }
}

const MISFIT_HELP = "correct the value or the type";

/** Whether a value certainly doesn't fit a variable's type. */
function misfits(value: JsonValue | undefined, variable: SourceBlock): boolean {
  const type = variable.attribute("type");
  const written = type === null || value === undefined ? null : writtenType(type);
  const wanted = written === null ? null : parseExpression(written.text, written.range);
  return value !== undefined && wanted !== null && isTypeMismatch(value, wanted);
}

function typeShown(variable: SourceBlock): string {
  return shortened(variable.attribute("type")?.expression);
}

export function shortened(text = ""): string {
  const plain = text.replaceAll(/\s+/g, " ");
  return plain.length > MAX_SHOWN_LENGTH ? `${plain.slice(0, MAX_SHOWN_LENGTH)}...` : plain;
}

const MAX_SHOWN_LENGTH = 80;

/** A block's attributes and nested blocks as text, for comparison with another block. Omits `alias`, which is only a provider's name. */
export function textsOf(block: SourceBlock): JsonObject {
  const entries = block.names().flatMap((name): readonly (readonly [string, JsonValue])[] => {
    const written = block.attribute(name);
    if (name === "alias") return [];
    return [[name, written?.expression ?? block.nested(name).map((nested) => textsOf(nested.block))]];
  });
  return Object.fromEntries(entries);
}

/** Reads `.terraform/modules/modules.json`: `{"Modules": [{"Key": "a.b", "Source": ..., "Dir": ...}]}`. */
function installedModules({ workspace }: SourceFolders, folder: string): ReadonlyMap<string, string> {
  const file = workspace.readText(joinPath(folder, ".terraform/modules/modules.json"));
  const value = file === null ? undefined : jsonValue(file.text);
  const modules = isJsonObject(value) ? listIn(value, "Modules") : [];
  return new Map(
    modules.map((one) => [textIn(one, "Key"), joinPath(folder, textIn(one, "Dir").replaceAll("\\", "/"))]),
  );
}
