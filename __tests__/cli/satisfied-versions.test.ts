import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { catalogRequirements, catalogVersions } from "../../src/requirements/catalog/index.js";
import { expandKinds, kindNamed } from "../../src/requirements/requirements.js";
import { makeWorkspace } from "../action/run-action.js";

const bundle = join(process.cwd(), "dist/cli/index.js");

const whole = catalogRequirements("13.1");
if (whole === null) throw new Error("the catalog lacks version 13.1");

/** A policy with everything that these versions require for restores, except some actions. */
function policyFor(versions: readonly string[], without: readonly string[] = []): string {
  const actions = versions.flatMap((version) => {
    const requirements = catalogRequirements(version);
    const kinds = requirements === null ? [] : expandKinds(requirements, ["restore"]).kinds;
    return kinds.flatMap((kind) => kind.actions.map(({ action }) => action));
  });
  const Action = [...new Set(actions)].filter((action) => !without.includes(action));
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
}

function report(policy: string, ...args: readonly string[]) {
  const cwd = makeWorkspace({ "veeam.json": policy });
  const command = [bundle, "check", "--format", "json", "--roles", "veeam: restore", ...args];
  const { stdout } = spawnSync(process.execPath, command, { cwd, encoding: "utf8" });
  rmSync(cwd, { recursive: true });
  return JSON.parse(stdout);
}

test("reports in the finding's help that a role meets another version's lists", () => {
  const { conclusion, roles, findings } = report(policyFor(["13.1"]));
  expect(conclusion).toBe("failure");
  expect(roles[0].satisfies).toContain("13.1");
  expect(roles[0].satisfies).not.toContain("7");
  expect(findings[0].help).toContain('13.1 require: if your appliance has version 10, set `requirements: "');
});

test.each(["efs-backup", "redshift-restore", "vpc-backup", "worker-deployment"])(
  "names the version that has the list of a complete %s role, which version 7 lacks",
  (kind) => {
    const actions = kindNamed(whole, kind)?.actions.map(({ action }) => action);
    const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] };
    const { conclusion, findings } = report(JSON.stringify(policy));
    expect(conclusion).toBe("failure");
    expect(findings[0].help).toContain(
      `it has everything that ${kind} of version 13.1 requires: if that is its purpose, set \`requirements: "13.1"\` and check it only for that: \`veeam: ${kind}\` under \`roles\``,
    );
  },
);

test("prints nothing for a role that lacks something in every version", () => {
  const { roles, findings } = report(policyFor(["13.1"], ["ec2:DescribeInstances"]));
  expect(roles[0].satisfies).toEqual([]);
  expect(findings[0].help).not.toContain("appliance's");
});

test("reports a role that meets all versions", () => {
  const { conclusion, roles } = report(policyFor(catalogVersions()));
  expect([conclusion, roles[0].satisfies]).toEqual(["success", catalogVersions()]);
});

test("checks the requested version by its own lists", () => {
  const { conclusion, requirements } = report(policyFor(["13.1"]), "--requirements", "13.1");
  expect([conclusion, requirements.version]).toEqual(["success", "13.1"]);
});

/** A policy with the whole list of a kind of version 13.1. */
const lists = whole;
function policyOf(kind: string): string {
  const Action = kindNamed(lists, kind)?.actions.map(({ action }) => action);
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
}

test.each(["13.1", "latest"])("suggests another kind of the same version as a line of `roles` under %s", (version) => {
  const { findings } = report(policyOf("efs-restore"), "--requirements", version);
  expect(findings[0].help).toContain(
    "it has everything that efs-restore requires: if that is its purpose, check it only for that: `veeam: efs-restore` under `roles`",
  );
});

test("does not suggest a kind that the role is already checked for", () => {
  const roles = ["--roles", "veeam: efs-restore, efs-backup", "--requirements", "13.1"];
  expect(report(policyOf("efs-restore"), ...roles).findings[0].help).not.toContain("it has everything that");
});
