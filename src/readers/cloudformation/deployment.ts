import { posix } from "node:path";
import { isPointer } from "../../source/lfs-pointer.js";
import { entryOf, type MapNode, type Node, showText, type Text, textOf } from "../../source/node.js";
import type { Place } from "../../source/place.js";
import type { TextFile } from "../../source/text-file.js";
import { parsePart } from "../parse-file.js";
import type { FileProblem, PassedOver, ReadContext } from "../reader.js";
import { CdkSources } from "./cdk-sources.js";
import { ConditionOutcomes } from "./conditions.js";
import { Effort } from "./effort.js";
import type { Existing } from "./existence.js";
import { Exports, importArguments, type SharedExports, writtenName } from "./exports.js";
import { functionOf, listCall, shownName, text } from "./expressions.js";
import { expanded, type IncludedAt, withIncludes } from "./includes.js";
import type { OpenLoop } from "./loops.js";
import { type GivenValues, givenParameters } from "./parameter-file.js";
import { partOf } from "./part-of.js";
import { passedParameters } from "./passed-parameters.js";
import { Resolver } from "./resolver.js";
import { resolversFor } from "./resolvers.js";
import { writtenRoles } from "./role-names.js";
import { type TemplateRule, templateRules } from "./rules.js";
import { qualified, type Scope } from "./scope.js";
import { StackSet } from "./stack-set.js";
import { declaredScope, isTemplate, type Resource, readTemplate, type Setting } from "./template.js";
import { templateBody } from "./template-body.js";
import { templateRoots } from "./template-roots.js";
import { stackReceiving } from "./unknown-parts.js";
import { Uses } from "./uses.js";
import { chosenBy, type Way } from "./ways.js";

/** A template with all of its nested templates, which are deployed together. */
export interface Deployment {
  /** The resources, keyed by qualified logical ID. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly outcomes: ConditionOutcomes;
  readonly openLoops: readonly OpenLoop[];
  readonly problems: readonly FileProblem[];
  readonly passedOver: readonly PassedOver[];
  /** Paths of nested and included templates. */
  readonly nestedFiles: readonly string[];
  readonly exports: Exports;
}

/** A single template, or one of several templates that import from one another. */
export interface DeployedTemplate {
  readonly root: MapNode;
  readonly file: string;
  readonly given: GivenValues;
}

/** The property that refers to a nested stack's template, by the stack's type. */
const TEMPLATE_PROPERTIES: ReadonlyMap<string, string> = new Map([
  ["AWS::CloudFormation::Stack", "TemplateURL"],
  ["AWS::CloudFormation::StackSet", "TemplateURL"],
  ["AWS::Serverless::Application", "Location"],
  // No property refers to the template, because it is part of the product.
  ["AWS::ServiceCatalog::CloudFormationProvisionedProduct", ""],
]);

/** Templates that nest one another many times on several levels could otherwise use up all memory. */
const MAX_STACKS = 500;

/** Charged to the run's budget for each nested stack, because many templates may each nest the maximum. */
const STEPS_A_STACK = 250;

export function readDeployment({ root, file, given }: DeployedTemplate, context: ReadContext): Deployment {
  const { shared } = context.linked ?? {};
  const reading = new DeploymentReading(context, shared);
  const { exports, partition, account } = reading;
  const effort = new Effort(context.budget);
  const place = { prefix: "", accounts: [], parent: null, file, chain: [file] };
  reading.read(root, { ...place, given, conditions: [], exports, partition, account, effort });
  return reading;
}

/** Reads templates that import from one another as if a template without parameters nested all of them. */
export function readLinked(templates: readonly DeployedTemplate[], context: ReadContext): Deployment {
  const reading = new DeploymentReading(context, context.linked?.shared);
  reading.link(templates);
  return reading;
}

/** The names of imported exports that affect IAM. */
export function importsOf(deployment: Deployment): readonly Text[] {
  const { resources, exports } = deployment;
  const values = [...resources.values()].map((one) => ({ ...one, value: one.properties }));
  return importsIn(deployment, [...values, ...exports.all]);
}

