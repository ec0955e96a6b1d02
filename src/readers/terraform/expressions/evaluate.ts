import type { ForExpression, HclExpression, SplatTail, TemplatePart } from "../../../hcl/expression.js";
import { parseTemplateFile } from "../../../hcl/parse-expression.js";
import { jsonParts } from "../../../source/encoded-json.js";
import { assemble } from "../../../source/join-text.js";
import { type ListNode, type MapEntry, type Node, OR_TEXT, textOf, type UnresolvedNode } from "../../../source/node.js";
import { nodesIn, possibleTexts } from "../../../source/nodes-in.js";
import type { Place, TextRange } from "../../../source/place.js";
import { pieceAt, type TextPiece } from "../../../source/text-piece.js";
import type { ValueType } from "../../../source/value-type.js";
import { asSeveral, isNullList, isSeveral } from "./collection-functions.js";
import { decimalOf, isNumeral } from "./decimal.js";
import { elementOf, elementsIn, lacksElement } from "./elements.js";
import type { EvaluationContext, Key, Outside, Step } from "./evaluation-context.js";
import { areNames, fileSet, fromFile, fromTemplateFile, missingName } from "./file-functions.js";
import { callFunction } from "./functions.js";
import { boundIn, type Iteration, iterationsOf } from "./iterations.js";
import { applyBinary, applyUnary, flagOf, isNull } from "./operators.js";
import { isTypeMismatch, resultOf } from "./parameters.js";
import { callsIn, isBare } from "./refers-to.js";
import { hasNoOrder } from "./sorted-keys.js";
import type { Outcome } from "./terraform-function.js";
import { elementTypes, isConvertible, isOpen, partOf, shown, type Unified, unify } from "./unify.js";
import { areSame, converted, elementTypesOf, numberNode, typeOf, withUncertainTypes } from "./value-type.js";
import { fullText, unresolvedPart, writtenFile } from "./written-text.js";

/** A round of a loop with its names bound. `isTaken` is the result of the loop's condition: null if it is unknown, "fails" if it fails. */
interface TakenRound {
  readonly at: EvaluationContext;
  readonly isTaken: boolean | "fails" | null;
}

/**
 * Evaluates an expression as far as it is known. If a part is unknown, or uses something that isn't supported, only
 * that part is `unresolved`, so that nothing unknown counts as present or absent.
 * @throws Unreadable if it costs more than any policy needs
 */
export function evaluate(expression: HclExpression, at: EvaluationContext, outside: Outside): Node {
  return new Evaluation(outside).value(expression, at);
}

class Evaluation {
  /** The values of the current expression's parts. */
  private parts: Node[] = [];

  constructor(private readonly outside: Outside) {}

  value(expression: HclExpression, at: EvaluationContext): Node {
    at.effort.spend(1);
    return at.effort.within(() => {
      const around = this.parts;
      this.parts = [];
      const node = this.known(expression, at) ?? this.open(expression, at, ...this.parts);
      this.parts = around;
      around.push(node);
      return node;
    });
  }

  /** The value of an expression. Returns null if it is unknown, or if the expression uses something that isn't supported. */
  private known(expression: HclExpression, at: EvaluationContext): Node | null {
    const place = at.written.placeOf(expression);
    switch (expression.kind) {
      case "literal":
        return literal(expression, place);
      case "template":
        return this.text(expression, place, at);
      case "list":
        return {
          kind: "list",
          place,
          items: expression.items.map((item) => this.value(item, at)),
          collection: "tuple",
        };
      case "object":
        return this.object(expression, at);
      case "name":
      case "access":
        return this.traversal(expression, at);
      case "splat":
        return this.splat(expression, at);
      case "call":
        return this.call(expression, at);
      case "unary": {
        const operand = this.value(expression.operand, at);
        const made = fails(operand) ? "fails" : applyUnary(expression.operator, operand, place);
        return this.calculated(made, expression, at);
      }
      case "binary": {
        const [left, right] = [this.value(expression.left, at), this.value(expression.right, at)];
        const made = fails(left) || fails(right) ? "fails" : applyBinary(expression.operator, left, right, place);
        return this.calculated(made, expression, at);
      }
      case "choice": {
        const condition = this.value(expression.condition, at);
        const flag = flagOf(condition);
        return flag === null ? this.undecided(expression, condition, at) : this.chosen(expression, flag, at);
      }
      case "for":
        return this.loop(expression, at);
    }
  }

