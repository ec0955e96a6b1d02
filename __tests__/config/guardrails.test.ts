import { resolveOptions } from "../../src/config/resolve-options.js";

function resolved(...lines: readonly string[]) {
  return resolveOptions(new Map(), { path: "c.yml", text: `${lines.join("\n")}\n` });
}

test("reads a level as a file, a list of files, or a map with an allow-list flag", () => {
  const found = resolved(
    "guardrails:",
    "  - root.json",
    "  - [a.json, ./b.json]",
    "  - { policies: [c.json], allow-list: true }",
    "  - []",
  );
  const levels = "options" in found ? found.options.check.guardrails : [];
  expect(levels.map(({ files, isAllowList }) => [files.map(({ file }) => file), isAllowList])).toEqual([
    [["root.json"], false],
    [["a.json", "b.json"], false],
    [["c.json"], true],
    [[], false],
  ]);
});

test.each<[string, string, string]>([
  ["a map", "{ root: a.json }", "`guardrails` is not a list of levels"],
  ["a string", "a.json", "`guardrails` is not a list of levels"],
  ["nested levels", "[[[[[a.json]]]]]", "level 1 of `guardrails` must be a list of paths"],
  [
    "an allow list without a policy",
    "[a.json, { allow-list: true }]",
    "level 2 of `guardrails` is an allow list without a policy: AWS would deny everything there",
  ],
  [
    "an empty allow list",
    "[{ policies: [], allow-list: true }]",
    "level 1 of `guardrails` is an allow list without a policy: AWS would deny everything there",
  ],
  [
    "another word",
    "[{ policies: a.json, allow-list: yes }]",
    "`allow-list` of level 1 of `guardrails` is neither true nor false",
  ],
  ["a misspelled key", "[{ policy: a.json }]", "unknown key `policy` in level 1 of `guardrails`"],
  ["a path outside the repository", "[../a.json]", "`../a.json` is not the path of a file in the repository"],
  ["a glob", '["scp/*.json"]', "`scp/*.json` is not the path of a file in the repository"],
  ["eight levels", "[[], [], [], [], [], [], [], []]", "`guardrails` has 8 levels, but an organization has at most 7"],
])("rejects %s with its position", (_name, yaml, message) => {
  const found = resolved(`guardrails: ${yaml}`);
  const problems = "problems" in found ? found.problems : [];
  expect(problems.map((one) => one.message)).toEqual([message]);
  expect(problems[0]?.place).not.toBeNull();
});