/** The names of exports from which policies and instance profiles import role names. */
export function importedRoles(deployment: Deployment): readonly Text[] {
  return importsIn(
    deployment,
    [...deployment.resources.values()].flatMap((one) =>
      writtenRoles(one).map(([value, scope]) => ({ ...one, value, scope })),
    ),
  );
}

/** The names of the exports that the given values import, for every outcome of the conditions. */
function importsIn(deployment: Deployment, values: readonly (Existing & { readonly value: Node })[]): readonly Text[] {
  const names = new Map<string, Text>();
  for (const one of values) {
    for (const argument of importArguments(one.value)) {
      const written = writtenName(argument, one.scope);
      if (written !== null) names.set(written, written);
      for (const resolver of resolversFor(one, [one.value], deployment)) {
        const name = textOf(resolver.resolve(argument) ?? argument);
        if (name !== undefined) names.set(showText(name), name);
      }
    }
  }
  return [...names.values()];
}

class DeploymentReading implements Deployment {
  readonly resources = new Map<string, Resource>();
  readonly #conditions = new Map<string, { readonly node: Node; readonly scope: Scope }>();
  readonly #rules: { readonly rule: TemplateRule; readonly scope: Scope }[] = [];
  readonly outcomes = new ConditionOutcomes(this.#conditions, this.#rules);
  /** The outcomes for questions that arise before everything is read. */
  readonly #before = new ConditionOutcomes(this.#conditions, this.#rules);
  readonly openLoops: OpenLoop[] = [];
  readonly problems: FileProblem[] = [];
  readonly passedOver: PassedOver[] = [];
  readonly nestedFiles: string[] = [];
  #stacks = 0;
  readonly #roots = new Map<string, MapNode | null>();
  readonly #included = new Map<string, MapNode | null>();

  readonly exports: Exports;
  readonly partition: string | null;
  /**
   * The account of the deployment's roles, which are in their stack's account. Null if there are several accounts,
   * because the stack may be in any of them.
   */
  readonly account: string | null;

  constructor(
    private readonly context: ReadContext,
    shared: SharedExports | undefined,
  ) {
    this.partition = context.partition ?? null;
    const [account = null, ...others] = context.deployment?.accounts ?? [];
    this.account = others.length === 0 ? account : null;
    this.exports = new Exports(shared);
  }

  link(templates: readonly DeployedTemplate[]): void {
    const { exports, partition, account } = this;
    const effort = new Effort(this.context.budget);
    const nested = new Map<string, Scope>();
    const none = new Map<never, never>();
    const around: Scope = {
      ...{ prefix: "", accounts: [], given: none, parent: null, nested, exports, partition, account, effort },
      ...{ parameters: none, mappings: undefined, conditions: none, outputs: none, resource: () => undefined },
    };
    const parent = { scope: around, passed: none };
    for (const { root, file, given } of templates) {
      const stem = `${posix.basename(file)}-`.replace(/[^A-Za-z0-9]+/g, "-").slice(0, -1);
      const name = nested.has(stem) || !stem.includes("-") ? `${stem}-${nested.size + 1}` : stem;
      const place = { prefix: `${name}/`, accounts: [], parent, file, chain: [file] };
      nested.set(name, this.read(root, { ...place, given, conditions: [], exports, partition, account, effort }));
    }
  }

  read(root: MapNode, setting: Omit<Setting, "nested" | "sources" | "resolversFor">): Scope {
    const nested = new Map<string, Scope>();
    const whole = withIncludes(root, (location, place) =>
      this.#chosen(location, root, { ...setting, nested }).map(({ made, name }) => {
        return { made: this.#include(made, setting, place), name };
      }),
    );
    const { scope, resources, rules, openLoops, unknown } = readTemplate(whole, {
      ...setting,
      nested,
      sources: new CdkSources(setting.file, this.context.workspace),
      resolversFor: (value, scope) => {
        this.#declare(scope);
        return resolversFor({ ...setting, scope }, [value], { outcomes: this.#before });
      },
    });
    this.#rules.push(...rules.map((rule) => ({ rule, scope })));
    this.openLoops.push(...openLoops);
    for (const part of unknown) this.passedOver.push({ ...part, id: `${scope.prefix}${part.id}` });
    for (const resource of resources) this.resources.set(resource.logicalId, resource);
    this.#declare(scope);
    const unread: Resource[] = [];
    for (const resource of resources) {
      if (!TEMPLATE_PROPERTIES.has(resource.type)) continue;
      if (!this.#nest(resource, nested)) unread.push(resource);
    }
    this.#noteUnread(resources, unread);
    return scope;
  }

  #declare(scope: Scope): void {
    for (const [name, node] of scope.conditions) this.#conditions.set(`${scope.prefix}${name}`, { node, scope });
  }

  /** The variants of an include's location, based only on the template itself. */
  #chosen(location: Node, root: MapNode, setting: Omit<Setting, "sources" | "resolversFor">): readonly Way<Node>[] {
    const scope = declaredScope(root, setting);
    this.#declare(scope);
    const rules = templateRules(root).map((rule) => ({ rule, scope }));
    const outcomes = new ConditionOutcomes(this.#conditions, [...this.#rules, ...rules]);
    return this.#ways(location, { scope, conditions: setting.conditions }, outcomes);
  }

  /** Marks each role that is passed to a stack whose template isn't available, because such a stack may attach policies to the role. */
  #noteUnread(resources: readonly Resource[], stacks: readonly Resource[]): void {
    const here = stacks.filter((stack) => this.#stackSet(stack)?.always !== "no");
    if (here.length === 0) return;
    for (const role of resources.filter(({ type }) => type === "AWS::IAM::Role")) {
      const stack = stackReceiving(role, here);
      if (stack !== undefined) this.resources.set(role.logicalId, { ...role, unreadStack: stack.logicalId });
    }
  }

  #stackSet(stack: Resource): StackSet | null {
    return isStackSet(stack) ? new StackSet(stack, this.context.deployment?.accounts ?? []) : null;
  }

  /**
   * Whether the template of a stack is read. If conditions choose between templates, each choice becomes a separate
   * stack under those conditions.
   */
  #nest(stack: Resource, nested: Map<string, Scope>): boolean {
    const { scope, properties, logicalId, conditions, place } = stack;
    const id = logicalId.slice(scope.prefix.length);
    const isBody = entryOf(properties, "TemplateBody") !== undefined;
    const written = templateOf(stack, isBody ? "TemplateBody" : (TEMPLATE_PROPERTIES.get(stack.type) ?? ""));
    const ways = written === undefined ? [] : this.#ways(written, stack, this.outcomes);
    if (ways.length < 2 || this.#stacks >= MAX_STACKS) {
      const inner = this.#stack(stack, ways.length < 2 ? ways[0]?.made : written, isBody);
      if (inner !== null) nested.set(id, inner);
      return inner !== null;
    }
    this.#stacks += 1;
    const read = ways.map(({ made, name }, at) => {
      // Logical IDs can't contain underscores, so this one is unique.
      const branch = { ...stack, logicalId: `${logicalId}_${at}`, conditions: [...conditions, qualified(scope, name)] };
      const inner = this.#stack(branch, made, isBody);
      if (inner !== null) nested.set(`${id}_${at}`, inner);
      return inner;
    });
    const names = new Set(read.flatMap((inner) => [...(inner?.outputs.keys() ?? [])]));
    const outputs = [...names].map((output) => {
      const values = ways.map(({ name }, at) => {
        return { name, made: functionOf("Fn::GetAtt", text(`${id}_${at}.Outputs.${output}`, place)) };
      });
      return [output, chosenBy(values, place)] as const;
    });
    nested.set(id, { ...scope, outputs: new Map(outputs) });
    return !read.includes(null);
  }

