import { bodyFault } from "../../src/hcl/body-fault.js";
import { openFault } from "../../src/hcl/fault.js";
import { templateParts } from "../../src/hcl/tokens.js";
import { cpuSeconds } from "../cpu-time.js";

// The search for templates used to run from each string and each label to the end of the file, which took half a minute.
test.each<[string, (text: string) => unknown, string]>([
  ["strings", openFault, 'a = "b"\n'],
  ["labels", bodyFault, 'resource "a" "b" {\n}\n'],
])("reads forty thousand %s without a template in two seconds", (_name, read, line) => {
  expect(cpuSeconds(() => expect(read(line.repeat(40_000))).toBeNull())).toBeLessThan(2);
});

test.each<[string, number, number, readonly string[]]>([
  ['"a" "${b}"', 0, 3, []],
  ['"a" "${b}"', 4, 10, ["${b}"]],
  ['"$${a}" "%%{b}"', 0, 15, []],
  ["${a}${b} ${c}", 0, 8, ["${a}", "${b}"]],
])("finds the templates of %s from %d to %d", (text, start, end, parts) => {
  expect([...templateParts(text, { start, end })].map((part) => text.slice(part.start, part.end))).toEqual(parts);
});
