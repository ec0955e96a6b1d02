import type { Role } from "./model.js";
import type { Cause } from "./verdict.js";

/** The ways in which a template's conditions fall out as the reason that something is not granted: those of variants that are marked. */
export type VariantLimits = (marked: readonly boolean[]) => readonly Cause[];

/** Many actions of a role are granted in the same variants. */
export function variantLimits(role: Role): VariantLimits {
  const known = new Map<string, readonly Cause[]>();
  return (marked) => {
    const key = marked.map(Number).join("");
    const causes = known.get(key) ?? limitsOf(role, marked);
    known.set(key, causes);
    return causes;
  };
}

function limitsOf(role: Role, marked: readonly boolean[]): readonly Cause[] {
  const all = role.variants.map(({ when, settings }) => settings ?? (when === null ? [] : [when]));
  const spared = all.filter((_, index) => marked[index] !== true);
  if (spared.length === 0) return [];
  const causes = all
    .filter((_, index) => marked[index] === true)
    .map((settings): Cause => {
      const telling = needed(settings, spared);
      const detail = telling.length === 0 ? null : `not when ${telling.join(" and ")}`;
      return { effect: "limits", policy: null, statement: null, place: role.place, detail };
    });
  const details = causes.map(({ detail }) => detail);
  return causes.filter(({ detail }, index) => details.indexOf(detail) === index);
}

/** Leaves out settings as long as those that are left hold in no variant that is spared: what holds for X and for not X needs no X. */
function needed(settings: readonly string[], spared: readonly (readonly string[])[]): readonly string[] {
  let telling = settings;
  for (const setting of settings) {
    const fewer = telling.filter((one) => one !== setting);
    if (!spared.some((other) => fewer.every((one) => other.includes(one)))) telling = fewer;
  }
  return telling;
}
