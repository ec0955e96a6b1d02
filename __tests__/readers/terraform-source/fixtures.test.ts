import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openWorkspace } from "../../../src/discover/workspace.js";
import type { Role } from "../../../src/iam/model.js";
import { readRoot } from "../../../src/readers/terraform-source/read-root.js";
import { SourceFolders } from "../../../src/readers/terraform-source/source-folders.js";
import { describeProfile, describeRole, describeTrust } from "../describe-role.js";
import { DIFFERENCES } from "./differences.js";

const folder = "__tests__/fixtures/terraform";

type Lines = Readonly<Record<string, readonly string[]>>;

function rolesOf(name: string): readonly Role[] {
  const root = resolve(folder, name);
  const workspace = openWorkspace({ root, workingDirectory: root, confined: true }, [root]);
  return readRoot("", new SourceFolders(workspace), { workspace, terraformRoot: null, parameters: [] }).roles;
}

/** Sets have no order, and what a plan lacks a configuration lacks as well. */
function inAnyOrder(lines: Lines): Lines {
  const words = (line: string): string =>
    line
      .replace("is not in this configuration", "is not in this plan")
      .split(/[;,\s]+|(?<=\w)(?= if )/)
      .sort()
      .join(" ");
  return Object.fromEntries(Object.entries(lines).map(([id, all]) => [id, all.map(words).sort()]));
}

/** The roots of real plans, which the plan reader's tests expect as the plan has them. */
describe.each(readdirSync(folder))("root %s without its plan", (name) => {
  const expectation = JSON.parse(readFileSync(join(folder, name, "expectation.json"), "utf8"));
  const { roles: planned, trust = {} }: { readonly roles: Lines; readonly trust?: Lines } = expectation;
  const different = DIFFERENCES[name];

  test(different === undefined ? "gives the same roles" : `gives other roles, as ${different.because}`, () => {
    const roles = rolesOf(name);
    const got = Object.fromEntries(roles.map((role) => [role.id, [...describeRole(role), ...describeProfile(role)]]));
    expect(inAnyOrder(got)).toEqual(inAnyOrder(different?.roles ?? planned));
    if (different?.roles !== undefined) expect(inAnyOrder(got)).not.toEqual(inAnyOrder(planned));
  });

  test("gives the same trust", () => {
    const got = rolesOf(name).flatMap((role) => (role.id in trust ? [[role.id, describeTrust(role)]] : []));
    expect(inAnyOrder(Object.fromEntries(got))).toEqual(inAnyOrder(different?.trust ?? trust));
  });
});

test("every difference is one of a fixture", () => {
  expect(Object.keys(DIFFERENCES).filter((name) => !readdirSync(folder).includes(name))).toEqual([]);
});
