import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import fastGlob from "fast-glob";
import { matchingPaths } from "../../src/discover/matching-paths.js";
import { emptyFolder, removeFolders } from "./repository.js";

afterAll(removeFolders);

const root = emptyFolder();
for (const path of [
  ...[
    "a.json",
    "A.JSON",
    ".h.json",
    "[a].json",
    "a b.json",
    "a/b/w.json",
    "a/b/c/d/w.tf",
    "a/b/c/d/x.json",
    "a/.b/w.json",
  ],
  ...[
    "x/a/w.json",
    "x/a/b/a.tf",
    "x/a.json/w.json",
    "x/constructor/w.json",
    "constructor/a.json",
    "x/..a/w.json",
    "x/1/w.json",
  ],
]) {
  mkdirSync(join(root, "x", dirname(path)), { recursive: true });
  writeFileSync(join(root, "x", path), "");
}
writeFileSync(join(root, "w.json"), "");
symlinkSync("a", join(root, "x/link"));
symlinkSync("a.json", join(root, "x/link.json"));

type Found = readonly [paths: readonly string[], folders: readonly string[]];

function found(globs: readonly string[], ignore: readonly string[]): Found {
  const folders = new Set<string>();
  const paths = matchingPaths(globs, join(root, "x"), ignore, (path) => {
    folders.add(path);
    return readdirSync(path, { withFileTypes: true });
  });
  return [[...paths].sort(), [...folders].sort()];
}

function foundByFastGlob(globs: readonly string[], ignore: readonly string[]): Found {
  const folders = new Set<string>();
  const paths = fastGlob.sync([...globs], {
    ...{ cwd: join(root, "x"), ignore: [...ignore], caseSensitiveMatch: false, dot: true, extglob: false },
    ...{ followSymbolicLinks: false, suppressErrors: true },
    fs: {
      readdirSync: ((path: string) => {
        folders.add(path);
        return readdirSync(path, { withFileTypes: true });
      }) as unknown as typeof readdirSync,
    },
  });
  return [paths.map((path) => path.replace(/^\.\//, "")).sort(), [...folders].sort()];
}

test.each<[readonly string[], readonly string[]]>([
  [["**/*.json"], []],
  [["**/*.{json,tf}"], ["**/b/**"]],
  [["a/**/*.json", "x/*/w.json"], ["**/.b/**"]],
  [["../*.json", "../x/a/**", "..*/*"], ["../x/a/b/*.json"]],
  [["./a/**", "./*.json", ".//x//a/*"], ["./a/b/w.json"]],
  [["{!a,**}/*.json"], []],
  [["link/**", "link*"], []],
  [["/x/*", "[[]a].json", "A.json"], ["x/a/b"]],
  [
    ["nowhere/*", "**"],
    [join(root, "x/a/**"), "*.tf"],
  ],
  [["x/*.json/*", "x/[!c]*/w.json"], ["x/a"]],
])("finds the files that fast-glob finds for %j without %j", (globs, ignore) => {
  expect(found(globs, ignore)).toEqual(foundByFastGlob(globs, ignore));
});

// fast-glob looks up a folder among the properties of an object, and fails.
test("finds the files in a folder that is named like a property", () => {
  expect(found(["constructor/*"], [])[0]).toEqual(["constructor/a.json"]);
});

test("finds the files that fast-glob finds for any globs", () => {
  const pieces = [
    "*",
    "**",
    "a",
    "b",
    "c",
    "x",
    "..",
    ".",
    "w.json",
    "*.json",
    "?",
    "{a,x}",
    "[!a]",
    ".*",
    "!a",
    "{1..2}",
    "A*",
    "link",
  ];
  const glob = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/"));
  const globs = fc.array(glob, { maxLength: 3 });
  fc.assert(
    fc.property(globs, globs, (wanted, ignore) =>
      expect(found(wanted, ignore)).toEqual(foundByFastGlob(wanted, ignore)),
    ),
    { numRuns: 300 },
  );
});
