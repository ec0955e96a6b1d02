import fc from "fast-check";
import { catalogRequirements, catalogVersions } from "../../src/requirements/catalog/index.js";
import type { Kind } from "../../src/requirements/requirements.js";
import { actionNames, fittingKinds, NamedActions } from "../../src/select/fitting-kinds.js";

const versions = catalogVersions().map((version): [string, readonly Kind[]] => {
  return [version, catalogRequirements(version)?.kinds ?? []];
});

const unionOf = (kinds: readonly Kind[]): ReadonlySet<string> =>
  new Set(kinds.flatMap((kind) => [...actionNames(kind)]));
const fitting = (kinds: readonly Kind[], named: ReadonlySet<string>) => fittingKinds(kinds, new NamedActions(named));
const namesOf = (kinds: readonly Kind[]) => kinds.map(({ name }) => name);

const each = versions.flatMap(([version, kinds]) =>
  kinds.filter(({ actions }) => actions.length > 2).map((kind): [string, string, Kind] => [version, kind.name, kind]),
);

test.each(each)("in version %s, finds only one kind for a role with the list of %s", (version, name, kind) => {
  const kinds = new Map(versions).get(version) ?? [];
  expect(namesOf(fitting(kinds, actionNames(kind)))).toEqual([name]);
});

test.each(each)("in version %s, finds the same for a role that lacks a tenth of %s", (version, name, kind) => {
  const kinds = new Map(versions).get(version) ?? [];
  const lacking = [...actionNames(kind)].filter((_, index) => index % 10 !== 5);
  expect(namesOf(fitting(kinds, new Set(lacking)))).toContain(name);
});

test.each(versions)("in version %s, finds no kind that lacks something for a role with several lists", (_, kinds) => {
  fc.assert(
    fc.property(fc.subarray([...kinds], { minLength: 1, maxLength: Math.min(5, kinds.length) }), (some) => {
      const named = unionOf(some.filter(({ actions }) => actions.length > 2));
      const found = fitting(kinds, named);
      expect(found.flatMap((kind) => [...actionNames(kind)]).filter((action) => !named.has(action))).toEqual([]);
      expect(unionOf(found)).toEqual(named);
    }),
  );
});

test.each(each)(
  "in version %s, finds no kind that lacks something for one action more than %s",
  (version, name, kind) => {
    const kinds = new Map(versions).get(version) ?? [];
    for (const action of unionOf(kinds)) {
      const named = new Set([...actionNames(kind), action]);
      const found = fitting(kinds, named);
      expect(namesOf(found)).toContain(name);
      expect(found.flatMap((other) => [...actionNames(other)]).filter((other) => !named.has(other))).toEqual([]);
    }
  },
);

test("in an older version, finds the kind of the newer list that a role was created from", () => {
  const newer = catalogRequirements("13.1")?.kinds ?? [];
  const older = catalogRequirements("10")?.kinds ?? [];
  for (const kind of newer.filter(({ actions, name }) => actions.length > 2 && older.some((one) => one.name === name)))
    expect(namesOf(fitting(older, actionNames(kind)))).toContain(kind.name);
  const [ec2] = newer.filter(({ name }) => name === "ec2-backup");
  expect(namesOf(fitting(older, ec2 === undefined ? new Set() : actionNames(ec2)))).toEqual(["ec2-backup"]);
});

test.each<[string, readonly string[]]>([
  ["ec2-backup", ["ec2:startinstances", "ec2:terminateinstances"]],
  ["rds-backup", ["ec2:describesubnets", "ec2:describesecuritygroups"]],
  ["communication", ["ec2:describesubnets", "ec2:describevpcs", "ec2:describeaccountattributes"]],
  ["file-level-recovery", ["events:putrule", "ebs:getsnapshotblock", "iam:listinstanceprofiles"]],
  ["rds-backup-worker", ["sqs:deletemessage", "sqs:deletequeue", "sqs:setqueueattributes"]],
  ["efs-backup", ["rds:describedbinstances", "rds:listtagsforresource"]],
])("for a whole list of %s with %j, finds no other kind", (name, more) => {
  const kinds = catalogRequirements("13.1")?.kinds ?? [];
  const kind = kinds.find((other) => other.name === name);
  expect(namesOf(fitting(kinds, new Set([...(kind ? actionNames(kind) : []), ...more])))).toEqual([name]);
});

test("finds both kinds of a role with a whole list and part of another workload's own actions", () => {
  const kinds = catalogRequirements("13.1")?.kinds ?? [];
  const [fsx, efs] = ["fsx-backup", "efs-backup"].map((name) => {
    const kind = kinds.find((other) => other.name === name);
    return kind === undefined ? [] : [...actionNames(kind)];
  });
  const own = efs?.filter((action) => action.startsWith("elasticfilesystem:")).slice(0, 4) ?? [];
  const found = namesOf(fitting(kinds, new Set([...(fsx ?? []), ...own])));
  expect(found.map((name) => name.slice(0, 3)).sort()).toEqual(["efs", "fsx"]);
});

test("does not identify a kind by a list of one action", () => {
  const kinds = catalogRequirements("13.1")?.kinds ?? [];
  expect(namesOf(fitting(kinds, new Set(["sts:assumerole"])))).toEqual([]);
});
