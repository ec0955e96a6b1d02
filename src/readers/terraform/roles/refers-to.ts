import type { Ternary } from "../../../iam/verdict.js";
import { formatModuleAddress } from "../model/address.js";
import { textIn } from "../model/fields.js";
import type { PlannedResource } from "../model/plan.js";
import type { Reading } from "./reading.js";

/** Attributes with which other resources refer to a key or a policy. */
const NAMES = ["id", "arn", "key_id"];

/** Whether an attribute refers to another resource. If that resource has an instance key, the keys must be the same. */
export function refersTo(
  { modules, links }: Pick<Reading, "modules" | "links">,
  one: PlannedResource,
  attribute: string,
  other: PlannedResource,
): Ternary {
  const value = textIn(one.values, attribute);
  const names = NAMES.map((name) => textIn(other.values, name)).filter((name) => name !== "");
  if (value !== "" && names.length > 0) return names.includes(value) ? "yes" : "no";
  const written = links.refersTo(one, attribute, other);
  if (written !== null) return written;
  if (formatModuleAddress(one.module) !== formatModuleAddress(other.module)) return "no";
  const expression = modules.expressionAt(one, [attribute]);
  const references = expression.kind === "constant" ? [] : expression.references;
  const named = new Set(references.flatMap((text) => /^\w+\.[\w-]+/.exec(text) ?? []));
  if (!named.has(`${other.type}.${other.name}`) || (other.key !== null && other.key !== one.key)) return "no";
  return [...named].some((name) => name.startsWith(`${other.type}.`) && name !== `${other.type}.${other.name}`)
    ? "unknown"
    : "yes";
}
