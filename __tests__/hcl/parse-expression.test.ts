import { parseExpression, parseTemplateFile } from "../../src/hcl/parse-expression.js";
import { heredocBody } from "../../src/hcl/parse-template.js";
import { cpuSeconds } from "../cpu-time.js";

function parsed(text: string) {
  return parseExpression(text, { start: 0, end: text.length });
}

test.each([
  "",
  " ",
  "\n",
  "[",
  "]",
  "[1",
  "[1 2]",
  "{ a }",
  "{ a = }",
  "{ a = 1 b = 2 }",
  "{ a = 1",
  "(1",
  "()",
  "1 +",
  "+ 1",
  "a.",
  "a.[0]",
  "a[",
  "a[0",
  "a ? b",
  "a ? b :",
  "? 1 : 2",
  "f(",
  "f(1",
  "f(1 2)",
  "f(,)",
  "for x in y : x",
  "[for x in y]",
  "[for x in : x]",
  "[for in y : x]",
  "[for x y : x]",
  "{ for x in y : x }",
  "{ for x in y : x = 1 }",
  "[for x, in y : x]",
  "[for x in y : x",
  "a b",
  "=",
  "a = 1",
  '"\\q"',
  '"\\u12"',
  '"\\UFFFFFFFF"',
  '"${}"',
  '"${1 2}"',
  '"%{ if a }b"',
  '"a%{ endfor }"',
  '"${a"',
  "a.*.b.*",
  "a[*].b.*.c[0]",
  "@",
  "&",
  "a & b",
  "<<EOT\nnot ended",
])("does not parse %j", (text) => {
  expect(parsed(text)).toBeNull();
});

test.each([
  "${",
  "%{",
  "%{ if a }",
  "%{ endif }",
  "%{ if a }%{ endfor }",
  "%{ else }",
  "%{ for a }b%{ endfor }",
  "%{ while a }",
  "${ a b }",
  '${"\\q"}',
])("does not read a file with %s as a template", (text) => {
  expect(parseTemplateFile(text)).toBeNull();
});

test("rejects directives nested twenty thousand times quickly", () => {
  const taken = cpuSeconds(() => {
    expect(parseTemplateFile("%{if a}".repeat(20_000) + "%{endif}".repeat(20_000))).toBeNull();
  });
  expect(taken).toBeLessThan(2);
});

test("reads a template file with its positions", () => {
  expect(parseTemplateFile("a\\n${b}$${c}")).toMatchObject({
    kind: "template",
    parts: [
      { kind: "text", value: "a\\n", start: 0, end: 3 },
      { kind: "name", name: "b", start: 5, end: 6 },
      { kind: "text", value: "${c}", start: 7 },
    ],
  });
});

test.each([
  ["lists", "[", "]"],
  ["parentheses", "(", ")"],
  ["objects", "{a=", "}"],
  ["negations", "!", ""],
  ["calls", "f(", ")"],
  ["templates", '"${', '}"'],
  ["conditionals", "a ? b : ", ""],
  ["keys", "a[", "]"],
])("rejects %s nested twenty thousand times quickly", (_name, open, close) => {
  const taken = cpuSeconds(() => {
    expect(parsed(`${open.repeat(20_000)}1${close.repeat(20_000)}`)).toBeNull();
  });
  expect(taken).toBeLessThan(2);
});

test.each([
  ["an operator chain", "1 + ".repeat(90_000)],
  ["a traversal", `a${".b".repeat(90_000)}`],
  ["more of one than a policy contains", `[${"1,".repeat(60_000)}]`],
  ["a string", `"${"a".repeat(1_000_000)}"`],
])("rejects %s without an end quickly", (_name, text) => {
  const taken = cpuSeconds(() => {
    expect(parsed(text)).toBeNull();
  });
  expect(taken).toBeLessThan(2);
});

test("finds no body of an unclosed heredoc", () => {
  const text = "<<EOT\na";
  expect(heredocBody(text, { start: 0, end: text.length })).toBeNull();
});
