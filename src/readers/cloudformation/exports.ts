import { marked } from "../../iam/named-policies.js";
import { append } from "../../source/append.js";
import { entryOf, type Node, partsOf, type Text, textOf } from "../../source/node.js";
import { beforeConditions } from "./before-conditions.js";
import { nodesIn } from "./expressions.js";
import { Resolver } from "./resolver.js";
import { sameName } from "./same-name.js";
import { NO_SCENARIO } from "./scenario.js";
import { type Scope, usesDefault } from "./scope.js";
import { areInDifferentAccounts } from "./stack-set.js";

/** An output that a template exports to all stacks in the same account and region. */
export interface Export {
  readonly scope: Scope;
  /** The template's path. */
  readonly file: string;
  readonly name: Node;
  readonly value: Node;
  /** The qualified names of the conditions under which the export exists: its own, and those of the stacks that contain its template. */
  readonly conditions: readonly string[];
}

/** Names that several templates in the run export, with those templates. It is unknown which of them is deployed. */
export type SharedExports = ReadonlyMap<string, readonly string[]>;

/** The exports that an `Fn::ImportValue` may refer to. */
export interface ReferencedExports {
  readonly exports: readonly Export[];
  /** The templates in the run that export the name, or may export it. */
  readonly files: readonly string[];
  /** Whether the exports' names are known to match. */
  readonly isExact: boolean;
}

interface NamedExport extends Export {
  readonly text: Text;
}

/** The exports of all templates in a deployment. */
export class Exports {
  readonly all: Export[] = [];
  readonly #scopes: Scope[] = [];
  #named: ReturnType<typeof byNames> | null = null;
  #ofResources: ReadonlyMap<string, readonly string[]> | null = null;

  constructor(private readonly shared: SharedExports = new Map()) {}

  /**
   * Adds a template's exports.
   * @param scope the template that contains the exports
   */
  add(more: readonly Export[], scope: Scope): void {
    this.all.push(...more);
    this.#scopes.push(scope);
    this.#named = null;
    this.#ofResources = null;
  }

  /**
   * The export names of a resource's name or ARN, in the form that `marked` returns, plus `outputs.NAME` for outputs of
   * the outermost template.
   */
  ofResource(logicalId: string): readonly string[] {
    this.#ofResources ??= byResources(this.all, this.#scopes);
    return this.#ofResources.get(logicalId) ?? [];
  }

  /** The exports that a name refers to. An unknown name, such as one that starts with a stack's name, may refer to any export that fits. */
  meant(argument: Node, scope: Scope, name = nameIn(argument, scope, beforeConditions(scope))): ReferencedExports {
    const exact = typeof name === "string" ? (this.named.byName.get(name) ?? []) : [];
    const fitting = exact.length > 0 || name === undefined ? exact : this.fitting(name, scope);
    const alike = exact.length > 0 ? [] : this.writtenAlike(argument, scope);
    const isAlike = alike.length > 0 && new Set([...alike, ...fitting].map(({ file }) => file)).size === 1;
    const exports = (isAlike ? alike : fitting).filter((one) => !areInDifferentAccounts(one.scope, scope));
    const shared = typeof name === "string" ? this.shared.get(name) : undefined;
    const files = shared ?? [...new Set(exports.map(({ file }) => file))];
    return { exports, files, isExact: shared !== undefined || exact.length > 0 || isAlike };
  }

  /**
   * The exports that an import may refer to. Empty if several templates export the name, unless the import's own
   * conditions choose between them.
   */
  candidates(argument: Node, scope: Scope): readonly Export[] {
    const { exports, files, isExact } = this.meant(argument, scope);
    const isChosen = !isExact && typeof nameIn(argument, scope) === "string";
    return files.length === 1 || isChosen ? exports : [];
  }

  /** The exports' names that are at least partly known, and the written forms of names. */
  get names(): readonly Text[] {
    const { byName, open, byWritten } = this.named;
    return [...byName.keys(), ...open.map(({ text }) => text), ...byWritten.keys()];
  }

