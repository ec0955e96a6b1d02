import type { OtherHolder, Role } from "../iam/model.js";
import type { SelectedRole } from "../select/select-roles.js";
import { firstFew } from "../source/first-few.js";
import { once } from "../source/once.js";
import { fileOf, type Place } from "../source/place.js";
import { moduleOf } from "../source/read-together.js";
import type { TextFile } from "../source/text-file.js";
import { ArnUsers } from "./arn-users.js";
import { isCalled, rolesIn, withoutKeys } from "./attached-roles.js";
import { fileUsers } from "./file-users.js";
import { asHolder, type Held, type Holder, holdersOf, isHolder, keyOf, rootOf } from "./holders.js";
import { isWithin, otherUses, outsideUses, resourceOf, unknownCallers, within } from "./outside-uses.js";
import { importsOf } from "./policy-imports.js";
import { mentionsOf } from "./policy-mentions.js";
import type { SourceUse } from "./source-use.js";

/**
 * Names the other roles and resources that share the text at one of the places but aren't checked for `need`, which is a kind's name or
 * `trust PARTY`. Returns "" if there are none.
 */
export type SharedWith = (places: readonly Place[], need: string) => string;

/**
 * Finds the roles and other holders that share a document, statement, or list in the files. Editing the shared text changes the access of
 * all of them.
 */
export class Sharing {
  readonly #needs: ReadonlyMap<Holder, readonly string[]>;
  readonly #index = once(() => indexOf([...this.roles.filter(isHolder), ...this.intake.others().map(asHolder)]));
  /** The resources of templates that are roles. */
  readonly #resources = once(() => new Set(this.roles.map((role) => resourceOf(role.place, role.id))));
  /** Results are cached, because a module may create one policy for twenty thousand roles. */
  readonly #found = new Map<string, readonly (Holder | string)[]>();

