import { check } from "../../src/check.js";
import { resolveOptions } from "../../src/config/resolve-options.js";

test.each([
  ["nope", ["`terraform-root` names nope, but there is no file"]],
  ["examples/terraform/failing", []],
])("reports a root module setting that does not fit: %s", async (root, messages) => {
  const inputs = { files: "examples/terraform/failing/plan.json", "terraform-root": root };
  const resolved = resolveOptions(new Map(Object.entries(inputs)), null);
  if ("problems" in resolved) throw new Error(JSON.stringify(resolved.problems));
  const scope = { root: process.cwd(), workingDirectory: process.cwd(), confined: false };
  const outcome = await check(resolved.options.check, { scope, today: "2026-11-24" });
  if ("problems" in outcome) throw new Error(JSON.stringify(outcome.problems));
  const faults = outcome.report.findings.filter(({ rule }) => rule === "unreadable-file");
  expect(faults.map(({ message }) => message)).toEqual(messages);
});
