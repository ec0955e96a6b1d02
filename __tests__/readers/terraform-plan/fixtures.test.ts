import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openWorkspace } from "../../../src/discover/workspace.js";
import type { Role } from "../../../src/iam/model.js";
import { readFile } from "../../../src/readers/index.js";
import { fileOf } from "../../../src/source/place.js";
import { describeRole } from "../describe-role.js";

const folder = "__tests__/fixtures/terraform";

interface Expectation {
  readonly roles: Readonly<Record<string, readonly string[]>>;
}

function rolesOf(name: string): readonly Role[] {
  const root = resolve(folder, name);
  const workspace = openWorkspace({ root, workingDirectory: root, confined: true }, [root]);
  const text = readFileSync(join(root, "plan.json"), "utf8");
  const result = readFile({ path: "plan.json", text }, { workspace, terraformRoot: null, parameters: [] });
  if (result.kind !== "read") throw new Error(result.kind);
  return result.result.roles;
}

/** Real plans, made by scripts/make-terraform-fixtures.mjs; the expectations were written before them. */
describe.each(readdirSync(folder))("plan %s", (name) => {
  const { roles: expected } = JSON.parse(readFileSync(join(folder, name, "expectation.json"), "utf8")) as Expectation;

  test("gives its roles", () => {
    const described = rolesOf(name).map((role) => {
      const profile = role.instanceProfile === true ? ["profile true"] : [];
      return [role.id, [...describeRole(role), ...profile]];
    });
    expect(Object.fromEntries(described)).toEqual(expected);
  });

  test("points at the source", () => {
    for (const role of rolesOf(name).filter(({ removed }) => !removed)) expect(fileOf(role.place)).toMatch(/main\.tf$/);
  });

  test("shows nothing that the plan marks as sensitive", () => {
    const shown = JSON.stringify(rolesOf(name), (key, value) =>
      key === "text" && typeof value === "string" && value.includes("\n") ? "" : value,
    );
    expect(shown).not.toContain("MARKER-SECRET");
  });
});

test("every fixture has its plan", () => {
  expect(readdirSync(folder).filter((name) => !existsSync(join(folder, name, "plan.json")))).toEqual([]);
});
