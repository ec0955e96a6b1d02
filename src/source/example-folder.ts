/**
 * Whether a Terraform folder is inside a folder of examples or tests, which nobody deploys. `test` inside a module's
 * folder or at the top counts. `test` next to `prod` doesn't, because it is an environment.
 * @param after the number of characters at the start of the path to ignore
 */
export function isExample(folder: string, hasSources: (folder: string) => boolean, after = 0): boolean {
  return [...folder.matchAll(/(?<=^|\/)(?:example|test)(s?)(?=\/|$)/gi)].some(
    ({ 1: plural, index }) =>
      index >= after && (plural !== "" || index === 0 || hasSources(folder.slice(0, index - 1))),
  );
}
