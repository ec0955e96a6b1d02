import type { Report } from "./report.js";

const MOST = 5;

/** What Terraform's roles were judged by, where not all are of plans. */
export function rootWords({ roles }: Report): readonly string[] {
  const [sources = "", plans = ""] = ["terraform-source", "terraform-plan"].map((format) =>
    listed(roles.flatMap((role) => (role.format === format ? [role.file ?? role.location.file] : []))),
  );
  if (sources === "") return [];
  return [`Terraform's roles were judged from the source: ${sources}${plans === "" ? "" : `; by a plan: ${plans}`}.`];
}

function listed(all: readonly string[]): string {
  const names = [...new Set(all)];
  return `${names.slice(0, MOST).join(", ")}${names.length > MOST ? ` and ${names.length - MOST} more` : ""}`;
}
