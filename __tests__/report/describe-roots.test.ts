import { join } from "node:path";
import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { renderMarkdown } from "../../src/report/markdown/render.js";
import { plain, renderText } from "../../src/report/text.js";

async function shown(files: string, root = process.cwd()): Promise<readonly string[]> {
  const resolved = resolveOptions(new Map([["files", files]]), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root, workingDirectory: root, confined: true };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-28" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const { report } = outcome;
  return [renderText(report, { paint: plain, columns: 1000 }), renderMarkdown(report, null, 60_000)].map(
    (text) => /Terraform roles checked .*?\.(?=<br>|\n)/.exec(text)?.[0] ?? "",
  );
}

const source = "Terraform roles checked from source: examples/terraform-source/passing";

test.each([
  ["only from source", "examples/terraform-source/passing", `${source}.`],
  [
    "from a plan next to source",
    "examples/terraform-source/passing\nexamples/terraform/passing/*",
    `${source}; from a plan: examples/terraform/passing/plan.json.`,
  ],
  ["only from plans", "examples/terraform/passing/*", ""],
])("names the source of the checked Terraform roles: %s", async (_name, files, words) => {
  expect(await shown(files)).toEqual([words, words]);
});

test("names the root folder in words, because a dot and a period look like the parent folder", async () => {
  const words = "Terraform roles checked from source: the root folder.";
  expect(await shown("*.tf", join(process.cwd(), "examples/terraform-source/passing"))).toEqual([words, words]);
});
