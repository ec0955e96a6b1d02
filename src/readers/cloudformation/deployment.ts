import { posix } from "node:path";
import { entryOf, type MapNode, type Node } from "../../source/node.js";
import type { TextFile } from "../../source/text-file.js";
import { parseFile } from "../parse-file.js";
import type { FileProblem, PassedOver, ReadContext } from "../reader.js";
import { CdkSources } from "./cdk-sources.js";
import { ConditionOutcomes } from "./conditions.js";
import { Effort } from "./effort.js";
import type { OpenLoop } from "./loops.js";
import { type GivenValues, givenParameters } from "./parameter-file.js";
import type { Scope } from "./scope.js";
import { isTemplate, type Resource, readTemplate, type Setting } from "./template.js";
import { templateRoots } from "./template-roots.js";

/** A template with all that it nests: what one deployment makes. */
export interface Deployment {
  /** By their qualified logical IDs. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly outcomes: ConditionOutcomes;
  readonly openLoops: readonly OpenLoop[];
  readonly problems: readonly FileProblem[];
  readonly passedOver: readonly PassedOver[];
  /** Paths of the nested templates. */
  readonly nestedFiles: readonly string[];
}

/** Where the template of a nested stack is named, by the type of the stack. */
const TEMPLATE_PROPERTIES: ReadonlyMap<string, string> = new Map([
  ["AWS::CloudFormation::Stack", "TemplateURL"],
  ["AWS::Serverless::Application", "Location"],
]);

/** A template that nests another one many times, in some levels, would take any memory. */
const MOST_STACKS = 500;

export function readDeployment(root: MapNode, given: GivenValues, file: string, context: ReadContext): Deployment {
  const reading = new DeploymentReading(context);
  reading.read(root, { prefix: "", given, parent: null, file, conditions: [], effort: new Effort(context.budget) }, [
    file,
  ]);
  return reading;
}

class DeploymentReading implements Deployment {
  readonly resources = new Map<string, Resource>();
  private readonly conditions = new Map<string, { readonly node: Node; readonly scope: Scope }>();
  readonly outcomes = new ConditionOutcomes(this.conditions);
  readonly openLoops: OpenLoop[] = [];
  readonly problems: FileProblem[] = [];
  readonly passedOver: PassedOver[] = [];
  readonly nestedFiles: string[] = [];
  private stacks = 0;
  private readonly roots = new Map<string, MapNode | null>();

  constructor(private readonly context: ReadContext) {}

  /** `chain` are the files that lead to this template, so that one that nests itself has an end. */
  read(root: MapNode, setting: Omit<Setting, "nested" | "sources">, chain: readonly string[]): Scope {
    const nested = new Map<string, Scope>();
    const { scope, resources, openLoops, unknown } = readTemplate(root, {
      ...setting,
      nested,
      sources: new CdkSources(setting.file, this.context.workspace),
    });
    this.openLoops.push(...openLoops);
    for (const part of unknown) this.passedOver.push({ ...part, id: `${scope.prefix}${part.id}` });
    for (const resource of resources) this.resources.set(resource.logicalId, resource);
    for (const [name, node] of scope.conditions) this.conditions.set(`${scope.prefix}${name}`, { node, scope });
    for (const resource of resources) {
      const property = TEMPLATE_PROPERTIES.get(resource.type);
      const url = property === undefined ? undefined : templateOf(resource, property);
      if (url === undefined) continue;
      const inner = this.stack(resource, url, chain);
      if (inner !== null) nested.set(resource.logicalId.slice(scope.prefix.length), inner);
    }
    return scope;
  }

  private stack(stack: Resource, url: Node, chain: readonly string[]): Scope | null {
    const path = localPath(url, stack.file);
    if (path === null) return null;
    const root = chain.includes(path) || this.stacks >= MOST_STACKS ? null : this.rootOf(path);
    if (root === null) {
      const reason = `its template ${path} ${chain.includes(path) ? "nests itself" : "is not there, or is no template"}`;
      this.passedOver.push({ id: stack.logicalId, reason, place: stack.place });
      return null;
    }
    this.stacks += 1;
    const parameters = entryOf(stack.properties, "Parameters")?.value;
    const passed = parameters?.kind === "map" ? parameters.entries : [];
    const given = givenParameters(path, this.context);
    this.problems.push(...given.problems);
    const setting = {
      prefix: `${stack.logicalId}/`,
      given: given.values,
      parent: { scope: stack.scope, passed: new Map(passed.map(({ key, value }) => [key, value])) },
      file: path,
      conditions: stack.conditions,
      effort: stack.scope.effort,
    };
    return this.read(root, setting, [...chain, path]);
  }

  private rootOf(path: string): MapNode | null {
    const known = this.roots.get(path);
    if (known !== undefined) return known;
    const file = this.context.workspace.readText(path);
    const root = file === null ? null : this.parsed(file);
    this.roots.set(path, root);
    if (root !== null) this.nestedFiles.push(path);
    return root;
  }

  private parsed(file: TextFile): MapNode | null {
    const parse = parseFile(file);
    if ("problem" in parse) {
      this.problems.push(parse.problem);
      return null;
    }
    return templateRoots(parse.parsed).find(isTemplate) ?? null;
  }
}

/** CDK uploads nested templates; what it wrote them to stands in the metadata. */
function templateOf({ metadata, properties }: Resource, property: string): Node | undefined {
  const value = (key: string): Node | undefined =>
    metadata?.kind === "map" ? entryOf(metadata, key)?.value : undefined;
  const replaced = value("aws:asset:property");
  const isReplaced = replaced?.kind === "scalar" && replaced.value === property;
  return (isReplaced ? value("aws:asset:path") : undefined) ?? entryOf(properties, property)?.value;
}

/** Where a nested template lies: below the folder of the template that names it. Null for one that lies elsewhere. */
function localPath(url: Node, file: string): string | null {
  if (url.kind !== "scalar" || typeof url.value !== "string" || url.value === "") return null;
  if (/^[a-z][a-z0-9+.-]*:/i.test(url.value) || url.value.startsWith("/")) return null;
  return posix.join(posix.dirname(file), url.value);
}
