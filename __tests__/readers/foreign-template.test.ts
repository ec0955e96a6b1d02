import { readFile } from "../../src/readers/index.js";

const context = { workspace: { readText: () => null, listFolder: () => [] }, terraformRoot: null, parameters: [] };
const read = (path: string, text: string) => readFile({ path, text }, context);

test.each([
  ["a bare ${...} in JSON", "p.json", '{"Statement": [{"Resource": ${ORG_ID}}]}'],
  ["a bare function in JSON", "p.json", '{"Statement": [{"Resource": ${jsonencode(["a", { b = "c" }])}}]}'],
  ["quotes within a placeholder in a string", "p.json", '{"Statement": [{"Resource": "${lookup(x, "y")}"}]}'],
  ["a bare {{...}} in JSON", "p.json", '{"Statement": [{"Resource": {{ bucket }}}]}'],
  ["directives of Terraform", "p.json", '{"Statement": [\n%{ for a in b }\n{"Resource": "${a}"},\n%{ endfor }\n]}'],
  ["a Helm chart", "p.yaml", "a: |\n  AWS::IAM::Role\n{{- if .Values.x }}\nb: {{ .Values.b }}\n{{- end }}\n"],
  [
    "Jinja's directives",
    "p.yaml",
    "Resources:\n{% for role in roles %}\n  {{ role }}:\n    Type: AWS::IAM::Role\n{% endfor %}\n",
  ],
  [
    "a placeholder before text in YAML",
    "p.yaml",
    "Resources:\n  A:\n    Type: AWS::IAM::Role\n    Name: {{ stage }}-role\n",
  ],
  ["ERB", "p.template", "Resources:\n<% roles.each do |r| %>\n  A: {Type: AWS::IAM::Role}\n <% end %>\n"],
])("%s makes the file a template of another tool", (_name, path, text) => {
  expect(read(path, text)).toMatchObject({
    kind: "foreign",
    problem: { message: expect.stringContaining(`${path} is a template of another tool`) },
  });
});

test.each([
  ["a missing comma beside a placeholder", "p.json", '{"Statement": ["${a}" "b"]}'],
  ["a placeholder that is not closed", "p.json", '{"Statement": [${ORG_ID]}'],
  [
    "a missing colon beside a placeholder",
    "p.yaml",
    "Resources:\n  A {{ stage }}\n  Type: AWS::IAM::Role\n   x: y: z\n",
  ],
  [
    "a bracket that is not closed, below a directive in a comment",
    "p.yaml",
    "  # {% if a %} and {{ b }}\nResources:\n  A: {Type: AWS::IAM::Role, Tags: [a\n  B: c\n",
  ],
])("%s does not", (_name, path, text) => {
  expect(read(path, text)).toMatchObject({ kind: "unreadable" });
});

test("a template with commas before closing brackets is read, with a fault", () => {
  const text = '{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [],},},\n},}';
  const result = read("t.json", text);
  expect(result).toMatchObject({
    kind: "read",
    result: {
      roles: [{ id: "R" }],
      problems: [{ message: expect.stringContaining("a comma before the end"), isRead: true }],
    },
  });
});

test.each([
  ["a policy with such a comma", '{"Statement": [{"Effect": "Allow", "Action": "a:B", "Resource": "*"},]}'],
  ["two commas", '{"Resources": {"R": {"Type": "AWS::IAM::Role",,}}}'],
  ["a comma alone", '{"Resources": [,]}'],
])("%s is unreadable", (_name, text) => {
  expect(read("t.json", text).kind).toBe("unreadable");
});
