import { OTHER_PROVIDER_ACCOUNT } from "../../../iam/other-account.js";
import { append } from "../../../source/append.js";
import { property } from "../../../source/json-node.js";
import { showText, type Unresolved } from "../../../source/node.js";
import { hasOpen, unknownOnes } from "../links/candidate.js";
import { formatModuleAddress } from "../model/address.js";
import { textIn, textsIn } from "../model/fields.js";
import { listed } from "../model/listed.js";
import { isUnknown, type PlannedResource } from "../model/plan.js";
import type { Reading } from "./reading.js";

/** A role that isn't in the plan: only its name is known, or a data source reads it. */
export interface OutsideRole {
  readonly id: string;
  /** Roles with the same name in two accounts are different roles. */
  readonly account: string;
  readonly data: PlannedResource | null;
}

export interface NamedRoles {
  readonly roles: readonly PlannedResource[];
  readonly outside: readonly OutsideRole[];
  /** Roles that the attribute may refer to, if it is unknown which one it is. */
  readonly perhaps: readonly PlannedResource[];
  /** The references that leave the role undecided. */
  readonly open: readonly string[];
}

/** Finds the roles that attachments and instance profiles refer to, by name or through the configuration. */
export class RoleNames {
  private readonly byName = new Map<string, PlannedResource[]>();
  private readonly byAccount = new Map<string, PlannedResource[]>();
  private readonly data = new Map<string, PlannedResource>();

  constructor(
    private readonly reading: Reading,
    private readonly roles: readonly PlannedResource[],
  ) {
    for (const role of roles) {
      const name = textIn(role.values, "name");
      if (name === "") continue;
      append(this.byName, name, role);
      append(this.byAccount, this.inAccount(name, role), role);
    }
    for (const resource of reading.plan.resources) {
      const isData = resource.mode === "data" && resource.type === "aws_iam_role";
      if (isData) this.data.set(this.inAccount(textIn(resource.values, "name"), resource), resource);
    }
  }

  private inAccount(name: string, resource: PlannedResource): string {
    return JSON.stringify([name, this.reading.accounts.of(resource)]);
  }

  in(from: PlannedResource, attribute: string): NamedRoles {
    const known = textsIn(from.values, attribute).map((name) => this.withName(from, attribute, name));
    const unknown = isUnknown(from, attribute) ? [this.unknownIn(from, attribute)] : [];
    return joined([...known, ...unknown]);
  }

  /**
   * The roles that a list names in the source. A list that is entirely unknown may also contain literal names, which
   * only the source shows.
   */
  private writtenIn(from: PlannedResource, attribute: string): NamedRoles {
    if (property(from.unknown, attribute) !== true) return NONE;
    const meant = this.reading.links.meant(from, [attribute], "role");
    const names = (meant ?? []).flatMap((one) =>
      one.kind === "known" && typeof one.value === "string" ? [this.withName(from, attribute, one.value)] : [],
    );
    if (meant !== null && !hasOpen(meant)) return joined(names);
    const open = { ...NONE, perhaps: [...this.byName.values()].flat(), open: [`${attribute} of ${from.address}`] };
    return joined([...names, open]);
  }

  /** The role whose name the source builds from known values. Returns null if the source doesn't determine it. */
  private writtenName(from: PlannedResource, attribute: string): NamedRoles | null {
    const [name, ...others] = this.reading.links.meant(from, [attribute], "role") ?? [];
    const isKnown = name?.kind === "known" && typeof name.value === "string" && others.length === 0;
    return isKnown ? this.withName(from, attribute, String(name.value)) : null;
  }

  /** The role whose name is the same expression in the same module. Returns null unless there is exactly one. */
  private bySameText(from: PlannedResource, attribute: string): NamedRoles | null {
    const shown = (one: PlannedResource, name: string): string | null => {
      const node = this.reading.nodeOf?.(one, name);
      const text = node?.kind === "partial" || node?.kind === "unresolved" ? showText(node) : "";
      // A name that differs from instance to instance can't identify a role.
      return text === "" || /\b(?:each|count|self)\./.test(text) ? null : formatModuleAddress(one.module) + text;
    };
    const name = shown(from, attribute);
    const [only, ...others] = this.roles.filter((role) => name !== null && shown(role, "name") === name);
    return only === undefined || others.length > 0 ? null : this.linked(from, [only], []);
  }

