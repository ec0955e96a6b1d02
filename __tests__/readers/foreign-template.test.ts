import { readFile } from "../../src/readers/index.js";
import { formatLocation } from "../../src/source/location.js";
import { locate } from "../../src/source/place.js";
import { cpuSeconds } from "../cpu-time.js";

const context = { workspace: { readText: () => null, listFolder: () => [] }, terraformRoot: null, parameters: [] };
const read = (path: string, text: string) => readFile({ path, text }, context);

test.each([
  ["a bare ${...} in JSON", "p.json", '{"Statement": [{"Resource": ${ORG_ID}}]}'],
  ["a bare function in JSON", "p.json", '{"Statement": [{"Resource": ${jsonencode(["a", { b = "c" }])}}]}'],
  ["quotes within a placeholder in a string", "p.json", '{"Statement": [{"Resource": "${lookup(x, "y")}"}]}'],
  ["a bare {{...}} in JSON", "p.json", '{"Statement": [{"Resource": {{ bucket }}}]}'],
  ["Terraform directives", "p.json", '{"Statement": [\n%{ for a in b }\n{"Resource": "${a}"},\n%{ endfor }\n]}'],
  ["a Helm chart", "p.yaml", "a: |\n  AWS::IAM::Role\n{{- if .Values.x }}\nb: {{ .Values.b }}\n{{- end }}\n"],
  [
    "Jinja directives",
    "p.yaml",
    "Resources:\n{% for role in roles %}\n  {{ role }}:\n    Type: AWS::IAM::Role\n{% endfor %}\n",
  ],
  [
    "a placeholder before text in YAML",
    "p.yaml",
    "Resources:\n  A:\n    Type: AWS::IAM::Role\n    Name: {{ stage }}-role\n",
  ],
  ["ERB", "p.template", "Resources:\n<% roles.each do |r| %>\n  A: {Type: AWS::IAM::Role}\n <% end %>\n"],
  [
    "an unindented Helm block",
    "p.yaml",
    "Resources:\n  A:\n    Type: AWS::IAM::Role\n    B:\n{{ toYaml .Values.b | indent 6 }}\n",
  ],
  ["a Helm block after a key", "p.yaml", "a:\n  {{- toYaml .Values.a | nindent 2 }}\n  b: AWS::IAM::Role\n"],
  ["a multi-line Helm block", "p.yaml", 'a: AWS::IAM::Role\n{{ include\n  "x" . }}\nb: c\n'],
  ["a Jinja comment", "p.yaml", "{# for workers #}\nResources:\n  A: {Type: AWS::IAM::Role}\n"],
  ["a Jinja comment in JSON", "p.json", '{"Statement": [{# all #}]}'],
  ["a Helm comment", "p.yaml", "{{/* for workers */}}\nResources:\n  A: {Type: AWS::IAM::Role}\n"],
  ["a Jinja macro", "p.yaml", "{% macro m(x) %}\n- {{ x }}\n{% endmacro %}\na: AWS::IAM::Role\n"],
  ["a key in JSON", "p.json", '{"a": "AWS::IAM::Role", {{ b }}: 1}'],
  ["entries in JSON", "p.json", '{"Statement": [{"a": 1} {{ more }} ]}'],
  ["a Terraform loop after a brace", "p.json", '{"Statement": {%{ for a in b ~}"${a}": 1,%{ endfor ~}}}'],
  ["a Jinja loop after a brace", "p.json", '{"Statement": {{% for a in b %}"{{ a }}": 1,{% endfor %}}}'],
  ["values of two branches", "p.json", '{"Statement": {% if a %}[1]{% else %}[2]{% endif %}}'],
  ["values of nested branches", "p.json", '{"Statement": %{ if a }%{ if b }1%{ else }2%{ endif }%{ else }3%{ endif }}'],
  [
    "commas that a loop inserts",
    "p.json",
    '{"Statement": [{% for a in b %}"{{ a }}"{% if not loop.last %},{% endif %}{% endfor %}]}',
  ],
  ["brackets opened in branches", "p.yaml", "Resources: AWS::IAM::x\nb:\n  {% if a %}[1,{% else %}[2,{% endif %} 3]\n"],
  ["ERB entries", "p.yaml", "a: AWS::IAM::Role\n<% if b %>\nc: <%= d %>-e\n<% else %>\nc: f\n<% end %>\n"],
  ["Handlebars entries", "p.yaml", "a: AWS::IAM::Role\n{{#if b}}\nc: d\n{{else}}\nc: e\n{{/if}}\n"],
  ["directives in comments", "p.yaml", "Resources:\n  # {% if a %}\n  A: {Type: AWS::IAM::Role}\n  # {% endif %}\n"],
  [
    "trimming directives in comments",
    "p.yaml",
    "Resources:\n  A: {Type: AWS::IAM::Role} #{%- for a in b %}\n  #{%- endfor %}\n",
  ],
  [
    "Helm directives in comments",
    "p.yaml",
    "Resources:\n# {{- if .Values.a }}\n  A: {Type: AWS::IAM::Role}\n# {{- end }}\n",
  ],
])("recognizes another tool's template by %s", (_name, path, text) => {
  expect(read(path, text)).toMatchObject({
    kind: "foreign",
    problem: { message: expect.stringContaining(`${path} is a template for another tool`) },
  });
});

