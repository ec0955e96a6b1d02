import { urlSuffix } from "../../iam/regions.js";
import { asJsonText, jsonText } from "../../source/encoded-json.js";
import { assemble, concatenate } from "../../source/join-text.js";
import {
  entryOf,
  type ListNode,
  type MapEntry,
  type MapNode,
  type Node,
  type PartialNode,
  partsOf,
  showText,
  type Text,
  type TextPart,
  textOf,
  type UnresolvedNode,
} from "../../source/node.js";
import type { Place } from "../../source/place.js";
import { pieceAt, piecesOf, type TextPiece } from "../../source/text-piece.js";
import { arnPattern } from "../arn-pattern.js";
import { isPolicyVariable, keyPlaceholder, withoutPlaceholders } from "../foreign-text.js";
import { isAllowedValue } from "./allowed-text.js";
import { type Certainty, existence } from "./existence.js";
import { exportUnder } from "./exported.js";
import { type Export, importable } from "./exports.js";
import { describe, isIntrinsic, itemsOf, openName, text, textArgument, unresolved } from "./expressions.js";
import { likelyText, onlyAllowed, parameterValue } from "./likely-value.js";
import { valuesOf } from "./parameter-facts.js";
import { allowedValues, isList, typedValue, typeIn } from "./parameters.js";
import { partitionsLeft } from "./possible-partitions.js";
import { Resolutions } from "./resolutions.js";
import { typeOf } from "./resource-type.js";
import { type Scenario, whyUndecided } from "./scenario.js";
import { qualified, type Scope, usesDefault } from "./scope.js";
import { partsToSplit, passedItems, splitParts } from "./splitting.js";
import { Uses } from "./uses.js";
import { ANY_VALUE, holds, oneOf, onlyValue, type ValueSet } from "./value-set.js";

/** Deeper than any template that CloudFormation accepts. A resolution that goes deeper is a loop or an attack. */
const MAX_DEPTH = 100;

/** Values with more alternatives than this stay unknown. */
const MAX_UNITED = 16;

/**
 * `ec2.${AWS::URLSuffix}` and `arn:${AWS::Partition}:iam::aws:policy/...` have the right meaning in every partition, so
 * the commercial one represents all of them if none is declared. Declared regions don't set `AWS::Region`: IAM is
 * global, and a role's stack may be in any region.
 */
function pseudoParameter(name: string, partition: string | null): string | undefined {
  if (name === "AWS::Partition") return partition ?? "aws";
  return name === "AWS::URLSuffix" ? urlSuffix(partition) : undefined;
}

/** Types for which `Ref` returns the ARN (see "Return values" of each type). */
const ARN_AS_REF = /^AWS::(?:IAM::ManagedPolicy|SNS::Topic|SecretsManager::Secret)$/;

/** Types for which `Ref` returns the name. */
const NAME_AS_REF = /^AWS::IAM::(?:Role|User|Group|InstanceProfile)$/;

/** Types for which `Ref` returns neither a principal's ARN nor an account: most other types. */
const NO_PRINCIPAL_AS_REF = /^AWS::(?!CloudFormation::|Organizations::(?!OrganizationalUnit)|IAM::)/;

/** Suffix of the expression for an unknown value that depends on parameters with too many values to try. */
const NOT_TRIED = " ways, which are not tried)";

/** Values that were already resolved for another template: arguments and outputs of nested stacks, which may be used many times. */
type Known = Map<Scope, Map<Node, Node | null>>;

/** Replaces intrinsic functions with their values, as far as the template determines them. Other values become `unresolved`. */
export class Resolver {
  constructor(
    private readonly scope: Scope,
    private readonly scenario: Scenario,
    /**
     * `certain`: values that the deployer may choose (a default, the partition) are unknown. The account ID is filled
     * in only in `certain` and `placed`. In a role's own values, `AWS::AccountId` stays symbolic, so that it matches in
     * every account.
     */
    private readonly mode: "likely" | "placed" | "certain" = "likely",
    private readonly known: Known = new Map(),
  ) {}

  /** A resolver for values from another template in the deployment. */
  within(scope: Scope): Resolver {
    return scope === this.scope ? this : new Resolver(scope, this.scenario, this.mode, this.known);
  }