  /**
   * A name refers to a role in the provider's account, regardless of where the name comes from. If there are several
   * such roles, a reference decides.
   */
  private withName(from: PlannedResource, attribute: string, name: string): NamedRoles {
    const found = this.byName.get(name) ?? [];
    if (found.length === 0) return { ...NONE, outside: [this.outsideNamed(name, from)] };
    const there = this.byAccount.get(this.inAccount(name, from)) ?? [];
    if (there.length === 1) return { ...NONE, roles: there };
    const referred = this.mine(this.referred(from, attribute)).filter((role) => found.includes(role));
    const chosen = there.filter((role) => referred.includes(role));
    if (chosen.length === 1) return { ...NONE, roles: chosen };
    const perhaps = referred.length === 1 ? referred : found;
    return { ...NONE, perhaps, open: [`role ${name}${OTHER_PROVIDER_ACCOUNT}`] };
  }

  private outsideNamed(name: string, from: PlannedResource): OutsideRole {
    const data = this.data.get(this.inAccount(name, from)) ?? null;
    return { id: name, account: this.reading.accounts.of(from), data };
  }

  private referred(from: PlannedResource, attribute: string): readonly PlannedResource[] {
    return this.reading.links
      .candidates(from, [attribute], "role")
      .flatMap((one) => (one.kind === "resource" ? [one.resource] : []));
  }

  private unknownIn(from: PlannedResource, attribute: string): NamedRoles {
    const list = property(from.unknown, attribute) !== true || LISTS.has(attribute);
    if (list) {
      const candidates = this.reading.links.candidates(from, [attribute], "role");
      const open = candidates.flatMap((one) => (one.kind === "open" ? [one.text] : []));
      // A flag next to several roles may choose between them.
      const chooses = candidates.some((one) => one.kind === "known" && typeof one.value === "boolean");
      const roles = unknownOnes(candidates);
      if (!chooses || roles.length === 1)
        return joined([this.writtenIn(from, attribute), this.linked(from, roles, open)]);
      return { ...NONE, perhaps: this.mine(roles), open: roles.map(({ address }) => address) };
    }
    const link = this.reading.links.single(from, [attribute], "role");
    if (link.kind === "found") return this.linked(from, [link.resource], []);
    const named = this.writtenName(from, attribute) ?? this.bySameText(from, attribute);
    if (named !== null) return named;
    const addresses = new Set(link.perhaps.map(({ address }) => address));
    const known = addresses.size > 0 && link.open.every((text) => addresses.has(text));
    return { ...NONE, perhaps: known ? this.mine(link.perhaps) : this.mayMean(link.open), open: link.open };
  }

  private linked(from: PlannedResource, found: readonly PlannedResource[], open: readonly string[]): NamedRoles {
    const { accounts } = this.reading;
    const outside = found
      .filter(({ mode }) => mode === "data")
      .map((data) => ({
        id: textIn(data.values, "name") || data.address,
        account: accounts.of(from),
        data: accounts.same(data, from) ? data : null,
      }));
    const roles = this.mine(found).filter((role) => accounts.same(role, from));
    const others = this.mine(found).filter((role) => !roles.includes(role));
    return {
      roles,
      outside,
      perhaps: [...others, ...(open.length === 0 ? [] : this.mayMean(open))],
      open: [...others.map(({ address }) => address + OTHER_PROVIDER_ACCOUNT), ...open],
    };
  }

  private mine(found: readonly PlannedResource[]): readonly PlannedResource[] {
    return found.filter(({ mode, deleted }) => mode === "managed" && !deleted);
  }

  /**
   * An unresolved reference to `aws_iam_role.x` refers to one of its instances. Any other unresolved reference (a
   * local) may refer to any role.
   */
  private mayMean(all: readonly string[]): readonly PlannedResource[] {
    const open = all.filter((text) => this.reading.isElsewhere?.(text) !== true);
    const names = open.map((text) => /^(?:module\..*\.)?(?<!data\.)aws_iam_role\.([^.[ ]+)/.exec(text)?.[1]);
    if (names.includes(undefined)) return this.roles;
    return this.roles.filter(({ name }) => names.includes(name));
  }
}

function joined(all: readonly NamedRoles[]): NamedRoles {
  const roles = new Set(all.flatMap((one) => one.roles));
  return {
    roles: [...roles],
    outside: all.flatMap(({ outside }) => outside),
    perhaps: all.flatMap(({ perhaps }) => perhaps).filter((role) => !roles.has(role)),
    open: all.flatMap(({ open }) => open),
  };
}

const NONE: NamedRoles = { roles: [], outside: [], perhaps: [], open: [] };
const LISTS = new Set(["roles"]);

/** An unresolved value that names the references that leave a role's attachment undecided. */
export function openTo({ open }: NamedRoles): Unresolved {
  return { kind: "unresolved", expression: listed(open) };
}