  /** The results of a value under the conditions that affect it, each with the condition under which it applies. */
  #ways(value: Node, { scope, conditions }: Existing, all: ConditionOutcomes): readonly Way<Node>[] {
    // A literal string may be a template that contains functions.
    if (value.kind !== "map") return [{ made: value, name: "" }];
    const uses = new Uses().in(value, scope);
    for (const [name, { node, scope }] of this.#conditions)
      if ([...new Uses().in(node, scope).parameters].some((one) => uses.parameters.has(one))) uses.conditions.add(name);
    const { place } = value;
    const ways = new Map<string, { readonly made: Node; readonly when: Map<string, Node> }>();
    const seen = new Set<string>();
    for (const scenario of all.scenarios(uses, new Set(conditions))) {
      const outcomes = [...scenario.conditions];
      const called = outcomes.map(([name, is]) => `${is ? "" : "not "}${name}`).join(" and ");
      // Rules may separate scenarios that have the same condition outcomes.
      if (seen.has(called)) continue;
      seen.add(called);
      const made = new Resolver(scope, scenario).resolve(value) ?? value;
      const way = ways.get(shownName(made)) ?? { made, when: new Map<string, Node>() };
      const parts = outcomes.map(([name, is]) => {
        const condition = functionOf("Condition", text(name, place));
        return is ? condition : listCall("Fn::Not", place, [condition]);
      });
      ways.set(shownName(made), way);
      way.when.set(called, listCall("Fn::And", place, parts));
    }
    return [...ways.values()].map(({ made, when }) => {
      const name = `${scope.prefix && "where "}${[...when.keys()].join(" or ")}`;
      const node = listCall("Fn::Or", place, [...when.values()]);
      const key = qualified(scope, name);
      if (ways.size > 1 && !this.#conditions.has(key))
        this.#conditions.set(key, { node, scope: { ...scope, prefix: "" } });
      return { made, name };
    });
  }

  #stack(stack: Resource, url: Node | undefined, isBody: boolean): Scope | null {
    const { chain } = stack;
    if (this.#stacks >= MAX_STACKS) return this.#tooMany(stack);
    const body = isBody && url ? templateBody(stack.logicalId, url, this.context.budget) : null;
    if (body !== null && "problem" in body) {
      this.problems.push(body.problem);
      return null;
    }
    if (body !== null && "unknown" in body) return this.#unread(stack, body.unknown);
    if (body !== null) return this.#nested(stack, body.root, { file: stack.file, chain, given: new Map() });
    const path = url === undefined ? null : localPath(url, stack.file);
    if (path === null) return this.#unread(stack, "its template is not in the repository");
    const root = chain.includes(path) ? null : this.#rootOf(path, url?.place ?? stack.place);
    if (root === null) {
      const why = chain.includes(path) ? "nests itself" : this.#fault(path, "does not exist or is not a template");
      return this.#unread(stack, `its template ${path} ${why}`);
    }
    const given = givenParameters(path, [root], this.context);
    this.problems.push(...given.problems);
    return this.#nested(stack, root, { file: path, chain: [...chain, path], given: given.values });
  }

  #unread({ logicalId, place }: Resource, reason: string): null {
    this.passedOver.push({ id: logicalId, reason, place, isHidden: true });
    return null;
  }

