import { entryOf, type Node, textOf } from "../../source/node.js";
import { itemsOf, textArgument } from "./expressions.js";
import { PARTITION_PARAMETERS } from "./possible-partitions.js";
import { qualified, type Scope } from "./scope.js";
import type { Resource } from "./template.js";

/**
 * The conditions that choose between branches in a value, and the parameters that the value uses, including the ones in
 * other values to which it refers.
 */
export class Uses {
  readonly conditions = new Set<string>();
  readonly parameters = new Set<string>();
  readonly #seen = new Map<Scope, Set<Node>>();

  of({ conditions, properties, scope }: Resource): this {
    for (const name of conditions) this.conditions.add(name);
    return this.in(properties, scope);
  }

  in(node: Node, scope: Scope): this {
    const seen = this.#seen.get(scope) ?? this.#enter(scope);
    if (seen.has(node)) return this;
    seen.add(node);
    const open: Node[] = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next.kind === "list") open.push(...next.items);
      if (next.kind !== "map") continue;
      for (const { key, value } of next.entries) {
        this.named(key, value, scope);
        open.push(value);
      }
    }
    return this;
  }

  /** Adds the uses in one entry of a map, which may be a function, without the contents of its argument. */
  named(key: string, argument: Node, scope: Scope): void {
    switch (key) {
      case "Fn::If":
        this.conditions.add(qualified(scope, textArgument(itemsOf(argument)[0] ?? argument)));
        break;
      case "Ref":
        this.#reference(argument, scope);
        break;
      case "Fn::Sub":
        this.#substituted(argument, scope);
        this.#outputs(argument, scope);
        break;
      case "Fn::ImportValue": {
        for (const one of scope.exports.candidates(argument, scope)) {
          for (const name of one.conditions) this.conditions.add(name);
          this.in(one.value, one.scope);
        }
        break;
      }
      case "Fn::GetAtt":
        this.#outputs(argument, scope);
        break;
    }
  }

  #reference(argument: Node, scope: Scope): void {
    // With AWS::LanguageExtensions, the name may be a function. The call may then refer to any parameter.
    const names = textOf(argument) === undefined ? scope.parameters.keys() : [textArgument(argument)];
    for (const name of names) this.#parameter(name, scope);
  }

  /** Resources don't count as parameters: roles that only refer to themselves then have the same uses, and share the scenarios. */
  #parameter(name: string, scope: Scope): void {
    if (name === "AWS::Partition" || name === "AWS::URLSuffix")
      for (const parameter of PARTITION_PARAMETERS) this.parameters.add(parameter);
    else if ((name.startsWith("AWS::") && name !== "AWS::NoValue") || scope.parameters.has(name))
      this.parameters.add(qualified(scope, name));
    const passed = scope.parent?.passed.get(name);
    if (scope.parent && passed) this.in(passed, scope.parent.scope);
  }

  #substituted(argument: Node, scope: Scope): void {
    const text = textArgument(itemsOf(argument)[0] ?? argument);
    for (const [, name = ""] of text.matchAll(/\$\{\s*([^${}!\s]+)\s*\}/g)) this.#parameter(name, scope);
  }

  #enter(scope: Scope): Set<Node> {
    const seen = new Set<Node>();
    this.#seen.set(scope, seen);
    for (const set of scope.accounts) {
      this.parameters.add("AWS::AccountId").add(set.key);
      if (set.groups !== undefined) this.in(set.groups, set.scope);
    }
    return seen;
  }

  /** Follows a `GetAtt`: to the path of the role whose ARN it returns, and into the outputs of a nested stack. */
  #outputs(argument: Node, scope: Scope): void {
    const texts = argument.kind === "list" ? argument.items : [argument];
    const text = texts.map(textArgument).join(".");
    for (const [, name = ""] of text.matchAll(/(?<!\w)(\w+)\.Arn\b/g)) {
      const properties = entryIn(scope.resource(name), "Properties");
      const path = entryIn(properties, "Path");
      if (path !== undefined) this.in(path, scope);
    }
    for (const [, stack, output] of text.matchAll(/(?<!\w)(\w+)\.Outputs\.(\w+)/g)) {
      const nested = stack === undefined ? undefined : scope.nested.get(stack);
      const node = output === undefined ? undefined : nested?.outputs.get(output);
      if (nested && node) this.in(node, nested);
    }
  }
}

function entryIn(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === "map" ? entryOf(node, key)?.value : undefined;
}
