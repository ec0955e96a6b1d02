import { locate } from "../../src/source/place.js";
import { parseYaml } from "../../src/source/yaml-node.js";

const faultsOf = (text: string) => parseYaml({ path: "a.yaml", text }).errors.map(({ message }) => message);

test.each(["a: 'it''", "a: '", "a: '''''''", 'a: "it\\"', 'a: "it\\\\\\"', 'a: "'])(
  "recognizes a quoted string that the file cuts off: %s",
  (text) => {
    expect(faultsOf(text)).toHaveLength(1);
  },
);

test.each(["a: 'it'''", "a: ''", "a: ''''", 'a: "it\\\\"', 'a: "it\\""', 'a: ""', "a: it''", 'a: it\\"'])(
  "recognizes a complete string: %s",
  (text) => {
    expect(faultsOf(text)).toEqual([]);
  },
);

test("reports only the first of very many errors, at its position", () => {
  const commas = (count: number) => parseYaml({ path: "a.yaml", text: `a: 1\nb: [${",".repeat(count)}]\n` }).errors;
  const [few, many] = [commas(10_000), commas(200_000)];
  expect(few.length).toBeGreaterThan(9000);
  const [first] = few.map(({ message, place }) => ({ message, location: locate(place) }));
  expect(many.map(({ message, place }) => ({ message, location: locate(place) }))).toEqual([first]);
});

test("reads any number of strings that continue at the margin", () => {
  const texts = Array.from({ length: 12_000 }, (_, at) => `  k${at}: "x\ny: z\n"\n`);
  expect(faultsOf(`a:\n${texts.join("")}`)).toEqual([]);
});

test.each([
  ["a plain key", "a: 1\nb\u001e: 2"],
  ["a quoted key", '{"a": 1, "b\u001e": 2}'],
  ["a comment", "a: 1 # b\u0000"],
])("rejects a control character in %s", (_, text) => {
  const { errors } = parseYaml({ path: "t.yaml", text });
  expect(errors.map(({ message }) => message)).toEqual(["control characters are not allowed"]);
  expect(errors[0]?.place).toMatchObject({ start: text.search(/[^\P{Cc}\n]/u) });
});

test("does not report the library's warnings on tags and directives as errors", () => {
  expect(faultsOf("%FOO bar\n---\na: !Ref b\nc: !unknown d\n")).toEqual([]);
});

test("ignores a lone exclamation mark as a tag, and takes only a name in double braces for a placeholder", () => {
  const [root] = parseYaml({
    path: "a.yaml",
    text: "a: ! b\nc: ! {d: e}\nf: {{ g }}\nh: {{i: j}: k, l: {m: n}}\n",
  }).documents;
  const kinds = root?.kind === "map" ? root.entries.map(({ value }) => value.kind) : [];
  expect(kinds).toEqual(["scalar", "map", "scalar", "map"]);
});

test.each([
  ["!!omap [b]", "[b]"],
  ["!!pairs [b: c]", "[b: c]"],
  ["!!set {b, c}", "{b, c}"],
  ["!!binary b.c", "b.c"],
  ["!!timestamp b", "b"],
])("reads %s without its tag", (tagged, plain) => {
  const shapeOf = (value: string) => {
    const { documents, errors } = parseYaml({ path: "a.yaml", text: `a: ${value}\n` });
    return [JSON.stringify(documents, (key, one: unknown) => (/place$/i.test(key) ? undefined : one)), errors];
  };
  expect(shapeOf(tagged)).toEqual(shapeOf(plain));
});

/** https://yaml.org/type/bool.html */
test("reads only a template's plain yes and no as booleans", () => {
  const valuesOf = (text: string, dialect?: "CloudFormation") => {
    const [root] = parseYaml({ path: "a.yaml", text }, undefined, dialect).documents;
    return root?.kind === "list" ? root.items.map((item) => (item.kind === "scalar" ? item.value : null)) : null;
  };
  const text = "[yes, No, ON, off, 'yes', \"on\", y, n, yEs, yes sir, !!str no]";
  const others = ["yes", "on", "y", "n", "yEs", "yes sir", "no"];
  expect(valuesOf(text, "CloudFormation")).toEqual([true, false, true, false, ...others]);
  expect(valuesOf(text)).toEqual(["yes", "No", "ON", "off", ...others]);
});

test.each<[string, readonly string[]]>([
  ["a: &x foo\nb: {*x : d}\n", []],
  ["a: &x foo\nb: {? *x : d}\n", []],
  ["a: &x foo\nb:\n  *x : d\n", []],
  // In YAML 1.2, the colon is part of the name, but PyYAML reads an alias.
  ["a: &x foo\nb: {*x: d}\n", ["missing , or : between flow map items"]],
  ["a: &x foo\nb: {*x:}\n", ["an alias that is used as a key does not refer to a string"]],
  ["a: &x foo\nb: {*y : d}\n", ["an alias that is used as a key does not refer to a string"]],
  ["a: &x [foo]\nb: {*x : d}\n", ["an alias that is used as a key does not refer to a string"]],
])("reads an alias as a key with a string, or reports an error: %j", (text, messages) => {
  expect(faultsOf(text).map((message) => message.split(" at line")[0])).toEqual(messages);
  if (messages.length > 0) return;
  const [root] = parseYaml({ path: "a.yaml", text }).documents;
  expect(root).toMatchObject({ entries: [{}, { value: { entries: [{ key: "foo", value: { value: "d" } }] } }] });
});

test("quotes only a few characters in an error", () => {
  const [fault = ""] = faultsOf(`a: 1\nb {\n  ${"x ".repeat(500)}\n}\n`);
  expect(fault.length).toBeLessThan(220);
});
