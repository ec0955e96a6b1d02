import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { ActionVerdict } from "../../src/iam/verdict.js";
import type { Kind } from "../../src/requirements/requirements.js";
import { missingAction } from "../../src/rules/missing-action.js";
import { cpuSeconds } from "../cpu-time.js";
import { roleOf } from "../iam/role.js";

const MANY = 100_000;

test("drafts a list of a hundred thousand actions within three seconds", async () => {
  const authorization = await loadAuthorization();
  const actions = Array.from({ length: MANY }, (_, index) => ({ action: `ec2:A${index}`, resources: ["*"] }));
  const verdicts = actions.map(
    ({ action }): ActionVerdict => ({ action, verdict: "missing", deniedBy: null, causes: [] }),
  );
  const kind: Kind = { name: "backup", description: "backup", actions, trust: [] };
  const evaluated = {
    role: roleOf({}),
    selectedBy: "",
    kinds: [{ kind, verdicts }],
    trust: [],
    appliance: [],
    context: new Map(),
    before: null,
  };
  let drafted: readonly string[] | undefined;
  const seconds = cpuSeconds(() => {
    drafted = missingAction.check(evaluated, authorization)[0]?.actions;
  });
  expect(drafted).toHaveLength(MANY);
  expect(seconds).toBeLessThan(3);
});
