import type { Role, RoleVariant } from "./model.js";
import type { Cause } from "./verdict.js";

/** Returns the outcomes of a template's conditions in the marked variants, as the cause of a missing grant. */
export type VariantLimits = (marked: readonly boolean[]) => readonly Cause[];

/**
 * The settings that distinguish a role's marked variants from the others, keyed by the marked variants: many actions have the same marked
 * variants.
 */
type Details = Map<string, readonly (string | null)[]>;

/** Roles of a template share their variants' lists of settings, so the details are computed once for all of them. */
const known = new WeakMap<
  readonly string[],
  { readonly all: readonly (readonly string[])[]; readonly details: Details }
>();

export function variantLimits({ variants, place }: Role): VariantLimits {
  const all = variants.map(settingsOf);
  const cause = {
    ...({ effect: "limits", policy: null, statement: null, place } as const),
    ...(variants[0].varFile === undefined ? {} : { isOfVarFile: true as const }),
  };
  const details = detailsFor(all);
  return (marked) => {
    const key = marked.map(Number).join("");
    const found = details.get(key) ?? detailsOf(all, marked);
    details.set(key, found);
    return found.map((detail): Cause => ({ ...cause, detail }));
  };
}

/** The settings that only the marked variants have. Returns null if no variant is marked, or all are. */
export function settingsOfMarked(role: Role, marked: readonly boolean[]): string | null {
  return variantLimits(role)(marked)[0]?.detail?.replace(/^not when /, "") ?? null;
}

export function settingsOf({ when, settings }: RoleVariant): readonly string[] {
  return settings ?? (when === null ? [] : [when]);
}

function detailsFor(all: readonly (readonly string[])[]): Details {
  const [first = []] = all;
  const same = known.get(first);
  if (same?.all.length === all.length && same.all.every((settings, index) => settings === all[index]))
    return same.details;
  const details: Details = new Map();
  known.set(first, { all, details });
  return details;
}

function detailsOf(all: readonly (readonly string[])[], marked: readonly boolean[]): readonly (string | null)[] {
  const spared = all.flatMap((settings, index) => (marked[index] === true ? [] : [new Set(settings)]));
  if (spared.length === 0) return [];
  const found: (readonly string[])[] = [];
  const details = all.flatMap((settings, index) => {
    // The settings that distinguish an earlier variant may also distinguish this one.
    if (marked[index] !== true || found.some((one) => one.every((setting) => settings.includes(setting)))) return [];
    const decisive = needed(settings, spared);
    found.push(decisive);
    return [decisive.length === 0 ? null : `not when ${decisive.join(" and ")}`];
  });
  return [...new Set(details)];
}

/**
 * Drops settings as long as no unmarked variant has all of the remaining ones: an effect that occurs both with and without X doesn't need
 * X. Drops settings of pseudo parameters first: a variant without a setting for `AWS::Region` may be in any region.
 */
function needed(settings: readonly string[], spared: readonly ReadonlySet<string>[]): readonly string[] {
  let decisive = settings;
  for (const setting of [...settings.filter((one) => one.startsWith("AWS::")), ...settings]) {
    const fewer = decisive.filter((one) => one !== setting);
    if (!spared.some((other) => fewer.every((one) => other.has(one)))) decisive = fewer;
  }
  return decisive;
}
