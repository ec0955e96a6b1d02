import type { OtherHolder, PolicyDocument, Role } from "../iam/model.js";
import { documentsOf, type Holding, type RoleDocument } from "../iam/role-documents.js";
import type { SelectedRole } from "../select/select-roles.js";
import { append } from "../source/append.js";
import { firstFew } from "../source/first-few.js";
import { fileOf, type Place, pathOf, rangeOf, textFileOf } from "../source/place.js";
import { moduleOf } from "../source/read-together.js";
import type { TextFile } from "../source/text-file.js";
import { type SourceUse, sourceUses } from "./source-uses.js";

/**
 * Others, in words, that have what stands at one of the places and are not checked for what is asked: a kind by its name, or
 * `trust PARTY`; "" for none.
 */
export type SharedWith = (places: readonly Place[], asked: string) => string;

type Holder = Holding & Pick<Role, "id">;
type Held = readonly [Holder, RoleDocument];

/** Finds who shares a document, a statement or a list of the files: an edit of one gives the same to all of them. */
export class Sharing {
  readonly #asked: ReadonlyMap<Holder, readonly string[]>;
  #holders: ReadonlyMap<string, readonly Held[]> | undefined;
  /** Null until somebody asks. */
  #source: TextFile | undefined | null = null;
  /** A module may make one policy for twenty thousand roles. */
  readonly #unasked = new Map<string, readonly string[]>();

  constructor(
    private readonly roles: readonly Role[],
    selected: readonly SelectedRole[],
    private readonly others: () => readonly OtherHolder[],
  ) {
    this.#asked = new Map(
      selected.map(({ role, kinds }) => [
        role,
        kinds.flatMap(({ name, trust }) => [name, ...trust.map((party) => `trust ${party}`)]),
      ]),
    );
  }

  /** The same role may be read several times, from plans and out of the roots that call its module. */
  of({ id, format }: Role): SharedWith {
    return (places, asked) => {
      const beside = format === "policy-json" ? this.#inSource() : undefined;
      const others = places.flatMap((place) => this.#without(place, asked, beside)).filter((other) => other !== id);
      return firstFew([...new Set(others)], 3);
    };
  }

  /** A file of Terraform's source, which may read the files of policies that are checked by themselves. */
  #inSource(): TextFile | undefined {
    if (this.#source === null) {
      const files = [...this.roles, ...this.others()].map(({ place }) => textFileOf(place));
      this.#source = files.find((file) => file !== null && moduleOf(file) !== undefined) ?? undefined;
    }
    return this.#source;
  }

  #without(place: Place, asked: string, beside: TextFile | undefined): readonly string[] {
    const key = keyOf(place);
    const known = this.#unasked.get(asked + key);
    if (known !== undefined) return known;
    this.#holders ??= holdersOf([...this.roles.filter(isHolder), ...this.others().map(asHolder)]);
    const holders = this.#holders.get(key) ?? [];
    const unasked = holders.filter(([role]) => this.#asked.get(role)?.includes(asked) !== true);
    const ids = unasked.map(([{ id }]) => id);
    const isNew = (by: string): boolean => !ids.some((id) => withoutKeys(id).endsWith(by));
    const found = [...ids, ...strangers(place, holders, beside).filter(isNew)];
    this.#unasked.set(asked + key, found);
    return found;
  }
}

/** A file that Terraform reads a policy from is one of the files checked, too. */
function isHolder({ removed, format }: Role): boolean {
  return !removed && format !== "policy-json";
}

function asHolder({ id, place, policies }: OtherHolder): Holder {
  return { id, place, variants: [{ policies, boundary: null, trust: null }] };
}

function holdersOf(all: readonly Holder[]): ReadonlyMap<string, readonly Held[]> {
  const holders = new Map<string, Held[]>();
  for (const role of all)
    for (const one of documentsOf(role))
      for (const key of new Set(placesOf(one.document).map(keyOf))) append(holders, key, [role, one]);
  // Where only the file is known, nothing is edited.
  holders.delete("");
  return holders;
}

/** What takes a text out of Terraform's source, and is none of those that are known to hold it. */
function strangers(place: Place, holders: readonly Held[], beside: TextFile | undefined): readonly string[] {
  const known = holders.flatMap(([, { holder }]) => rangeOf(holder) ?? []);
  const isHere = (use: SourceUse): boolean =>
    known.some(({ file, start, end }) => file === use.file && start <= use.start && use.end <= end);
  return sourceUses(place, known.map(({ file }) => file).find(moduleOf) ?? beside).flatMap((use) => {
    const by = use.header.join(".").replace(/^resource\./, "") || use.file.path;
    // A plan has what modules make that are not here.
    const isWithin = ([{ id }, { name }]: Held) =>
      [id, name].some((address) => `.${withoutKeys(address)}`.includes(`.${by}.`));
    return isHere(use) || (use.header[0] === "module" && holders.some(isWithin)) ? [] : by;
  });
}

function withoutKeys(address: string): string {
  return address.replace(/\[[^[\]]*\]/g, "");
}

/** Where a document may be edited. */
export function placesOf({ place, statements }: PolicyDocument): readonly Place[] {
  return [place, ...statements.flatMap((statement) => [statement.place, statement.actions.place])];
}

function keyOf(place: Place): string {
  if (place.kind === "file") return "";
  return `\n${fileOf(place)} ${place.kind === "range" ? place.start : JSON.stringify(pathOf(place))}`;
}
