import { readFile } from "../../src/readers/index.js";

const context = { workspace: { readText: () => null, listFolder: () => [] }, terraformRoot: null, parameters: [] };

test.each<[string, object, number]>([
  ["a partial AWS answer", { IsTruncated: true, Marker: "x", RoleDetailList: [] }, 1],
  ["a partial CLI answer", { NextToken: "x", RoleDetailList: [{ RoleName: "veeam" }] }, 1],
  ["a whole answer", { IsTruncated: false, NextToken: null, RoleDetailList: [{ RoleName: "veeam" }] }, 0],
])("does not mistake a partial answer for a whole one: %s", (_what, answer, count) => {
  const read = readFile({ path: "a.json", text: JSON.stringify(answer) }, context);
  const problem = { message: "a.json is only part of the response: roles and policies may be missing" };
  expect(read).toMatchObject({ kind: "read", result: { problems: Array(count).fill(problem) } });
});
