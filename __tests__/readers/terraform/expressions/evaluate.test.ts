import fc from "fast-check";
import { Unreadable } from "../../../../src/hcl/unreadable.js";
import { formatLocation } from "../../../../src/source/location.js";
import { locate } from "../../../../src/source/place.js";
import { cpuSeconds } from "../../../cpu-time.js";
import { evaluateText, type Locals, shown } from "./evaluate-text.js";

/** `local.unknown` is known only after the apply. */
const UNKNOWN = "${local.unknown}";

test.each([
  ["an element", '[local.unknown, "a"]', [UNKNOWN, "a"]],
  ["an entry", '{ a = local.unknown, b = "b" }', { a: UNKNOWN, b: "b" }],
  ["part of a string", '"arn:${local.unknown}:x"', `arn:${UNKNOWN}:x`],
  ["part of one of two strings", '"${local.unknown}${local.unknown}"', UNKNOWN + UNKNOWN],
  ["an attribute of it", "local.unknown.a[0]", "${local.unknown.a[0]}"],
  ["an element by key", '{ a = "x" }[local.unknown]', '${{ a = "x" }[local.unknown]}'],
  ["a condition", "local.unknown ? [] : [1]", "${local.unknown ? [] : [1]}"],
  ["a condition that the other operand decides", "local.unknown || true ? 1 : 2", 1],
  ["a condition that the other operand makes false", "false && local.unknown ? 1 : 2", 2],
  ["a condition that no operand decides", "[local.unknown || false]", ["${local.unknown || false}"]],
  ["a sum", "[1 + local.unknown]", ["${1 + local.unknown}"]],
  ["whether it is null", "[local.unknown == null]", ["${local.unknown == null}"]],
  ["a key", "{ (local.unknown) = 1 }", "${{ (local.unknown) = 1 }}"],
  ["the source of a list", "[for x in local.unknown : x]", "${[for x in local.unknown : x]}"],
  ["an item in the source of a list", '[for x in [local.unknown, "a"] : "${x}b"]', [`${UNKNOWN}b`, "ab"]],
  [
    "several items in the source of a list",
    '[for x in concat(local.unknown, ["a"]) : "${x}b"]',
    ['${[for x in concat(local.unknown, ["a"]) : "${x}b"]}', "ab"],
  ],
  ["a filter", '[for x in ["a"] : x if local.unknown]', ['${[for x in ["a"] : x if local.unknown]}']],
  ["the source of a map", "{ for x in [local.unknown] : x => 1 }", "${{ for x in [local.unknown] : x => 1 }}"],
  ["a filter of a map", "{ for x in [1] : x => 1 if local.unknown }", "${{ for x in [1] : x => 1 if local.unknown }}"],
  [
    "the index of a possible set",
    "[for i, x in concat(local.unknown, [1]) : i]",
    ["${[for i, x in concat(local.unknown, [1]) : i]}", "${i}"],
  ],
  ["the index in a tuple", "[for i, x in concat([1]) : i]", [0]],
  ["an element after it", '[local.unknown, "a"][1]', "a"],
  ["an element after several", 'concat(local.unknown, ["a"])[1]', '${concat(local.unknown, ["a"])[1]}'],
  ["an element before it", '["a", local.unknown][0]', "a"],
  ["its elements", "local.unknown[*].arn", UNKNOWN],
  ["an attribute of an element", "[local.unknown, { arn = 1 }][*].arn", [UNKNOWN, 1]],
  ["arguments", "concat(local.unknown...)", "${concat(local.unknown...)}"],
  ["a list among others", "concat([1], local.unknown, [2])", [1, UNKNOWN, 2]],
  ["a map among others", "merge({ a = 1 }, local.unknown)", "${merge({ a = 1 }, local.unknown)}"],
  ["a list in a list", "flatten([[1], local.unknown])", [1, UNKNOWN]],
  ["an element that may equal another", 'distinct(["a", local.unknown, "a"])', ["a", UNKNOWN]],
  [
    "an element that may turn all into strings",
    "distinct([1, local.unknown, 1])",
    "${distinct([1, local.unknown, 1])}",
  ],
  ["an element of a set", 'toset(["b", local.unknown, "a"])', ["b", UNKNOWN, "a"]],
  ["an order", 'sort(["b", local.unknown])', '${sort(["b", local.unknown])}'],
  ["an element that may be empty", 'compact(["", local.unknown])', [UNKNOWN]],
  ["a length", "length([local.unknown])", 1],
  ["a length with several", "length(concat(local.unknown, [1]))", "${length(concat(local.unknown, [1]))}"],
  ["a list that contains another value", "contains([1, local.unknown], 1)", true],
  ["a list that may contain another value", "contains([1, local.unknown], 2)", "${contains([1, local.unknown], 2)}"],
  ["a joined string", 'join("-", ["a", "b${local.unknown}"])', `a-b${UNKNOWN}`],
  ["joined elements", 'join("-", ["a", local.unknown])', `a-${UNKNOWN}`],
  ["several joined elements", 'join("-", ["a"], local.unknown)', '${join("-", ["a"], local.unknown)}'],
  ["a formatted string", 'format("%s/*", local.unknown)', `${UNKNOWN}/*`],
  ["a formatted list", 'formatlist("%s/*", ["a", local.unknown])', ["a/*", `${UNKNOWN}/*`]],
  [
    "a formatted list of several",
    'formatlist("%s/*", flatten([local.unknown]))',
    '${formatlist("%s/*", flatten([local.unknown]))}',
  ],
  ["a formatted list of strings", 'formatlist("%s/*", ["a${local.unknown}"])', [`a${UNKNOWN}/*`]],
  ["a pattern", 'format(local.unknown, "a")', '${format(local.unknown, "a")}'],
  ["upper case", 'upper("a${local.unknown}")', '${upper("a${local.unknown}")}'],
  ["a replacement", 'replace("a/b/a", "a", local.unknown)', `${UNKNOWN}/b/${UNKNOWN}`],
  ["a replacement of all", 'replace("a", "a", local.unknown)', UNKNOWN],
  ["a replacement of nothing", 'replace("a", "b", local.unknown)', "a"],
  ["a string to replace in", 'replace(local.unknown, "b", "c")', '${replace(local.unknown, "b", "c")}'],
  ["the first non-null value", 'coalesce(local.unknown, "a")', '${coalesce(local.unknown, "a")}'],
  ["the first non-empty list", "coalescelist([local.unknown], [1])", [UNKNOWN]],
  [
    "the first list with several",
    "coalescelist(compact([local.unknown]), [1])",
    "${coalescelist(compact([local.unknown]), [1])}",
  ],
  ["what may fail", 'try({ a = local.unknown.x }, "b")', '${try({ a = local.unknown.x }, "b")}'],
  ["a key in an unknown value", 'lookup(local.unknown, "b", 2)', '${lookup(local.unknown, "b", 2)}'],
  ["whether a part fails", "can(local.unknown.x)", "${can(local.unknown.x)}"],
  ["whether a string fails", 'can("${local.unknown}x")', '${can("${local.unknown}x")}'],
  ["whether a part of a list fails", "can([1, local.unknown])", "${can([1, local.unknown])}"],
  [
    "an element of a set of objects",
    "[toset([{ a = 1 }, { a = 2 }])[0], element(toset([{ a = 1 }, { a = 2 }]), 1), [for x in toset([[1], [2]]) : x][0]]",
    ["${toset([{ a = 1 }, { a = 2 }])[0]}", "${element(toset([{ a = 1 }, { a = 2 }]), 1)}", [1]],
  ],
  ["the elements of a set of objects", "[for x in toset([{ a = 1 }, { a = 2 }]) : x.a]", [1, 2]],
  ["the only element of a set of objects", "one(toset([{ a = 1 }, { a = 1 }])).a", 1],
  ["files in a folder", 'fileset("roles", "*.yaml")', ["a.yaml", "b.yaml"]],
  ["files with a partly known name", 'fileset("roles", "?.y*")', ["a.yaml", "b.yaml", "b.yml"]],
  ["files that may be hidden", 'fileset("roles", "*")', '${fileset("roles", "*")}'],
  ["files in a missing folder", 'fileset("other", "*.yaml")', '${fileset("other", "*.yaml")}'],
  ["files below a folder", 'fileset("roles", "**/*.yaml")', '${fileset("roles", "**/*.yaml")}'],
  ["files from a conditional", 'fileset("roles", "{a,b,c}.y{a,}ml")', '${fileset("roles", "{a,b,c}.y{a,}ml")}'],
  ["files with one of two extensions", 'fileset("roles", "*.{yaml,txt}")', ["a.yaml", "b.yaml"]],
  ["files in a folder within the pattern", 'fileset(".", "roles/*.yaml")', ["roles/a.yaml", "roles/b.yaml"]],
  ["files in a parent folder", 'fileset("roles", "../roles/*.yaml")', '${fileset("roles", "../roles/*.yaml")}'],
  ["files in any folder", 'fileset(".", "*/a.yaml")', '${fileset(".", "*/a.yaml")}'],
  ["keys", "keys(local.unknown)", "${keys(local.unknown)}"],
  ["values", "values({ b = local.unknown, a = 1 })", [1, UNKNOWN]],
  ["an element by index", "element([local.unknown, 1], 1)", 1],
  [
    "an element by index among several",
    "element(concat(local.unknown, [1]), 1)",
    "${element(concat(local.unknown, [1]), 1)}",
  ],
  ["the only element", "one([local.unknown])", UNKNOWN],
  ["the only one of several", "one(flatten([local.unknown]))", "${one(flatten([local.unknown]))}"],
  ["removed elements", "setsubtract([local.unknown], [1])", "${setsubtract([local.unknown], [1])}"],
  ["JSON", "jsonencode({ a = local.unknown })", `{"a":${UNKNOWN}}`],
  ["a value in JSON", "jsondecode(jsonencode({ a = local.unknown })).a", UNKNOWN],
  ["a string in JSON", 'jsondecode(jsonencode(["a${local.unknown}"]))', [`a${UNKNOWN}`]],
  ["JSON text", "jsondecode(local.unknown)", "${jsondecode(local.unknown)}"],
  ["an unknown function", 'bcrypt("a")', '${bcrypt("a")}'],
  ["an unknown name", "self.arn", "${self.arn}"],
  ["an operand of the wrong type", '[[] + 1, -"a", !5, "a" < "b"]', ["${[] + 1}", '${-"a"}', "${!5}", '${"a" < "b"}']],
  ["a value without elements", '["a".b, 5[0], {}.a, [].a]', ['${"a".b}', "${5[0]}", "${{}.a}", "${[].a}"]],
  [
    "missing arguments",
    "[concat(), upper(), merge(), jsonencode(), join()]",
    ["${concat()}", "${upper()}", {}, "${jsonencode()}", "${join()}"],
  ],
  [
    "arguments of the wrong type",
    '[concat("a"), flatten("a"), keys([]), join("a", "b"), format("%q", "a"), format("%s"), format("a", "b")]',
    [
      '${concat("a")}',
      '${flatten("a")}',
      "${keys([])}",
      '${join("a", "b")}',
      '"a"',
      '${format("%s")}',
      '${format("a", "b")}',
    ],
  ],
  ["a file", 'file("a")', '${file("a")}'],
  ["a directive's condition", '["%{ if local.unknown }a%{ endif }"]', ['${"%{ if local.unknown }a%{ endif }"}']],
  [
    "a directive's collection",
    '["%{ for a in local.unknown }b%{ endfor }"]',
    ['${"%{ for a in local.unknown }b%{ endfor }"}'],
  ],
  [
    "several items in a directive's collection",
    '["%{ for a in flatten([local.unknown]) }b%{ endfor }"]',
    ['${"%{ for a in flatten([local.unknown]) }b%{ endfor }"}'],
  ],
  ["one item in a directive's collection", '"%{ for a in [local.unknown, "c"] }b${a}%{ endfor }"', `b${UNKNOWN}bc`],
])("limits the effect of an unknown value: %s", (_name, text, value) => {
  expect(shown(evaluateText(text))).toEqual(value);
});