  /**
   * An unknown part of an expression.
   * @param mayBe values that the part may contain
   */
  private open(part: TextRange, at: EvaluationContext, ...mayBe: readonly Node[]): UnresolvedNode {
    return { ...unresolvedPart(part, at.written, at.scope), mayBe };
  }

  /**
   * A part of an expression that fails.
   * @param within values that may contain the cause of the failure
   */
  private failing(part: TextRange, at: EvaluationContext, within: readonly Node[] = []): UnresolvedNode {
    const cause = within.map(causeIn).find((one) => one !== null);
    return { ...unresolvedPart(part, at.written, at.scope), ...(cause ? { expression: cause } : {}), fails: true };
  }

  private outcome(outcome: Outcome, expression: HclExpression, at: EvaluationContext): Node | null {
    return outcome === "fails" ? this.failing(expression, at) : outcome;
  }

  /** The result of an operation. Its type is known even if it fails or has no representable value (`1 / 0` is a number). */
  private calculated(
    made: Outcome,
    expression: HclExpression & { readonly operator: string },
    at: EvaluationContext,
  ): Node {
    const type = /^[-+*/%]$/.test(expression.operator) ? "number" : "bool";
    if (made !== null && made !== "fails") return made;
    return { ...(made === null ? this.open(expression, at, ...this.parts) : this.failing(expression, at)), type };
  }

  /** The result of a conditional with an unknown or invalid condition. Even if the condition is invalid, the result's type may be known. */
  private undecided(
    { whenTrue, whenFalse, ...expression }: HclExpression & { readonly kind: "choice" },
    condition: Node,
    at: EvaluationContext,
  ): Node {
    const values = [this.value(whenTrue, at), this.value(whenFalse, at)];
    if (unlessOpen(condition) === null)
      return values[0] && areAlike(values) ? values[0] : this.open(expression, at, ...values);
    // A bare null takes the other value's type. A failing value may have any type.
    const types = values.filter((one) => !isNull(one) || typeOf(one) !== "null").map(typeOf);
    const type = types.includes("null") ? null : unify(types);
    const isSure = type !== null && type !== "fails" && areAsWritten(types, type) !== null;
    return { ...this.failing(expression, at), ...(isSure ? { type } : {}) };
  }

  /** The value that a known condition chooses. Terraform converts both values to a common type, and fails if they have none. */
  private chosen(expression: HclExpression & { readonly kind: "choice" }, flag: boolean, at: EvaluationContext): Node {
    const [taken, other] = flag
      ? [expression.whenTrue, expression.whenFalse]
      : [expression.whenFalse, expression.whenTrue];
    const value = this.value(taken, at);
    if (value.kind === "unresolved" && value.type === undefined) return value;
    const left = this.value(other, at);
    const types = [typeOf(value), typeOf(left)];
    const [sure, ...others] = types.filter((one) => one !== "null");
    // A null takes the other value's type.
    const type = sure !== undefined && others.length === 0 ? sure : unify(types);
    if (type === null && value.kind === "unresolved") return { ...value, type: "unknown" };
    if (type === null)
      return types.some(isOpen) ? withUncertainTypes(value) : unresolvedPart(expression, at.written, at.scope);
    const isSame = areAsWritten(types, type);
    if (isSame === null) return unresolvedPart(expression, at.written, at.scope);
    if (type === "fails") return this.failing(expression, at);
    return (isSame ? converted(value, type) : null) ?? { ...this.failing(expression, at), type };
  }

  private text(
    expression: HclExpression & { readonly kind: "template" },
    place: Place,
    at: EvaluationContext,
  ): Node | null {
    const { parts } = expression;
    const made = this.outcome(this.template(parts, place, at), expression, at);
    // A lone interpolation returns its value unchanged. Anything else is a string, even if it is unknown.
    const isMade = parts.some(({ kind }) => kind.startsWith("directive"));
    const isText = isMade || parts.length !== 1 || parts[0]?.kind === "text";
    if (!isText || (made !== null && made.kind !== "unresolved")) return made;
    const open = made?.fails || !isMade ? made : null;
    return { ...(open ?? this.open(expression, at, ...(made?.mayBe ?? this.parts))), type: "string" };
  }