  /** Resolves every intrinsic function in a node. Returns null for `AWS::NoValue`, which removes the property or item. */
  resolve(node: Node, depth = 0, around: Node | null = null): Node | null {
    if (depth > MAX_DEPTH) return unresolved(node.place, "a value nested too deeply", [node]);
    this.scope.effort.look(node);
    switch (node.kind) {
      case "list":
        return this.#remembered(node, around, () => this.#resolveList(node, depth));
      case "map":
        return this.#remembered(node, around, () => this.#resolveMap(node, depth));
      case "scalar":
      case "partial":
        return withoutPlaceholders(withoutDynamicReferences(node), (inside) => this.#hasMeaning(inside));
      case "unresolved":
        return node;
    }
  }

  #remembered(node: Node, around: Node | null, resolve: () => Node | null): Node | null {
    const resolutions = this.mode !== "likely" ? null : Resolutions.of(this.scope);
    return resolutions === null ? resolve() : resolutions.resolved(node, around, this.scenario, resolve);
  }

  /**
   * Whether a `${...}` has its own meaning. In a plain string, a name from the template shows that `Fn::Sub` was
   * forgotten: the string is deployed as it is.
   */
  #hasMeaning(inside: string): boolean {
    const [name = ""] = inside.split(".");
    const isOwn = this.scope.parameters.has(name) || this.scope.resource(name) !== undefined;
    return isOwn || /^(?:AWS::|!)/.test(inside) || isPolicyVariable(inside);
  }

  #resolveMap(node: MapNode, depth: number): Node | null {
    const [only, ...others] = node.entries;
    if (only !== undefined && others.length === 0 && isIntrinsic(only.key)) {
      const value = this.#united(node, this.#intrinsic(only.key, only.value, node.place, depth + 1), depth);
      this.scope.effort.made(value, node.place);
      return value === null ? null : withoutPlaceholders(withoutDynamicReferences(this.#bounded(value)), isAnything);
    }
    const open = node.entries.find(({ key }) => isExpansion(key));
    const openKey = open ? describe(open.key, open.value) : keyPlaceholder(node, (inside) => this.#hasMeaning(inside));
    const written = node.entries.map(({ value }) => value);
    if (openKey !== null) return unresolved(node.place, openKey, written);
    const entries: MapEntry[] = [];
    let isSame = true;
    for (const entry of node.entries) {
      const value = this.resolve(entry.value, depth + 1, node);
      isSame &&= value === entry.value;
      if (value !== null) entries.push(value === entry.value ? entry : { ...entry, value });
    }
    return isSame ? node : { ...node, entries };
  }

  /**
   * If there are too many scenarios to try, represents a value that depends on only a few conditions and parameters as
   * one of its possible results.
   */
  #united(node: MapNode, value: Node | null, depth: number): Node | null {
    const { undecided, untried, faults } = this.scenario;
    const isTried = faults.size > 0 || (undecided === null && untried.size === 0);
    if (isTried || this.mode === "certain" || value === null || !isOpenValue(value)) return value;
    const found = this.#waysOf(node)?.map((way) => new Resolver(this.scope, way, this.mode).resolve(node, depth)) ?? [];
    const values = found.filter((one) => one !== null);
    if (values.length === 0 || !values.every((one) => isPlain(one) && !/[{"]/.test(jsonText(one)?.slice(1, -1) ?? "{")))
      return value;
    const shown = value.kind === "unresolved" ? value.expression : showText(value);
    return oneOfNodes(
      unresolved(
        node.place,
        undecided === null || shown.includes(undecided) ? shown : `${shown} (${undecided})`,
        values,
      ),
      values.length === found.length,
    );
  }

  #waysOf(node: Node): readonly Scenario[] | null {
    const { conditions, parameters } = new Uses().in(node, this.scope);
    const { scenario } = this;
    let ways: readonly Scenario[] = [{ ...scenario, undecided: null, untried: new Map() }];
    for (const name of conditions) {
      if (scenario.conditions.has(name)) continue;
      ways = [true, false].flatMap((one) =>
        ways.map((way) => ({ ...way, conditions: new Map([...way.conditions, [name, one]]) })),
      );
      if (ways.length > MAX_UNITED) return null;
    }
    for (const name of parameters) {
      const left = valuesOf(name, scenario.facts, this.scope);
      if (left.kind === "none of" || !(scenario.unsettled.has(name) || scenario.untried.has(name))) continue;
      ways = [...left.values].flatMap((one) =>
        ways.map((way) => ({ ...way, facts: new Map([...way.facts, [name, oneOf([one])]]) })),
      );
      if (ways.length > MAX_UNITED) return null;
    }
    return ways.length > 1 ? ways : null;
  }

  /** A list without functions stays the same node in all of a role's variants. So does most of a policy. */
  #resolveList(node: ListNode, depth: number): Node {
    const items: Node[] = [];
    let isSame = true;
    for (const item of node.items) {
      const value = this.resolve(item, depth + 1, node);
      isSame &&= value === item;
      if (value !== null) items.push(value);
    }
    return isSame ? node : { ...node, items };
  }

  #intrinsic(name: string, argument: Node, place: Place, depth: number): Node | null {
    switch (name) {
      case "Ref":
        return this.#referenceTo(argument, place, depth);
      case "Fn::GetAtt":
        return this.#attribute(argument, place, depth);
      case "Fn::If":
        return this.#choose(argument, place, depth);
      case "Fn::Sub":
        return this.#substitute(argument, place, depth);
      case "Fn::Join":
        return this.#join(argument, place, depth);
      case "Fn::Select":
        return this.#select(argument, place, depth);
      case "Fn::Split":
        return this.#split(argument, place, depth);
      case "Fn::FindInMap":
        return this.#findInMap(argument, place, depth);
      case "Fn::ImportValue":
        return this.#importValue(argument, place, depth);
      case "Fn::Length":
        return this.#length(argument, place, depth);
      case "Fn::ToJsonString":
        return this.#toJsonString(argument, place, depth);
      case "Fn::Contains":
      case "Fn::EachMemberIn":
      case "Fn::EachMemberEquals":
        return this.#membership(name, argument, place, depth);
      default:
        return unresolved(place, describe(name, argument), [argument]);
    }
  }

  #membership(name: string, argument: Node, place: Place, depth: number): Node {
    const [first, second] = itemsOf(argument).map((item) => plainTexts(this.resolve(item, depth)));
    if (!first || !second) return unresolved(place, describe(name, argument));
    const [members, among] = name === "Fn::Contains" ? [second, first] : [first, second];
    return text(String(members.every((member) => among.includes(member))), place);
  }

  /** The value of a `Ref`. With AWS::LanguageExtensions, the name in it may be a function. */
  #referenceTo(argument: Node, place: Place, depth: number): Node | null {
    const name = this.#name(argument, depth);
    return name === null ? unresolved(place, openName("Ref", argument)) : this.#reference(name, place, depth);
  }

  /** The name in a `Ref` or `Fn::GetAtt`. Returns null if it is unknown. */
  #name(argument: Node, depth: number): string | null {
    const value = this.resolve(argument, depth);
    return value?.kind === "scalar" ? String(value.value) : null;
  }

  #reference(name: string, place: Place, depth: number): Node | null {
    if (name === "AWS::NoValue") return null;
    const pseudo = this.mode !== "certain" ? pseudoParameter(name, this.#partition()) : undefined;
    if (pseudo !== undefined) return text(pseudo, place);
    const { account } = this.scope;
    if (name === "AWS::AccountId" && account !== null && this.mode !== "likely") return text(account, place);
    const parameter = this.scope.parameters.get(name);
    const known = qualified(this.scope, name);
    const settled = onlyValue(this.scenario.facts.get(known) ?? ANY_VALUE);
    if (settled !== null) return parameter === undefined ? text(settled, place) : typedValue(parameter, settled, place);
    const value = parameter === undefined ? null : this.#parameter(name, parameter, place, depth);
    if (value !== null) {
      return usesDefault(name, this.scope)
        ? withUnset(value, { kind: "unresolved", expression: `Ref ${known}` })
        : value;
    }
    if (parameter === undefined) return this.#made(name, name, `Ref ${known}`, place);
    const allowed = allowedValues(parameter)?.map((one) => text(one, place));
    const left = valuesOf(known, this.scenario.facts, this.scope);
    // If the parameter is a list, or its value comes from the account, these values aren't the parameter's own possible
    // strings.
    const isOne = left.kind === "one of" && /^(?:String|Number)$/.test(typeIn(parameter));
    const open = unresolved(place, `Ref ${known}`, allowed);
    return this.#bounded(isOne ? { ...open, samples: [...left.values] } : open);
  }

  /** Adds the reason to an unknown value if it depends on a parameter with more values than are tried. */
  #bounded(value: Node): Node {
    if (value.kind !== "unresolved" || value.expression.endsWith(NOT_TRIED)) return value;
    for (const [known, most] of this.scenario.untried) {
      const name = known.slice(known.lastIndexOf("/") + 1);
      if (value.expression.split(/\W+/).includes(name))
        return {
          ...value,
          expression: `${value.expression} (with the values of ${name} there are more than ${most}${NOT_TRIED}`,
        };
    }
    return value;
  }

  /** The stack's account, if the stack or a condition determines it. */
  get account(): string | null {
    return this.scope.account ?? onlyValue(this.scenario.facts.get("AWS::AccountId") ?? ANY_VALUE);
  }

  /**
   * The stack's partition, if it is declared. If conditions rule out the declared partition, or the commercial one if
   * none is declared, the first partition that they allow represents all.
   */
  #partition(): string | null {
    const { partition } = this.scope;
    const left = partitionsLeft(this.scenario.facts);
    return left.includes(partition ?? "aws") ? partition : (left[0] ?? partition);
  }

  #parameter(name: string, parameter: Node, place: Place, depth: number): Node | null {
    const { parent, given } = this.scope;
    const argument = parent?.passed.get(name);
    const passed = parent && argument ? this.#elsewhere(parent.scope, argument, depth) : null;
    const supplied = passed === null ? (given.get(name) ?? null) : passedText(passed);
    if (passed !== null && supplied === null) {
      const items = isList(parameter) ? passedItems(passed, this.scope) : null;
      if (items !== null) return { kind: "list", place, items: items.map((item) => concatenate(item, place)) };
      return passed.kind === "map" ? null : { ...passed, place };
    }
    // No stack can be created with a value that violates the parameter's constraints.
    const only = onlyAllowed(parameter);
    const value = supplied !== null && !isAllowedValue(parameter, supplied) ? only : supplied;
    const isOpen =
      supplied === null &&
      !given.has(name) &&
      (argument !== undefined || only !== null || this.#hasDefault(name, parameter));
    const typed = value === null && !isOpen ? null : parameterValue(parameter, value, place);
    return typed && passed?.kind === "scalar" ? withUnset(typed, passed.unset) : typed;
  }

  /** Whether a parameter that is given no value may be assumed to have its default. */
  #hasDefault(name: string, parameter: Node): boolean {
    const { facts, unsettled, untried } = this.scenario;
    const known = qualified(this.scope, name);
    const value = likelyText(parameter, null);
    if (this.mode === "certain" || unsettled.has(known) || untried.has(known)) return false;
    return value === null || holds(facts.get(known) ?? ANY_VALUE, value);
  }

  /** A value in another template. If it leads back to itself, it has no value. */
  #elsewhere(scope: Scope, node: Node, depth: number): Node | null {
    const known = this.known.get(scope) ?? new Map<Node, Node | null>();
    this.known.set(scope, known);
    const before = known.get(node);
    if (before !== undefined) return before;
    known.set(node, unresolved(node.place, "a value that refers to itself"));
    const value = this.within(scope).resolve(node, depth + 1);
    known.set(node, value);
    return value;
  }

  #attribute(argument: Node, place: Place, depth: number): Node | null {
    const names = (argument.kind === "list" ? argument.items : [argument]).map((item) => this.#name(item, depth));
    if (names.includes(null)) return unresolved(place, openName("GetAtt", argument));
    return this.#attributeOf(names.join("."), place, depth);
  }

  /** The value of an attribute: `Role.Arn`, or `Stack.Outputs.RoleName`. */
  #attributeOf(path: string, place: Place, depth: number): Node | null {
    const [stack = "", kind, ...output] = path.split(".");
    const nested = kind === "Outputs" ? this.scope.nested.get(stack) : undefined;
    const node = nested?.outputs.get(output.join("."));
    const value = nested && node ? this.#elsewhere(nested, node, depth) : null;
    if (value !== null) return { ...value, place };
    return this.#made(stack, path, `GetAtt ${qualified(this.scope, path)}`, place);
  }

  /** A value that is known only once a resource is created. For some types, `Ref` also returns the ARN. */
  #made(name: string, path: string, expression: string, place: Place): Node {
    const resource = path === `${name}.Arn` || path === name ? this.scope.resource(name) : undefined;
    const type = resource === undefined ? null : typeOf(resource);
    const isArn = path !== name || (type !== null && ARN_AS_REF.test(type));
    const like =
      name === "AWS::StackId" ? "arn:aws:cloudformation:*" : type === null || !isArn ? null : arnPattern(type);
    const isName = type !== null && !isArn && NAME_AS_REF.test(type);
    const isOther = name === "AWS::StackName" || (type !== null && !isArn && NO_PRINCIPAL_AS_REF.test(type));
    return {
      ...unresolved(place, expression),
      ...(like === null ? {} : { like }),
      ...(isName ? { isName } : isOther ? { samples: ["name"] } : {}),
    };
  }

  /** The value that another template, or a nested one, exports under a name. */
  #importValue(argument: Node, place: Place, depth: number): Node {
    const name = this.resolve(argument, depth);
    const meant = this.scope.exports.meant(argument, this.scope, (name && textOf(name)) ?? "");
    const shown = describe("Fn::ImportValue", argument);
    const found = exportUnder(meant, (one) => this.#exists(one));
    if (typeof found === "string") return unresolved(place, `${shown}${found}`);
    const value = this.#elsewhere(found.scope, found.value, depth);
    return value === null ? unresolved(place, shown) : { ...value, place };
  }

  /** Whether an export exists in the same scenario as this template. */
  #exists(one: Export): Certainty {
    return existence(one, { scope: this.scope, conditions: [] }, this.scenario);
  }

  /** The values of the exports that the imports in a value may refer to. */
  importable(value: Node, scope: Scope): readonly Node[] {
    return importable(value, scope)
      .filter((one) => this.#exists(one) !== "no")
      .flatMap((one) => this.within(one.scope).resolve(one.value) ?? []);
  }

  #choose(argument: Node, place: Place, depth: number): Node | null {
    const [condition, yes, no] = itemsOf(argument);
    const name = condition === undefined ? "" : textArgument(condition);
    const value = this.scenario.conditions.get(qualified(this.scope, name));
    const branch = value === undefined ? undefined : value ? yes : no;
    if (branch !== undefined) return this.resolve(branch, depth);
    const isInline = condition !== undefined && name === "";
    const why = isInline
      ? "only a condition's name may appear here"
      : whyUndecided(qualified(this.scope, name), this.scenario);
    const shown = condition === undefined ? "If" : describe("Fn::If", condition);
    if (why === null) return unresolved(place, shown);
    const branches = [yes, no].flatMap((one) => (one && this.resolve(one, depth)) ?? []);
    const [first, second] = branches.map(jsonText);
    if (branches.length === 0) return null;
    if (branches.length === 2 && first === second && first !== null) return branches[0] ?? null;
    return oneOfNodes(unresolved(place, `${shown} (${why})`, branches), branches.length === 2);
  }

  #substitute(argument: Node, place: Place, depth: number): Node {
    const [first, variables] = argument.kind === "list" ? argument.items : [argument];
    if (first?.kind !== "scalar" || typeof first.value !== "string")
      return unresolved(place, "Sub of something other than text");
    const named = this.#variables(variables?.kind === "map" ? variables : null, place, depth);
    const { value: written, place: at } = first;
    let from = 0;
    const pieces = written.split(/(\$\{[^${}]*\})/).flatMap((part): readonly TextPiece[] => {
      const origin = { place: at, value: written, from, to: from + part.length };
      from = origin.to;
      if (!part.startsWith("${") || !part.endsWith("}")) return [{ part, ...origin }];
      const name = part.slice(2, -1).trim();
      // In a template, `${!x}` is the notation for a literal `${x}`, which is an IAM policy variable.
      if (name.startsWith("!")) return [{ part: `\${${name.slice(1)}}`, ...origin }];
      const value = named(name);
      const made = textParts(value, name).map((known) => ({ part: known, ...origin, ...possibleTexts(value) }));
      this.scope.effort.joining(made, at);
      return made;
    });
    return assemble(pieces, at);
  }

  /** The values of the names in a string. Each name is looked up once, even if it occurs many times. */
  #variables(own: MapNode | null, place: Place, depth: number): (name: string) => Node | null {
    const known = new Map<string, Node | null>();
    return (name) => {
      const before = known.get(name);
      if (before !== undefined) return before;
      const entry = own === null ? undefined : entryOf(own, name);
      const value =
        entry === undefined ? this.#attributeOrReference(name, place, depth) : this.resolve(entry.value, depth);
      known.set(name, value);
      return value;
    };
  }

  #attributeOrReference(name: string, place: Place, depth: number): Node | null {
    return name.includes(".") ? this.#attributeOf(name, place, depth) : this.#reference(name, place, depth);
  }

  #join(argument: Node, place: Place, depth: number): Node {
    const [separator, list] = itemsOf(argument);
    const joined = list === undefined ? null : this.resolve(list, depth);
    if (joined?.kind !== "list") return unresolved(place, describe("Fn::Join", argument), joined ? [joined] : []);
    const pieces = joined.items.flatMap((item, index): readonly TextPiece[] => {
      const between = index === 0 || separator?.kind !== "scalar" ? [] : piecesOf(separator);
      const joining = [...between, ...itemPieces(item)];
      this.scope.effort.joining(joining, place);
      return joining;
    });
    return assemble(pieces, place);
  }

  #select(argument: Node, place: Place, depth: number): Node {
    const [index, list] = itemsOf(argument);
    const resolved = list === undefined ? null : this.resolve(list, depth);
    const at = index === undefined ? null : this.resolve(index, depth);
    const number = at?.kind === "scalar" ? Number(at.value) : Number.NaN;
    const item = resolved?.kind === "list" && !hasOpenChoice(resolved) ? resolved.items[number] : undefined;
    const mayBe = resolved?.kind === "list" ? resolved.items : resolved?.kind === "unresolved" ? resolved.mayBe : [];
    return item ?? unresolved(place, describe("Fn::Select", argument), mayBe);
  }

  #split(argument: Node, place: Place, depth: number): Node {
    const [separator, source] = itemsOf(argument);
    const resolved = source === undefined ? null : this.resolve(source, depth);
    const glue = separator === undefined ? "" : textArgument(separator);
    const parts =
      resolved === null
        ? null
        : partsToSplit(resolved, glue, this.scope, (scope, node) => this.within(scope).resolve(node, depth));
    if (parts === null) return unresolved(place, describe("Fn::Split", argument), resolved === null ? [] : [resolved]);
    const items = splitParts(parts, glue).map((part) => concatenate(part, place));
    const unset = resolved?.kind === "scalar" ? resolved.unset : undefined;
    const given = unset === undefined ? [] : splitParts(partsOf(unset), glue);
    const isAlike = given.length === items.length;
    const withGiven = (item: Node, at: number) => withUnset(item, textOf(concatenate(given[at] ?? [], place)));
    return { kind: "list", place, items: isAlike ? items.map(withGiven) : items };
  }

  #findInMap(argument: Node, place: Place, depth: number): Node | null {
    const [map, upper, lower, options] = itemsOf(argument);
    const keys = [map, upper, lower].map((item) => this.#keys(item, depth));
    const isOpen = keys.map(({ kind }) => kind === "none of");
    const { first, known, texts, isWhole } =
      isOpen[0] === true
        ? NOTHING_FOUND
        : foundInMap(this.scope.mappings, keys, (node) => this.scope.effort.look(node));
    // With AWS::LanguageExtensions, the result if the map doesn't have the keys.
    const otherwise = options?.kind === "map" ? entryOf(options, "DefaultValue")?.value : undefined;
    const isOtherwise = otherwise !== undefined && (!isWhole || isOpen.includes(true));
    const value = first ?? (isOtherwise ? otherwise : undefined);
    const mayBe = isOtherwise ? [...known, otherwise] : known;
    // If a key is unknown (a region, for example), the value is certain if it is the same for every key.
    const all = [...texts, ...(isOtherwise ? [jsonText(otherwise)] : isWhole ? [] : [null])];
    const certain = new Set(all).size === 1;
    if (value === undefined || !certain) {
      const open = unresolved(place, describe("Fn::FindInMap", argument), mayBe);
      const { untried, undecided } = this.scenario;
      const isUntried = untried.size > 0 || undecided !== null;
      return value !== undefined && isUntried && mayBe.every(isPlain) ? oneOfNodes(open, true) : open;
    }
    // A map contains strings and lists of strings. A function in a map is an error, and a function that looks itself up
    // would never end.
    return value === otherwise || isPlain(value)
      ? this.resolve(value, depth)
      : unresolved(place, describe("Fn::FindInMap", argument));
  }

  /** The values that a key may have. */
  #keys(item: Node | undefined, depth: number): ValueSet {
    const key = item === undefined ? null : this.resolve(item, depth);
    if (key?.kind === "scalar") return oneOf([String(key.value)]);
    if (this.mode === "likely" && this.scope.account !== null)
      return new Resolver(this.scope, this.scenario, "placed").#keys(item, depth);
    const name = key?.kind === "unresolved" && /^Ref (\S+)/.exec(key.expression)?.[1];
    return name ? valuesOf(name, this.scenario.facts, this.scope) : ANY_VALUE;
  }

  #length(argument: Node, place: Place, depth: number): Node {
    const list = this.resolve(argument, depth);
    return list?.kind === "list" && !hasOpenChoice(list)
      ? text(String(list.items.length), place)
      : unresolved(place, describe("Fn::Length", argument));
  }

  #toJsonString(argument: Node, place: Place, depth: number): Node {
    const value = this.resolve(argument, depth);
    if (value === null) return text("", place);
    return asJsonText(value, place);
  }
}

