import { read } from "./read-template.js";

const role = "Resources: {R: {Type: AWS::IAM::Role}}";

test.each([
  ["a manifest", `kind: Stack\nspec:\n  template: {${role}}\n`, "spec.template"],
  [
    "a playbook",
    `- tasks:\n    - cloudformation: {template_body: {${role}}}\n`,
    "0.tasks.0.cloudformation.template_body",
  ],
  ["a second document", `a: b\n---\nb: {${role}}\n`, "b"],
])("names a template within %s", (_name, text, keys) => {
  expect(read(text)).toMatchObject({ kind: "unrecognized", reason: expect.stringContaining(` below ${keys},`) });
});

test.each([
  ["resources of another kind", "a: {Resources: {R: {Type: Role}}}\n"],
  ["a template without IAM", "a: {Transform: x, Resources: {R: {Type: AWS::SQS::Queue}}}\n"],
  ["a type's name", "a: {types: [AWS::IAM::Role]}\n"],
  ["deeply nested content", `${"a: {".repeat(12)}${role}${"}".repeat(12)}\n`],
])("finds no template in %s", (_name, text) => {
  expect(read(text)).toEqual({ kind: "unrecognized", reason: "contains no policy, template, or plan" });
});
