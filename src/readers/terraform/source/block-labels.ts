/** The types of top-level blocks, each with its number of labels. */
export const LABELS: ReadonlyMap<string, number> = new Map([
  ["resource", 2],
  ["data", 2],
  ["ephemeral", 2],
  ["module", 1],
  ["output", 1],
  ["locals", 0],
  ["variable", 1],
  ["provider", 1],
  ["terraform", 0],
  ["check", 1],
  ["import", 0],
  ["moved", 0],
  ["removed", 0],
  // Terraform 1.14
  ["action", 2],
]);
