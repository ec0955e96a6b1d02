import { type VariantLimits, variantLimits } from "../../src/iam/variant-cause.js";
import { roleOf } from "./role.js";

const [yes, no] = ["condition A is true", "condition A is false"];
const [prod, dev, stage] = ["Env is prod", "Env is dev", "Env is stage"];

const detailsOf = (limits: ReturnType<VariantLimits>) => limits.map(({ detail }) => detail);

function limitsFor(variants: readonly (readonly string[])[], marked: readonly boolean[]) {
  const [first = {}, ...others] = variants.map((settings) => ({ when: settings.join(" and "), settings }));
  const role = roleOf(first, ...others);
  return variantLimits(role)(marked);
}

describe("outcomes of a template's conditions as a reason", () => {
  test.each<[string, readonly (readonly string[])[], readonly boolean[], readonly string[]]>([
    ["name one of two", [[yes], [no]], [false, true], [`not when ${no}`]],
    [
      "do not name what is the same for both outcomes of a condition",
      [
        [yes, prod],
        [yes, dev],
        [no, prod],
        [no, dev],
      ],
      [false, true, false, true],
      [`not when ${dev}`],
    ],
    [
      "name all except one",
      [
        [yes, prod],
        [yes, dev],
        [no, prod],
        [no, dev],
      ],
      [false, true, true, true],
      [`not when ${dev}`, `not when ${no}`],
    ],
    [
      "name one of several values",
      [
        [yes, prod],
        [yes, stage],
        [no, dev],
      ],
      [true, false, false],
      [`not when ${prod}`],
    ],
    [
      "name a condition rather than a region, which another variant leaves open",
      [[yes, "AWS::Region is a"], [no, "AWS::Region is not a"], [no]],
      [true, false, false],
      [`not when ${yes}`],
    ],
    ["are omitted for all", [[yes], [no]], [true, true], []],
    ["are omitted for none", [[yes], [no]], [false, false], []],
  ])("%s", (_name, variants, marked, expected) => {
    expect(detailsOf(limitsFor(variants, marked))).toEqual(expected);
  });

  test("are located at the role", () => {
    const role = roleOf({ when: "IsProd is false" }, { when: "IsProd is true" });
    expect(variantLimits(role)([true, false])).toEqual([
      { effect: "limits", policy: null, statement: null, place: role.place, detail: "not when IsProd is false" },
    ]);
  });

  test("distinguish the variable files that create a role", () => {
    const varFile = { path: "prod.tfvars", text: "" };
    const role = roleOf({ when: "prod.tfvars", varFile }, { when: "dev.tfvars", varFile });
    expect(variantLimits(role)([false, true])).toEqual([
      {
        effect: "limits",
        policy: null,
        statement: null,
        place: role.place,
        detail: "not when dev.tfvars",
        isOfVarFile: true,
      },
    ]);
    expect(variantLimits(roleOf({ when: "a" }, { when: "b" }))([true, false])[0]).not.toHaveProperty("isOfVarFile");
  });

  test("have no words if nothing distinguishes one from the others", () => {
    expect(variantLimits(roleOf({}, {}))([true, false]).map(({ detail }) => detail)).toEqual([null]);
    expect(detailsOf(limitsFor([[yes], [yes, prod]], [true, false]))).toEqual([`not when ${yes}`]);
  });

  test("name a setting only if some but not all of the others have it", () => {
    expect(
      detailsOf(
        limitsFor(
          [
            [yes, prod],
            [no, prod],
            [yes, dev],
          ],
          [true, false, false],
        ),
      ),
    ).toEqual([`not when ${yes} and ${prod}`]);
    expect(
      detailsOf(
        limitsFor(
          [
            [yes, prod],
            [no, dev],
            [no, stage],
          ],
          [true, false, false],
        ),
      ),
    ).toEqual([`not when ${prod}`]);
  });

  test("are separate for each marking of roles that share only the first outcome", () => {
    const first = { when: yes, settings: [yes, prod] };
    const one = variantLimits(roleOf(first, { when: no, settings: [no, prod] }));
    const other = variantLimits(roleOf(first, { when: dev, settings: [yes, dev] }));
    const third = variantLimits(roleOf(first, { when: dev, settings: [yes, dev] }, { when: no, settings: [no, prod] }));
    expect(detailsOf(one([true, false]))).toEqual([`not when ${yes}`]);
    expect(detailsOf(one([false, true]))).toEqual([`not when ${no}`]);
    expect(detailsOf(other([true, false]))).toEqual([`not when ${prod}`]);
    expect(detailsOf(third([true, false, false]))).toEqual([`not when ${yes} and ${prod}`]);
    expect(detailsOf(one([true, false]))).toEqual([`not when ${yes}`]);
  });
});
