// npm run mutate-repositories -- --runs N [--seed S] [--from I]: simulates N pull requests against passing
// repositories, each with one to three mutations of roles, configuration, or files. Fails if one is green although
// something required was lost, or if a verdict changes with order, whitespace, case of actions, or lists of one.
// Compiles src itself and needs git. Run I of seed S is always the same: `--from I --runs 1` tries it again.
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { compileSources } from "./compile-sources.mjs";
import { Campaign } from "./mutate-repositories/campaign.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
  },
});
const [runs, seed, first] = [values.runs, values.seed, values.from].map(Number);

const compiled = compileSources("mutate-repositories");

async function toolOf() {
  const names = [
    "check",
    "config/resolve-options",
    "discover/find-config",
    "discover/git",
    "requirements/catalog/index",
  ];
  const modules = await Promise.all(names.map((name) => import(pathToFileURL(join(compiled, `${name}.js`)).href)));
  return Object.assign({}, ...modules);
}

const campaign = new Campaign(await toolOf(), join(root, "examples"));
const counts = { lost: 0, red: 0, restyled: 0 };
const faults = new Map();
try {
  const failing = await campaign.failing();
  if (failing.length > 0) throw new Error(`these must pass as they are:\n${failing.join("\n")}`);
  for (let number = first; number < first + runs; number += 1) {
    const result = await campaign.run(seed, number);
    if (result.lost) counts.lost += 1;
    if (result.isRed) counts.red += 1;
    if (result.restyled) counts.restyled += 1;
    for (const fault of result.faults) {
      const { repository, mutations } = result;
      const known = faults.get(fault) ?? [];
      faults.set(fault, [...known, { number, repository, mutations }]);
      if (known.length < 3)
        process.stderr.write(`run ${number} of ${repository}: ${fault} (${mutations.join(", ")})\n`);
    }
    if ((number - first + 1) % 1000 === 0) process.stderr.write(`${number - first + 1} runs\n`);
  }
} finally {
  campaign.close();
  rmSync(compiled, { recursive: true, force: true });
}
const failed = [...faults.values()].flat().length;
process.stdout.write(
  `${runs} runs of seed ${seed}: in ${counts.lost} something required was lost, ${counts.red} were red, ${counts.restyled} were written in another style as well; ${failed} failed\n`,
);
process.exitCode = failed === 0 ? 0 : 1;