  private template(parts: readonly TemplatePart[], place: Place, at: EvaluationContext): Outcome {
    const pieces = this.pieces(parts, at);
    if (pieces === null || pieces === "fails") return pieces;
    for (const { part } of pieces) at.effort.spendText(part);
    const text = normalized(assemble(pieces, place));
    const isOrdered = (text.kind !== "scalar" && text.kind !== "partial") || !pieces.some((one) => one.inAnyOrder);
    return isOrdered ? text : { ...text, inAnyOrder: true };
  }

  /** The pieces of a template. Returns null if their number is unknown. */
  private pieces(parts: readonly TemplatePart[], at: EvaluationContext): Pieces {
    return allOf(parts.map((part) => this.piecesOfPart(part, at)));
  }

  private piecesOfPart(part: TemplatePart, at: EvaluationContext): Pieces {
    switch (part.kind) {
      case "text":
        return [pieceAt(part.value, at.written.placeOf(part), part.value)];
      case "directive if": {
        const condition = this.value(part.condition, at);
        const flag = flagOf(condition) ?? unlessOpen(condition);
        if (flag === null) return this.either(part.condition, [part.whenTrue, part.whenFalse], at);
        return flag === "fails" ? flag : this.pieces(flag ? part.whenTrue : part.whenFalse, at);
      }
      case "directive for": {
        const over = this.value(part.over, at);
        const rounds = this.iterationsOf(over);
        const within = (round: Iteration) => ({ ...at, bound: boundIn(part, round, at.bound) });
        if (rounds === null) return this.either(part.over, [part.body], within(this.anyIteration(part.over, over, at)));
        if (rounds === "fails") return rounds;
        at.effort.spend(rounds.length);
        return allOf(rounds.map((round) => this.pieces(part.body, within(round))));
      }
      default:
        return this.piecesOf(part, at);
    }
  }

  private iterationsOf(over: Node): readonly Iteration[] | "fails" | null {
    if (fails(over)) return "fails";
    const rounds = over.kind === "list" && (over.inAnyOrder || over.mayRepeat) ? null : iterationsOf(over);
    if (rounds !== null && !rounds.some(({ value }) => isSeveral(value))) return rounds;
    return over.kind === "list" || over.kind === "map" ? null : unlessOpen(over);
  }

  /** A piece that is one of several strings, or a repetition of them. */
  private either(cause: HclExpression, texts: readonly (readonly TemplatePart[])[], at: EvaluationContext): Pieces {
    const place = at.written.placeOf(cause);
    const made = texts.map((parts) => this.template(parts, place, at));
    const mayBe = made.filter((one) => one !== null && one !== "fails");
    return [{ ...pieceAt(unresolvedPart(cause, at.written, at.scope), place), mayBe }];
  }

  /** The round that represents all rounds of a loop over an unknown value. */
  private anyIteration(expression: HclExpression, over: Node, at: EvaluationContext): Iteration {
    const value = this.open(expression, at, ...elementsIn(over));
    return { key: value, value };
  }

  private piecesOf(expression: HclExpression, at: EvaluationContext): Pieces {
    const node = this.value(expression, at);
    const text = textOf(node);
    if (text === undefined || fails(node)) return "fails";
    const place = at.written.placeOf(expression);
    const parts = typeof text === "string" || text.kind === "unresolved" ? [text] : text.parts;
    const order = hasNoOrder(node) ? { inAnyOrder: true as const } : {};
    const json = "made" in node && node.made?.kind === "json" ? node.made.value : null;
    const whole = json?.kind === "list" || json?.kind === "map" ? json : null;
    const perhaps = node.kind === "unresolved" && node.mayBe ? { mayBe: node.mayBe } : {};
    return parts.map((part, index) => {
      const of = whole === null ? {} : { json: index === 0 ? whole : ("rest" as const) };
      return { ...pieceAt(part, place), ...order, ...of, ...perhaps };
    });
  }

  private object(
    { entries, ...whole }: HclExpression & { readonly kind: "object" },
    at: EvaluationContext,
  ): Node | null {
    // If a key is repeated, the last entry wins.
    const found = new Map<string, MapEntry>();
    let isOpen = false;
    for (const entry of entries) {
      if (entry.isDotted) return this.failing(whole, at);
      const key = textOf(this.value(entry.key, at));
      if (key === undefined) return this.failing(whole, at);
      const value = this.value(entry.value, at);
      if (typeof key !== "string") isOpen = true;
      else found.set(key, { key, keyPlace: at.written.placeOf(entry.key), value });
    }
    if (isOpen) return null;
    return { kind: "map", place: at.written.placeOf(whole), entries: [...found.values()], collection: "object" };
  }

