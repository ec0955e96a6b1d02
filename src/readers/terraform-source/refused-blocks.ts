import type { HclExpression } from "../../hcl/expression.js";
import { parseExpression } from "../../hcl/parse-expression.js";
import { fileOf, type Place } from "../../source/place.js";
import { callsIn, namedIn } from "../terraform/expressions/refers-to.js";
import { isDeclarable } from "../terraform/expressions/type-constraint.js";
import { writtenType } from "../terraform/expressions/variables.js";
import { type WrittenText, writtenAttribute } from "../terraform/expressions/written-text.js";
import { conditionsIn, type SourceAttribute, type SourceBlock } from "../terraform/source/source-block.js";

export interface Refused {
  readonly message: string;
  readonly place: Place;
}

type Blocks = ReadonlyMap<string, SourceBlock>;

/** The arguments that a block takes. A name that ends in `!` is required, and one that ends in `=` takes a constant. */
interface Takes {
  readonly names: string;
  readonly blocks?: Readonly<Record<string, Takes>>;
  /** Set for a provider-defined block, which may be dynamic or written as an argument. */
  readonly isPlain?: true;
}

const RULE: Takes = { names: "condition! error_message!" };

/** A block whose arguments a provider or a third party defines. */
const ANYTHING: Takes = { names: "*" };

const LIFECYCLE: Takes = {
  names: "create_before_destroy= prevent_destroy= ignore_changes replace_triggered_by destroy enabled",
  blocks: { precondition: RULE, postcondition: RULE, action_trigger: ANYTHING },
};

const LIFECYCLES: Readonly<Record<string, Takes>> = {
  resource: LIFECYCLE,
  data: { names: "enabled", blocks: { precondition: RULE, postcondition: RULE } },
  ephemeral: { names: "enabled", blocks: { precondition: RULE, postcondition: RULE } },
};

