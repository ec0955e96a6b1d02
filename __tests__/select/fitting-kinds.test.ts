import fc from "fast-check";
import { catalogueRequirements, catalogueVersions } from "../../src/requirements/catalogue/index.js";
import type { Kind } from "../../src/requirements/requirements.js";
import { actionNames, fittingKinds, NamedActions } from "../../src/select/fitting-kinds.js";

const versions = catalogueVersions().map((version): [string, readonly Kind[]] => {
  return [version, catalogueRequirements(version)?.kinds ?? []];
});

const unionOf = (kinds: readonly Kind[]): ReadonlySet<string> =>
  new Set(kinds.flatMap((kind) => [...actionNames(kind)]));
const fitting = (kinds: readonly Kind[], named: ReadonlySet<string>) => fittingKinds(kinds, new NamedActions(named));
const namesOf = (kinds: readonly Kind[]) => kinds.map(({ name }) => name);

const each = versions.flatMap(([version, kinds]) =>
  kinds.filter(({ actions }) => actions.length > 2).map((kind): [string, string, Kind] => [version, kind.name, kind]),
);

test.each(each)("version %s: a role with the list of %s is of this kind alone", (version, name, kind) => {
  const kinds = new Map(versions).get(version) ?? [];
  expect(namesOf(fitting(kinds, actionNames(kind)))).toEqual([name]);
});

test.each(each)("version %s: and so is one that lacks a tenth of %s", (version, name, kind) => {
  const kinds = new Map(versions).get(version) ?? [];
  const lacking = [...actionNames(kind)].filter((_, index) => index % 10 !== 5);
  expect(namesOf(fitting(kinds, new Set(lacking)))).toContain(name);
});

test.each(versions)("version %s: a role with several lists lacks nothing of what it is taken for", (_, kinds) => {
  fc.assert(
    fc.property(fc.subarray([...kinds], { minLength: 1, maxLength: Math.min(5, kinds.length) }), (some) => {
      const named = unionOf(some.filter(({ actions }) => actions.length > 2));
      const found = fitting(kinds, named);
      expect(found.flatMap((kind) => [...actionNames(kind)]).filter((action) => !named.has(action))).toEqual([]);
      expect(unionOf(found)).toEqual(named);
    }),
  );
});

test("a list of one action is nobody's mark", () => {
  const kinds = catalogueRequirements("13.1")?.kinds ?? [];
  expect(namesOf(fitting(kinds, new Set(["sts:assumerole"])))).toEqual([]);
});