  /**
   * Exports whose names are written like the import's. For such an import to resolve, its stack must have the same
   * values as the exporting stack for parameters of the same name.
   */
  private writtenAlike(argument: Node, scope: Scope): readonly Export[] {
    const alike = this.named.byWritten.get(writtenName(argument, scope) ?? "") ?? [];
    return alike.filter((one) => one.scope !== scope);
  }

  private fitting(name: Text, scope: Scope): readonly Export[] {
    const { byName, open } = this.named;
    const fits = (other: Text): boolean => sameName(other, name) !== "no";
    const known = typeof name === "string" ? [] : [...byName].flatMap(([other, having]) => (fits(other) ? having : []));
    return [...known, ...open.filter(({ text }) => fits(text))].filter((one) => one.scope !== scope);
  }

  private get named() {
    this.#named ??= byNames(this.all);
    return this.#named;
  }
}

function byNames(all: readonly Export[]) {
  const byName = new Map<string, Export[]>();
  const byWritten = new Map<string, Export[]>();
  const open: NamedExport[] = [];
  for (const one of all) {
    const { conditions, scope } = one;
    const written = writtenName(one.name, scope);
    if (written !== null) append(byWritten, written, one);
    const text = nameIn(one.name, scope, conditions.length === 0 ? NO_SCENARIO : beforeConditions(scope));
    if (typeof text === "string") append(byName, text, one);
    else if (text !== undefined) open.push({ ...one, text });
  }
  return { byName, byWritten, open };
}

function byResources(all: readonly Export[], scopes: readonly Scope[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (value: Node, scope: Scope, name: () => string): void => {
    for (const part of partsOf(nameIn(value, scope) ?? "")) {
      const [, id] = typeof part === "string" ? [] : (/^(?:Ref|GetAtt) ([^.,\s]+)/.exec(part.expression) ?? []);
      if (id !== undefined) append(found, id, name());
    }
  };
  for (const { name, scope, value } of all)
    add(value, scope, () => {
      const called = new Resolver(scope, NO_SCENARIO, "certain").resolve(name);
      return marked((called && textOf(called)) ?? "");
    });
  for (const scope of scopes)
    if (scope.parent === null) for (const [name, value] of scope.outputs) add(value, scope, () => `outputs.${name}`);
  return found;
}

/**
 * The written form of a name, with its unset parameters. Returns null if any other part of the name is unknown, such as
 * the stack's own name.
 */
export function writtenName(node: Node, scope: Scope): string | null {
  const value = new Resolver(scope, NO_SCENARIO, "certain").resolve(node);
  const text = value === null ? undefined : textOf(value);
  if (typeof text !== "object") return null;
  const parts = partsOf(text).map((part): string | null => {
    if (typeof part === "string") return part;
    const name = /^Ref (?:\S*\/)?(\S+)$/.exec(part.expression)?.[1] ?? "";
    const isGiven = scope.parameters.has(name) ? !usesDefault(name, scope) : !/^AWS::(?!Stack)/.test(name);
    return isGiven ? null : `\${${name}}`;
  });
  return parts.includes(null) ? null : parts.join("");
}

function nameIn(node: Node, scope: Scope, scenario = NO_SCENARIO): Text | undefined {
  const name = new Resolver(scope, scenario).resolve(node);
  return name === null ? undefined : textOf(name);
}

/** The exports that the imports in a value may refer to. */
export function importable(value: Node, scope: Scope): readonly Export[] {
  return importArguments(value).flatMap((argument) => scope.exports.meant(argument, scope).exports);
}

/** The arguments of all imports in a value. */
export function importArguments(value: Node): readonly Node[] {
  return [...nodesIn(value)].flatMap((one) =>
    one.kind === "map" ? (entryOf(one, "Fn::ImportValue")?.value ?? []) : [],
  );
}
