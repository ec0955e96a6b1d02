import type { OtherHolder, PolicyDocument, Role } from "../iam/model.js";
import { documentsOf, type Holding, type RoleDocument } from "../iam/role-documents.js";
import type { SelectedRole } from "../select/select-roles.js";
import { append } from "../source/append.js";
import { firstFew } from "../source/first-few.js";
import { parentOf } from "../source/folder-path.js";
import { formatLocation } from "../source/location.js";
import { fileOf, locate, type Place, pathOf, rangeOf, textFileOf } from "../source/place.js";
import { moduleOf } from "../source/read-together.js";
import type { TextFile } from "../source/text-file.js";
import { ArnUsers } from "./arn-users.js";
import { isCalled, rolesIn, withoutKeys } from "./attached-roles.js";
import { mentionsOf } from "./policy-mentions.js";
import type { SourceUse } from "./source-use.js";
import { sourceUses, unjudgedCalls } from "./source-uses.js";
import { templateUses } from "./template-uses.js";

/**
 * Returns, in words, who else has what is at one of the places without being checked for what is asked: a kind by name,
 * or `trust PARTY`. Returns "" for nobody.
 */
export type SharedWith = (places: readonly Place[], asked: string) => string;

type Holder = Holding & Pick<Role, "id"> & Partial<Pick<Role, "name" | "account" | "format">>;
type Held = readonly [Holder, Omit<RoleDocument, "document">];

/** Finds who shares a document, statement, or list in the files. An edit of it gives the same access to all of them. */
export class Sharing {
  readonly #asked: ReadonlyMap<Holder, readonly string[]>;
  #index: { readonly byPlace: ReadonlyMap<string, readonly Held[]>; readonly byArn: ArnUsers<Holder> } | undefined;
  #resources: ReadonlySet<string> | undefined;
  /** A cache: a module may create one policy for twenty thousand roles. */
  readonly #unasked = new Map<string, readonly (Holder | string)[]>();

  constructor(
    private readonly roles: readonly Role[],
    selected: readonly SelectedRole[],
    private readonly intake: {
      readonly others: () => readonly OtherHolder[];
      /** The texts that may name a policy. */
      readonly texts: () => readonly TextFile[];
      /** The folders of Terraform modules whose roles are in the model. */
      readonly judged: ReadonlySet<string>;
    },
  ) {
    this.#asked = new Map(
      selected.map(({ role, kinds }) => [
        role,
        kinds.flatMap(({ name, trust }) => [name, ...trust.map((party) => `trust ${party}`)]),
      ]),
    );
  }

  /** Leaves out other copies of the role, which may be read several times: from plans, and from the roots that call its module. */
  of(role: Role): SharedWith {
    return (places, asked) => {
      // Terraform's source may read policy files that are also checked separately.
      const beside = role.format === "policy-json" ? this.intake.texts().find(moduleOf) : undefined;
      const others = places
        .flatMap((place) => this.#without(place, asked, beside))
        .filter((other) => other !== role.id && (typeof other === "string" || !isCopyOf(role, other)))
        .map((other) => (typeof other === "string" ? other : nameBeside(role, other)));
      return firstFew([...new Set(others)], 3);
    };
  }

  #without(place: Place, asked: string, beside: TextFile | undefined): readonly (Holder | string)[] {
    const key = keyOf(place);
    const known = this.#unasked.get(asked + key);
    if (known !== undefined) return known;
    this.#index ??= indexOf([...this.roles.filter(isHolder), ...this.intake.others().map(asHolder)]);
    const { byPlace, byArn } = this.#index;
    const holders = byPlace.get(key) ?? [];
    const isAsked = (role: Holder): boolean => this.#asked.get(role)?.includes(asked) === true;
    const unasked = holders.flatMap(([role]) => (isAsked(role) ? [] : role));
    const isNew = (by: string): boolean => !unasked.some(({ id }) => withoutKeys(id).endsWith(by));
    const names = new Set(holders.flatMap(([, { managedName }]) => managedName ?? []));
    const own = new Set(holders.flatMap(([role, { holder }]) => [fileOf(role.place), fileOf(holder)]));
    const mentions = [...names]
      .flatMap((name) => mentionsOf(name, this.intake.texts()))
      .filter(({ header, file }) => header.length > 0 || !own.has(file.path));
    const isKnown = (use: SourceUse): boolean =>
      use.said !== undefined &&
      rolesIn(use).every((said) => {
        const meant = this.roles.filter((role) => isCalled(role, said, use.file));
        return meant.length > 0 && meant.every((role) => isAsked(role) || holders.some(([one]) => one === role));
      });
    const uses = strangers(place, holders, beside, mentions, isKnown).filter(([by]) => isNew(by));
    const isCopy = (role: Holder): boolean => holders.some(([one]) => one.name === role.name && isCopyOf(one, role));
    // What a file says in its own words is found there.
    const isTold = (one: Place): boolean => uses.some(([, path]) => path === fileOf(one));
    const byTheirArns = [...names]
      .flatMap((name) => byArn.of(name, holders[0]?.[0].account))
      .flatMap(({ holder, policy }) =>
        isAsked(holder) || isCopy(holder) || isTold(policy.place) ? [] : within(holder.id, fileOf(holder.place), place),
      );
    const ofTemplates = this.#strangeResources(place, holders).filter(isNew);
    const calls = this.#strangeCalls(place, holders);
    const found = [...unasked, ...uses.map(([by]) => by), ...ofTemplates, ...byTheirArns, ...calls];
    this.#unasked.set(asked + key, found);
    return found;
  }

  /** Calls of the Terraform module that has the place, or that reads its file, by modules whose roles are unknown. */
  #strangeCalls(place: Place, holders: readonly Held[]): readonly string[] {
    // Reads the modules that make no roles.
    this.intake.texts();
    const places = [place, ...holders.map(([, { holder }]) => holder)];
    const [module] = places.flatMap((one) => {
      const file = textFileOf(one);
      return (file && moduleOf(file)) ?? [];
    });
    const calls = module === undefined ? [] : unjudgedCalls(module, this.intake.judged);
    const isPlanned = (call: string): boolean =>
      holders.some(([role]) => role.format === "terraform-plan" && `.${withoutKeys(role.id)}`.includes(`.${call}.`));
    return calls.flatMap(([call, path]) => (isPlanned(call) ? [] : within(call, path, place)));
  }

  /** The resources of templates, or the files, that take the text at a place, except roles: what they have is known. */
  #strangeResources(place: Place, holders: readonly Held[]): readonly string[] {
    const uses = templateUses(place, this.intake.texts());
    if (uses.length === 0) return [];
    this.#resources ??= new Set(this.roles.map((role) => resourceOf(role.place, role.id)));
    const own = holders.map(([one]) => fileOf(one.place));
    const policies = new Set(holders.map(([one, { name }]) => resourceOf(one.place, name)));
    return uses.flatMap((use) => {
      const [name] = use.header;
      const { path } = use.file;
      const isOwn = own.includes(path);
      if (name === undefined) return isOwn ? [] : path;
      // A file that is included may hold the role itself.
      const named = [use, place].map((one) => resourceOf(one, name));
      if (named.some((one) => this.#resources?.has(one) || policies.has(one))) return [];
      return isOwn ? name : `${name} (${path})`;
    });
  }
}

