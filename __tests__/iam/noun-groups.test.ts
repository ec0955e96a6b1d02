import { readNounGroups } from "../../src/iam/noun-groups.js";

const VERBS = ["!List", "Get", "Delete"];
const names = (groups: string) => readNounGroups(groups.split(" "), VERBS, false).map(({ name }) => name);

test.each([
  ["Volume ab", ["GetVolume", "ListVolume"]],
  ["Volume 'ab", ["GetVolume", "ListVolumes"]],
  ["Policy `ab'c", ["DeletePolicys", "GetPolicy", "ListPolicies"]],
  ["Object .Abort.b ACL .Put.", ["AbortObject", "GetObject", "PutACL"]],
  ["invoke ..", ["invoke"]],
])("describes %s as %j", (groups, expected) => {
  expect(names(groups)).toEqual(expected);
});

test("derives from a verb whether an action works on resources, inverted by ~", () => {
  expect(readNounGroups(["Volume", "ab~'a~c"], VERBS, false)).toEqual([
    { name: "DeleteVolume", details: "" },
    { name: "GetVolume", details: "#" },
    { name: "ListVolume", details: "" },
    { name: "ListVolumes", details: "#" },
  ]);
});

test("puts details after the verb that they belong to", () => {
  expect(readNounGroups(["Volume", "a@0;b@1#2,3;c"], VERBS, true)).toEqual([
    { name: "DeleteVolume", details: "" },
    { name: "GetVolume", details: "@1#2,3" },
    { name: "ListVolume", details: "@0" },
  ]);
});
