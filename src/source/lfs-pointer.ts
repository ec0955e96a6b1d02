/** Includes the older names, and white space before it: https://github.com/git-lfs/git-lfs/blob/main/lfs/pointer.go */
const POINTER = /^[\s\x85]*version (?:https:\/\/(?:git-lfs|hawser)\.github\.com\/spec|http:\/\/git-media\.io\/v)\//;

/** Whether a file of Git LFS only names what it stands for. */
export function isPointer(text: { readonly length: number; toString(): string }): boolean {
  return text.length < 1024 && POINTER.test(text.toString());
}