  private traversal(expression: HclExpression, at: EvaluationContext): Node {
    const path: Key[] = [];
    const steps: Step[] = [];
    let root = expression;
    for (; root.kind === "access"; root = root.target) {
      const key = this.value(root.key, at);
      // A null key fails on any value, even an unknown one.
      if (isNull(key)) return this.failing(expression, at);
      path.unshift(keyIn(key));
      // After parentheses, the key applies to a value, not to a reference.
      steps.unshift(at.written.text[root.start] === "(" ? "expression" : stepOf(root.key));
    }
    if (root.kind !== "name") {
      const value = this.value(root, at);
      return fails(value) ? this.failing(expression, at, [value]) : this.within(value, path, expression, at);
    }
    const bound = at.bound.get(root.name);
    if (bound !== undefined) return this.within(bound, path, expression, at);
    const named = this.outside.named(root.name, path, at.written.placeOf(expression), at, steps);
    if (named === null) return unresolvedPart(expression, at.written, at.scope);
    return named.isOpen
      ? this.open(expression, at, named.node)
      : this.within(named.node, path.slice(named.taken), expression, at);
  }

  private key(expression: HclExpression, at: EvaluationContext): Key {
    return keyIn(this.value(expression, at));
  }

  private within(from: Node, path: readonly Key[], expression: HclExpression, at: EvaluationContext): Node {
    let node: Node = from;
    for (const [index, key] of path.entries()) {
      if (node.kind === "unresolved") {
        const mayBe = node.mayBe?.map((one) =>
          one.kind === "unresolved" ? one : this.within(one, path.slice(index), expression, at),
        );
        const keys = path.slice(index);
        const isHere = at.bound.size === 0 && at.scope !== null;
        const inFull = isHere
          ? fullText(expression, at.written, at.scope)
          : withKeys(node.inFull ?? `\n${node.expression}`, keys);
        const named = { ...node, expression: withKeys(node.expression, keys), inFull };
        return mayBe === undefined ? named : { ...named, mayBe };
      }
      const open = this.open(expression, at, node);
      node = elementOf(node, key) ?? (lacksElement(node, key) ? { ...open, fails: true } : open);
    }
    return node;
  }

  private splat(expression: HclExpression & { readonly kind: "splat" }, at: EvaluationContext): Node {
    const target = this.value(expression.target, at);
    return fails(target) ? this.failing(expression, at, [target]) : this.spread(target, expression, expression, at);
  }

  private spread(target: Node, tail: SplatTail, expression: HclExpression, at: EvaluationContext): Node {
    const keys = tail.keys.map((key) => this.key(key, at));
    const place = at.written.placeOf(expression);
    const { inner } = tail;
    const each = (item: Node): Node => {
      const found = this.within(item, keys, expression, at);
      if (inner === null) return found;
      const made = this.spread(found, inner, expression, at);
      return fails(made) ? this.failing(expression, at, [made]) : made;
    };
    switch (target.kind) {
      case "unresolved":
        return target;
      case "list": {
        at.effort.spend(target.items.length);
        if (target.items.length === 0 && lacksPart(elementTypesOf(target)[0], tail, (key) => this.key(key, at)))
          return this.failing(expression, at);
        const items = keys.length === 0 && inner === null ? target.items : target.items.map(each);
        const isList = target.collection === "list" || target.collection === "set";
        const of = items.length === 0 || items === target.items ? typeAt(elementTypesOf(target)[0], keys) : "unknown";
        const elements = isList && inner === null && !isOpen(of) ? { elements: of } : {};
        return { kind: "list", place, items, collection: isList ? "list" : "tuple", ...elements, ...orderOf(target) };
      }
      // A value that isn't a list counts as a list with that value. A null counts as an empty list, unless it has a
      // list type.
      case "scalar":
        if (isNullList(target)) return this.failing(expression, at);
        if (target.value === null) return { kind: "list", place, items: [], collection: "tuple" };
        break;
      case "map":
      case "partial":
        break;
    }
    return { kind: "list", place, items: [each(target)], collection: "tuple" };
  }

