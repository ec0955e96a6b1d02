import { resolve } from "node:path";
import fc from "fast-check";
import fastGlob from "fast-glob";
import { matchingPaths } from "../../src/discover/matching-paths.js";

type Kind = "file" | "folder" | "link";

/** A folder's entries by its absolute path. */
type Tree = ReadonlyMap<string, ReadonlyMap<string, Kind>>;

const ROOT = "/repository/infra";

/** `paths` stand below `/repository`; what ends with a slash is a folder, with an at sign a symbolic link. */
function treeOf(paths: readonly string[]): Tree {
  const tree = new Map<string, Map<string, Kind>>([["/", new Map()]]);
  for (const path of [`${ROOT}/`, ...paths.map((path) => `/repository/${path}`)]) {
    const names = path.split("/").slice(1);
    for (const [index, name] of names.entries()) {
      if (name === "") continue;
      const folder = tree.get(`/${names.slice(0, index).join("/")}`);
      const bare = name.replace(/@$/, "");
      const kind = index < names.length - 1 ? "folder" : name === bare ? "file" : "link";
      if (folder === undefined || folder.has(bare)) continue;
      folder.set(bare, kind);
      if (kind === "folder") tree.set(`/${names.slice(0, index + 1).join("/")}`, new Map());
    }
  }
  return tree;
}

const never = () => false;

function entryOf([name, kind]: readonly [string, Kind]) {
  const devices = { isBlockDevice: never, isCharacterDevice: never, isFIFO: never, isSocket: never };
  const is = (wanted: Kind) => () => kind === wanted;
  return { name, ...devices, isFile: is("file"), isDirectory: is("folder"), isSymbolicLink: is("link") };
}

function entriesOf(tree: Tree, path: string) {
  return [...(tree.get(path.replace(/(?<=.)\/$/, "")) ?? [])].map(entryOf);
}

function ours(tree: Tree, globs: readonly string[], ignored: readonly string[]): readonly string[] {
  const found = matchingPaths(globs, ignored, ROOT, (path) => entriesOf(tree, path));
  return [...new Set(found)].sort();
}

/** Null where fast-glob fails, as it does of `{a/{a}(a)*`. */
function theirs(tree: Tree, globs: readonly string[], ignore: readonly string[]): readonly string[] | null {
  const readdirSync = ((path: string) => {
    if (!tree.has(path)) throw new Error("ENOENT");
    return entriesOf(tree, path);
  }) as never;
  const options = {
    dot: true,
    caseSensitiveMatch: false,
    extglob: false,
    followSymbolicLinks: false,
    suppressErrors: true,
  };
  try {
    const found = fastGlob.sync([...globs], { ...options, cwd: ROOT, ignore: [...ignore], fs: { readdirSync } });
    return [...new Set(found.map((path) => resolve(ROOT, path)))].sort();
  } catch {
    return null;
  }
}

const files = [
  "a.json",
  "b.JSON",
  ".c.json",
  "d/a.json",
  "d/e/b.yaml",
  "d/e/f/c.tf",
  "d/.g/a.json",
  "[x].json",
  "link.json@",
];
const repository = treeOf([
  ...files.map((path) => `infra/${path}`),
  "infra/node_modules/m/a.json",
  "above.json",
  "h/a.json",
]);

test.each<[readonly string[], readonly string[], readonly string[]]>([
  [["*.json"], [], [".c.json", "[x].json", "a.json", "b.JSON"]],
  [
    ["**/*.{json,yaml}"],
    ["**/node_modules/**", "b*"],
    [".c.json", "[x].json", "a.json", "d/.g/a.json", "d/a.json", "d/e/b.yaml"],
  ],
  [["./D/*.json", "d/**"], ["**/*.tf"], ["d/.g/a.json", "d/a.json", "d/e/b.yaml"]],
  [["**/.*/*", ".*"], [], [".c.json", "d/.g/a.json"]],
  [["d/e/**/*", "/repository/h/*"], ["/repository/infra/d/e/f/**"], ["/repository/h/a.json", "d/e/b.yaml"]],
  [["../*.json", "./../h/*"], [], ["../above.json", "./../h/a.json"]],
  [["{!a*,*.json}"], [], [".c.json", "[x].json", "b.JSON"]],
  [["\\[x\\].json", "[[]x[]].json"], [], ["[x].json"]],
  [["{,d/}a.json", "nowhere/*"], ["d"], ["a.json"]],
])("%j without %j", (globs, ignored, expected) => {
  const paths = expected.map((path) => resolve(ROOT, path)).sort();
  expect(ours(repository, globs, ignored)).toEqual(paths);
  expect(theirs(repository, globs, ignored)).toEqual(paths);
});

