import fc from "fast-check";
import { placeholdersIn } from "../../src/source/placeholder.js";
import { cpuSeconds } from "../cpu-time.js";

const found = (text: string) =>
  placeholdersIn(text).map(
    ({ start, end, kind }) => `${kind === "directive" ? "directive " : ""}${text.slice(start, end)}`,
  );

test.each<[string, readonly string[]]>([
  ["{{ stack.name }}-x", ["{{ stack.name }}"]],
  ["{{{ a }}}-{{{b}}", ["{{{ a }}}", "{{{b}}"]],
  ["{{a}}{{b}}", ["{{a}}", "{{b}}"]],
  ["{{resolve:ssm:/name}}", []],
  ["${file(./a.yml):b}", ["${file(./a.yml):b}"]],
  ["${file(./${self:custom.name}.yml)}", ["${file(./${self:custom.name}.yml)}"]],
  ['${jsonencode({ a = "b" })}', ['${jsonencode({ a = "b" })}']],
  ["{% if a %}x{% endif %}", ["directive {% if a %}", "directive {% endif %}"]],
  ["<%= name %>", ["<%= name %>"]],
  ["{# a comment #}{#", ["directive {# a comment #}"]],
  ["{{- range .Values.roles }}", ["directive {{- range .Values.roles }}"]],
  ["{{#each roles}}", ["directive {{#each roles}}"]],
  ["{{ format }}", ["{{ format }}"]],
  ["%{ for a in b ~}", ["directive %{ for a in b ~}"]],
  ["{%{ for a in b ~}", ["directive %{ for a in b ~}"]],
  ["{{% for a in b %}", ["directive {% for a in b %}"]],
  ["100%{x}", []],
  ["arn:#{AWS::Partition}:iam", ["#{AWS::Partition}"]],
  ["#{{ a }}", ["{{ a }}"]],
  ["#{% if a %}", ["directive {% if a %}"]],
  ["#{open", []],
  ["${{ github.sha }}", ["${{ github.sha }}"]],
  ["${open", []],
  ["{{open", []],
  ["{{open ${a}", ["${a}"]],
  ["$x {x} }} %}", []],
])("finds placeholders in %s", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test("keeps placeholders in order, apart, and within the text", () => {
  const text = fc.array(
    fc.constantFrom("{{", "}}", "{%", "%}", "{#", "#}", "<%", "%>", "${", "#{", "}", "%{", "if ", "a", "resolve:"),
  );
  fc.assert(
    fc.property(text, (parts) => {
      const whole = parts.join("");
      let at = 0;
      for (const { start, end } of placeholdersIn(whole)) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        at = end;
      }
      expect(at).toBeLessThanOrEqual(whole.length);
    }),
  );
});

test.each(["{{", "${", "{%", "{#", "%{ if ", "${a", "#{"])("searches a megabyte of %s quickly", (sign) => {
  const taken = cpuSeconds(() => {
    placeholdersIn(sign.repeat(1_000_000 / sign.length));
  });
  expect(taken).toBeLessThan(1);
});
