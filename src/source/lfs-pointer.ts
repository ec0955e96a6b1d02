/**
 * Matches the start of a pointer, including older URLs and leading whitespace: https://github.com/git-lfs/git-lfs/blob/main/lfs/pointer.go
 */
const POINTER = /^[\s\x85]*version (?:https:\/\/(?:git-lfs|hawser)\.github\.com\/spec|http:\/\/git-media\.io\/v)\//;

/** Whether text is a Git LFS pointer, which only refers to the actual file. */
export function isPointer(text: { readonly length: number; toString(): string }): boolean {
  return text.length < 1024 && POINTER.test(text.toString());
}
