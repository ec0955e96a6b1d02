// Records where `terraform validate` refuses each root of __tests__/hcl/refused/roots.json, with terraform's version,
// in answers.generated.json. Needs only terraform on the PATH: the roots use only the built-in provider.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const folder = "__tests__/hcl/refused";
const roots = JSON.parse(readFileSync(join(folder, "roots.json"), "utf8"));
const work = mkdtempSync(join(tmpdir(), "refused-"));
const SETTINGS =
  'terraform {\n  required_providers {\n    terraform = { source = "terraform.io/builtin/terraform" }\n  }\n}\n';

try {
  const { terraform_version: terraform } = answer(work, "version", "-json");
  const lines = Object.entries(roots).map(([name, files], index) => {
    const root = join(work, String(index));
    write(root, { ...files, "settings.tf": SETTINGS });
    spawnSync("terraform", ["init", "-input=false"], { cwd: root });
    const places = answer(root, "validate", "-json").diagnostics.filter(({ severity }) => severity === "error");
    return `  ${JSON.stringify(name)}: ${JSON.stringify(places.map(placed))}`;
  });
  const text = `{ "terraform": ${JSON.stringify(terraform)}, "answers": {\n${lines.join(",\n")}\n} }\n`;
  writeFileSync(join(folder, "answers.generated.json"), text);
} finally {
  rmSync(work, { recursive: true });
}

function write(root, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function answer(cwd, ...args) {
  return JSON.parse(spawnSync("terraform", args, { cwd, encoding: "utf8", maxBuffer: 1e9 }).stdout);
}

function placed({ summary, range }) {
  return range === undefined ? summary : `${range.filename}:${range.start.line}:${range.start.column} ${summary}`;
}
