// Makes terraform evaluate the expressions of __tests__/fixtures/terraform-expressions/expressions.json and writes the
// results to values.json in the same folder: JSON, or "error". Needs only terraform, and nothing leaves the machine.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = "__tests__/fixtures/terraform-expressions";
const { locals, expressions } = JSON.parse(readFileSync(join(folder, "expressions.json"), "utf8"));
const work = mkdtempSync(join(tmpdir(), "expressions-"));
try {
  const defined = Object.entries(locals).map(([name, expression]) => `  ${name} = ${expression}\n`);
  const outputs = expressions.map(
    (expression, index) => `output "e${index}" {\n  value = try(jsonencode(${expression}\n), "error")\n}\n`,
  );
  writeFileSync(join(work, "main.tf"), `locals {\n${defined.join("")}}\n${outputs.join("")}`);
  const terraform = (...args) => execFileSync("terraform", args, { cwd: work, encoding: "utf8", maxBuffer: 1e9 });
  terraform("init", "-input=false");
  terraform("apply", "-input=false", "-auto-approve");
  const made = JSON.parse(terraform("output", "-json"));
  const parsed = (text) => (text === "error" ? text : JSON.parse(text));
  const values = expressions.map((_, index) => JSON.stringify(parsed(made[`e${index}`].value)));
  writeFileSync(join(folder, "values.json"), `[\n ${values.join(",\n ")}\n]\n`);
} finally {
  rmSync(work, { recursive: true });
}
