import fc from "fast-check";
import { isGlob, matchesGlob, readGlobs } from "../../src/discover/glob.js";

/** Whether a glob, braces and base included, matches a path. */
function matches(glob: string, path: string, dots = false): boolean {
  return (readGlobs(glob) ?? []).some((one) => {
    const names = path.toLowerCase().split("/");
    const base = one.base === "" ? [] : one.base.toLowerCase().split("/");
    return base.every((name, at) => names[at] === name) && matchesGlob(one, names.slice(base.length), dots);
  });
}

test.each<[string, string[], string[]]>([
  ["*.json", ["a.json", "A.JSON", "a.b.json"], ["a.jsonc", "d/a.json", ".json", ".a.json", "json"]],
  ["**/*.json", ["a.json", "d/a.json", "d/e/f/a.json"], ["d/a.yaml", ".d/a.json", "d/.e/a.json"]],
  ["infra/**", ["infra/a", "infra/d/a"], ["a", "infrastructure/a"]],
  ["infra/*/a.json", ["infra/x/a.json"], ["infra/a.json", "infra/x/y/a.json", "infra/.x/a.json"]],
  ["**/x/**/y.json", ["x/y.json", "a/x/y.json", "x/x/a/y.json"], ["y.json", "xx/y.json"]],
  ["./a/./b.json", ["a/b.json"], ["b.json"]],
  ["?.json", ["a.json"], ["ab.json", "..json", ".json"]],
  ["[a-c]x[!0-9].json", ["bxy.json", "CxY.json"], ["dxy.json", "bx1.json", "bx.json"]],
  ["[]x.json", ["[]x.json"], ["x.json"]],
  ["{a,b/{c,d}}*.{json,yaml}", ["a1.json", "b/c.yaml", "b/d2.json"], ["b.json", "b/e.json"]],
  ["{a}.json", ["{a}.json"], ["a.json"]],
  ["\\[prod\\]*.json", ["[prod]1.json"], ["p1.json"]],
  [".*/**/.x.yml", [".github/.x.yml", ".github/a/.x.yml"], ["github/.x.yml", ".github/.b/.x.yml"]],
  ["***.json", ["a.json"], ["d/a.json"]],
  ["d/", [], ["d", "d/a"]],
])("%s", (glob, matched, others) => {
  expect(matched.filter((path) => !matches(glob, path))).toEqual([]);
  expect(others.filter((path) => matches(glob, path))).toEqual([]);
});

test("a glob that excludes matches hidden names, and the folder itself", () => {
  expect(matches("**/x/**", "a/.b/x/c", true)).toBe(true);
  expect(matches("closed/**", "closed", true)).toBe(true);
});

test.each(["a (copy).json", "a{b}.json", "[", "a+b@c.json", "(a|b).json"])("%s is a name, not a glob", (text) => {
  expect(isGlob(text)).toBe(false);
});

test("braces that stand for too many globs are refused", () => {
  expect(readGlobs("{a,b}".repeat(9))?.length).toBe(512);
  expect(readGlobs("{a,b}".repeat(60))).toBeNull();
});

test("the same answer as a pattern that backtracks, for what that one can answer", () => {
  const sign = fc.constantFrom("a", "b", "*", "?");
  fc.assert(
    fc.property(
      fc.string({ unit: sign, maxLength: 8 }),
      fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 8 }),
      (glob, name) => {
        const expression = glob.replaceAll("?", "[^]").replace(/\*+/g, "[^]*");
        // Two stars alone are folders, and a glob without a sign is a name.
        fc.pre(glob !== "**");
        expect(matches(glob, name)).toBe(new RegExp(`^${expression}$`).test(name));
      },
    ),
  );
});

test("stars that make other matchers backtrack without an end", () => {
  const name = "a".repeat(250);
  expect(matches(`${"*a".repeat(100)}*b`, name)).toBe(false);
  expect(matches(`${"**/a/".repeat(100)}b`, `${"a/".repeat(1000)}c`)).toBe(false);
});
