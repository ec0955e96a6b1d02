import { Campaign, type Run, type Tool } from "../../scripts/mutate-repositories/campaign.mjs";
import { type CheckEnvironment, check } from "../../src/check.js";
import type { CheckOptions } from "../../src/config/options.js";
import * as options from "../../src/config/resolve-options.js";
import * as config from "../../src/discover/find-config.js";
import * as git from "../../src/discover/git.js";
import * as catalog from "../../src/requirements/catalog/index.js";

const tool: Tool = { check, ...options, ...config, ...git, ...catalog };
const SEED = 24;

/** Uses a campaign, then removes its files. */
async function campaign<T>(of: Tool, use: (campaign: Campaign) => Promise<T>): Promise<T> {
  const one = new Campaign(of, "examples");
  try {
    return await use(one);
  } finally {
    one.close();
  }
}

async function runs(one: Campaign, count: number): Promise<readonly Run[]> {
  const results: Run[] = [];
  for (let number = 0; number < count; number += 1) results.push(await one.run(SEED, number));
  return results;
}

// The full test is `npm run mutate-repositories -- --runs 20000`.
test("never passes a mutated repository that lost something, and never changes a verdict for style", async () => {
  await campaign(tool, async (one) => {
    expect(await one.failing()).toEqual([]);
    const results = await runs(one, 24);
    expect(results.filter(({ faults }) => faults.length > 0)).toEqual([]);
    const count = (which: (run: Run) => boolean): number => results.filter(which).length;
    expect(count(({ lost }) => lost)).toBeGreaterThan(10);
    expect(count(({ isRed }) => !isRed)).toBeGreaterThan(2);
    expect(count(({ restyled }) => restyled)).toBeGreaterThan(10);
  });
});

test("catches a check that compares with nothing", async () => {
  const blind = (given: CheckOptions, environment: CheckEnvironment) => check(given, { ...environment, base: null });
  await campaign({ ...tool, check: blind }, async (one) => {
    const caught = (await runs(one, 16)).filter(({ faults }) => faults.length > 0);
    expect(caught.length).toBeGreaterThan(0);
  });
});
