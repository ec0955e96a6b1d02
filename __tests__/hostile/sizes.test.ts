import { pathToFileURL } from "node:url";
import { parse } from "yaml";

interface Sizes {
  readonly sizes: Readonly<Record<string, readonly [number, (size: number) => Readonly<Record<string, string>>]>>;
}

const { sizes } = (await import(pathToFileURL("scripts/fuzz/sizes.mjs").href)) as Sizes;

// The fuzzer measures these inputs. This test shows only that they do grow, and that their configurations are valid.
test.each(Object.entries(sizes))("takes ten times as long for ten times as much input: %s", (_name, [size, make]) => {
  const length = (files: Readonly<Record<string, string>>) => Object.values(files).join("").length;
  const [once, tenfold] = [make(size), make(size * 10)];
  expect(length(tenfold)).toBeGreaterThan(6 * length(once));
  expect(typeof parse(once["worker-iam-check.yml"] ?? "{}")).toBe("object");
});
