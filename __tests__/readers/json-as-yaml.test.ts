import { readFile } from "../../src/readers/index.js";
import { formatLocation } from "../../src/source/location.js";
import { locate } from "../../src/source/place.js";

const context = { workspace: { readText: () => null, listFolder: () => [] }, terraformRoot: null, parameters: [] };
const read = (path: string, text: string) => readFile({ path, text }, context);
const role = '"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}';

test.each([
  ["a comment", `{\n  # of YAML\n  "Resources": {${role}}\n}`, "2:3"],
  ["single quotes", `{'Resources': {${role}}}`, "1:2"],
  ["a text over two lines", `{"Description": "one\n two",\n"Resources": {${role}}}`, "1:21"],
  ["words without quotes", `{Resources: {${role}}}`, "1:2"],
])("a template that looks like JSON is YAML with %s, which is told", (_name, text, at) => {
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
  ["a bracket that is not closed", `{"Resources": {${role}}`],
  ["a comma that is missing", `{"Description": "a" "Resources": {${role}}}`],
  ["a quote that is missing at the start", `{Resources": {${role}}}`],
  ["a quote that is missing at the end", `{"Resources: {${role}}}`],
  ["a comment of JavaScript's", `{// no\n"Resources": {${role}}}`],
  ["curly quotes", `{\u201cResources\u201d: {${role}}}`],
  ["text behind it", `{"Resources": {${role}}} x`],
  ["a policy", '{# no\n"Statement": [], "Resources": 1}'],
])("what is broken stays broken: %s", (_name, text) => {
  expect(read("t.json", text).kind).toBe("unreadable");
});