  private call(expression: HclExpression & { readonly kind: "call" }, at: EvaluationContext): Node | null {
    const { name, spreads } = expression;
    const [marked, more] = expression.args;
    if (name === "nonsensitive" && marked?.kind === "call" && marked.name === "sensitive" && !more)
      return this.call({ ...marked, name }, at);
    const args = expression.args.map((argument) => this.value(argument, at));
    const last = args.at(-1);
    if (spreads && (last?.kind !== "list" || last.inAnyOrder || last.mayRepeat)) return null;
    const all = spreads && last?.kind === "list" ? [...args.slice(0, -1), ...last.items] : args;
    for (const one of all) at.effort.weigh(one);
    if (isTypeMismatch(name, all)) return this.failing(expression, at);
    const made = this.called(expression, all, at) ?? this.open(expression, at, ...all);
    if ((made.kind !== "partial" && made.kind !== "unresolved") || fails(made) || all.includes(made)) return made;
    const mayBe =
      resultOf(name) === "string" || name.endsWith("file")
        ? variations(all).flatMap((one) => this.called(expression, one, at) ?? [])
        : name === "merge"
          ? overridden(all)
          : [];
    return mayBe.length === 0 ? made : { ...made, mayBe: [...(made.mayBe ?? []), ...mayBe] };
  }

  private called(
    expression: HclExpression & { readonly kind: "call" },
    all: readonly Node[],
    at: EvaluationContext,
  ): Node | null {
    const { name } = expression;
    const place = at.written.placeOf(expression);
    switch (name) {
      case "file":
        return fromFile(all, at, this.outside);
      case "templatefile":
        return this.outcome(fromTemplateFile(all, at, this.outside), expression, at);
      case "templatestring":
        return this.outcome(this.fromText(expression.args[0], all, at), expression, at);
      case "fileset":
        return fileSet(all, place, at, this.outside);
      case "try":
        return this.outcome(this.tried(all), expression, at);
      case "can":
        return this.succeeds(all, place);
      default:
        if (all.some(fails)) return this.failing(expression, at, all);
        return this.ofCall(name, callFunction(name, all, place, at.effort), all, expression, at);
    }
  }

  /** The result of a function call. Even an unknown result has the function's result type. */
  private ofCall(
    name: string,
    made: Outcome,
    args: readonly Node[],
    expression: HclExpression,
    at: EvaluationContext,
  ): Node | null {
    if (made === null) {
      const type = resultOf(name);
      return { ...this.open(expression, at, ...args), ...(type === null ? {} : { type }) };
    }
    // True for the JSON of an unknown value.
    const isOpen = made !== "fails" && made.kind === "unresolved" && made.mayBe === undefined && !args.includes(made);
    return isOpen && !this.outside.isPlanned(made) ? { ...made, mayBe: args } : this.outcome(made, expression, at);
  }

  /** `templatestring(reference, variables)`: evaluates a string from elsewhere as a template. */
  private fromText(
    reference: HclExpression | undefined,
    [text, variables]: readonly Node[],
    at: EvaluationContext,
  ): Outcome {
    if (text === undefined || variables === undefined || fails(text) || fails(variables)) return "fails";
    if (!isReference(reference, at) || at.scope === null || text.kind === "list" || text.kind === "map") return "fails";
    if (text.kind !== "scalar" || variables.kind !== "map") return unlessOpen(variables);
    const template = typeof text.value === "string" ? parseTemplateFile(text.value) : null;
    if (template === null) return typeof text.value === "string" ? null : "fails";
    if (missingName(template, variables) !== undefined || !areNames(variables)) return "fails";
    // Terraform rejects file functions in the template.
    if ([...callsIn(template)].some((call) => /file|template|path/.test(call))) return null;
    const written = { ...writtenFile({ path: "", text: String(text.value) }), placeOf: () => text.place };
    const bound = new Map(variables.entries.map(({ key, value }) => [key, value]));
    const made = this.value(template, { written, scope: null, bound, effort: at.effort });
    return isNull(made) || fails(made) ? "fails" : (converted(made, "string") ?? "fails");
  }

  /** Returns the first argument that doesn't fail. Returns null if it is uncertain which one that is. */
  private tried(args: readonly Node[]): Outcome {
    const first = args.find((one) => !fails(one));
    if (first === undefined) return "fails";
    return this.isSure(first) ? first : null;
  }

  private succeeds([one, ...others]: readonly Node[], place: Place): Node | null {
    if (one === undefined || others.length > 0 || !(fails(one) || this.isSure(one))) return null;
    return { kind: "scalar", place, value: !fails(one) };
  }

