import type { HclExpression, TemplatePart } from "../../hcl/expression.js";
import { parseExpression } from "../../hcl/parse-expression.js";
import type { Identity } from "../../iam/model.js";
import { type Node, partsOf, type TextPart, type Unresolved } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import type { NamedValues } from "../terraform/expressions/named-values.js";
import { writtenAttribute } from "../terraform/expressions/written-text.js";
import type { Scope } from "../terraform/links/scope.js";
import { formatModuleAddress, keyOf, type ModulePath, parseModuleAddress } from "../terraform/model/address.js";
import type { RootSources } from "./root-sources.js";
import type { SourceInstances } from "./source-instances.js";
import { META } from "./source-module.js";
import { textsOf } from "./source-root.js";
import type { SourceValues } from "./source-values.js";

/** The parts of a root that determine what an expression refers to. */
interface Meaning {
  readonly named: NamedValues;
  readonly sources: RootSources;
  readonly instances: SourceInstances;
  readonly values: SourceValues;
  readonly place: Place;
  /** The scope of the resource that contains the expressions. Null if unknown. */
  readonly scope: Scope | null;
}

type Step = { readonly key: string } | { readonly open: Identity };

/** An expression's text, and the module that contains it. */
interface Written {
  readonly text: string;
  readonly module: ModulePath;
}

/** Identifies a root's unknown values regardless of their notation: follows locals, arguments, and data sources. */
export class Identities {
  /** The remaining steps. Names that refer to each other would otherwise never end. */
  private left = LIMIT;
  private readonly known = new Map<string, Identity>();

  constructor(private readonly of: Meaning) {}

  part(part: Unresolved): Identity {
    return this.whole(writtenIn(part));
  }