test("prints a long expression on one line and truncates it", () => {
  const text = `merge(\n  local.unknown,\n  { a = "${"x".repeat(300)}" },\n)`;
  expect(shown(evaluateText(text))).toMatch(/^\$\{merge\( local\.unknown, \{ a = "x{100,200}\.{3}\}$/);
});

test.each([
  ["an element", '[\n  "a",\n  "b"\n]', 1, "main.tf:3:3"],
  ["a value that a function returns", 'concat(["a"],\n ["b"])', 1, "main.tf:2:3"],
  ["a value that a loop creates", '[for n in ["a", "b"] :\n  upper(n)]', 1, "main.tf:2:3"],
])("locates %s at its source", (_name, text, index, place) => {
  const node = evaluateText(text);
  const item = node?.kind === "list" ? node.items[index] : undefined;
  expect(item === undefined ? null : formatLocation(locate(item.place))).toBe(place);
});

const doubling: Locals = Object.fromEntries(
  Array.from({ length: 60 }, (_, at) => [`l${at}`, at === 0 ? '["a"]' : `concat(local.l${at - 1}, local.l${at - 1})`]),
);
const squared = `[for a in local.r : [for b in local.r : [for c in local.r : "\${a}\${b}\${c}"]]]`;

test.each<[string, string, Locals]>([
  ["circular locals", "local.a", { a: "local.b", b: "[local.a]" }],
  ["exponential locals", "local.l59", doubling],
  [
    "exponential strings",
    "local.t40",
    Object.fromEntries(
      Array.from({ length: 41 }, (_, at) => [
        `t${at}`,
        at === 0 ? '"a"' : `"\${local.t${at - 1}}\${local.t${at - 1}}"`,
      ]),
    ),
  ],
  [
    "nested directives",
    `"%{ for a in local.r }%{ for b in local.r }%{ for c in local.r }x%{ endfor }%{ endfor }%{ endfor }"`,
    { r: `[${"1,".repeat(300)}]` },
  ],
  ["nested loops", squared, { r: `[${"1,".repeat(300)}]` }],
  [
    "a long string for each element",
    `join("${"x".repeat(900)}", [for i in local.r : [for j in local.r : "a"]])`,
    { r: `[${"1,".repeat(400)}]` },
  ],
])("gives up soon on %s", (_name, text, locals) => {
  const seconds = cpuSeconds(() => expect(() => evaluateText(text, locals)).toThrow(Unreadable));
  expect(seconds).toBeLessThan(2);
});

const words = fc.constantFrom(
  ...'local.a local.b var each [ ] { } ( ) for in if : => ? ! - + == && || ... . , * " ${ ~ } %{ <<A \n # /* \\ 5 1e9 true null a concat( merge( join( format( jsonencode( jsondecode( try( [*] .x = $${'.split(
    " ",
  ),
  "\n",
  '"a"',
);

test("never throws for any expression", () => {
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), fc.constantFrom("", " "), (parts, between) => {
      const text = parts.join(between);
      try {
        evaluateText(text, { a: '["x", { y = "z" }]', b: "{ c = local.a }" });
      } catch (error) {
        expect(error).toBeInstanceOf(Unreadable);
      }
    }),
    { numRuns: 3000 },
  );
});