test.each([
  ["a missing comma next to a placeholder", "p.json", '{"Statement": ["${a}" "b"]}'],
  ["an unclosed placeholder", "p.json", '{"Statement": [${ORG_ID]}'],
  [
    "a missing colon next to a placeholder",
    "p.yaml",
    "Resources:\n  A {{ stage }}\n  Type: AWS::IAM::Role\n   x: y: z\n",
  ],
  [
    "an unclosed bracket below a directive in a comment",
    "p.yaml",
    "  # {% if a %} and {{ b }}\nResources:\n  A: {Type: AWS::IAM::Role, Tags: [a\n  B: c\n",
  ],
  [
    "an unclosed bracket below a directive in a block scalar",
    "p.yaml",
    "a: |\n  {% if a %} and {{ b }}\nResources:\n  A: {Type: AWS::IAM::Role, Tags: [a\n  B: c\n",
  ],
  [
    "an unclosed bracket below a directive in quotes",
    "p.yaml",
    "a: '{# b #}'\nResources:\n  A: {Type: AWS::IAM::Role, Tags: [a\n  B: c\n",
  ],
  [
    "an unclosed bracket after directives",
    "p.yaml",
    "{% if a %}\nb: c\n{% endif %}\nResources:\n  A: {Type: AWS::IAM::Role, Tags: [a\n",
  ],
  ...["{#", "{%", "{{", "<%"].map((open): [string, string, string] => [
    `a bracket that is not closed, between two comments, one with ${open} and one with its end`,
    "p.yaml",
    `# ${open} see\nResources:\n  A: {Type: AWS::IAM::Role, Tags: [a\n  B: c\n# #} %} }} %>\n`,
  ]),
  ["a missing comma next to a directive in a string", "p.json", '{"Statement": ["{% if a %}x{% endif %}" "b"]}'],
])("does not mistake %s for another tool's template", (_name, path, text) => {
  expect(read(path, text)).toMatchObject({ kind: "unreadable" });
});

test("reads a template with trailing commas and reports an error", () => {
  const text = '{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [],},},\n},}';
  const result = read("t.json", text);
  expect(result).toMatchObject({
    kind: "read",
    result: {
      roles: [{ id: "R" }],
      problems: [{ message: expect.stringContaining("there is a trailing comma"), isRead: true }],
    },
  });
});

test.each([
  ["a policy with a trailing comma", '{"Statement": [{"Effect": "Allow", "Action": "a:B", "Resource": "*"},]}'],
  ["two commas", '{"Resources": {"R": {"Type": "AWS::IAM::Role",,}}}'],
  ["a lone comma", '{"Resources": [,]}'],
])("can't read %s", (_name, text) => {
  expect(read("t.json", text).kind).toBe("unreadable");
});

test.each([
  ["placeholders", "{{ a }}"],
  ["directives", "{% if a %}x{% else %}"],
  ["blocks", "{% if a %}x{% else %}y{% endif %}"],
  ["errors", "{% a %}]"],
  ["lines", "{% if %}\n  a: b: c\n"],
])("spends little on 60 kB of %s in a broken file", (_name, part) => {
  const taken = cpuSeconds(() => {
    read("p.yaml", `AWS::IAM::Role: [\n${part.repeat(60_000 / part.length)}`);
  });
  expect(taken).toBeLessThan(5);
});

test("reports the position in a template that is broken regardless of its directives' output", () => {
  const text = "{% if a %}\nb: c\n{% endif %}\nd: AWS::IAM::Role\n  e: f\n";
  const result = read("p.yaml", text);
  const problem = result.kind === "unreadable" ? result.problem : null;
  expect(problem?.message).toMatch(/^p.yaml is not valid YAML, even after its template directives are rendered: /);
  expect(problem === null ? "" : formatLocation(locate(problem.place))).toMatch(/^p.yaml:4:/);
});

test.each([
  ["in one comment", "# {% if a %} b {% endif %}\nResources:\n  A: {Type: AWS::IAM::Role}\n"],
  ["that open no block", "# {% set a = 1 %}\nResources:\n  A: {Type: AWS::IAM::Role}\n# {% endif %}\n"],
  ["in a string", "Resources:\n  A: {Type: AWS::IAM::Role}\nB: |\n  # {% if a %}\n  b\n  # {% endif %}\n"],
  ["around values in comments", "Resources:\n  # {{ a }}\n  A: {Type: AWS::IAM::Role}\n  # {{ b }}\n"],
])("keeps a template's type with directives %s", (_name, text) => {
  expect(read("p.yaml", text).kind).toBe("read");
});