  private whole(written: Written): Identity {
    const { text } = written;
    const key = keyTo(written);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, text);
    const parsed = this.left < 0 ? null : parseExpression(text, { start: 0, end: text.length });
    const found = parsed === null ? text : this.expression(parsed, written);
    this.known.set(key, found);
    return found;
  }

  private expression(one: HclExpression, at: Written): Identity {
    this.left -= 1;
    if (this.left < 0) return shown(one, at);
    const node = /^(?:call|template)$/.test(one.kind) ? this.read(shown(one, at), at) : null;
    if (node !== null && node.kind !== "unresolved") return this.node(node);
    const form = (part: HclExpression) => this.expression(part, at);
    switch (one.kind) {
      case "literal":
        return literal(one.value);
      case "template":
        return one.parts.map((part) => this.templatePart(part, at));
      case "list":
        return ["[", ...one.items.map((item) => [form(item), ","]), "]"];
      case "object":
        return ["{", ...one.entries.map(({ key, value }) => [form(key), "=", form(value), ","]), "}"];
      case "unary":
        return [one.operator, form(one.operand)];
      case "binary": {
        const isTurned = one.operator === "==" && one.left.kind === "literal";
        const [left, right] = isTurned ? [one.right, one.left] : [one.left, one.right];
        return ["(", form(left), one.operator, form(right), ")"];
      }
      case "choice": {
        const { isTrue, test } = positive(one.condition);
        const values = [form(one.whenTrue), form(one.whenFalse)];
        return ["(", form(test), "?", ...(isTrue ? values : values.reverse()).flatMap((value) => [":", value]), ")"];
      }
      case "call":
        return this.call(one, at);
      case "name":
      case "access":
        return this.reference(one, [], at);
      case "for":
      case "splat": {
        const over = one.kind === "for" ? one.over : one.target;
        return [at.text.slice(one.start, over.start), form(over), at.text.slice(over.end, one.end)];
      }
    }
  }

  private templatePart(part: TemplatePart, at: Written): Identity {
    switch (part.kind) {
      case "text":
        return literal(part.value);
      case "directive if":
      case "directive for":
        return at.text;
      default:
        return this.expression(part, at);
    }
  }

  private call(call: HclExpression & { readonly kind: "call" }, at: Written): Identity {
    const [first, key, ...others] = call.args;
    if (first !== undefined && key === undefined && SAME.test(call.name)) return this.expression(first, at);
    if (call.name === "lookup" && first !== undefined && key !== undefined) {
      const found = this.reference(first, [this.step(key, at)], at);
      return others.length === 0 ? found : [found, ...others.map((one) => ["|", this.expression(one, at)])];
    }
    const args = call.args.map((one) => [this.expression(one, at), ","]);
    return [call.name, "(", ...args, ")"];
  }

  /** The identity of a name or another value, followed by keys. */
  private reference(one: HclExpression, behind: readonly Step[], at: Written): Identity {
    const steps: Step[] = [...behind];
    let root = one;
    for (; root.kind === "access"; root = root.target) steps.unshift(this.step(root.key, at));
    const node = this.read(shown(one, at), at);
    const value = node === null ? null : this.within(node, behind, at, shown(one, at));
    if (value !== null) return value;
    if (root.kind !== "name") {
      const made = this.read(shown(root, at), at);
      return (
        (made && this.within(made, steps, at, shown(root, at))) ?? [this.expression(root, at), ...steps.map(stepShown)]
      );
    }
    return this.subject(root.name, steps, at);
  }

  private subject(root: string, steps: readonly Step[], at: Written): Identity {
    const names = steps.map((step) => ("key" in step ? step.key : null));
    const length = root === "data" ? 2 : 1;
    const own = names.slice(0, length);
    const rest = steps.slice(length);
    const [name, second] = own;
    const token = [formatModuleAddress(at.module), root, ...own].filter(Boolean).join(".");
    if (typeof name !== "string" || own.includes(null)) return [root, ...steps.map(stepShown)];
    const node = length === 1 ? this.read(`${root}.${name}`, at) : null;
    const value = node && this.within(node, rest, at, `${root}.${name}`);
    if (value) return value;
    const { sources } = this.of;
    const [attribute, module] =
      root === "local"
        ? [sources.local(at.module, name), at.module]
        : root === "var" && at.module.length > 0
          ? [sources.argument(at.module, name), at.module.slice(0, -1)]
          : [null, at.module];
    if (attribute !== null) {
      const { text, range } = writtenAttribute(attribute);
      const parsed = parseExpression(text, range);
      if (parsed !== null) return this.reference(parsed, rest, { text, module });
    }
    if (root === "data" && typeof second === "string") return this.data(name, second, rest, at);
    return [token, ...rest.map(stepShown)];
  }

  /** The identity of a data source, which depends on what the data source looks up. */
  private data(type: string, name: string, steps: readonly Step[], { module }: Written): Identity {
    const { instances, sources, values } = this.of;
    const of = { mode: "data", type, name } as const;
    const block = sources.blockOf({ ...of, module });
    const found = instances.ofResource(module, of);
    const [first] = steps;
    const key = first !== undefined && "key" in first && !found.has(null) ? first.key : null;
    const one = found.get(null) ?? found.get(key === null ? null : keyOf(key)) ?? instances.standIn(module, of);
    if (block === null || one === null)
      return [`${formatModuleAddress(module)}.data.${type}.${name}`, ...steps.map(stepShown)];
    const nested = JSON.stringify(textsOf(block));
    const args = block
      .names()
      .filter((arg) => !META.has(arg) || arg === "provider")
      .sort()
      .map((arg): Identity => {
        const node = values.value(one, [arg]);
        const attribute = block.attribute(arg);
        const value = node !== null ? this.node(node) : (attribute?.expression ?? nested);
        return arg === "with_decryption" && value === literal(true) ? "" : [arg, "=", value, ","];
      });
    const shownSteps = (found.has(null) || key === null ? steps : steps.slice(1)).map(stepShown);
    const [attribute] = shownSteps;
    const same = SAME_ATTRIBUTES.get(`${type}${attribute}`);
    return [`{${type} `, ...args, "}", ...(same === undefined ? shownSteps : [same, ...shownSteps.slice(1)])];
  }

  /** The value at a path of keys within a node. Null if the path doesn't exist, or if the value is just `reference`. */
  private within(node: Node, steps: readonly Step[], at: Written, reference: string): Identity | null {
    const [step, ...rest] = steps;
    if (step === undefined) {
      if (node.kind !== "unresolved") return this.node(node);
      const own = writtenIn(node);
      return keyTo(own) === keyTo({ ...at, text: reference }) ? null : this.whole(own);
    }
    if (node.kind !== "map" && node.kind !== "list") return null;
    const entries = entriesOf(node);
    if ("key" in step) {
      const next = entries.findLast(([key]) => key === step.key)?.[1];
      return next === undefined ? null : this.within(next, rest, at, "");
    }
    const rows = entries.flatMap(([key, value]): readonly (readonly [string, Identity])[] => {
      const found = this.within(value, rest, at, "");
      return found === null ? [] : [[key, found]];
    });
    return rows.length === 0 ? null : { rows: new Map(rows), key: step.open };
  }

  private node(node: Node): Identity {
    switch (node.kind) {
      case "scalar":
        return literal(node.value);
      case "partial":
        return partsOf(node).map((part: TextPart) => (typeof part === "string" ? literal(part) : this.part(part)));
      case "unresolved":
        return this.part(node);
      case "list":
      case "map":
        return ["{", ...entriesOf(node).map(([key, value]) => [literal(key), "=", this.node(value), ","]), "}"];
    }
  }

  private step(key: HclExpression, at: Written): Step {
    const node = key.kind === "literal" ? null : this.read(shown(key, at), at);
    const value = key.kind === "literal" ? key.value : node?.kind === "scalar" ? node.value : null;
    return value === null ? { open: this.expression(key, at) } : { key: String(value) };
  }

  private read(expression: string, { module }: Written): Node | null {
    const { named, place, scope: own } = this.of;
    const isOwn = own !== null && formatModuleAddress(own.module) === formatModuleAddress(module);
    const scope = isOwn ? own : { module, key: null, forEach: undefined, owner: null };
    return named.read({ expression, written: null, place, value: place }, scope);
  }
}

