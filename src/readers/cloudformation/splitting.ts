import {
  entryOf,
  type MapNode,
  type Node,
  partsOf,
  type TextPart,
  textOf,
  type Unresolved,
} from "../../source/node.js";
import { typeOf } from "./resource-type.js";
import { declaring, type Scope } from "./scope.js";

/** The parts of a string that `Fn::Split` can cut, although not all of it is known. Returns null if it can't. */
export function partsToSplit(
  node: Node,
  separator: string,
  scope: Scope,
  resolve: ResolveIn,
): readonly TextPart[] | null {
  const text = textOf(node);
  if (text === undefined || separator === "") return null;
  const parts = partsOf(text).map((part) => {
    if (typeof part === "string") return [part];
    return isWhole(part, separator, scope) ? [part] : /[/:]/.test(separator) ? roleArn(part, scope, resolve) : null;
  });
  return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
}

/** Resolves a node of another template of the deployment. */
type ResolveIn = (scope: Scope, node: Node) => Node | null;

/** The items of a list that is passed into a nested template as a string and names roles or policies. Returns null for any other string. */
export function passedItems(node: Node, scope: Scope): readonly (readonly TextPart[])[] | null {
  const text = textOf(node);
  if (typeof text !== "object") return null;
  if (text.kind === "partial") return splitParts(text.parts, ",").map(trimmed);
  return isWhole(text, ",", scope) ? [[text]] : null;
}

/** CloudFormation removes the spaces around the items. */
function trimmed(item: readonly TextPart[]): readonly TextPart[] {
  return item.map((part, at) => {
    if (typeof part !== "string") return part;
    const begun = at === 0 ? part.trimStart() : part;
    return at === item.length - 1 ? begun.trimEnd() : begun;
  });
}

export function splitParts(parts: readonly TextPart[], separator: string): readonly (readonly TextPart[])[] {
  const items: TextPart[][] = [[]];
  for (const part of parts) {
    const [first, ...others] = typeof part === "string" ? part.split(separator) : [part];
    if (first !== undefined) items.at(-1)?.push(first);
    for (const other of others) items.push([other]);
  }
  return items;
}

/**
 * Whether a separator can't be in it. An account has digits, a name that CloudFormation makes up has letters, digits and "-", and
 * an ARN also has ":" and "/". Names and paths that are given have what they say. If that is unknown, they have no ",", which
 * would leave pieces that IAM refuses.
 */
function isWhole({ expression }: Unresolved, separator: string, scope: Scope): boolean {
  if (expression === "Ref AWS::AccountId") return /\D/.test(separator);
  const [, name = "", arn] = /^(?:Ref|GetAtt) ([^.\s]+)(\.(?:Policy)?Arn)?$/.exec(expression) ?? [];
  const resource = namedIn(name, scope);
  const type = resource && typeOf(resource);
  const isArn = arn !== undefined || type === "AWS::IAM::ManagedPolicy";
  if (resource === undefined || (!isArn && type !== "AWS::IAM::Role")) return false;
  const given = ["RoleName", "ManagedPolicyName", ...(isArn ? ["Path"] : [])].map((key) => propertyOf(resource, key));
  const letters = isArn ? separator.replace(/[:/]/g, "") : separator;
  return (
    /[^A-Za-z0-9-]/.test(letters) &&
    given.every((node) =>
      node?.kind === "scalar" ? !String(node.value).includes(separator) : !node || /[^\w+=.@-]/.test(letters),
    )
  );
}

/** The parts of `Fn::GetAtt Role.Arn`, wherever in the deployment the role is. Returns null for anything else. */
function roleArn({ expression }: Unresolved, scope: Scope, resolve: ResolveIn): readonly TextPart[] | null {
  const name = /^GetAtt ([^.\s]+)\.Arn$/.exec(expression)?.[1];
  const role = name === undefined ? undefined : namedIn(name, scope);
  if (name === undefined || role === undefined || typeOf(role) !== "AWS::IAM::Role") return null;
  const written = propertyOf(role, "Path");
  const path = written === undefined ? null : resolve(declaring(scope, name)?.scope ?? scope, written);
  const known = path === null ? "/" : path.kind === "scalar" ? String(path.value) : null;
  if (known === null) return null;
  const account = { kind: "unresolved", expression: "Ref AWS::AccountId" } as const;
  return ["arn:aws:iam::", account, `:role${known}`, { kind: "unresolved", expression: `Ref ${name}` }];
}

function propertyOf(resource: MapNode, key: string): Node | undefined {
  const properties = entryOf(resource, "Properties")?.value;
  return properties?.kind === "map" ? entryOf(properties, key)?.value : undefined;
}

function namedIn(name: string, scope: Scope): MapNode | undefined {
  const declared = declaring(scope, name);
  return declared?.scope.resource(declared.name);
}
