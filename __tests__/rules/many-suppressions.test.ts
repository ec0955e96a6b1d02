import type { Suppression } from "../../src/config/options.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { RuleRunner } from "../../src/rules/apply-rules.js";
import * as run from "../../src/rules/run-rules.js";
import { filePlace } from "../../src/source/place.js";
import { cpuSeconds } from "../cpu-time.js";

const MANY = 50_000;

test("fifty thousand suppressions that match nothing are told in no more than three seconds", async () => {
  const suppressions = Array.from(
    { length: MANY },
    (_, at): Suppression => ({
      role: `role-${at}-*`,
      rule: "missing-action",
      actions: [],
      reason: "x",
      expires: null,
      place: filePlace("config.yml"),
    }),
  );
  const rules = new RuleRunner({ severities: new Map(), suppressions }, await loadAuthorization(), "2026-01-01");
  const seconds = cpuSeconds(() => {
    const findings = rules
      .stale()
      .flatMap(({ suppression, reason }) =>
        rules.run(run.runRules.staleSuppression, run.staleSuppression(reason, suppression.place)),
      );
    expect(findings).toHaveLength(MANY);
  });
  expect(seconds).toBeLessThan(3);
});
