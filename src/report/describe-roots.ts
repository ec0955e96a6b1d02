import { firstFew } from "../source/first-few.js";
import type { Report } from "./report.js";

/** Says which sources the Terraform roles were checked from, unless all of them are plans. */
export function describeRoots({ roles }: Report): readonly string[] {
  const [sources = "", plans = ""] = ["terraform-source", "terraform-plan"].map((format) => {
    const files = roles.flatMap((role) => (role.format === format ? (role.file ?? role.location.file) : []));
    return firstFew([...new Set(files)]);
  });
  if (sources === "") return [];
  // A dot at the end of the sentence would look like the parent folder.
  const named = sources === "." ? "the root folder" : sources;
  return [`Terraform roles checked from source: ${named}${plans === "" ? "" : `; from a plan: ${plans}`}.`];
}
