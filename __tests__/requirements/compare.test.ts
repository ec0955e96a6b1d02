import { existsSync, readFileSync } from "node:fs";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { compareRequirements } from "../../src/requirements/compare.js";
import type { Requirements } from "../../src/requirements/requirements.js";

function version(name: string): Requirements {
  const requirements = catalogRequirements(name);
  if (requirements === null) throw new Error(`the catalog lacks version ${name}`);
  return requirements;
}

/** The kinds in both versions that differ, with the numbers of added and removed actions. Also counts equal and absent kinds. */
const counts = (from: string, to: string) => {
  const differences = compareRequirements(version(from), version(to));
  const both = differences.filter(({ absentIn }) => absentIn === null);
  return {
    differing: both.flatMap(({ kind, added, removed }) => {
      return added.length + removed.length === 0 ? [] : [[kind, added.length, removed.length]];
    }),
    same: both.filter(({ added, removed }) => added.length + removed.length === 0).length,
    absent: differences.flatMap(({ kind, absentIn }) => (absentIn === null ? [] : [`${kind} in ${absentIn}`])).length,
  };
};

test.each([
  [
    "7",
    "10",
    {
      differing: [
        ["backup", 24, 0],
        ["restore", 45, 21],
      ],
      same: 1,
      absent: 24,
    },
  ],
  [
    "10",
    "7",
    {
      differing: [
        ["backup", 0, 24],
        ["restore", 21, 45],
      ],
      same: 1,
      absent: 24,
    },
  ],
  [
    "10",
    "13.1",
    {
      differing: [
        ["ec2-backup", 2, 0],
        ["communication", 2, 0],
        ["worker-deployment", 1, 0],
        ["full-list", 3, 0],
      ],
      same: 29,
      absent: 1,
    },
  ],
])("compares %s with %s", (from, to, expected) => {
  expect(counts(from, to)).toEqual(expected);
});

test("compares conditions under which an action is needed", () => {
  const of = (...values: readonly string[]): Requirements => ({
    ...version("7"),
    kinds: [
      {
        name: "a",
        description: "",
        trust: [],
        actions: [
          {
            action: "ec2:CreateTags",
            resources: ["*"],
            condition: [{ operator: "StringEquals", key: "ec2:CreateAction", values }],
          },
        ],
      },
    ],
  });
  const limited = (value: string | readonly string[]) => ({
    action: "ec2:CreateTags",
    resources: ["*"],
    condition: { StringEquals: { "ec2:CreateAction": value } },
  });
  expect(compareRequirements(of("RunInstances"), of("RunInstances", "CreateVolume"))[0]).toMatchObject({
    added: [],
    removed: [],
    limited: {
      added: [limited(["RunInstances", "CreateVolume"])],
      removed: [limited("RunInstances")],
    },
  });
});

test("compares the principals that a role has to trust", () => {
  const of = (...trust: Requirements["kinds"][number]["trust"]): Requirements => ({
    ...version("7"),
    kinds: [{ name: "a", description: "", trust, actions: [{ action: "s3:GetObject", resources: ["*"] }] }],
    aliases: new Map(),
  });
  expect(compareRequirements(of("appliance"), of("appliance", "ec2"))).toMatchObject([
    { kind: "a", added: [], removed: [], trust: { added: ["ec2"], removed: [] } },
  ]);
});

test("reports an action that is needed on other resources as removed and added", () => {
  const of = (resource: string): Requirements => ({
    ...version("7"),
    kinds: [{ name: "a", description: "", trust: [], actions: [{ action: "s3:GetObject", resources: [resource] }] }],
  });
  expect(compareRequirements(of("arn:aws:s3:::a"), of("*"))[0]).toMatchObject({
    added: ["s3:GetObject"],
    removed: [],
    limited: { added: [], removed: [{ action: "s3:GetObject", resources: ["arn:aws:s3:::a"] }] },
  });
});

const facts = "../shared/facts/requirements.json";

interface Facts {
  readonly [version: string]: Readonly<Record<string, readonly string[]>>;
}

const lists: Facts = existsSync(facts) ? JSON.parse(readFileSync(facts, "utf8")) : {};
const union = (of: string, ...names: readonly string[]): ReadonlySet<string> =>
  new Set(names.flatMap((name) => lists[of]?.[name] ?? []).map((action) => action.toLowerCase()));

(existsSync(facts) ? describe : describe.skip)("matches the facts", () => {
  const backup = ["ec2_backup_base", "ec2_backup_worker_addition"];
  const rds = ["rds_backup_base", "rds_backup_worker_addition"];
  const communication = "production_worker_communication";

  test.each([
    ["7", "10", "backup", union("7", "backup"), union("10", ...backup, ...rds)],
    ["7", "10", "communication", union("7", "communication"), union("10", communication)],
    ["10", "13.1", "ec2-backup", union("10", "ec2_backup_base"), union("13.1", "ec2_backup_base")],
    [
      "10",
      "13.1",
      "ec2-backup-worker",
      union("10", "ec2_backup_worker_addition"),
      union("13.1", "ec2_backup_worker_addition"),
    ],
    ["10", "13.1", "communication", union("10", communication), union("13.1", communication)],
  ])("compares %s with %s: %s", (from, to, kind, before, after) => {
    const found = compareRequirements(version(from), version(to)).find((difference) => difference.kind === kind);
    const lower = (actions: readonly string[] = []) => actions.map((action) => action.toLowerCase()).sort();
    expect(lower(found?.added)).toEqual([...after].filter((action) => !before.has(action)).sort());
    expect(lower(found?.removed)).toEqual([...before].filter((action) => !after.has(action)).sort());
  });
});
