import { evaluateText } from "../../readers/terraform/expressions/evaluate-text.js";
import { agrees } from "./agrees.js";

/** Expressions that have no value by decision, among those of the first comparison with Terraform. */
const LEFT: readonly (readonly [expression: string, reason: string])[] = [
  ['yamldecode("a: !!str 1")', "no policy has YAML tags"],
  ['textencodebase64("a", "UTF-16LE")', "policies rarely use other encodings"],
  ['base64gzip("a") != ""', "its bytes depend on the compressor"],
  ['filebase64sha256("t/1.tpl")', "the file is not in the repository"],
  ['abspath("/x/../y")', "it depends on the machine"],
  ["can(timestamp())", "each run produces another value"],
  ["can(uuid())", "each run produces another value"],
  ['issensitive("a")', "a sensitive value is used but never shown"],
  ['jsondecode(templatefile("t/3.tpl", { arn = "a<b", list = ["p", "q"] }))', "the file is not in the repository"],
  ['fileexists("t/5.txt")', "the answer may differ where Terraform runs"],
  ['filesha256("t/5.txt")', "the file is not in the repository"],
  ['can(file("t/none"))', "the answer may differ where Terraform runs"],
  ['try(file("t/none"), "d")', "the answer may differ where Terraform runs"],
  [
    'can(jsondecode("{\\"a\\":\\"x\\",\\"a\\":[1]}"))',
    "Terraform rejects a repeated key with values of different types",
  ],
  [
    'try(jsondecode("{\\"a\\":[1],\\"a\\":[2,3]}").a, "F")',
    "Terraform rejects a repeated key with values of different types",
  ],
  ['format("%s", null)', "Terraform knows it only after apply"],
  ['format("%v", null)', "Terraform knows it only after apply"],
  ['format("%s%d%v", "a", 1, null)', "Terraform knows it only after apply"],
];

test.each(LEFT)("finds no value of %s: %s", (expression) => {
  const list = evaluateText(`[\n${expression}\n]`);
  // Neither a value nor a failure, because `try` would act on a failure.
  const [node, ...others] = list?.kind === "list" ? list.items : [];
  expect(others).toEqual([]);
  expect(node?.kind).toBe("unresolved");
  expect(node !== undefined && "fails" in node).toBe(false);
  expect(node === undefined ? true : agrees(node, "null")).toBeNull();
});
