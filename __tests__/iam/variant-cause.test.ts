import { variantCause } from "../../src/iam/variant-cause.js";
import { roleOf } from "./role.js";

test.each([
  ["IsProd is false", "not when IsProd is false"],
  [null, null],
])("the way %j in which a template's conditions fall out", (when, detail) => {
  const role = roleOf({ when });
  const [variant] = role.variants;
  if (variant === undefined) throw new Error("no variant");
  const { place } = role;
  expect(variantCause(role, variant)).toEqual({ effect: "limits", policy: null, statement: null, place, detail });
});
