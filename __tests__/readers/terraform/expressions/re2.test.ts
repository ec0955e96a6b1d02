import { fromRe2, isFastPattern } from "../../../../src/readers/terraform/expressions/re2.js";
import { cpuSeconds } from "../../../cpu-time.js";

const ARN = "arn:aws:sqs:eu-west-1:111122223333:a-queue-of-some-name";

test.each([
  ["^arn:aws:([^:]+):([^:]*):(\\d{12}):(.*)$", true],
  ["^([^:]+):([^:]+):([^:]+):([^:]*):([^:]*):(.*)$", true],
  ["^(.+):(.+):(.+):(.*):(.*)$", false],
  ["([^:]+)([^:]+)([^:]+)([^:]+):", false],
  ["([^:]+)x([^:]+)x([^:]+)x([^:]+)x", false],
  ["([^:]+)?:([^:]*)?:(.*):(.*)", false],
])("matches %s in few steps: %s", (pattern, expected) => {
  const compiled = fromRe2(pattern, "");
  expect(compiled && isFastPattern(compiled, ARN)).toBe(expected);
});

test("fails quickly at the end of a text that takes few steps", () => {
  const compiled = fromRe2("^([^:]*):([^:]*):([^:]*):([^:]*):([^:]*):$", "");
  const text = `${"a".repeat(30)}:`.repeat(5);
  const taken = cpuSeconds(() => {
    expect(compiled && isFastPattern(compiled, text) && compiled.test(`${text}b`)).toBe(false);
  });
  expect(taken).toBeLessThan(0.5);
});