function isOpenValue(value: Node): value is UnresolvedNode | PartialNode {
  return value.kind === "partial" || (value.kind === "unresolved" && value.isOneOf === undefined);
}

function oneOfNodes(node: UnresolvedNode, isAlways: boolean): UnresolvedNode {
  return { ...node, mayBe: node.mayBe ?? [], isOneOf: isAlways ? "always" : "or nothing" };
}

/** Whether a list contains an undecided `Fn::If`, which may omit its item. */
function hasOpenChoice({ items }: ListNode): boolean {
  return items.some((item) => item.kind === "unresolved" && item.expression.startsWith("If "));
}

function isPlain(value: Node): boolean {
  return [value, ...itemsOf(value)].every(({ kind }, at) => kind === "scalar" || (at === 0 && kind === "list"));
}

/** The values in a map under given keys. */
interface Found {
  /** The first value. Undefined if the map doesn't have the first key, or if no key is possible. */
  readonly first: Node | undefined;
  readonly known: readonly Node[];
  /** The values as JSON without duplicates, at most two of them. Null stands for a value that is partly unknown. */
  readonly texts: ReadonlySet<string | null>;
  /** Whether the map has all of the given keys. */
  readonly isWhole: boolean;
}

const NOTHING_FOUND: Found = { first: undefined, known: [], texts: new Set(), isWhole: false };

