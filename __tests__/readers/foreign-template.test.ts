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
  [
    "a block of Helm at the margin",
    "p.yaml",
    "Resources:\n  A:\n    Type: AWS::IAM::Role\n    B:\n{{ toYaml .Values.b | indent 6 }}\n",
  ],
  ["a block of Helm behind a key", "p.yaml", "a:\n  {{- toYaml .Values.a | nindent 2 }}\n  b: AWS::IAM::Role\n"],
  ["a block of Helm that goes over lines", "p.yaml", 'a: AWS::IAM::Role\n{{ include\n  "x" . }}\nb: c\n'],
  ["a comment of Jinja's", "p.yaml", "{# for workers #}\nResources:\n  A: {Type: AWS::IAM::Role}\n"],
  ["a comment of Jinja's in JSON", "p.json", '{"Statement": [{# all #}]}'],
  ["a comment of Helm's", "p.yaml", "{{/* for workers */}}\nResources:\n  A: {Type: AWS::IAM::Role}\n"],
  ["a macro of Jinja's", "p.yaml", "{% macro m(x) %}\n- {{ x }}\n{% endmacro %}\na: AWS::IAM::Role\n"],
  ["a key in JSON", "p.json", '{"a": "AWS::IAM::Role", {{ b }}: 1}'],
  ["entries in JSON", "p.json", '{"Statement": [{"a": 1} {{ more }} ]}'],
  ["a loop of Terraform's behind a brace", "p.json", '{"Statement": {%{ for a in b ~}"${a}": 1,%{ endfor ~}}}'],
  ["a loop of Jinja's behind a brace", "p.json", '{"Statement": {{% for a in b %}"{{ a }}": 1,{% endfor %}}}'],
  ["values of two branches", "p.json", '{"Statement": {% if a %}[1]{% else %}[2]{% endif %}}'],
  [
    "values of a branch within a branch",
    "p.json",
    '{"Statement": %{ if a }%{ if b }1%{ else }2%{ endif }%{ else }3%{ endif }}',
  ],
  [
    "commas that a loop puts between",
    "p.json",
    '{"Statement": [{% for a in b %}"{{ a }}"{% if not loop.last %},{% endif %}{% endfor %}]}',
  ],
  ["brackets that branches open", "p.yaml", "Resources: AWS::IAM::x\nb:\n  {% if a %}[1,{% else %}[2,{% endif %} 3]\n"],
  ["entries of ERB's", "p.yaml", "a: AWS::IAM::Role\n<% if b %>\nc: <%= d %>-e\n<% else %>\nc: f\n<% end %>\n"],
  ["entries of Handlebars'", "p.yaml", "a: AWS::IAM::Role\n{{#if b}}\nc: d\n{{else}}\nc: e\n{{/if}}\n"],
  ["directives in comments", "p.yaml", "Resources:\n  # {% if a %}\n  A: {Type: AWS::IAM::Role}\n  # {% endif %}\n"],
  [
    "directives in comments that trim",
    "p.yaml",
    "Resources:\n  A: {Type: AWS::IAM::Role} #{%- for a in b %}\n  #{%- endfor %}\n",
  ],
  ["Helm's in comments", "p.yaml", "Resources:\n# {{- if .Values.a }}\n  A: {Type: AWS::IAM::Role}\n# {{- end }}\n"],
])("%s makes the file a template of another tool", (_name, path, text) => {
  expect(read(path, text)).toMatchObject({
    kind: "foreign",
    problem: { message: expect.stringContaining(`${path} is a template for another tool`) },
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
  [
    "the same below one in a block of text",
    "p.yaml",
    "a: |\n  {% if a %} and {{ b }}\nResources:\n  A: {Type: AWS::IAM::Role, Tags: [a\n  B: c\n",
  ],
  [
    "the same below one in quotes",
    "p.yaml",
    "a: '{# b #}'\nResources:\n  A: {Type: AWS::IAM::Role, Tags: [a\n  B: c\n",
  ],
  [
    "a bracket that is not closed behind directives",
    "p.yaml",
    "{% if a %}\nb: c\n{% endif %}\nResources:\n  A: {Type: AWS::IAM::Role, Tags: [a\n",
  ],
  ...["{#", "{%", "{{", "<%"].map((open): [string, string, string] => [
    `a bracket that is not closed, between comments of which one holds ${open} and one what closes it`,
    "p.yaml",
    `# ${open} see\nResources:\n  A: {Type: AWS::IAM::Role, Tags: [a\n  B: c\n# #} %} }} %>\n`,
  ]),
  ["a missing comma beside a directive in a text", "p.json", '{"Statement": ["{% if a %}x{% endif %}" "b"]}'],
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

test.each([
  ["placeholders", "{{ a }}"],
  ["directives", "{% if a %}x{% else %}"],
  ["blocks", "{% if a %}x{% else %}y{% endif %}"],
  ["faults", "{% a %}]"],
  ["lines", "{% if %}\n  a: b: c\n"],
])("60 kB of %s in a broken file cost little", (_name, part) => {
  const taken = cpuSeconds(() => {
    read("p.yaml", `AWS::IAM::Role: [\n${part.repeat(60_000 / part.length)}`);
  });
  expect(taken).toBeLessThan(5);
});

test("a template that is broken whatever its directives make of it says where", () => {
  const text = "{% if a %}\nb: c\n{% endif %}\nd: AWS::IAM::Role\n  e: f\n";
  const result = read("p.yaml", text);
  const problem = result.kind === "unreadable" ? result.problem : null;
  expect(problem?.message).toMatch(/^p.yaml is not YAML, however its template directives are rendered: /);
  expect(problem === null ? "" : formatLocation(locate(problem.place))).toMatch(/^p.yaml:4:/);
});

test.each([
  ["in one comment", "# {% if a %} b {% endif %}\nResources:\n  A: {Type: AWS::IAM::Role}\n"],
  ["that open no block", "# {% set a = 1 %}\nResources:\n  A: {Type: AWS::IAM::Role}\n# {% endif %}\n"],
  ["in a text", "Resources:\n  A: {Type: AWS::IAM::Role}\nB: |\n  # {% if a %}\n  b\n  # {% endif %}\n"],
  ["of values in comments", "Resources:\n  # {{ a }}\n  A: {Type: AWS::IAM::Role}\n  # {{ b }}\n"],
])("directives %s leave a template what it is", (_name, text) => {
  expect(read("p.yaml", text).kind).toBe("read");
});
