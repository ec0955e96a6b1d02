import { Unreadable } from "../../../../src/hcl/unreadable.js";
import { Effort } from "../../../../src/readers/terraform/expressions/effort.js";
import { callFunction } from "../../../../src/readers/terraform/expressions/functions.js";
import type { Node } from "../../../../src/source/node.js";
import { rangePlace } from "../../../../src/source/place.js";
import { cpuSeconds } from "../../../cpu-time.js";

const CALLS = 1000;

const aliases = Array.from({ length: 12 }, (_, at) =>
  at === 0
    ? "a0: &a0 [x,x,x,x,x,x,x,x,x]"
    : `a${at}: &a${at} [${Array(9)
        .fill(`*a${at - 1}`)
        .join()}]`,
).join("\n");

function textNode(text: string): Node {
  return { kind: "scalar", place: rangePlace({ path: "b.yml", text }, 0, text.length), value: text };
}

/** The number of calls that one document may make. */
function callsOf(name: string, text: string): number {
  const [effort, node] = [new Effort(), textNode(text)];
  let calls = 0;
  try {
    for (; calls < CALLS; calls += 1) callFunction(name, [node], node.place, effort);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
  return calls;
}

test.each<[string, string, string]>([
  ["yamldecode", "exponential aliases", aliases],
  ["yamldecode", "aliases that end in an error", `${aliases}\nb: *nothing`],
  ["yamldecode", "only errors", ", ".repeat(20_000)],
  ["yamldecode", "deeply nested content", "[".repeat(20_000)],
  ["yamldecode", "a long list", "- x\n".repeat(20_000)],
  ["jsondecode", "a long list", `[${"1,".repeat(50_000)}1]`],
])("evaluates %s of %s quickly", (name, _what, text) => {
  const seconds = cpuSeconds(() => expect(callsOf(name, text)).toBeLessThan(20));
  expect(seconds).toBeLessThan(6);
});

test("decodes small strings for every element of a long list", () => {
  expect(callsOf("yamldecode", "a: [b, c]")).toBe(CALLS);
  expect(callsOf("jsondecode", '{"a":["b"]}')).toBe(CALLS);
});