/** Results of `Fn::FindInMap`, by map and keys: a template may repeat the same lookup in each of its statements. */
const foundBefore = new WeakMap<Node, Map<string, Found>>();

function foundInMap(map: Node | undefined, keys: readonly ValueSet[], look: (node: Node) => void): Found {
  if (map === undefined) return NOTHING_FOUND;
  const name = JSON.stringify(keys.map(({ kind, values }) => [kind, ...values]));
  const before = foundBefore.get(map) ?? new Map<string, Found>();
  foundBefore.set(map, before);
  const found = before.get(name) ?? lookedUp(map, keys, look);
  before.set(name, found);
  return found;
}

function lookedUp(map: Node, keys: readonly ValueSet[], look: (node: Node) => void): Found {
  const values = valuesInMap(map, keys);
  const known = values.filter((node) => node !== undefined);
  for (const node of known) look(node);
  const texts = new Set<string | null>();
  for (const node of known) if (texts.size < 2) texts.add(jsonText(node));
  return { first: values[0], known, texts, isWhole: known.length === values.length };
}

/**
 * The values under the given keys. If a key may be anything except some values, returns the values under all of the
 * map's other keys, because the deployment fails for a key that the map doesn't have.
 */
function valuesInMap(map: Node | undefined, keys: readonly ValueSet[]): (Node | undefined)[] {
  let nodes: (Node | undefined)[] = [map];
  for (const key of keys) {
    nodes = nodes.flatMap((node): (Node | undefined)[] => {
      if (node?.kind !== "map") return [undefined];
      if (key.kind === "one of") return [...key.values].map((one) => entryOf(node, one)?.value);
      return node.entries.flatMap((entry) => (holds(key, entry.key) ? [entry.value] : []));
    });
  }
  return nodes;
}

