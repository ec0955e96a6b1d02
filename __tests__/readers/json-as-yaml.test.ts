import { readFile } from "../../src/readers/index.js";
import { formatLocation } from "../../src/source/location.js";
import { locate } from "../../src/source/place.js";

const context = { workspace: { readText: () => null, listFolder: () => [] }, terraformRoot: null, parameters: [] };
const read = (path: string, text: string) => readFile({ path, text }, context);
const role = '"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}';

test.each([
  ["a comment", `{\n  # of YAML\n  "Resources": {${role}}\n}`, "2:3"],
  ["single quotes", `{'Resources': {${role}}}`, "1:2"],
  ["a string over two lines", `{"Description": "one\n two",\n"Resources": {${role}}}`, "1:21"],
  ["words without quotes", `{Resources: {${role}}}`, "1:2"],
])("reads a JSON-like template as YAML with %s and reports it", (_name, text, at) => {
  for (const path of ["t.json", "t.template"]) {
    const read = readFile({ path, text }, context);
    if (read.kind !== "read") throw new Error(read.kind);
    const { roles, problems } = read.result;
    expect(roles.map(({ id }) => id)).toEqual(["R"]);
    expect(problems.map(({ isRead, place }) => [isRead, formatLocation(locate(place))])).toEqual([
      [true, expect.stringContaining(at)],
    ]);
    const [found] = roles;
    const line = text.split("\n").findIndex((one) => one.includes('"R"')) + 1;
    expect(found && formatLocation(locate(found.place))).toContain(`:${line}:`);
  }
});

test.each([
  ["an unclosed bracket", `{"Resources": {${role}}`],
  ["a missing comma", `{"Description": "a" "Resources": {${role}}}`],
  ["a missing opening quote", `{Resources": {${role}}}`],
  ["a missing closing quote", `{"Resources: {${role}}}`],
  ["a JavaScript comment", `{// no\n"Resources": {${role}}}`],
  ["curly quotes", `{\u201cResources\u201d: {${role}}}`],
  ["text after it", `{"Resources": {${role}}} x`],
  ["a policy", '{# no\n"Statement": [], "Resources": 1}'],
])("keeps a broken file broken: %s", (_name, text) => {
  expect(read("t.json", text).kind).toBe("unreadable");
});
