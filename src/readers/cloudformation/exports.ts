import type { Node } from "../../source/node.js";
import { Resolver } from "./resolver.js";
import { NO_SCENARIO } from "./scenario.js";
import type { Scope } from "./scope.js";

/** An output that a template gives to every stack of its account and region. */
export interface Export {
  readonly scope: Scope;
  /** Path of the template. */
  readonly file: string;
  readonly name: Node;
  readonly value: Node;
}

/** Export names that several templates of the run have, with these: which of them is deployed is not known. */
export type SharedExports = ReadonlyMap<string, readonly string[]>;

/** What the templates of a deployment export, by names that are known. */
export class Exports {
  readonly #all: Export[] = [];
  #byName: Map<string, Export[]> | null = null;

  constructor(private readonly shared: SharedExports = new Map()) {}

  add(more: readonly Export[]): void {
    this.#all.push(...more);
    this.#byName = null;
  }

  /** The export that a `Fn::ImportValue` means; the files of several; null: it is not known. */
  find(argument: Node, scope: Scope): Export | readonly string[] | null {
    const name = nameIn(argument, scope);
    if (name === null) return null;
    const files = this.shared.get(name);
    if (files !== undefined) return files;
    const [only, ...others] = this.byName.get(name) ?? [];
    if (only === undefined) return null;
    return others.length === 0 ? only : [...new Set([only, ...others].map(({ file }) => file))];
  }

  get byName(): ReadonlyMap<string, readonly Export[]> {
    this.#byName ??= grouped(this.#all);
    return this.#byName;
  }

  get values(): readonly (readonly [Node, Scope])[] {
    return this.#all.map(({ value, scope }) => [value, scope]);
  }
}

function grouped(all: readonly Export[]): Map<string, Export[]> {
  const byName = new Map<string, Export[]>();
  for (const one of all) {
    const name = nameIn(one.name, one.scope);
    if (name !== null) byName.set(name, [...(byName.get(name) ?? []), one]);
  }
  return byName;
}

function nameIn(node: Node, scope: Scope): string | null {
  const name = new Resolver(scope, NO_SCENARIO).resolve(node);
  return name?.kind === "scalar" ? String(name.value) : null;
}

/** The names of the exports that some values import. */
export function importsIn(values: readonly (readonly [Node, Scope])[]): readonly string[] {
  const names = new Set<string>();
  for (const [value, scope] of values) {
    const open: Node[] = [value];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next.kind === "list") open.push(...next.items);
      if (next.kind !== "map") continue;
      for (const entry of next.entries) {
        const name = entry.key === "Fn::ImportValue" ? nameIn(entry.value, scope) : null;
        if (name !== null) names.add(name);
        open.push(entry.value);
      }
    }
  }
  return [...names];
}
