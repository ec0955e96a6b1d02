import { existsSync, readFileSync } from "node:fs";
import { catalogueRequirements, catalogueVersions } from "../../src/requirements/catalogue/index.js";
import { expandKinds, kindNamed, type Requirements } from "../../src/requirements/requirements.js";

function version7(): Requirements {
  const requirements = catalogueRequirements("7");
  if (requirements === null) throw new Error("the catalogue lacks version 7");
  return requirements;
}

function actionsOf(name: string): ReadonlySet<string> {
  return new Set(kindNamed(version7(), name)?.actions.map((required) => required.action.toLowerCase()));
}

const common = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((action) => b.has(action)).length;

describe("catalogue, version 7", () => {
  const [backup, restore, communication] = ["backup", "restore", "communication"].map(actionsOf) as [
    ReadonlySet<string>,
    ReadonlySet<string>,
    ReadonlySet<string>,
  ];

  test("holds the numbers of actions of the vendor's page, none twice", () => {
    expect([backup.size, restore.size, communication.size]).toEqual([89, 96, 33]);
    expect(version7().kinds.map((kind) => kind.actions.length)).toEqual([89, 96, 33]);
  });

  test("overlaps as the lists on the page do", () => {
    expect(common(backup, restore)).toBe(71);
    expect(common(backup, communication)).toBe(9);
    expect(common(restore, communication)).toBe(9);
    expect(new Set([...backup, ...restore, ...communication]).size).toBe(138);
  });

  test("trusts the appliance everywhere and ec2 for communication only", () => {
    expect(version7().kinds.map((kind) => [kind.name, kind.trust])).toEqual([
      ["backup", ["appliance"]],
      ["restore", ["appliance"]],
      ["communication", ["appliance", "ec2"]],
    ]);
  });

  test.each([
    [["worker"], ["backup", "restore", "communication"], []],
    [["communication", "backup"], ["backup", "communication"], []],
    [["restore-worker", "restore"], ["restore", "communication"], []],
    [["bakcup"], [], ["bakcup"]],
    [["constructor", "__proto__"], [], ["constructor", "__proto__"]],
  ])("%j stands for %j", (names, kinds, unknown) => {
    const expanded = expandKinds(version7(), names);
    expect(expanded.kinds.map((kind) => kind.name)).toEqual(kinds);
    expect(expanded.unknown).toEqual(unknown);
  });

  const page = "../shared/seed/worker-iam-role-permissions.txt";
  (existsSync(page) ? test : test.skip)("is what the page's blocks name", () => {
    const blocks = readFileSync(page, "utf8").split('"Version"').slice(1);
    const named = blocks.map((block) => [...block.matchAll(/"([a-z0-9]+:[A-Za-z]+)"/g)].map((match) => match[1] ?? ""));
    const lists = named.filter((list) => list.length > 1).map((list) => [...new Set(list)].sort());
    const catalogue = version7().kinds.map((kind) => kind.actions.map((required) => required.action).sort());
    expect(lists).toEqual(catalogue);
  });
});

describe("later versions", () => {
  test.each([
    ["10", [61, 17, 46, 41, 56, 16, 53, 82, 33]],
    ["13.1", [63, 17, 35]],
  ])("version %s holds the numbers of actions of its lists", (version, numbers) => {
    expect(catalogueRequirements(version)?.kinds.map((kind) => kind.actions.length)).toEqual(numbers);
  });

  test.each(catalogueVersions())("in version %s every alias names kinds that there are, and no kind", (version) => {
    const requirements = catalogueRequirements(version);
    const kinds = requirements?.kinds.map(({ name }) => name) ?? [];
    for (const [alias, names] of requirements?.aliases ?? []) {
      expect(kinds).not.toContain(alias);
      expect(kinds).toEqual(expect.arrayContaining([...names]));
    }
  });
});