/** More parts than any hand-written expression has. */
const LIMIT = 20_000;

/** Attributes with the same value as another attribute. */
const SAME_ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ["aws_secretsmanager_secret.id", ".arn"],
  ["aws_ssm_parameter.insecure_value", ".value"],
]);

/** Functions that return their argument if there is only one. */
const SAME = /^(?:try|coalesce|nonsensitive|sensitive|tostring)$/;

/** An unknown expression and the module that contains it. The expression of a data source's attribute starts with the module's address. */
function writtenIn({ expression, inFull }: Unresolved): Written {
  const [, before = "", name = expression] =
    /^((?:module\.[\w-]+(?:\["[^"]*"\]|\[\d+\])?\.)+)(data\..*)$/s.exec(expression) ?? [];
  const [address = "", ...lines] = (inFull ?? `${before.slice(0, -1)}\n${name}`).split("\n");
  return { text: lines.join("\n"), module: parseModuleAddress(address) };
}

function keyTo({ text, module }: Written): string {
  return `${formatModuleAddress(module)}\n${text}`;
}

function shown({ start, end }: HclExpression, { text }: Written): string {
  return text.slice(start, end);
}

function literal(value: string | number | boolean | null): string {
  return JSON.stringify(String(value));
}

function stepShown(step: Step): Identity {
  return "key" in step ? `.${step.key}` : ["[", step.open, "]"];
}

function entriesOf(node: Node & { readonly kind: "map" | "list" }): readonly (readonly [string, Node])[] {
  return node.kind === "map"
    ? node.entries.map(({ key, value }) => [key, value] as const).sort(([a], [b]) => (a < b ? -1 : 1))
    : node.items.map((item, at) => [String(at), item]);
}

/** Makes a condition positive: `a != b ? c : d` is the same as `a == b ? d : c`. */
function positive(test: HclExpression): { readonly isTrue: boolean; readonly test: HclExpression } {
  if (test.kind === "binary" && test.operator === "!=") return { isTrue: false, test: { ...test, operator: "==" } };
  return test.kind === "unary" && test.operator === "!"
    ? { isTrue: false, test: test.operand }
    : { isTrue: true, test };
}
