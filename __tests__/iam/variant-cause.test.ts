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

describe("the ways in which a template's conditions fall out, as a reason", () => {
  test.each<[string, readonly (readonly string[])[], readonly boolean[], readonly string[]]>([
    ["one of two", [[yes], [no]], [false, true], [`not when ${no}`]],
    [
      "what holds for both outcomes of a condition does not name it",
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
      "all but one",
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
      "one of several values",
      [
        [yes, prod],
        [yes, stage],
        [no, dev],
      ],
      [true, false, false],
      [`not when ${prod}`],
    ],
    ["all", [[yes], [no]], [true, true], []],
    ["none", [[yes], [no]], [false, false], []],
  ])("%s", (_name, variants, marked, expected) => {
    expect(detailsOf(limitsFor(variants, marked))).toEqual(expected);
  });

  test("stand at the role", () => {
    const role = roleOf({ when: "IsProd is false" }, { when: "IsProd is true" });
    expect(variantLimits(role)([true, false])).toEqual([
      { effect: "limits", policy: null, statement: null, place: role.place, detail: "not when IsProd is false" },
    ]);
  });

  test("of a role that files of values make, they are told apart", () => {
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

  test("one that nothing tells from the others has no words", () => {
    expect(variantLimits(roleOf({}, {}))([true, false]).map(({ detail }) => detail)).toEqual([null]);
    expect(detailsOf(limitsFor([[yes], [yes, prod]], [true, false]))).toEqual([`not when ${yes}`]);
  });

  test("a setting that one of the others has, and not all, is needed", () => {
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

  test("roles that share the first way only have reasons of their own, for each marking", () => {
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