// Of that, fast-glob makes an expression without a pattern, and fails.
test("an exclusion of nothing excludes nothing", () => {
  expect(ours(repository, ["d/*.json"], ["!"])).toEqual([resolve(ROOT, "d/a.json")]);
});

// fast-glob keeps its groups in an object, which has a constructor already.
test("a folder that is called like a property of every object", () => {
  const tree = treeOf(["infra/constructor/a.json", "infra/__proto__/b.json"]);
  expect(ours(tree, ["constructor/*", "__proto__/*"], [])).toEqual(
    ["__proto__/b.json", "constructor/a.json"].map((path) => resolve(ROOT, path)),
  );
});

const name = fc.constantFrom(
  "a",
  "b",
  "A",
  "ab",
  ".a",
  "a.b",
  "[a]",
  "{a}",
  "a b",
  "!a",
  "(a)",
  "a+",
  "$a",
  "1",
  "12",
  "é",
);
const path = fc
  .tuple(fc.array(name, { minLength: 1, maxLength: 4 }), fc.constantFrom("", "", "", "/", "@"), fc.boolean())
  .map(([names, end, isWithin]) => `${isWithin ? "infra/" : ""}${names.join("/")}${end}`);
const mark = fc.constantFrom(
  "*",
  "**",
  "?",
  "[ab]",
  "[!a]",
  "[^b]",
  "[[:alpha:]]",
  "{a,b}",
  "{a,{b,.a}}",
  "{1..3}",
  "{,a}",
  "{!a,b}",
  "{a..c}",
);
const odd = fc.constantFrom(
  "\\",
  "\\[",
  "\\*",
  "(a|b)",
  "@(a)",
  "+(a)",
  "!",
  "{",
  "}",
  "[",
  "]",
  "(",
  ")",
  "|",
  ",",
  "..",
  "{a}",
  "{}",
);
const word = fc
  .array(fc.oneof({ weight: 4, arbitrary: name }, { weight: 4, arbitrary: mark }, { weight: 1, arbitrary: odd }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((words) => words.join(""));
const glob = fc
  .tuple(
    fc.constantFrom("", "", "", "", "./", "../", "./../", "/", "/repository/", "//", "../infra/", "!"),
    fc.array(fc.oneof(mark, word, name, fc.constant("**"), fc.constant("")), { minLength: 1, maxLength: 4 }),
    fc.constantFrom("", "", "", "/", "/**"),
  )
  .map(([start, words, end]) => start + words.join("/") + end)
  .filter((text) => text !== "");

test("globs are read as fast-glob reads them", () => {
  const runs = Number(process.env.GLOB_RUNS ?? 400);
  const globs = fc.array(glob, { minLength: 1, maxLength: 3 });
  const ignored = fc.array(glob, { maxLength: 2 });
  let matches = 0;
  fc.assert(
    fc.property(fc.array(path, { maxLength: 25 }), globs, ignored, (paths, wanted, unwanted) => {
      const tree = treeOf(paths);
      const expected = theirs(tree, wanted, unwanted);
      if (expected === null) return;
      matches += expected.length;
      expect(ours(tree, wanted, unwanted)).toEqual(expected);
    }),
    { numRuns: runs, seed: 20261129 },
  );
  expect(matches).toBeGreaterThan(runs / 5);
});
