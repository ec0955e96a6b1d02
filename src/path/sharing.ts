import type { PolicyDocument, Role, StandingPolicy } from "../iam/model.js";
import { documentsOf, type Holding } from "../iam/role-documents.js";
import type { SelectedRole } from "../select/select-roles.js";
import { firstFew } from "../source/first-few.js";
import { fileOf, type Place, pathOf } from "../source/place.js";

/**
 * Others, in words, that have what stands at one of the places and are not checked for what is asked: a kind by its name, or
 * `trust PARTY`; "" for none.
 */
export type SharedWith = (places: readonly Place[], asked: string) => string;

type Holder = Holding & Pick<Role, "id">;

/** Finds who shares a document, a statement or a list of the files: an edit of one gives the same to all of them. */
export class Sharing {
  readonly #asked: ReadonlyMap<Holder, readonly string[]>;
  #holders: ReadonlyMap<string, ReadonlySet<Holder>> | undefined;
  /** A module may make one policy for twenty thousand roles. */
  readonly #unasked = new Map<string, readonly string[]>();

  constructor(
    private readonly roles: readonly Role[],
    selected: readonly SelectedRole[],
    private readonly standing: () => readonly StandingPolicy[],
  ) {
    this.#asked = new Map(
      selected.map(({ role, kinds }) => [
        role,
        kinds.flatMap(({ name, trust }) => [name, ...trust.map((party) => `trust ${party}`)]),
      ]),
    );
  }

  /** The same role may be read several times, from plans and out of the roots that call its module. */
  of({ id }: Role): SharedWith {
    return (places, asked) => {
      const others = places.flatMap((place) => this.#without(keyOf(place), asked)).filter((other) => other !== id);
      return firstFew([...new Set(others)], 3);
    };
  }

  #without(key: string, asked: string): readonly string[] {
    const known = this.#unasked.get(asked + key);
    if (known !== undefined) return known;
    this.#holders ??= holdersOf([...this.roles.filter(isHolder), ...users(this.standing())]);
    const holders = [...(this.#holders.get(key) ?? [])];
    const found = holders.flatMap((role) => (this.#asked.get(role)?.includes(asked) ? [] : role.id));
    this.#unasked.set(asked + key, found);
    return found;
  }
}

/** A file that Terraform reads a policy from is one of the files checked, too. */
function isHolder({ removed, format }: Role): boolean {
  return !removed && format !== "policy-json";
}

function users(standing: readonly StandingPolicy[]): readonly Holder[] {
  return standing.flatMap(({ of, id, policies }) =>
    of === "user" ? { id, variants: [{ policies, boundary: null, trust: null }] } : [],
  );
}

function holdersOf(all: readonly Holder[]): ReadonlyMap<string, ReadonlySet<Holder>> {
  const holders = new Map<string, Set<Holder>>();
  for (const role of all) {
    for (const key of documentsOf(role)
      .flatMap(({ document }) => placesOf(document))
      .map(keyOf))
      holders.set(key, (holders.get(key) ?? new Set()).add(role));
  }
  // Where only the file is known, nothing is edited.
  holders.delete("");
  return holders;
}

/** Where a document may be edited. */
export function placesOf({ place, statements }: PolicyDocument): readonly Place[] {
  return [place, ...statements.flatMap((statement) => [statement.place, statement.actions.place])];
}

function keyOf(place: Place): string {
  if (place.kind === "file") return "";
  return `\n${fileOf(place)} ${place.kind === "range" ? place.start : JSON.stringify(pathOf(place))}`;
}