  constructor(
    private readonly roles: readonly Role[],
    selected: readonly SelectedRole[],
    private readonly intake: {
      readonly others: () => readonly OtherHolder[];
      /** The files that may name a policy. */
      readonly texts: () => readonly TextFile[];
      /** The folders of Terraform modules whose roles are in the model. */
      readonly checked: ReadonlySet<string>;
    },
  ) {
    this.#needs = new Map(
      selected.map(({ role, kinds }) => [
        role,
        kinds.flatMap(({ name, trust }) => [name, ...trust.map((party) => `trust ${party}`)]),
      ]),
    );
  }

  /** Leaves out other copies of the role, which may be read several times: from plans and from the roots that call its module. */
  of(role: Role): SharedWith {
    return (places, need) => {
      // Terraform's source may read policy files that are also checked separately, and deploy a template that another one nests.
      const isRead = role.format === "policy-json" || (role.nestedIn ?? []).length > 0;
      const sibling = isRead ? this.intake.texts().find(moduleOf) : undefined;
      const others = places
        .flatMap((place) => this.#without(place, need, sibling))
        .filter((other) => other !== role.id && (typeof other === "string" || !isCopyOf(role, other)))
        .map((other) => (typeof other === "string" ? other : distinctName(role, other)));
      return firstFew([...new Set(others)], 3);
    };
  }

  #without(place: Place, need: string, sibling: TextFile | undefined): readonly (Holder | string)[] {
    const key = keyOf(place);
    const known = this.#found.get(need + key);
    if (known !== undefined) return known;
    // Modules that create no role are known only after the files are read.
    const texts = this.intake.texts();
    const { byPlace, byArn, byFile } = this.#index();
    const held = byPlace.get(key) ?? [];
    const ofRoles = held.filter(([{ format }]) => format !== undefined);
    const made = new Set(ofRoles.map(([, { holder }]) => keyOf(holder)));
    // A separate policy resource, or the module that creates the role, isn't another holder.
    const roots = new Set(ofRoles.map(([one]) => rootOf(one)));
    const isOwn = ({ id, format, place, root }: Holder): boolean =>
      format === undefined &&
      (root === undefined || root === null || roots.has(root)) &&
      (made.has(keyOf(place)) || ofRoles.some((one) => isWithin(one, id)));
    const holders = held.filter(([one]) => !isOwn(one));
    const hasNeed = (role: Holder): boolean => this.#needs.get(role)?.includes(need) === true;
    const unrelated = holders.flatMap(([role]) => (hasNeed(role) ? [] : role));
    const isNew = (by: string): boolean => !unrelated.some(({ id }) => withoutKeys(id).endsWith(by));
    const names = new Set(holders.flatMap(([, { managedName }]) => managedName ?? []));
    const own = new Set(holders.flatMap(([role, { holder }]) => [fileOf(role.place), fileOf(holder)]));
    const exported = new Set(holders.flatMap(([, { exports = [] }]) => exports));
    const mentions = [...[...names].flatMap((name) => mentionsOf(name, texts)), ...importsOf(exported, texts)].filter(
      ({ header, file }) => header.length > 0 || !own.has(file.path),
    );
    const isKnown = (use: SourceUse): boolean =>
      use.said !== undefined &&
      rolesIn(use).every((said) => {
        const meant = this.roles.filter((role) => isCalled(role, said, use.file));
        return meant.length > 0 && meant.every((role) => hasNeed(role) || holders.some(([one]) => one === role));
      });
    const uses = outsideUses(place, holders, sibling, mentions, isKnown, texts).filter(([by]) => isNew(by));
    const isCopy = (role: Holder): boolean => holders.some(([one]) => one.name === role.name && isCopyOf(one, role));
    // References in a file's own text are found there.
    const isFound = (one: Place): boolean => uses.some(([, path]) => path === fileOf(one));
    const byTheirArns = [...names]
      .flatMap((name) => byArn.of(name, holders[0]?.[0].account))
      .flatMap(({ holder, policy }) =>
        hasNeed(holder) || isCopy(holder) || isFound(policy.place)
          ? []
          : within(holder.id, fileOf(holder.place), place),
      );
    const readers = holders.length === 0 ? [] : byFile(fileOf(place));
    const byFiles = readers.flatMap((one) =>
      hasNeed(one) || isCopy(one) ? [] : within(one.id, fileOf(one.place), place),
    );
    const ofTemplates = otherUses(place, holders, texts, this.#resources).filter(isNew);
    const calls = unknownCallers(place, holders, this.intake.checked, texts);
    const told = unrelated.map((one) => {
      if (one.format !== undefined) return one;
      const words = within(one.id, fileOf(one.place), place);
      return words === one.id && one.root ? `${words} (${one.root})` : words;
    });
    const found = [...told, ...uses.map(([by]) => by), ...ofTemplates, ...byTheirArns, ...byFiles, ...calls];
    this.#found.set(need + key, found);
    return found;
  }
}

/** Whether both are the same role of one root or stack, or may be a role in source and in its plan. */
function isCopyOf(one: Holder, other: Holder): boolean {
  return one.id === other.id && deployedBy(one) === deployedBy(other);
}

function deployedBy(one: Holder): string {
  return [...(one.nestedIn ?? []), rootOf(one), fileOf(one.place)].join("\n");
}

/** A holder's name. If the role has the same name, the file that distinguishes them is added. */
function distinctName(role: Role, { id, place, file, nestedIn }: Holder): string {
  const isElsewhere = fileOf(place) !== fileOf(role.place);
  return id === role.id ? `${id} (${nestedIn?.[0] ?? (isElsewhere ? fileOf(place) : file)})` : id;
}

function indexOf(all: readonly Holder[]): {
  readonly byPlace: ReadonlyMap<string, readonly Held[]>;
  readonly byArn: ArnUsers<Holder>;
  readonly byFile: ReturnType<typeof fileUsers>;
} {
  return { byPlace: holdersOf(all), byArn: new ArnUsers(all), byFile: fileUsers(all) };
}