/** A value as it is passed to a stack: a list becomes a string with commas. Returns null if any part is unknown. */
function passedText(value: Node): string | null {
  return plainTexts(value)?.join(",") ?? null;
}

function plainTexts(value: Node | null): readonly string[] | null {
  const texts = value?.kind === "list" ? value.items.map(textOf) : [value === null ? undefined : textOf(value)];
  return texts.every((one) => typeof one === "string") ? texts : null;
}

function itemPieces(item: Node): readonly TextPiece[] {
  if (item.kind === "scalar" || item.kind === "partial") return piecesOf(item);
  const parts = textParts(item, describe("Fn::Join", item));
  return parts.map((part) => ({ ...pieceAt(part, item.place), ...possibleTexts(item) }));
}

/** Marks an empty default, or an empty string built from one, with the value that the deployer must set. */
function withUnset(node: Node, unset: Text | undefined): Node {
  if (node.kind === "list") return { ...node, items: node.items.map((item) => withUnset(item, unset)) };
  return node.kind === "scalar" && node.value === "" && unset !== undefined ? { ...node, unset } : node;
}

function possibleTexts(node: Node | null): Pick<TextPiece, "mayBe" | "unset"> {
  if (node?.kind === "scalar") return node.unset === undefined ? {} : { unset: node.unset };
  return node?.kind === "unresolved" && node.mayBe ? { mayBe: node.mayBe } : {};
}

