import { checkedRoles, leftUnchecked } from "../../src/select/checked-roles.js";
import type { SelectedRole } from "../../src/select/select-roles.js";

const worker = (id: string, kinds: number) =>
  ({ role: { id, place: `of ${id}` }, kinds: Array.from({ length: kinds }) }) as unknown as SelectedRole;

test.each<[string, readonly (readonly [string, number])[], readonly string[], readonly string[]]>([
  [
    "as many pairs as the limit",
    [
      ["a", 75_000],
      ["b", 75_000],
    ],
    ["a", "b"],
    [],
  ],
  [
    "one more pair",
    [
      ["a", 75_000],
      ["b", 75_001],
    ],
    ["a"],
    ["role b is not checked"],
  ],
  [
    "the pairs after it",
    [
      ["a", 150_001],
      ["b", 1],
      ["c", 1],
    ],
    [],
    ["3 roles, starting with a, are not checked"],
  ],
])("checks %s", (_said, roles, ids, reported) => {
  const [checked, left] = checkedRoles(roles.map(([id, kinds]) => worker(id, kinds)));
  expect(checked.map(({ role }) => role.id)).toEqual(ids);
  const problems = leftUnchecked(left);
  expect(problems.map(({ message }) => message.split(":")[0])).toEqual(reported);
  expect(problems.every(({ isLimit }) => isLimit)).toBe(true);
});
