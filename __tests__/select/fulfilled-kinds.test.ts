import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import type { Kind } from "../../src/requirements/requirements.js";
import { fulfilledKinds } from "../../src/select/fulfilled-kinds.js";
import { allow, policyOf, roleOf } from "../iam/role.js";

function kindOf(version: string, name: string): Kind {
  const kind = catalogRequirements(version)?.kinds.find((one) => one.name === name);
  if (kind === undefined) throw new Error(`version ${version} lacks ${name}`);
  return kind;
}

const namesOf = ({ actions }: Kind) => actions.map(({ action }) => action);
const backup = kindOf("7", "backup");

function reported(actions: readonly string[], judged: Kind) {
  const granted = new Set(actions.map((action) => action.toLowerCase()));
  return fulfilledKinds(
    roleOf({ policies: [policyOf("p", allow(actions))] }),
    { version: "7", kinds: [judged] },
    ({ action }) => ({
      action,
      verdict: granted.has(action.toLowerCase()) ? "granted" : "missing",
      deniedBy: null,
      causes: [],
    }),
  );
}

test.each(["efs-backup", "worker-deployment", "worker-configuration"])(
  "adds a note to a role with the whole list of %s",
  (name) => {
    expect(reported(namesOf(kindOf("13.1", name)), backup)).toEqual({ version: "13.1", kinds: [name] });
  },
);

test.each<[string, (at: number) => boolean]>([
  ["the first half", (at) => at < 45],
  ["the second half", (at) => at >= 45],
  ["all except one", (at) => at > 0],
])("finds no smaller kind of another version for a role with %s of the list that it is checked for", (_what, has) => {
  expect(
    reported(
      namesOf(backup).filter((_action, at) => has(at)),
      backup,
    ),
  ).toBeNull();
});
