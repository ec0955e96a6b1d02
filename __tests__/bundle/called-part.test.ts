import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import provider from "fast-glob/out/providers/sync.js";
import settings from "fast-glob/out/settings.js";

interface Packages {
  readonly braces: (glob: string, options: object) => readonly string[];
  readonly makeRe: (glob: string, options: object) => RegExp;
  readonly scan: (glob: string, options: object) => { readonly parts: readonly string[] };
}

const { calledPart } = (await import(pathToFileURL("scripts/called-part.mjs").href)) as {
  calledPart: (packages: string, file: string, code: string) => string | null;
};

/** Copies of the packages that have only the parts for bundles. */
const folder = mkdtempSync(join(tmpdir(), "worker-iam-check-called-part-"));
for (const name of ["braces", "fill-range", "is-number", "micromatch", "to-regex-range"])
  cpSync(join("node_modules", name), join(folder, "node_modules", name), { recursive: true });
for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
  const part = path.endsWith(".js")
    ? calledPart(resolve("node_modules"), resolve(path), readFileSync(join(folder, path), "utf8"))
    : null;
  if (part !== null) writeFileSync(join(folder, path), part);
}
afterAll(() => rmSync(folder, { recursive: true }));

const [whole, called] = [resolve("node_modules"), join(folder, "node_modules")].map(
  (packages) => createRequire(join(packages, "index.js"))("micromatch") as Packages,
) as [Packages, Packages];

/** The options that fast-glob passes on if it gets those of `find-candidates.ts`. */
const { options } = new (class extends provider.default {
  readonly options = this._getMicromatchOptions();
})(new settings.default({ extglob: false, caseSensitiveMatch: false, dot: true }));

/** The answers that fast-glob needs from its packages about a glob. */
function answersOf({ braces, makeRe, scan }: Packages, glob: string): readonly string[] {
  return [
    () => makeRe(glob, options),
    () => scan(glob, { ...options, parts: true }).parts.join("\n"),
    () => braces(glob, { expand: true, nodupes: true, keepEscaping: true }).join("\n"),
  ].map((answer) => {
    try {
      return String(answer());
    } catch (error) {
      return String(error);
    }
  });
}

test.each([
  "**/*.json",
  "roles/{a,b}/**/w?.{tf,tf.json}",
  "{01..12..3}/*",
  "{a..e}.json",
  "{a..}",
  "!(a|b)/+(c).json",
  "[!a-c[:digit:]]*",
  "a\\*b/\\{c,d}",
  '"a*b"/(c|d)',
  "../**/.x/***/y",
  "./a/**",
  "{a,{b,c}}{,d}",
])("answers for %j as the whole packages do", (glob) => {
  expect(answersOf(called, glob)).toEqual(answersOf(whole, glob));
});

test("answers for any glob as the whole packages do", () => {
  const piece = fc.constantFrom(
    ...'*?[]{}()!+@|.,/\\"^$:-a1z',
    "**",
    "/**/",
    "..",
    "[!",
    "{a,b}",
    "{1..3}",
    "+(",
    "w.json",
  );
  const globs = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(globs, (glob) => expect(answersOf(called, glob)).toEqual(answersOf(whole, glob))),
    { numRuns: 3000 },
  );
});
