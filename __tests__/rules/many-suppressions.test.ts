import type { Suppression } from "../../src/config/options.js";
import { Evaluation } from "../../src/iam/evaluate.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { RuleRunner } from "../../src/rules/apply-rules.js";
import * as run from "../../src/rules/run-rules.js";
import { filePlace } from "../../src/source/place.js";
import { cpuSeconds } from "../cpu-time.js";
import { allow, roleWith } from "../iam/role.js";

const MANY = 50_000;
const backup = catalogRequirements("7")?.kinds.filter(({ name }) => name === "backup") ?? [];

function many(write: (at: number) => Partial<Suppression>): readonly Suppression[] {
  return Array.from({ length: MANY }, (_, at) => ({
    role: "*",
    rule: "missing-action",
    actions: [],
    reason: "x",
    expires: null,
    place: filePlace("config.yml"),
    ...write(at),
  }));
}

test.each<[string, (at: number) => Partial<Suppression>, number]>([
  ["match nothing", (at) => ({ role: `role-${at}-*` }), MANY],
  ["are for stale suppressions", (at) => ({ role: `*role*${at}-*`, rule: "stale-suppression" }), MANY],
  ["name single actions", (at) => ({ actions: [`ec2:*a*${at}`, `s3:*${at}*`] }), MANY],
])("reports fifty thousand suppressions that %s within three seconds", async (_name, write, reported) => {
  const suppressions = many(write);
  const authorization = await loadAuthorization();
  const role = roleWith(allow("ec2:*"));
  const verdicts = new Evaluation(new Map(), authorization).of(role);
  const kinds = backup.map((kind) => ({ kind, verdicts: kind.actions.map(verdicts) }));
  const seconds = cpuSeconds(() => {
    const rules = new RuleRunner({ severities: new Map(), suppressions }, authorization, "2026-01-01");
    rules.role({ role, selectedBy: "a test", kinds, trust: [], appliance: [], context: new Map(), before: null });
    const findings = rules
      .stale()
      .flatMap(({ suppression, reason }) =>
        rules.run(run.runRules.staleSuppression, run.staleSuppression(reason, suppression.place, "")),
      );
    expect(findings).toHaveLength(reported);
  });
  expect(seconds).toBeLessThan(3);
});
