import { entryOf, type MapNode, type Node, type TextPart, type Unresolved } from "../../source/node.js";
import { typeOf } from "./resource-type.js";
import { declaring, type Scope } from "./scope.js";

/** The parts of a text that `Fn::Split` can cut though not all of it is known; null where it can't. */
export function partsToSplit(node: Node, separator: string, scope: Scope): readonly TextPart[] | null {
  const parts = partsOf(node, scope);
  // An account or a role's name has neither "/" nor ":"; of any other separator that is not sure.
  const isSure = /[/:]/.test(separator) || parts?.every((part) => typeof part === "string") === true;
  return separator !== "" && isSure ? parts : null;
}

function partsOf(node: Node, scope: Scope): readonly TextPart[] | null {
  switch (node.kind) {
    case "scalar":
      return [String(node.value)];
    case "unresolved":
      return roleArn(node, scope);
    case "partial": {
      const parts = node.parts.map((part) => {
        if (typeof part === "string") return [part];
        return isPlainName(part, scope) ? [part] : roleArn(part, scope);
      });
      return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
    }
    case "list":
    case "map":
      return null;
  }
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

function isPlainName({ expression }: Unresolved, scope: Scope): boolean {
  const name = /^Ref (\S+)$/.exec(expression)?.[1];
  return name === "AWS::AccountId" || (name !== undefined && roleNamed(name, scope) !== undefined);
}

/** What `Fn::GetAtt Role.Arn` is made of, wherever in the deployment the role stands; null for anything else. */
function roleArn({ expression }: Unresolved, scope: Scope): readonly TextPart[] | null {
  const name = /^GetAtt ([^.\s]+)\.Arn$/.exec(expression)?.[1];
  const role = name === undefined ? undefined : roleNamed(name, scope);
  const properties = role === undefined ? undefined : entryOf(role, "Properties")?.value;
  const path = properties?.kind === "map" ? entryOf(properties, "Path")?.value : undefined;
  const known = path === undefined ? "/" : path.kind === "scalar" ? String(path.value) : null;
  if (role === undefined || known === null) return null;
  const account = { kind: "unresolved", expression: "Ref AWS::AccountId" } as const;
  return ["arn:aws:iam::", account, `:role${known}`, { kind: "unresolved", expression: `Ref ${name}` }];
}

function roleNamed(name: string, scope: Scope): MapNode | undefined {
  const declared = declaring(scope, name);
  const resource = declared?.scope.resource(declared.name);
  return resource !== undefined && typeOf(resource) === "AWS::IAM::Role" ? resource : undefined;
}
