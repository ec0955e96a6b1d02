import type { Policy, StandingPolicy } from "../../iam/model.js";
import { formatModuleAddress } from "./plan/address.js";
import type { PlannedResource } from "./plan/plan.js";
import { documentPolicy } from "./policies.js";
import type { Reading } from "./reading.js";

export type ReadingOfPolicies = Pick<Reading, "documents" | "sources" | "modules" | "file">;

export function isStanding(type: string): boolean {
  return type === "aws_kms_key" || type === "aws_kms_key_policy";
}

/** The policies of a plan that belong to no role. */
export function standingPolicies(
  reading: ReadingOfPolicies,
  all: readonly PlannedResource[],
): readonly StandingPolicy[] {
  const { file, sources } = reading;
  const made = all.filter(({ mode, deleted }) => mode === "managed" && !deleted);
  const ofType = (type: string) => made.filter((one) => one.type === type);
  return ofType("aws_kms_key").map((key) => {
    const [own] = ofType("aws_kms_key_policy").filter((one) => isOf(reading, one, key));
    const policies = policyOf(reading, own ?? key, "policy", key.address);
    return { id: key.address, of: "key", file, place: sources.placeOf(own ?? key), policies };
  });
}

/** Whether the one refers to the other, of the same module and with the same key. */
function isOf({ modules }: ReadingOfPolicies, policy: PlannedResource, key: PlannedResource): boolean {
  if (formatModuleAddress(policy.module) !== formatModuleAddress(key.module)) return false;
  const expression = modules.expressionAt(policy, ["key_id"]);
  const references = expression.kind === "constant" ? [] : expression.references;
  return (
    references.some((one) => one.startsWith(`${key.type}.${key.name}`)) && (key.key === null || key.key === policy.key)
  );
}

/** None where nothing is written: AWS makes its own. */
function policyOf(
  reading: ReadingOfPolicies,
  holder: PlannedResource,
  attribute: string,
  name: string,
): readonly Policy[] {
  const written = reading.modules.expressionAt(holder, [attribute]);
  const isWritten = written.kind === "constant" ? written.value !== null : written.references.length > 0;
  if (!isWritten && typeof holder.values[attribute] !== "string") return [];
  return [documentPolicy(reading, holder, [attribute], name, "resource")];
}
