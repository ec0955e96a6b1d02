import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openWorkspace } from "../../../src/discover/workspace.js";
import type { Role } from "../../../src/iam/model.js";
import { readFile } from "../../../src/readers/index.js";
import { fileOf } from "../../../src/source/place.js";
import type { Workspace } from "../../../src/source/workspace.js";
import { describeProfile, describeRole, describeTrust } from "../describe-role.js";

const folder = "__tests__/fixtures/terraform";

interface Expectation {
  readonly roles: Lines;
  readonly trust?: Lines;
  /** The plan's lines if its source is missing, when they are fewer. */
  readonly withoutSource?: Lines;
}

type Lines = Readonly<Record<string, readonly string[]>>;

const nothing: Workspace = { readText: () => null, listFolder: () => [] };

function rolesOf(name: string, at?: Workspace): readonly Role[] {
  const root = resolve(folder, name);
  const workspace = at ?? openWorkspace({ root, workingDirectory: root, confined: true }, [root]);
  const text = readFileSync(join(root, "plan.json"), "utf8");
  const result = readFile({ path: "plan.json", text }, { workspace, terraformRoot: null, parameters: [] });
  if (result.kind !== "read") throw new Error(result.kind);
  return result.result.roles;
}

function described(roles: readonly Role[]): Lines {
  return Object.fromEntries(roles.map((role) => [role.id, [...describeRole(role), ...describeProfile(role)]]));
}

/** A line without its place in a file. */
function bare(line: string): string {
  return line.replace(/ at \S+:\d+:\d+$/, "");
}

/** Real plans, created by scripts/make-terraform-fixtures.mjs. The expectations were written first. */
describe.each(readdirSync(folder))("plan %s", (name) => {
  const {
    roles: expected,
    trust = {},
    withoutSource,
  } = JSON.parse(readFileSync(join(folder, name, "expectation.json"), "utf8")) as Expectation;

  test("produces its roles", () => {
    expect(described(rolesOf(name))).toEqual(expected);
  });

  test("produces their trust", () => {
    const trusts = rolesOf(name).flatMap((role) => (role.id in trust ? [[role.id, describeTrust(role)]] : []));
    expect(Object.fromEntries(trusts)).toEqual(trust);
  });

  test("produces no more without its source", () => {
    const roles = described(rolesOf(name, nothing));
    if (withoutSource !== undefined) {
      expect(roles).toEqual(withoutSource);
      return;
    }
    for (const [id, lines] of Object.entries(roles)) {
      const known = (expected[id] ?? []).map(bare);
      expect(lines.filter((line) => !line.includes("unresolved") && !known.includes(bare(line)))).toEqual([]);
      // The plan alone leaves open what the source adds.
      const open = lines.some((line) => line.includes("unresolved"));
      if (!open) expect(lines.map(bare).sort()).toEqual(known.sort());
    }
  });

  test("points at the source", () => {
    const file = name === "registry-module" ? /^plan\.json$/ : /main\.tf$/;
    for (const role of rolesOf(name).filter(({ removed }) => !removed)) expect(fileOf(role.place)).toMatch(file);
  });

  test("never shows what the plan marks as sensitive", () => {
    const shown = JSON.stringify(rolesOf(name), (key, value) =>
      key === "text" && typeof value === "string" && value.includes("\n") ? "" : value,
    );
    expect(shown).not.toContain("MARKER-SECRET");
  });
});

test("has a plan for every fixture", () => {
  expect(readdirSync(folder).filter((name) => !existsSync(join(folder, name, "plan.json")))).toEqual([]);
});

test("knows the prefix of a name that Terraform generates", () => {
  const names = rolesOf("local-role").map(({ name, partialName }) => name ?? partialName);
  expect(names).toContain("r${...}");
});
