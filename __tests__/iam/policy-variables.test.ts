import { splitVariables, type VariablePart } from "../../src/iam/policy-variables.js";

const text = (text: string): VariablePart => ({ kind: "text", text });
const literal = (text: string): VariablePart => ({ kind: "literal", text });
const variable = (key: string, fallback: string | null, raw: string): VariablePart => ({
  kind: "variable",
  key,
  fallback,
  raw,
});

// The forms of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
test.each<[string, VariablePart[]]>([
  ["", []],
  ["plain", [text("plain")]],
  ["${aws:username}", [variable("aws:username", null, "${aws:username}")]],
  ["${ aws:username }", [variable("aws:username", null, "${ aws:username }")]],
  ["home/${aws:username}", [text("home/"), variable("aws:username", null, "${aws:username}")]],
  ["${aws:username}/x", [variable("aws:username", null, "${aws:username}"), text("/x")]],
  ["a${b}${c}d", [text("a"), variable("b", null, "${b}"), variable("c", null, "${c}"), text("d")]],
  ["a${*}b", [text("a"), literal("*"), text("b")]],
  ["${?}${$}", [literal("?"), literal("$")]],
  ["${**}", [variable("**", null, "${**}")]],
  ["${a, 'b'}", [variable("a", "b", "${a, 'b'}")]],
  ["${ a ,'b' }", [variable("a", "b", "${ a ,'b' }")]],
  ["${a, ''}", [variable("a", "", "${a, ''}")]],
  ["${a, 'b, c'}", [variable("a", "b, c", "${a, 'b, c'}")]],
  ["${a, b}", [variable("a, b", null, "${a, b}")]],
  ["${a, 'b' c}", [variable("a, 'b' c", null, "${a, 'b' c}")]],
  ["${a, b, 'c'}", [variable("a, b, 'c'", null, "${a, b, 'c'}")]],
  ["${a, 'b'c'}", [variable("a, 'b'c'", null, "${a, 'b'c'}")]],
  ["${open", [text("${open")]],
  ["${a{b}c}", [text("${a{b}c}")]],
  ["$ {a}", [text("$ {a}")]],
])("resolves %j", (written, parts) => expect(splitVariables(written)).toEqual(parts));
