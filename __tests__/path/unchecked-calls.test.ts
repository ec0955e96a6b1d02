import { uncheckedCalls } from "../../src/path/source-uses.js";
import { moduleOf, readTogether } from "../../src/source/read-together.js";
import { cpuSeconds } from "../cpu-time.js";

test("finds the calls to a module in time proportional to their number", () => {
  const calls = Array.from({ length: 30_000 }, (_, at) => `module "m${at}" {\n  source = "./m"\n}\n`).join("");
  const [root, called] = [
    { path: "main.tf", text: calls },
    { path: "m/main.tf", text: 'resource "aws_iam_role" "r" {}\n' },
  ];
  const run = {};
  readTogether(run, "", [root]);
  readTogether(run, "m", [called]);
  const module = moduleOf(called);
  if (module === undefined) throw new Error("it was read");
  expect(cpuSeconds(() => expect(uncheckedCalls(module, new Set(["", "m"]))).toEqual([]))).toBeLessThan(3);
});
