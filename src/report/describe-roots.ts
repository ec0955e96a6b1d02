import { firstFew } from "../source/first-few.js";
import type { Report } from "./report.js";

/** The sources that Terraform's roles were checked from, if not all of them are plans. */
export function describeRoots({ roles }: Report): readonly string[] {
  const [sources = "", plans = ""] = ["terraform-source", "terraform-plan"].map((format) =>
    firstFew([...new Set(roles.flatMap((role) => (role.format === format ? [role.file ?? role.location.file] : [])))]),
  );
  if (sources === "") return [];
  return [`Terraform roles checked from source: ${sources}${plans === "" ? "" : `; from a plan: ${plans}`}.`];
}
