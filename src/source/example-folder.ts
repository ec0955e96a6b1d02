/**
 * Whether a folder of Terraform's is below one of examples or tests, which nobody deploys. `test` beside `prod` is an environment;
 * `test` in a module's folder, or at the top, isn't.
 * @param after the length of the part of the path that doesn't count
 */
export function isExample(folder: string, hasSources: (folder: string) => boolean, after = 0): boolean {
  return [...folder.matchAll(/(?<=^|\/)(?:example|test)(s?)(?=\/|$)/gi)].some(
    ({ 1: plural, index }) =>
      index >= after && (plural !== "" || index === 0 || hasSources(folder.slice(0, index - 1))),
  );
}
