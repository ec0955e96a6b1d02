import { existsSync, readFileSync } from "node:fs";
import { conditionText } from "../../src/iam/requests.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { catalogRequirements, catalogVersions } from "../../src/requirements/catalog/index.js";
import { expandKinds, type Kind, kindNamed, type Requirements } from "../../src/requirements/requirements.js";

function version7(): Requirements {
  const requirements = catalogRequirements("7");
  if (requirements === null) throw new Error("the catalog lacks version 7");
  return requirements;
}

function actionsOf(name: string): ReadonlySet<string> {
  return new Set(kindNamed(version7(), name)?.actions.map((required) => required.action.toLowerCase()));
}

const common = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((action) => b.has(action)).length;

describe("the catalog for version 7", () => {
  const [backup, restore, communication] = ["backup", "restore", "communication"].map(actionsOf) as [
    ReadonlySet<string>,
    ReadonlySet<string>,
    ReadonlySet<string>,
  ];

  test("has the numbers of actions on the vendor's page without repetition", () => {
    expect([backup.size, restore.size, communication.size]).toEqual([89, 96, 33]);
    expect(version7().kinds.map((kind) => kind.actions.length)).toEqual([89, 96, 33]);
  });

  test("has lists that overlap as they do on the vendor's page", () => {
    expect(common(backup, restore)).toBe(71);
    expect(common(backup, communication)).toBe(9);
    expect(common(restore, communication)).toBe(9);
    expect(new Set([...backup, ...restore, ...communication]).size).toBe(138);
  });

  test("trusts the appliance in every kind and EC2 only for communication", () => {
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
  ])("expands %j to %j", (names, kinds, unknown) => {
    const expanded = expandKinds(version7(), names);
    expect(expanded.kinds.map((kind) => kind.name)).toEqual(kinds);
    expect(expanded.unknown).toEqual(unknown);
  });

  const page = "../shared/seed/worker-iam-role-permissions.txt";
  (existsSync(page) ? test : test.skip)("has the names in the page's blocks", () => {
    const blocks = readFileSync(page, "utf8").split('"Version"').slice(1);
    const named = blocks.map((block) => [...block.matchAll(/"([a-z0-9]+:[A-Za-z]+)"/g)].map((match) => match[1] ?? ""));
    const lists = named.filter((list) => list.length > 1).map((list) => [...new Set(list)].sort());
    const catalog = version7().kinds.map((kind) => kind.actions.map((required) => required.action).sort());
    expect(lists).toEqual(catalog);
  });
});

describe("every version", () => {
  test.each(catalogVersions())(
    "has only existing kinds, and no kind's name, in the aliases of version %s",
    (version) => {
      const requirements = catalogRequirements(version);
      const kinds = requirements?.kinds.map(({ name }) => name) ?? [];
      for (const [alias, names] of requirements?.aliases ?? []) {
        expect(kinds).not.toContain(alias);
        expect(kinds).toEqual(expect.arrayContaining([...names]));
      }
    },
  );

  test.each(catalogVersions())("version %s names existing actions with AWS's spelling", (version) => {
    const names = new Set(catalogRequirements(version)?.kinds.flatMap(actionNames));
    expect([...names].filter((action) => !known.expand(action).includes(action))).toEqual([]);
  });

  test.each(catalogVersions())("makes `everything` equal the full list of version %s, if it has one", (version) => {
    const requirements = catalogRequirements(version);
    if (requirements === null) throw new Error("not there");
    const everything = lower(expandKinds(requirements, ["everything"]).kinds.flatMap(actionNames));
    const full = kindNamed(requirements, "full-list");
    // Version 10's page lacks an action that its restore list has.
    const lacking = version === "10" ? ["rds:deletetenantdatabase"] : [];
    if (full !== undefined) expect(everything).toEqual(lower([...actionNames(full), ...lacking]));
  });
});

const known = await loadAuthorization();
const actionNames = (kind: Kind) => kind.actions.map(({ action }) => action);
const lower = (actions: readonly string[]) => [...new Set(actions.map((action) => action.toLowerCase()))].sort();

