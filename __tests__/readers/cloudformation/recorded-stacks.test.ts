import { readdirSync, readFileSync } from "node:fs";
import type { Authorization } from "../../../src/iam/authorization.js";
import { evaluateRole } from "../../../src/iam/evaluate.js";
import { resolveManagedPolicies } from "../../../src/iam/managed-policies.js";
import type { Role } from "../../../src/iam/model.js";
import { loadAuthorization } from "../../../src/iam/service-authorization.js";
import { evaluateTrust } from "../../../src/iam/trust.js";
import { catalogRequirements } from "../../../src/requirements/catalog/index.js";
import { rolesOf } from "./read-template.js";

/** A stack's result in moto. scripts/record-stacks.py regenerates these. */
interface Run {
  readonly parameters: Readonly<Record<string, string>>;
  /** The names of its roles, by logical ID. */
  readonly roles: Readonly<Record<string, string>>;
  readonly details: object;
}

const folder = new URL("stacks/", import.meta.url);
const recorded: Readonly<Record<string, readonly Run[]>> = JSON.parse(
  readFileSync(new URL("recorded.json", folder), "utf8"),
);

const ASKED = (catalogRequirements("7")?.kinds ?? []).flatMap(({ actions }) => actions);

let authorization: Authorization;
beforeAll(async () => {
  authorization = await loadAuthorization();
});

/** Everything that is decided about a role. */
async function decided(role: Role | undefined) {
  if (role === undefined) return null;
  const [whole = role] = await resolveManagedPolicies([role]);
  return {
    verdicts: evaluateRole(whole, ASKED, new Map(), authorization).map(({ action, verdict }) => `${action} ${verdict}`),
    trust: (["appliance", "ec2"] as const).map((party) => evaluateTrust(role, party, [], new Map())?.verdict),
    instanceProfile: role.instanceProfile,
  };
}

const runs = Object.entries(recorded).flatMap(([name, all]) =>
  all.map((run) => [`${name} ${JSON.stringify(run.parameters)}`, name, run] as const),
);

test.each(runs)(
  "reads the same roles as the recorded stack: %s",
  async (_title, name, { parameters, roles, details }) => {
    const text = readFileSync(new URL(`${name}.yaml`, folder), "utf8");
    const declared = rolesOf(text, `${name}.yaml`, { "given.json": JSON.stringify(parameters) });
    const deployed = rolesOf(JSON.stringify(details), "details.json");
    const [templateRoles, stackRoles] = [declared.filter(existsIn(roles)), Object.entries(roles)];
    expect(templateRoles.map(({ id }) => id).sort()).toEqual(stackRoles.map(([id]) => id).sort());
    for (const [id, roleName] of stackRoles) {
      const ours = await decided(declared.find((role) => role.id === id));
      expect(ours).toEqual(await decided(deployed.find((role) => role.name === roleName)));
      expect(ours?.verdicts.filter((verdict) => verdict.endsWith(" undetermined"))).toEqual([]);
    }
  },
);

/** A role whose condition doesn't hold is evaluated as if it did. */
function existsIn(roles: Run["roles"]): (role: Role) => boolean {
  return ({ id }) => roles[id] !== undefined;
}

test("has a recording of every template", () => {
  const templates = readdirSync(folder).flatMap((file) => /^(.+)\.yaml$/.exec(file)?.[1] ?? []);
  expect(Object.keys(recorded).sort()).toEqual(templates.sort());
});