/** The arguments of each block, as in Terraform 1.11 (`internal/configs`), plus additions in later versions and in OpenTofu. */
const BLOCKS: Readonly<Record<string, Takes>> = {
  variable: {
    names: "type default description= sensitive= nullable= ephemeral deprecated const",
    blocks: { validation: RULE },
  },
  output: {
    names: "value! description= sensitive= ephemeral depends_on deprecated type",
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

/**
 * The arguments of IAM resources, as in versions 2 to 6 of the provider (`internal/service/iam`). A role also needs a
 * trust policy, but a missing one is reported as for any other role: it can't be assumed.
 */
const RESOURCES: Readonly<Record<string, string>> = {
  aws_iam_role:
    "assume_role_policy description force_detach_policies inline_policy managed_policy_arns max_session_duration path permissions_boundary tags tags_all",
  aws_iam_role_policy: "policy! role!",
  aws_iam_policy: "delay_after_policy_creation_in_ms description path policy! tags tags_all",
  aws_iam_role_policy_attachment: "policy_arn! role!",
  aws_iam_policy_attachment: "name! policy_arn! groups roles users",
  aws_iam_instance_profile: "path role roles tags tags_all",
};

/** Arguments that every resource takes. */
const ALL = "count for_each provider depends_on name name_prefix";

function ofProvider(key: string): Takes {
  const [mode, type = ""] = key.split(" ");
  const names = mode === "resource" ? RESOURCES[type] : undefined;
  if (names === undefined) return ANYTHING;
  const inline: Takes = { names: "name policy", isPlain: true };
  // The lifecycle is checked separately.
  const blocks = { lifecycle: ANYTHING, provisioner: ANYTHING, connection: ANYTHING, inline_policy: inline };
  return { names: `${ALL} ${names}`, blocks };
}

/** Names that module calls reserve for their own arguments. */
const RESERVED = /^(?:source|version|providers?|count|for_each|lifecycle|depends_on|locals)$/;

/**
 * Blocks that Terraform rejects regardless of their values.
 * @param calledBy returns the blocks of a called module, or null if some of them are unknown
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
    yield* refusedLifecycle(block, LIFECYCLES[type]);
    if (type === "variable") yield* refusedVariable(name, block);
    yield* refusedReferences(block.attribute("depends_on"), true);
    const takes = BLOCKS[type] ?? ofProvider(key);
    yield* refusedIn(key, block, type === "module" ? withInputs(takes, calledBy(block)) : takes);
  }
}

function* refusedLifecycle(block: SourceBlock, takes: Takes | undefined): Generator<Refused, void> {
  if (takes === undefined) return;
  const written = block.attribute("lifecycle");
  const [first, second] = block.nested("lifecycle");
  const other = first === undefined || second !== undefined ? (second?.block ?? written) : null;
  if (other !== null) yield { message: "lifecycle is a block and may occur only once", place: other.place };
  if (first === undefined) return;
  yield* refusedIn("lifecycle", first.block, takes);
  yield* refusedReferences(first.block.attribute("replace_triggered_by"), false);
}

/**
 * Checks a list of references, which aren't values.
 * @param isWhole whether the references must have no attributes or keys. They may then be in quotes, as in early
 * versions of Terraform.
 */
function* refusedReferences(attribute: SourceAttribute | null, isWhole: boolean): Generator<Refused, void> {
  // In JSON syntax, references are strings.
  if (attribute === null || attribute.written === null) return;
  const written = writtenAttribute(attribute);
  const list = parsed(written);
  const isReference = ({ kind, start, end }: HclExpression): boolean =>
    isWhole ? WHOLE.test(written.text.slice(start, end)) : kind === "access";
  if (list?.kind !== "list" || !list.items.every(isReference))
    yield {
      message: `a list of ${isWhole ? "whole resources or modules" : "references"} belongs here`,
      place: attribute.value,
    };
}

const WHOLE = /^(?!each\.|count\.)("?)(?:data\.)?[\w-]+\.[\w-]+\1$/;

function* refusedVariable(name: string, block: SourceBlock): Generator<Refused, void> {
  if (RESERVED.test(name)) yield { message: `a variable can't have the name ${name}`, place: block.place };
  const [type, byDefault] = [block.attribute("type"), block.attribute("default")];
  const wanted = type === null ? null : parsed(writtenType(type));
  if (type !== null && wanted !== null && !isDeclarable(wanted))
    yield { message: "this is not a type: write, for example, list(string), without quotes", place: type.value };
  const constant = byDefault === null ? null : parsed(writtenAttribute(byDefault));
  if (byDefault !== null && constant !== null && callsIn(constant).size > 0)
    yield { message: "a default can't call functions", place: byDefault.value };
  for (const rule of conditionsIn(block)) {
    const condition = parsed(writtenAttribute(rule));
    if (condition !== null && !namedIn(condition).has(`var.${name}`))
      yield { message: `this validation does not refer to var.${name}`, place: rule.value };
  }
}

function parsed({ text, range }: WrittenText): HclExpression | null {
  return parseExpression(text, range);
}

/** Adds the called module's variables to the arguments that a call takes. A call to an unknown module may have any argument. */
function withInputs({ names, blocks }: Takes, called: Blocks | null): Takes {
  if (called === null) return { names: `${names} *` };
  const inputs = [...called].flatMap(([key, block]) =>
    key.startsWith("variable ") ? `${key.slice(9)}${block.attribute("default") === null ? "!" : ""}` : [],
  );
  return { names: [names, ...inputs].join(" "), ...(blocks && { blocks }) };
}

function* refusedIn(what: string, block: SourceBlock, { names, blocks = {} }: Takes): Generator<Refused, void> {
  const words = names.split(" ");
  const ending = (sign: string): readonly string[] =>
    words.flatMap((word) => (word.endsWith(sign) ? word.slice(0, -1) : []));
  const needed = ending("!");
  const all = new Set([...words, ...needed, ...ending("=")]);
  const others = block.names().filter((name) => !all.has(name) || block.attribute(name) === null);
  for (const name of all.has("*") ? [] : others) yield* refusedName(what, block, name, blocks[name]);
  for (const name of needed.filter((one) => block.attribute(one) === null))
    yield { message: `${what} needs ${name}`, place: block.place };
  for (const attribute of ending("=").flatMap((name) => block.attribute(name) ?? [])) {
    const value = parsed(writtenAttribute(attribute));
    // OpenTofu 1.12 evaluates expressions in `prevent_destroy`.
    const isConstant = value === null || namedIn(value).size + callsIn(value).size === 0;
    if (!isConstant && !fileOf(attribute.place).endsWith(".tofu"))
      yield { message: "only a constant is allowed here", place: attribute.value };
  }
}

/**
 * Reports an argument or a nested block that a block doesn't support.
 * @param takes the arguments that a block with this name takes
 */
function* refusedName(
  what: string,
  block: SourceBlock,
  name: string,
  takes: Takes | undefined,
): Generator<Refused, void> {
  const attribute = block.attribute(name);
  const nested = block.nested(name);
  const place = attribute?.place ?? nested[0]?.block.place ?? block.place;
  const isPlain = takes?.isPlain === true;
  // JSON syntax doesn't distinguish arguments from blocks.
  if (takes === undefined || (!isPlain && (attribute?.written || nested.some(({ dynamic }) => dynamic !== null))))
    yield { message: `${what} does not support ${attribute === null ? "block" : "argument"} ${name}`, place };
  else for (const one of nested) yield* refusedIn(name, one.block, takes);
}