  /** Whether an expression certainly doesn't fail: its unknown parts are attributes in the plan. */
  private isSure(node: Node): boolean {
    switch (node.kind) {
      case "scalar":
        return true;
      case "list":
        return node.items.every((item) => this.isSure(item));
      case "map":
        return node.entries.every(({ value }) => this.isSure(value));
      case "unresolved":
        // An infinity, or a number that isn't calculated.
        if (node.type === "number" && isNumeral(node.expression)) return true;
        return this.outside.isPlanned(node);
      case "partial":
        return this.outside.isPlanned(node);
    }
  }

  private loop(expression: HclExpression & ForExpression, at: EvaluationContext): Node | null {
    const over = this.value(expression.over, at);
    const rounds = iterationsOf(over);
    if (fails(over) || over.kind === "scalar") return this.failingLoop(expression, over, at);
    if (rounds === null) {
      const bound = boundIn(expression, this.anyIteration(expression.over, over, at), at.bound);
      return this.open(expression, at, listed([this.value(expression.value, { ...at, bound })], over.place));
    }
    const bound = rounds.map((round) => ({ round, at: { ...at, bound: boundIn(expression, round, at.bound) } }));
    const taken = bound.map((one) => ({ ...one, isTaken: this.isTaken(expression, one.round.value, one.at) }));
    if (taken.some(({ isTaken }) => isTaken === "fails") || (taken.length === 0 && this.neverTakes(expression, at)))
      return this.failing(expression, at);
    const { key } = expression;
    if (key !== null) return this.mapOf({ ...expression, key }, over, taken, at);
    const list = this.listOf(expression, taken, at);
    return over.kind === "list" ? { ...list, ...orderOf(over) } : list;
  }

  /** Whether a loop's condition fails regardless of the element: Terraform first evaluates it with unknown elements. */
  private neverTakes(expression: HclExpression & ForExpression, at: EvaluationContext): boolean {
    const value = unresolvedPart(expression.over, at.written, at.scope);
    const bound = boundIn(expression, { key: value, value }, at.bound);
    return this.isTaken(expression, value, { ...at, bound }) === "fails";
  }

  /** The result of a loop that fails. Terraform knows that a loop over a list returns a tuple, even if an element fails. */
  private failingLoop(expression: HclExpression & ForExpression, over: Node, at: EvaluationContext): Node {
    const failing = this.failing(expression, at, [over]);
    if (over.kind !== "list" || expression.key !== null || expression.condition !== null) return failing;
    return { ...failing, type: typeOf({ ...over, collection: "tuple" }) };
  }

  private listOf(
    expression: HclExpression & ForExpression,
    rounds: readonly TakenRound[],
    at: EvaluationContext,
  ): ListNode {
    const items = rounds.flatMap((round): Node | readonly Node[] => {
      if (round.isTaken === false) return [];
      const value = this.value(expression.value, round.at);
      return round.isTaken === null ? asSeveral(this.open(expression, at, value)) : value;
    });
    return { kind: "list", place: at.written.placeOf(expression), items, collection: "tuple" };
  }

  /** The map that a loop creates. A repeated key is rejected unless values are grouped by key (`=> value...`). */
  private mapOf(
    expression: HclExpression & ForExpression & { readonly key: HclExpression },
    over: Node,
    rounds: readonly TakenRound[],
    at: EvaluationContext,
  ): Node {
    const place = at.written.placeOf(expression);
    const values = new Map<string, [Node, ...Node[]]>();
    const all: Node[] = [];
    let [isRefused, isOpen] = [false, false];
    for (const round of rounds) {
      if (round.isTaken === false) continue;
      const named = this.value(expression.key, round.at);
      const name = textOf(named);
      if (round.isTaken && (name === undefined || fails(named))) return this.failing(expression, at, [named]);
      const value = this.value(expression.value, round.at);
      all.push(value);
      isOpen ||= round.isTaken === null;
      if (typeof name !== "string") {
        isOpen = true;
        continue;
      }
      const before = values.get(name);
      if (before === undefined) values.set(name, [value]);
      else if (expression.groups) before.push(value);
      else isRefused = true;
    }
    if (isOpen) return this.open(expression, at, listed(all, place));
    const entries = [...values].map(([key, items]): MapEntry => {
      const order = over.kind === "list" ? orderOf(over) : {};
      const value: Node = expression.groups ? { kind: "list", place, items, collection: "tuple", ...order } : items[0];
      return { key, keyPlace: place, value };
    });
    const made: Node = { kind: "map", place, entries, collection: "object" };
    // Terraform continues with the first value and derives the type from it.
    return isRefused ? { ...this.failing(expression, at), type: typeOf(made) } : made;
  }

