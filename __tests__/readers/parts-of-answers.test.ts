import { readFile } from "../../src/readers/index.js";

const context = { workspace: { readText: () => null, listFolder: () => [] }, terraformRoot: null, parameters: [] };

test.each<[string, object, number]>([
  ["AWS's own, that goes on", { IsTruncated: true, Marker: "x", RoleDetailList: [] }, 1],
  ["the CLI's, that goes on", { NextToken: "x", RoleDetailList: [{ RoleName: "veeam" }] }, 1],
  ["a whole one", { IsTruncated: false, NextToken: null, RoleDetailList: [{ RoleName: "veeam" }] }, 0],
])("an answer is not taken for the whole where it is none: %s", (_what, answer, count) => {
  const read = readFile({ path: "a.json", text: JSON.stringify(answer) }, context);
  const problem = { message: "a.json is only part of the response: roles and policies may be missing" };
  expect(read).toMatchObject({ kind: "read", result: { problems: Array(count).fill(problem) } });
});