  /** Reports a nested stack beyond the limit: the policies that the stack may add or remove are unknown, not absent. */
  #tooMany(stack: Resource): null {
    if (this.#stacks === MAX_STACKS)
      this.problems.push({
        message: `nested stack ${stack.logicalId} and those below it are not read: the limit is ${MAX_STACKS}`,
        help: "check the nested templates separately, or leave this one out with `files`",
        place: stack.place,
        isLimit: true,
      });
    this.#stacks += 1;
    const reason = `it is beyond the ${MAX_STACKS} nested stacks that are read`;
    this.passedOver.push({ id: stack.logicalId, reason, place: stack.place });
    return null;
  }

  #nested(stack: Resource, root: MapNode, source: Pick<Setting, "file" | "chain" | "given">): Scope | null {
    this.#stacks += 1;
    this.context.budget?.spend(STEPS_A_STACK);
    const prefix = `${stack.logicalId}/`;
    const set = this.#stackSet(stack);
    const { conditions = new Map<string, Node>() } = set ?? {};
    for (const [name, node] of conditions) this.#conditions.set(name, { node, scope: stack.scope });
    const isHere = set === null || (set.listed === null && set.always === "yes");
    const setting = {
      ...source,
      prefix,
      accounts: [...stack.scope.accounts, set ?? []].flat(),
      parent: { scope: stack.scope, passed: passedParameters(stack, root, [...conditions.keys()]) },
      conditions: stack.conditions,
      exports: this.exports,
      partition: this.partition,
      account: isHere ? stack.scope.account : (set?.only ?? null),
      effort: stack.scope.effort,
    };
    return this.read(root, setting);
  }

  #include(location: Node, { file, effort }: Pick<Setting, "file" | "effort">, place: IncludedAt): MapNode | null {
    const path = localPath(location, file);
    const text = path === null ? null : this.#text(path, location.place);
    if (path === null) return null;
    if (text !== null) effort.included(text.text.length, location.place);
    const known = this.#included.get(path);
    const root = known !== undefined ? known : text === null ? null : this.#includedRoot(text);
    this.#included.set(path, root);
    if (known === undefined && root === null) {
      const reason = `is included, but ${this.#fault(path, "does not exist or is not a map")}`;
      this.passedOver.push({ id: path, reason, place: location.place, isHidden: true });
    }
    // A complete template is also deployed separately, even if other templates include it.
    if (root !== null && (place === "whole" || !isTemplate(root))) this.nestedFiles.push(path);
    return root;
  }

  #includedRoot(text: TextFile): MapNode | null {
    const parse = parsePart(text, this.context.budget);
    const [root] = "problem" in parse ? [] : templateRoots(parse.parsed);
    if (root?.kind !== "map") return null;
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-include.html, "Remarks"
    expanded(root, (inner) => {
      this.problems.push({
        message: `${text.path} is included and includes another file, which CloudFormation rejects`,
        help: "move the included content into it",
        place: inner.place,
      });
      return [];
    });
    return root;
  }

  /** Reports a file that exists but isn't read, because it may create any role. */
  #text(path: string, place: Place): TextFile | null {
    return partOf(this.context, path, place, (problem) => this.problems.push(problem));
  }

  /** The reason why a file that a template refers to can't be read. */
  #fault(path: string, otherwise: string): string {
    const isStandIn = isPointer(this.context.workspace.readText(path)?.text ?? "");
    return isStandIn ? "is a Git LFS pointer, and the file that it points to is not here" : otherwise;
  }

  #rootOf(path: string, place: Place): MapNode | null {
    const known = this.#roots.get(path);
    if (known !== undefined) return known;
    const file = this.#text(path, place);
    const root = file === null ? null : this.#parsed(file);
    this.#roots.set(path, root);
    if (root !== null) this.nestedFiles.push(path);
    return root;
  }

  #parsed(file: TextFile): MapNode | null {
    const parse = parsePart(file, this.context.budget);
    if ("problem" in parse) {
      this.problems.push({ ...parse.problem, isHidden: true });
      return null;
    }
    return templateRoots(parse.parsed).find(isTemplate) ?? null;
  }
}

function isStackSet({ type }: Resource): boolean {
  return type === "AWS::CloudFormation::StackSet";
}

/** The location of a nested template. CDK uploads nested templates; the metadata names the local files. */
function templateOf({ metadata, properties }: Resource, property: string): Node | undefined {
  const value = (key: string): Node | undefined =>
    metadata?.kind === "map" ? entryOf(metadata, key)?.value : undefined;
  const replaced = value("aws:asset:property");
  const isReplaced = replaced?.kind === "scalar" && replaced.value === property;
  return (isReplaced ? value("aws:asset:path") : undefined) ?? entryOf(properties, property)?.value;
}

/** A nested template's path, resolved against the folder of the template that refers to it. Returns null if the template is elsewhere. */
function localPath(url: Node, file: string): string | null {
  if (url.kind !== "scalar" || typeof url.value !== "string" || url.value === "") return null;
  if (/^[a-z][a-z0-9+.-]*:/i.test(url.value) || url.value.startsWith("/")) return null;
  return posix.join(posix.dirname(file), url.value);
}