  /** The result of a loop's condition in a round. Returns null if it is unknown, and "fails" if the condition fails. */
  private isTaken({ condition }: ForExpression, value: Node, round: EvaluationContext): TakenRound["isTaken"] {
    if (isSeveral(value)) return null;
    if (condition === null) return true;
    const made = this.value(condition, round);
    return flagOf(made) ?? unlessOpen(made);
  }
}

/**
 * If one branch of a conditional is a tuple and the other a list, Terraform 1.11.4 converts the tuple's elements from
 * their common type, although they still have the types as written. Returns false if that fails (the types differ, and
 * the target is any), and null if the result is unknown.
 */
function areAsWritten([own = "unknown", other = "unknown"]: readonly ValueType[], type: Unified): boolean | null {
  if (typeof own === "string" || typeof other === "string" || type === null || typeof type === "string") return true;
  if (own.kind === type.kind || other.kind !== type.kind) return true;
  if (type.kind !== "list" && type.kind !== "map") return true;
  const parts = elementTypes(own);
  const common = unify(parts);
  if (
    areSame(parts) ||
    (common !== null && shown({ kind: type.kind, of: common === "fails" ? "unknown" : common }) === shown(type))
  )
    return true;
  return type.of === "null" ? false : null;
}

/** Whether values are certainly equal. Unknown parts are equal if they are written the same way and contain no function calls. */
function areAlike(values: readonly Node[]): boolean {
  const texts = new Set(values.map((one) => JSON.stringify(jsonParts(one))));
  return texts.size === 1 && areSame(values.map(typeOf)) && ![...texts].some((text) => text.includes("("));
}

/** Copies of the arguments. Each copy replaces one string, at any depth, with another of its possible values. */
function variations(all: readonly Node[]): readonly (readonly Node[])[] {
  const found = all.slice(0, MAX_TEXTS).flatMap((one, at) => {
    const texts: readonly Node[] =
      one.kind === "list"
        ? variations(one.items).map((items) => ({ ...one, items }))
        : possibleTexts([one]).filter((text) => text.kind === "scalar" && text !== one);
    return texts.map((text) => all.with(at, text));
  });
  return found.slice(0, MAX_TEXTS);
}

const MAX_TEXTS = 20;

/**
 * If an argument's keys are entirely unknown, returns a map of all entries before it, because it may override each of
 * them. If there are several such arguments, the last one counts.
 */
function overridden(args: readonly Node[]): readonly Node[] {
  const last = args.findLastIndex(
    (one) => one.kind === "unresolved" && !nodesIn([one]).some(({ kind }) => kind === "map"),
  );
  const open = args[last];
  if (open?.kind !== "unresolved") return [];
  const entries = args
    .slice(0, last)
    .flatMap((one) => (one.kind === "map" ? one.entries : []))
    .map((one) => ({ ...one, value: { ...open, mayBe: [one.value, open] } }));
  return [{ kind: "map", place: open.place, entries }];
}

/**
 * An expression with the keys that follow it, because different parts of an unknown attribute or result differ:
 * `data.terraform_remote_state.s.outputs.role`, `jsondecode(var.a).role`.
 */
function withKeys(expression: string, path: readonly Key[]): string {
  if (!/^(?:[^\n]*\n)?(?:[\w-]+(\.[\w-]+){2,}|\w+\(.*\))$/s.test(expression) || path.includes(null)) return expression;
  return path.reduce<string>(
    (from, key) => `${from}${/^[a-z_][\w-]*$/i.test(`${key}`) ? `.${key}` : `[${JSON.stringify(key)}]`}`,
    expression,
  );
}

