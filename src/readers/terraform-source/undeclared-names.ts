import { parseExpression } from "../../hcl/parse-expression.js";
import { isFunction } from "../terraform/expressions/functions.js";
import { callsIn, namedIn } from "../terraform/expressions/refers-to.js";
import { writtenAttribute } from "../terraform/expressions/written-text.js";
import { declares } from "../terraform/source/declares.js";
import type { SourceAttribute, SourceBlock } from "../terraform/source/source-block.js";
import type { Refused } from "./refused-blocks.js";

/**
 * Names in a module's expressions that aren't declared. Terraform rejects them everywhere, even if no value depends on
 * them.
 * @param blocks all blocks in the module
 */
export function* undeclaredNames(blocks: ReadonlyMap<string, SourceBlock>): Generator<Refused, void> {
  const required = blocks.get("terraform")?.nested("required_providers") ?? [];
  const providers = new Set(required.flatMap((one) => one.block.names()));
  for (const [key, block] of blocks) {
    const [type = ""] = key.split(" ", 1);
    if (!/^(?:resource|data|ephemeral|module|output|locals|check|variable)$/.test(type)) continue;
    const has = (name: string): boolean => {
      // A file that declares the required providers may be generated when the root is applied.
      if (name.startsWith("provider::")) return required.length === 0 || providers.has(name.slice(10));
      if (/^(?:each|count)\b/.test(name))
        return block.attribute(name.startsWith("c") ? "count" : "for_each") !== null && declares(blocks, false, name);
      // A check contains its own data sources.
      return declares(blocks, false, name) || (type === "check" && name.startsWith("data."));
    };
    const constant = type === "variable" ? block.attribute("default") : null;
    if (constant !== null)
      yield* inAttribute(constant, new Set(), () => false, "is used in a default, which takes only constants");
    yield* within(block, new Set(), has, NO_VALUES[type] ?? OF_RESOURCES);
  }
}

function* within(
  block: SourceBlock,
  bound: ReadonlySet<string>,
  has: (name: string) => boolean,
  passedOver: RegExp,
): Generator<Refused, void> {
  for (const name of block.names()) {
    if (passedOver.test(name)) continue;
    const attribute = block.attribute(name);
    // Terraform evaluates `count` and `for_each` before any element exists.
    const isRepeated = bound.size === 0 && /^(?:count|for_each)$/.test(name);
    if (attribute !== null)
      yield* inAttribute(attribute, bound, isRepeated ? (one) => !/^(?:each|count)\b/.test(one) && has(one) : has);
    for (const { block: inner, dynamic } of attribute === null ? block.nested(name) : []) {
      if (dynamic?.forEach) yield* inAttribute(dynamic.forEach, bound, has);
      yield* within(
        inner,
        new Set([...bound, "self", ...(dynamic === null ? [] : [dynamic.iterator])]),
        has,
        passedOver,
      );
    }
  }
}

/** Arguments with types, constants, attribute names, or provider configurations. */
const NO_VALUES: Readonly<Record<string, RegExp>> = {
  variable: /^(?:type|default)$/,
  module: /^(?:providers|source|version)$/,
};

const OF_RESOURCES = /^(?:provider|ignore_changes|replace_triggered_by)$/;

function* inAttribute(
  attribute: SourceAttribute,
  bound: ReadonlySet<string>,
  has: (name: string) => boolean,
  reason = "is not declared",
): Generator<Refused, void> {
  const { text, range, placeOf } = writtenAttribute(attribute);
  const expression = parseExpression(text, range);
  for (const [name, at] of expression === null ? [] : namedIn(expression)) {
    const [root = ""] = name.split(".", 1);
    const why = /^(?:each|count)$/.test(root) ? "needs a block with `for_each` or `count`" : reason;
    if (!bound.has(root) && !has(name)) yield { message: `${name} ${why}`, place: placeOf(at) };
  }
  // Terraform doesn't check function names in `try`, in `can`, or in a branch that isn't taken.
  const isSure = !/\b(?:try|can)\s*\(|[?]|%\{/.test(attribute.expression);
  for (const name of expression === null ? [] : callsIn(expression)) {
    if (isSure && !isFunction(name)) yield { message: `unknown function ${name}()`, place: attribute.value };
    const [, provider = ""] = /^provider::(\w+)::/.exec(name) ?? [];
    if (provider !== "" && !has(`provider::${provider}`))
      yield { message: `${name}() needs ${provider} in required_providers`, place: attribute.value };
  }
}