/** Each kind with its name in the facts, the number of its list there, and the number of its actions in 10 and in 13.1. */
const lists: readonly (readonly [string, string, number | null, number, number])[] = [
  ["ec2-backup", "backup_ec2", 0, 61, 63],
  ["ec2-backup-worker", "backup_ec2", 1, 17, 17],
  ["rds-backup", "backup_rds", 0, 46, 46],
  ["rds-backup-worker", "backup_rds", 1, 41, 41],
  ["efs-backup", "backup_efs", 0, 69, 69],
  ["efs-backup-manual", "backup_efs", 1, 35, 35],
  ["efs-backup-indexing", "backup_efs", 2, 5, 5],
  ["fsx-backup", "backup_fsx", 0, 50, 50],
  ["fsx-backup-manual", "backup_fsx", 1, 32, 32],
  ["dynamodb-backup", "backup_dynamo", 0, 49, 49],
  ["dynamodb-backup-manual", "backup_dynamo", 1, 30, 30],
  ["redshift-backup", "backup_redshift", 0, 43, 43],
  ["redshift-backup-manual", "backup_redshift", 1, 23, 23],
  ["redshift-serverless-backup", "backup_redshift_serverless", 0, 33, 33],
  ["redshift-serverless-backup-manual", "backup_redshift_serverless", 1, 14, 14],
  ["vpc-backup", "backup_vpc", 0, 48, 48],
  ["ec2-restore", "restore_ec2", 0, 56, 56],
  ["ec2-restore-worker", "restore_ec2", 1, 16, 16],
  ["rds-restore", "restore_rds", 0, 48, 48],
  ["rds-database-restore", "restore_db", 0, 53, 53],
  ["efs-restore", "restore_efs", 0, 50, 50],
  ["fsx-restore", "restore_fsx", 0, 40, 40],
  ["dynamodb-restore", "restore_dynamo", 0, 35, 35],
  ["redshift-restore", "restore_redshift", 0, 33, 33],
  ["redshift-serverless-restore", "restore_redshift_serverless", 0, 33, 33],
  ["vpc-restore", "restore_vpc", 0, 179, 179],
  ["file-level-recovery", "flr_prod", 0, 82, 82],
  ["communication", "prod_acc", 0, 33, 35],
  ["worker-deployment", "backup_acc", 0, 77, 78],
  ["worker-configuration", "service_prod_acc", 0, 6, 6],
  ["repository", "repo", 0, 28, 28],
  ["organization", "organization_permissions", 0, 8, 8],
  ["full-list", "full_list_permissions", null, 450, 453],
];

interface Page {
  readonly title?: string;
  readonly updated: string;
  readonly assumed_by?: readonly string[];
  readonly actions?: readonly string[];
  readonly lists?: readonly { readonly actions: readonly string[]; readonly condition?: unknown }[];
}

const path = "../shared/facts/vendor-lists.json";
const facts: Readonly<Record<string, Readonly<Record<string, Page>>>> | null = existsSync(path)
  ? JSON.parse(readFileSync(path, "utf8"))
  : null;

describe.each(["10", "13.1"])("version %s", (version) => {
  const requirements = catalogRequirements(version);
  const own = version === "13.1" ? ["appliance"] : [];

  test("has exactly these kinds", () => {
    expect(requirements?.kinds.map(({ name }) => name).sort()).toEqual([...lists.map(([name]) => name), ...own].sort());
  });

  test.each(lists)("lists as many actions for %s as the vendor's page", (name, _key, _index, of10, of13) => {
    const kind = requirements?.kinds.find((one) => one.name === name);
    expect(kind?.actions.length).toBe(version === "10" ? of10 : of13);
    expect(kind?.page).toMatch(/\S/);
    expect(kind?.updated).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(kind?.trust).toContain("appliance");
  });

  const pages = facts?.[version];
  (pages === undefined ? test.skip.each(lists) : test.each(lists))(
    "lists the same actions for %s as the vendor's page",
    (name, key, index, _of10, _of13) => {
      const page = pageOf(pages ?? {}, key, index);
      // Version 13.1 has no separate page for it.
      if (page === undefined) return expect([version, name]).toEqual(["13.1", "organization"]);
      const kind = requirements?.kinds.find((one) => one.name === name);
      expect(lower(kind === undefined ? [] : actionNames(kind))).toEqual(lower(actionsOfPage(page, name, index)));
      const parties = partiesOf(page);
      if (parties.length > 0) expect([...(kind?.trust ?? [])].sort()).toEqual([...parties].sort());
    },
  );
});

function pageOf(pages: Readonly<Record<string, Page>>, key: string, index: number | null): Page | undefined {
  return pages[`${key}${index === 1 ? "_worker" : ""}`] ?? pages[key] ?? pages[`role_permissions_${key}`];
}

function actionsOfPage({ actions, lists: parts }: Page, name: string, index: number | null): readonly string[] {
  const listed = parts?.map((part) => part.actions) ?? [actions ?? []];
  // Version 10 has one list for EFS indexing; 13.1 has three, by condition.
  if (name === "efs-backup-indexing") return listed.slice(2).flat();
  return index === null ? listed.flat() : (listed[actions === undefined ? index : 0] ?? []);
}

function partiesOf({ assumed_by: parties = [] }: Page): readonly string[] {
  return parties.map((party) => (party.startsWith("ec2.") ? "ec2" : (party.split(" ")[0] ?? "")));
}

test("has the conditions for indexing", () => {
  for (const version of ["10", "13.1"]) {
    const requirements = catalogRequirements(version);
    const kind = requirements?.kinds.find(({ name }) => name === "efs-backup-indexing");
    expect(kind?.actions.map(({ action, condition }) => [action, conditionText(condition)])).toEqual([
      [
        "ec2:CreateTags",
        "StringEquals ec2:CreateAction = RunInstances, StringEquals aws:RequestTag/EfsIndexWorker = EfsIndexWorker",
      ],
      ["ec2:RunInstances", ""],
      ["ec2:StartInstances", "StringEquals ec2:ResourceTag/EfsIndexWorker = EfsIndexWorker"],
      ["ec2:TerminateInstances", "StringEquals ec2:ResourceTag/EfsIndexWorker = EfsIndexWorker"],
      ["servicequotas:ListServiceQuotas", ""],
    ]);
  }
});