/** Whether an expression is written as a reference, neither in parentheses nor in quotes. */
function isReference(expression: HclExpression | undefined, { written: { text } }: EvaluationContext): boolean {
  if (expression === undefined || !/^(?:name|access|splat)$/.test(expression.kind)) return false;
  return !/(?:\(|"|\$\{~?\s*.)$/.test(text.slice(Math.max(0, expression.start - 9), expression.start + 1));
}

function keyIn(node: Node): Key {
  return node.kind === "scalar" && (typeof node.value === "string" || typeof node.value === "number")
    ? node.value
    : null;
}

function stepOf(key: HclExpression): Step {
  return key.kind !== "literal" ? "expression" : isBare(key) ? "attribute" : "index";
}

function listed(items: readonly Node[], place: Place): Node {
  return { kind: "list", place, items };
}

/** The pieces of a template. Null if their number is unknown; "fails" if a value isn't acceptable. */
type Pieces = readonly TextPiece[] | "fails" | null;

function allOf(parts: readonly Pieces[]): Pieces {
  if (parts.includes("fails")) return "fails";
  const known = parts.filter((part) => part !== null && part !== "fails");
  return known.length < parts.length ? null : known.flat();
}

/** Called for a value that isn't acceptable. Returns "fails", or null if an unknown part may still make it acceptable. */
function unlessOpen(node: Node): "fails" | null {
  if (node.kind === "scalar" && node.given === OR_TEXT) return null;
  if (node.kind === "unresolved" && node.type !== undefined && !isConvertible(node.type, "bool")) return "fails";
  return fails(node) || (node.kind !== "unresolved" && node.kind !== "partial") ? "fails" : null;
}

function orderOf({ inAnyOrder, mayRepeat }: ListNode): Pick<ListNode, "inAnyOrder" | "mayRepeat"> {
  return { ...(inAnyOrder ? { inAnyOrder } : {}), ...(mayRepeat ? { mayRepeat } : {}) };
}

/** The type of the values that a splat takes from the elements. */
function typeAt(type: ValueType = "unknown", keys: readonly Key[]): ValueType {
  return keys.reduce<ValueType>((of, key) => (typeof of === "string" ? of : partOf(of, String(key))), type);
}

/**
 * Whether a list's elements certainly don't have the part that a splat takes from them. A value that isn't a list
 * counts as a list with that value.
 */
function lacksPart(
  type: ValueType | undefined,
  { keys, inner }: SplatTail,
  keyOf: (key: HclExpression) => Key,
): boolean {
  if (type === undefined) return false;
  let part = type;
  for (const key of keys.map(keyOf)) {
    if (!mayHave(part, key)) return true;
    part = typeAt(part, [key]);
  }
  const element = typeof part !== "string" && (part.kind === "list" || part.kind === "set") ? part.of : part;
  return inner !== null && lacksPart(element, inner, keyOf);
}

/** Whether a value of a type may have an attribute. A string has none. */
function mayHave(type: ValueType | undefined, key: Key | undefined): boolean {
  if (type === undefined || key === undefined || key === null) return true;
  if (typeof type === "string") return type === "unknown" || type === "null";
  if (type.kind === "object") return type.attributes.has(String(key));
  return type.kind === "map" || /^\d+$/.test(String(key));
}

/** Whether any part fails: Terraform evaluates all elements of a list, and all arguments. */
function fails(node: Node): boolean {
  switch (node.kind) {
    case "list":
      return node.items.some(fails);
    case "map":
      return node.entries.some(({ value }) => fails(value));
    case "unresolved":
      return node.fails === true;
    case "scalar":
    case "partial":
      return false;
  }
}

/** The failing expression within a value. Returns null if there is none. */
export function causeIn(node: Node): string | null {
  const parts = node.kind === "list" ? node.items : node.kind === "map" ? node.entries.map(({ value }) => value) : [];
  const failing = parts.find(fails);
  if (failing !== undefined) return causeIn(failing);
  return node.kind === "unresolved" && fails(node) ? node.expression : null;
}

/** Normalizes a string to Unicode NFC, as Terraform does (https://pkg.go.dev/github.com/zclconf/go-cty/cty#StringVal). */
function normalized(node: Node): Node {
  if (node.kind !== "scalar" || typeof node.value !== "string") return node;
  const value = node.value.normalize("NFC");
  return value === node.value ? node : { kind: "scalar", place: node.place, value };
}

function literal({ value, digits }: HclExpression & { readonly kind: "literal" }, place: Place): Node {
  if (typeof value === "string") return { kind: "scalar", place, value: value.normalize("NFC") };
  if (digits === undefined) return { kind: "scalar", place, value };
  const decimal = decimalOf(digits);
  // Too large to be worth calculating. JavaScript would return Infinity or 0.
  return decimal === null ? { kind: "unresolved", expression: digits, place } : numberNode(decimal, place);
}