/** A value as parts of a string. A value that isn't a string is unknown and shown as `expression`. */
function textParts(node: Node | null, expression: string): readonly TextPart[] {
  const value = node === null ? "" : (textOf(node) ?? { kind: "unresolved", expression });
  return typeof value === "string" || value.kind === "unresolved" ? [value] : value.parts;
}

/**
 * A reference that is replaced with a value from the account, even inside a longer string: `{{resolve:ssm:name}}`, or a
 * value that AWS::ServiceCatalog takes from a product.
 */
const REFERENCE = /(\{\{resolve:[^{}]*\}\}|\[\[servicecatalog:[^[\]]*\]\])/;
const REFERENCE_START = /\{\{resolve:|\[\[servicecatalog:/;

function withoutDynamicReferences(node: Node): Node {
  if (node.kind !== "scalar" && node.kind !== "partial") return node;
  const texts = node.kind === "scalar" ? [node.value] : node.parts;
  if (!texts.some((text) => typeof text === "string" && REFERENCE_START.test(text))) return node;
  const pieces = piecesOf(node).flatMap(splitReferences);
  // If a reference is incomplete or contains an unknown part, its end is unknown, too.
  const isOpen = pieces.some(({ part }) => typeof part === "string" && REFERENCE_START.test(part));
  return isOpen
    ? unresolved(node.place, showText({ kind: "partial", parts: pieces.map(({ part }) => part) }), [node])
    : assemble(pieces, node.place);
}

function splitReferences(piece: TextPiece): readonly TextPiece[] {
  const { part: text, from } = piece;
  if (typeof text !== "string") return [piece];
  const isWritten = text === piece.value.slice(from, piece.to);
  let at = from;
  return text.split(REFERENCE).map((part, index): TextPiece => {
    const origin = isWritten ? { ...piece, from: at, to: at + part.length } : piece;
    at += part.length;
    return index % 2 === 0 ? { ...origin, part } : { ...origin, part: { kind: "unresolved", expression: part } };
  });
}

/** In a function's result, `${...}` was written as `${!...}` or comes from a parameter. It is deployed as it is. */
function isAnything(): boolean {
  return true;
}

/** Whether CloudFormation replaces the entry with keys that only it knows. Then nothing about the map is certain. */
function isExpansion(key: string): boolean {
  return key === "Fn::Transform" || key.startsWith("Fn::ForEach");
}