/** Whether both are one role of one file, or may be a role's source and its plan. */
function isCopyOf(one: Holder, { id, place, format }: Holder): boolean {
  const isPlanned = one.format === "terraform-plan" || format === "terraform-plan";
  return one.id === id && (isPlanned || fileOf(one.place) === fileOf(place));
}

/** A holder's name, with its file if the role has the same name. */
function nameBeside(role: Role, { id, place }: Holder): string {
  return id === role.id ? `${id} (${fileOf(place)})` : id;
}

/** Leaves out policy files: Terraform may read a policy from a file that is checked too. Roles and groups that such a file names count. */
function isHolder({ removed, format, name }: Role): boolean {
  return !removed && (format !== "policy-json" || name !== null);
}

function asHolder({ id, place, policies }: OtherHolder): Holder {
  return { id, place, variants: [{ policies, boundary: null, trust: null }] };
}

function indexOf(all: readonly Holder[]) {
  return { byPlace: holdersOf(all), byArn: new ArnUsers(all) };
}

function holdersOf(all: readonly Holder[]): ReadonlyMap<string, readonly Held[]> {
  const holders = new Map<string, Held[]>();
  for (const role of all) {
    const { id: name, place: holder } = role;
    if (role.format !== undefined)
      append(holders, keyOf(holder), [role, { use: "trust", name, holder, managedName: undefined }]);
    for (const one of documentsOf(role))
      for (const key of new Set(placesOf(one.document).map(keyOf))) append(holders, key, [role, one]);
  }
  // If only the file is known, nothing is edited.
  holders.delete("");
  return holders;
}

/** Uses of a text in Terraform's source, and mentions of its policy by name, by anything other than its known holders. */
function strangers(
  place: Place,
  holders: readonly Held[],
  beside: TextFile | undefined,
  mentions: readonly SourceUse[],
  isKnown: (use: SourceUse) => boolean,
): readonly (readonly [words: string, path: string])[] {
  const known = holders.flatMap(([, { holder }]) => rangeOf(holder) ?? []);
  const isHere = (use: SourceUse): boolean =>
    known.some(({ file, start, end }) => file === use.file && start <= use.start && use.end <= end);
  return sourceUses(place, known.map(({ file }) => file).find(moduleOf) ?? beside, mentions).flatMap((use) => {
    const { header, said, file } = use;
    const address = header.join(".").replace(/^resource\./, "");
    // A plan includes the resources of modules whose source isn't here.
    const isWithin = ([{ id }, { name }]: Held) =>
      [id, name].some((one) => `.${withoutKeys(one)}`.includes(`.${address}.`));
    if (isHere(use) || isKnown(use) || (header[0] === "module" && holders.some(isWithin))) return [];
    const words = said === undefined ? file.path : formatLocation(locate(use)).replace(/:\d+$/, "");
    const named = said === undefined ? address : within(address, file.path, place);
    return [[address === "" ? words : named, file.path] as const];
  });
}

/** A resource of a template, without the stacks around it. */
function resourceOf(place: Place, id: string): string {
  return `${fileOf(place)} ${id.split(/[./]/).at(-1)}`;
}

/** The name of something, with its file if that is in another folder. */
function within(id: string, path: string, place: Place): string {
  return parentOf(path) === parentOf(fileOf(place)) ? id : `${id} (${path})`;
}

/** The places where a document may be edited. */
export function placesOf({ place, statements }: PolicyDocument): readonly Place[] {
  return [place, ...statements.flatMap((statement) => [statement.place, statement.actions.place])];
}

function keyOf(place: Place): string {
  if (place.kind === "file") return "";
  return `\n${fileOf(place)} ${place.kind === "range" ? place.start : JSON.stringify(pathOf(place))}`;
}
