import type { Role, RoleVariant, UnresolvedPolicy } from "../../iam/model.js";
import { append } from "../../source/append.js";
import type { Node } from "../../source/node.js";
import { fileOf, type Place } from "../../source/place.js";
import type { FileProblem } from "../reader.js";
import type { NamedValues } from "../terraform/expressions/named-values.js";
import type { Links } from "../terraform/links/links.js";
import { formatModuleAddress, type ModulePath } from "../terraform/model/address.js";
import { textIn } from "../terraform/model/fields.js";
import type { Plan, PlannedResource } from "../terraform/model/plan.js";
import { isAbsolute, isLocal, sourceOf } from "../terraform/source/module-calls.js";
import type { SourceBlock } from "../terraform/source/source-block.js";
import type { SourceInstances } from "./source-instances.js";
import { META, type SourceModule } from "./source-module.js";

/** A call to a module that isn't available. */
export interface AbsentModule {
  readonly id: string;
  readonly reason: string;
  readonly place: Place;
  readonly path: ModulePath;
  readonly block: SourceBlock;
  /** The problem of a module that should be in the repository. Null for any other module. */
  readonly fault: FileProblem | null;
}

const HELP = "run `terraform init` before the check, or check a plan";

const LOCAL_HELP = "name a folder in the repository that contains the module, and check out submodules";

export function absentModules(instances: SourceInstances, root: SourceModule): readonly AbsentModule[] {
  const found: AbsentModule[] = [];
  const open: (readonly [ModulePath, SourceModule])[] = [[[], root]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, module] = next;
    for (const [child, call] of instances.modulesBelow(path, module)) {
      const { absent } = call.module;
      if (absent === null) open.push([child, call.module]);
      const block = module.blocks.get(`module ${child.at(-1)?.name}`);
      if (absent === null || block === undefined) continue;
      const id = formatModuleAddress(child);
      const { place } = block;
      const message = `${id} can't be read: ${absent}`;
      const source = sourceOf(block);
      const fault = isLocal(source) || isAbsolute(source) ? { message, help: LOCAL_HELP, place } : null;
      const reason = `${absent}, so the roles that it creates are not checked: ${fault?.help ?? HELP}`;
      found.push({ id, reason, place, path: child, block, fault });
    }
  }
  return found;
}

/** The unavailable modules that each role is passed to, keyed by the role's address. */
export type PassedToModules = ReadonlyMap<string, readonly AbsentModule[]>;

export function passedToModules(
  absent: readonly AbsentModule[],
  plan: Plan,
  named: NamedValues,
  links: Links,
): PassedToModules {
  const modulesOf = new Map<string, AbsentModule[]>();
  const made = plan.resources.filter(({ type, mode }) => type === "aws_iam_role" && mode === "managed");
  for (const module of absent) {
    for (const role of rolesPassedTo(module, made, named, links)) {
      append(modulesOf, role.address, module);
    }
  }
  return modulesOf;
}

/**
 * Adds an unknown policy to a role for each unavailable module that the role is passed to, and to every role for each
 * gap, because any of these modules and gaps may attach policies.
 */
export function withPassedToModules(
  roles: readonly Role[],
  modulesOf: PassedToModules,
  gaps: readonly FileProblem[],
): readonly Role[] {
  const missing = gaps.map(({ message, place }) => unknownPolicy(fileOf(place), message, place));
  return roles.map((role) => {
    const modules = modulesOf.get(role.id) ?? [];
    const passed = modules.map(({ id, place }) => unknownPolicy(id, `${id} is passed the role but is not here`, place));
    return withUnknown(role, [...passed, ...missing]);
  });
}

/** If Terraform refuses to create a role, its policies are unknown, regardless of the source. */
export function ofRootWithError(roles: readonly Role[], { message, place }: FileProblem): readonly Role[] {
  const unknown = unknownPolicy("all policies", message, place);
  return roles.map((role) => withUnknown({ ...role, variants: [withoutPolicies(role.variants[0])] }, [unknown]));
}

function withoutPolicies(variant: RoleVariant): RoleVariant {
  return {
    when: null,
    policies: [],
    boundary: null,
    get trust() {
      return variant.trust;
    },
  };
}

function unknownPolicy(name: string, expression: string, place: Place): UnresolvedPolicy {
  return { kind: "unresolved", name, expression, place };
}

/**
 * Whether a reference can't refer to a checked role, because it refers to an output of an unavailable module to which
 * no role was passed.
 */
export function elsewhere(absent: readonly AbsentModule[], modulesOf: PassedToModules): (reference: string) => boolean {
  const nameOf = ({ path }: AbsentModule): string => path.at(-1)?.name ?? "";
  const names = new Set(absent.map(nameOf));
  for (const modules of modulesOf.values()) for (const module of modules) names.delete(nameOf(module));
  return (reference) => names.has(/^module\.([\w-]+)(?:\[[^[\]]*\]|\.[\w-]+)*$/.exec(reference)?.[1] ?? "");
}

function withUnknown(role: Role, more: readonly UnresolvedPolicy[]): Role {
  const [reason] = more;
  if (reason === undefined) return role;
  const [first] = role.variants;
  const variant: RoleVariant = {
    when: first.when,
    get policies() {
      return [...first.policies, ...more];
    },
    get boundary() {
      return first.boundary;
    },
    get trust() {
      return first.trust;
    },
  };
  const { expression } = reason;
  const instanceProfile =
    role.instanceProfile === false ? { kind: "unresolved" as const, expression } : role.instanceProfile;
  return { ...role, variants: [variant], instanceProfile };
}

/** The roles in a module call's arguments: by attribute, by name, or as whole objects. */
function rolesPassedTo(
  { path, block }: AbsentModule,
  roles: readonly PlannedResource[],
  named: NamedValues,
  links: Links,
): ReadonlySet<PlannedResource> {
  const byName = new Map<string, PlannedResource>();
  for (const role of roles) byName.set(textIn(role.values, "name"), role);
  byName.delete("");
  const found = new Set<PlannedResource>();
  const key = path.at(-1)?.key ?? null;
  const scope = { module: path.slice(0, -1), key, forEach: undefined, owner: path };
  for (const name of block.names().filter((one) => !META.has(one))) {
    const attribute = block.attribute(name);
    const node = attribute === null ? null : named.read(attribute, scope);
    if (node !== null) collect(node, byName, links, found);
  }
  return found;
}

function collect(
  node: Node,
  byName: ReadonlyMap<string, PlannedResource>,
  links: Links,
  found: Set<PlannedResource>,
): void {
  switch (node.kind) {
    case "list":
      for (const item of node.items) collect(item, byName, links, found);
      break;
    case "map":
      for (const { value } of node.entries) collect(value, byName, links, found);
      break;
    case "scalar": {
      const role = typeof node.value === "string" ? byName.get(node.value) : undefined;
      if (role !== undefined) found.add(role);
      break;
    }
    case "partial":
    case "unresolved":
      for (const role of links.rolesIn(node)) found.add(role);
  }
}
