import fc from "fast-check";
import type { Suppression } from "../../src/config/options.js";
import { matchesPattern } from "../../src/iam/pattern.js";
import { SuppressionIndex } from "../../src/rules/suppression-index.js";
import { matchRole, type RoleIdentity } from "../../src/select/role-pattern.js";
import { filePlace } from "../../src/source/place.js";

const word = fc.string({ unit: fc.constantFrom("a", "b", "/", "*", "?"), minLength: 1, maxLength: 4 });

const suppression = fc.record({ role: word, actions: fc.array(word, { maxLength: 3 }) }).map(
  (given): Suppression => ({
    ...given,
    rule: "missing-action",
    reason: "x",
    expires: null,
    place: filePlace("config.yml"),
  }),
);

const identity = fc
  .record({ id: word, name: fc.option(word), partialName: word, file: word, isTemplate: fc.boolean() })
  .map(({ isTemplate, ...names }): RoleIdentity => {
    const format = isTemplate ? "cloudformation" : "policy-json";
    return { ...names, format, place: filePlace(names.file) };
  });

test("finds the same suppressions as trying each one, in order", () => {
  fc.assert(
    fc.property(fc.array(suppression, { maxLength: 25 }), identity, identity, word, (all, role, other, text) => {
      const index = new SuppressionIndex(all);
      expect(index.ofRoles([role, other])).toEqual(
        all.filter((one) => [role, other].some((each) => matchRole(one.role, each) !== "none")),
      );
      expect(index.ofSubject(text)).toEqual(
        all.filter(({ role: pattern, actions }) => actions.length === 0 && matchesPattern(pattern, text)),
      );
      expect(index.ofAction(text)).toEqual(
        all.filter(({ actions }) => actions.some((pattern) => matchesPattern(pattern, text))),
      );
    }),
  );
});
