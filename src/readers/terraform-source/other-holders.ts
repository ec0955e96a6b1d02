import type { OtherHolder, Policy } from "../../iam/model.js";
import { namedArns } from "../../iam/named-policies.js";
import { parsePolicyDocument } from "../../iam/parse-document.js";
import { entryOf, type Node } from "../../source/node.js";
import { nodesIn } from "../../source/nodes-in.js";
import { oncePer } from "../../source/once-per.js";
import type { Place } from "../../source/place.js";
import { documentIn as documentOf } from "../terraform/documents/documents.js";
import type { NamedValues } from "../terraform/expressions/named-values.js";
import type { PlannedResource } from "../terraform/model/plan.js";
import { arnsRead, documentPolicy } from "../terraform/roles/policies.js";
import type { Reading } from "../terraform/roles/reading.js";
import type { AbsentModule } from "./absent-modules.js";
import type { BoundBlock } from "./nested-blocks.js";
import type { SourceInstances } from "./source-instances.js";
import { META } from "./source-module.js";
import type { SourceValues } from "./source-values.js";

/** Arguments that take a policy as a document, an ARN, or a name. Excludes names of inline policies. */
const OF_POLICIES = /polic(?!\w*names?$)|boundary/i;

/** The arguments above, and arguments that pass values to a stack. */
const TAKING = new RegExp(`${OF_POLICIES.source}|^(?:parameters|template_body)$`, "i");

const OF_ROLES = /^aws_iam_(?:role|instance_profile)/;

interface Owners extends Pick<Reading, "documents" | "links" | "sources" | "modules"> {
  readonly values: SourceValues;
  readonly named: NamedValues;
}

/** The other holders of policies in a root: users, groups, permission sets, and unavailable modules. */
export function otherHolders(
  reading: Owners,
  instances: SourceInstances,
  absent: readonly AbsentModule[],
  withRoles: boolean,
): readonly OtherHolder[] {
  const { modules, named, sources, values } = reading;
  const isTaking = (type: string, names: readonly string[]): boolean =>
    (withRoles || !OF_ROLES.test(type)) && names.some((name) => TAKING.test(name));
  const resources = instances.all(isTaking).filter(({ mode }) => mode === "managed");
  const ofResources = resources.flatMap((one): readonly OtherHolder[] => {
    const block = sources.blockOf(one);
    if (block === null || (!withRoles && isOfRoles(one, values))) return [];
    const { address: id } = one;
    const { place } = block;
    const taken = argumentsOf(one, { block, bound: new Map() }, "", values);
    return [{ id, place, policies: taken.flatMap(([path, value]) => policiesIn(value, path, id, place, reading)) }];
  });
  const ofModules = absent.map(({ id, place, path, block }): OtherHolder => {
    const scope = modules.callScope(path);
    const policies = block.names().flatMap((name) => {
      const written = META.has(name) ? null : block.attribute(name);
      const value = written && scope && named.read(written, scope);
      return value === null ? [] : policiesIn(value, name, id, place, reading);
    });
    return { id, place, policies };
  });
  return [...ofResources, ...ofModules];
}

/** Whether a resource attaches a policy only to roles. Roles are read with their policies, so they aren't listed as holders. */
function isOfRoles(resource: PlannedResource, values: SourceValues): boolean {
  if (resource.type !== "aws_iam_policy_attachment") return false;
  return ["users", "groups"].every((name) => {
    const list = values.isSet(resource, name) ? values.value(resource, [name]) : undefined;
    return list === undefined || (list?.kind === "list" && list.items.length === 0);
  });
}

/** The values of the arguments that take a policy, with their paths, in blocks at any depth. */
function argumentsOf(
  resource: PlannedResource,
  within: BoundBlock,
  above: string,
  values: SourceValues,
): readonly (readonly [path: string, Node])[] {
  const { block, bound } = within;
  return block.names().flatMap((name): readonly (readonly [string, Node])[] => {
    if (META.has(name) || (above === "" && !TAKING.test(name))) return [];
    const path = above + name;
    const written = block.attribute(name);
    if (written === null) {
      const blocks = values.blocks(resource, name, above === "" ? undefined : within);
      return blocks.flatMap((one) => argumentsOf(resource, one, `${path}.`, values));
    }
    const value = values.read(resource, written, bound);
    return value === null ? [] : [[path, value]];
  });
}

function policiesIn(value: Node, path: string, name: string, place: Place, reading: Owners): readonly Policy[] {
  const { documents, values } = reading;
  const originIn = (node: Node): PlannedResource | undefined => values.originOf(node)?.resource;
  const documentIn = oncePer((node: Node): readonly Node[] => {
    const origin = originIn(node);
    const isData = origin?.mode === "data" && origin.type === "aws_iam_policy_document";
    const document = isData ? documents.ofData(origin) : documentOf(node);
    return document?.kind === "map" && entryOf(document, "Statement") !== undefined ? [document] : [];
  });
  const isDocument = (node: Node): boolean => documentIn(node).length > 0;
  const all = nodesIn([value], isDocument);
  const written = all.flatMap(documentIn).map((one): Policy => {
    const document = parsePolicyDocument(one, "managed");
    return { kind: "document", name, attachment: "inline", document, awsManaged: false, place };
  });
  const named = all.flatMap((node) => originIn(node) ?? []).filter(({ type }) => type === "aws_iam_policy");
  const made = named.filter(({ mode }) => mode === "managed");
  const held = made.map((one) => documentPolicy(reading, one, ["policy"], one.address, "managed"));
  const read = named.flatMap((one) => arnsRead(reading, one));
  const arns = [...read, ...namedArns([value], isDocument, OF_POLICIES.test(path))];
  const unknown: Policy = { kind: "unresolved", name, expression: path, arns, place };
  const files = all.flatMap((node): readonly Policy[] =>
    node.kind === "unresolved" && /\bfile\(/.test(node.expression)
      ? [{ kind: "unresolved", name, expression: node.expression, place }]
      : [],
  );
  return [...written, ...held, ...files, ...(arns.length === 0 ? [] : [unknown])];
}
