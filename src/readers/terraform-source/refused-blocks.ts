import type { Place } from "../../source/place.js";
import { callsIn, namedIn } from "../terraform-plan/expressions/refers-to.js";
import { isDeclarable } from "../terraform-plan/expressions/type-constraint.js";
import { writtenType } from "../terraform-plan/expressions/variables.js";
import { type WrittenText, writtenAttribute } from "../terraform-plan/expressions/written-text.js";
import type { HclExpression } from "../terraform-plan/source/hcl-expression.js";
import { parseExpression } from "../terraform-plan/source/parse-expression.js";
import { conditionsIn, type SourceBlock } from "../terraform-plan/source/source-block.js";
import { refusedArguments } from "./refused-arguments.js";

export interface Refused {
  readonly message: string;
  readonly place: Place;
}

type Blocks = ReadonlyMap<string, SourceBlock>;

/** What one of Terraform's own blocks takes: what it needs ends in `!`. */
interface Takes {
  readonly names: string;
  readonly blocks?: Readonly<Record<string, Takes>>;
}

const RULE: Takes = { names: "condition! error_message!" };

/** A provider, or whoever runs it, knows what it takes. */
const ANYTHING: Takes = { names: "*" };

const LIFECYCLE: Takes = {
  names: "create_before_destroy prevent_destroy ignore_changes replace_triggered_by destroy enabled",
  blocks: { precondition: RULE, postcondition: RULE, action_trigger: ANYTHING },
};

const LIFECYCLES: Readonly<Record<string, Takes>> = {
  resource: LIFECYCLE,
  data: { names: "enabled", blocks: { precondition: RULE, postcondition: RULE } },
  ephemeral: { names: "enabled", blocks: { precondition: RULE, postcondition: RULE } },
};

/** As Terraform 1.11 has it (`internal/configs`), with what later versions and OpenTofu have beside. */
const BLOCKS: Readonly<Record<string, Takes>> = {
  variable: {
    names: "type default description sensitive nullable ephemeral deprecated const",
    blocks: { validation: RULE },
  },
  output: {
    names: "value! description sensitive ephemeral depends_on deprecated type",
    blocks: { precondition: RULE },
  },
  module: {
    names: "source! version count for_each depends_on providers ignore_nested_deprecations",
    blocks: { lifecycle: { names: "enabled" } },
  },
  check: { names: "", blocks: { data: ANYTHING, assert: RULE } },
  terraform: {
    names: "required_version experiments language",
    blocks: {
      backend: ANYTHING,
      cloud: ANYTHING,
      encryption: ANYTHING,
      provider_meta: ANYTHING,
      required_providers: ANYTHING,
      state_store: ANYTHING,
    },
  },
  import: { names: "to! id identity provider for_each" },
  moved: { names: "from! to!" },
  removed: {
    names: "from!",
    blocks: { lifecycle: { names: "destroy" }, connection: ANYTHING, provisioner: ANYTHING },
  },
};

/** Modules keep these arguments of their calls for themselves. */
const RESERVED = /^(?:source|version|providers?|count|for_each|lifecycle|depends_on|locals)$/;

/**
 * Blocks that Terraform refuses, whatever their values are.
 * @param calledBy the blocks of a called module; null where they are not all known
 */
export function* refusedBlocks(
  blocks: Blocks,
  calledBy: (call: SourceBlock) => Blocks | null,
): Generator<Refused, void> {
  for (const [key, block] of blocks) {
    const [type = "", name = ""] = key.split(" ", 2);
    const forEach = block.attribute("for_each");
    if (forEach !== null && block.attribute("count") !== null)
      yield { message: `${key} has both count and for_each`, place: forEach.place };
    yield* refusedArguments(key, block);
    yield* refusedLifecycle(block, LIFECYCLES[type]);
    if (type === "variable") yield* refusedVariable(name, block);
    const takes = BLOCKS[type] ?? ANYTHING;
    yield* refusedIn(key, block, type === "module" ? withInputs(takes, calledBy(block)) : takes);
  }
}

function* refusedLifecycle(block: SourceBlock, takes: Takes | undefined): Generator<Refused, void> {
  if (takes === undefined) return;
  const written = block.attribute("lifecycle");
  const [first, second] = block.nested("lifecycle");
  const other = first === undefined || second !== undefined ? (second?.block ?? written) : null;
  if (other !== null) yield { message: "lifecycle is a block, and stands once", place: other.place };
  if (first !== undefined) yield* refusedIn("lifecycle", first.block, takes);
}

function* refusedVariable(name: string, block: SourceBlock): Generator<Refused, void> {
  if (RESERVED.test(name)) yield { message: `no variable may have the name ${name}`, place: block.place };
  const [type, byDefault] = [block.attribute("type"), block.attribute("default")];
  const wanted = type === null ? null : parsed(writtenType(type));
  if (type !== null && wanted !== null && !isDeclarable(wanted))
    yield { message: "what stands here is no type: write one as list(string), without quotes", place: type.value };
  const constant = byDefault === null ? null : parsed(writtenAttribute(byDefault));
  if (byDefault !== null && constant !== null && callsIn(constant).length > 0)
    yield { message: "a default calls no functions", place: byDefault.value };
  for (const rule of conditionsIn(block)) {
    const condition = parsed(writtenAttribute(rule));
    if (condition !== null && !namedIn(condition).has(`var.${name}`))
      yield { message: `this validation does not look at var.${name}`, place: rule.value };
  }
}

function parsed({ text, range }: WrittenText): HclExpression | null {
  return parseExpression(text, range);
}

/** Of a module that is not known, its call may have any argument. */
function withInputs({ names, blocks }: Takes, called: Blocks | null): Takes {
  if (called === null) return { names: `${names} *` };
  const inputs = [...called].flatMap(([key, block]) =>
    key.startsWith("variable ") ? `${key.slice(9)}${block.attribute("default") === null ? "!" : ""}` : [],
  );
  return { names: [names, ...inputs].join(" "), ...(blocks && { blocks }) };
}

function* refusedIn(what: string, block: SourceBlock, { names, blocks = {} }: Takes): Generator<Refused, void> {
  const words = names.split(" ");
  const needed = words.flatMap((word) => (word.endsWith("!") ? word.slice(0, -1) : []));
  const all = new Set([...words, ...needed]);
  const others = block.names().filter((name) => !all.has(name) || block.attribute(name) === null);
  for (const name of all.has("*") ? [] : others) yield* refusedName(what, block, name, blocks[name]);
  for (const name of needed.filter((one) => block.attribute(one) === null))
    yield { message: `${what} needs ${name}`, place: block.place };
}

/** @param takes what a block of that name takes */
function* refusedName(
  what: string,
  block: SourceBlock,
  name: string,
  takes: Takes | undefined,
): Generator<Refused, void> {
  const attribute = block.attribute(name);
  const nested = block.nested(name);
  const place = attribute?.place ?? nested[0]?.block.place ?? block.place;
  // JSON syntax does not tell arguments from blocks.
  if (takes === undefined || attribute?.written || nested.some(({ dynamic }) => dynamic !== null))
    yield { message: `${what} takes no ${attribute === null ? "block" : "argument"} ${name}`, place };
  else for (const one of nested) yield* refusedIn(name, one.block, takes);
}
