import { posix } from "node:path";

/** The names by which a variable file or workspace is found again, strongest first: with its folder, and without. The syntax isn't part of them. */
export function namesOf(path: string): readonly [full: string, name: string] {
  const full = path.replace(/^workspace |(?:\.auto)?(?:\.tfvars)?(?:\.json)?(?=,|$)/g, "");
  return [full, posix.basename(full)];
}
