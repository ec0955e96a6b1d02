import { entryOf, type MapNode, type Node, type TextPart, textOf, type Unresolved } from "../../source/node.js";
import { typeOf } from "./resource-type.js";
import { declaring, type Scope } from "./scope.js";

/** The parts of a text that `Fn::Split` can cut though not all of it is known; null where it can't. */
export function partsToSplit(
  node: Node,
  separator: string,
  scope: Scope,
  resolve: ResolveIn,
): readonly TextPart[] | null {
  const text = textOf(node);
  if (text === undefined || separator === "") return null;
  const written = typeof text === "string" ? [text] : text.kind === "partial" ? text.parts : [text];
  const parts = written.map((part) => {
    if (typeof part === "string") return [part];
    return isPlainName(part, separator, scope) ? [part] : /[/:]/.test(separator) ? roleArn(part, scope, resolve) : null;
  });
  return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
}

/** The value of a node of another template of the deployment. */
type ResolveIn = (scope: Scope, node: Node) => Node | null;

/** The items of a list that is passed into a nested template as a text which names roles; null for any other. */
export function passedItems(node: Node, scope: Scope): readonly (readonly TextPart[])[] | null {
  const text = textOf(node);
  if (typeof text !== "object") return null;
  if (text.kind === "partial") return splitParts(text.parts, ",").map(trimmed);
  return isPlainName(text, ",", scope) ? [[text]] : null;
}

/** CloudFormation takes the spaces around the items away. */
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
 * An account has digits, the name that CloudFormation gives a role letters, digits and "-". Any name is without "/" and ":"; of another
 * separator that is not sure where the name is given.
 */
function isPlainName({ expression }: Unresolved, separator: string, scope: Scope): boolean {
  const name = /^Ref (\S+)$/.exec(expression)?.[1];
  if (name === "AWS::AccountId") return /\D/.test(separator);
  const role = name === undefined ? undefined : roleNamed(name, scope);
  if (role === undefined) return false;
  const given = propertyOf(role, "RoleName");
  const isApart = given === undefined ? /[^A-Za-z0-9-]/.test(separator) : given.kind === "scalar";
  return /[/:]/.test(separator) || (isApart && !(given?.kind === "scalar" && String(given.value).includes(separator)));
}

/** What `Fn::GetAtt Role.Arn` is made of, wherever in the deployment the role stands; null for anything else. */
function roleArn({ expression }: Unresolved, scope: Scope, resolve: ResolveIn): readonly TextPart[] | null {
  const name = /^GetAtt ([^.\s]+)\.Arn$/.exec(expression)?.[1];
  const role = name === undefined ? undefined : roleNamed(name, scope);
  if (name === undefined || role === undefined) return null;
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

function roleNamed(name: string, scope: Scope): MapNode | undefined {
  const declared = declaring(scope, name);
  const resource = declared?.scope.resource(declared.name);
  return resource !== undefined && typeOf(resource) === "AWS::IAM::Role" ? resource : undefined;
}
