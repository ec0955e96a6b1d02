import { joinPath, parentOf } from "../source/folder-path.js";
import { fileOf } from "../source/place.js";
import type { Holder } from "./holders.js";

/** A holder of a policy file, and the known start and end of the file's path. */
type Reader = readonly [holder: Holder, start: string, end: string];

/** The holders in Terraform source that read a policy with an expression such as `file("policies/${var.name}.json")`. */
export function fileUsers(holders: readonly Holder[]): (path: string) => readonly Holder[] {
  const readers = holders.flatMap((holder) =>
    holder.variants.flatMap(({ policies }) =>
      policies.flatMap((policy): readonly Reader[] => {
        if (policy.kind !== "unresolved") return [];
        const [, said = ""] = /\bfile\(\s*"([^"\n]{1,500})"/.exec(policy.expression) ?? [];
        const path = said.replace(/^\$\{path\.(?:module|root)\}/, ".");
        const [open, close] = [path.indexOf("${"), path.lastIndexOf("}") + 1];
        if (open < 1 || close === 0) return [];
        const start = joinPath(parentOf(fileOf(policy.place)), `${path.slice(0, open)}#`).slice(0, -1);
        return [[holder, start, path.slice(close)]];
      }),
    ),
  );
  return (path) =>
    readers.flatMap(([holder, start, end]) =>
      path.length >= start.length + end.length && path.startsWith(start) && path.endsWith(end) ? holder : [],
    );
}
