import { withoutCommands } from "../../src/report/without-commands.js";

test.each([
  ["::error::x", ":\u2060:error::x"],
  ["a\n  ::add-mask::x\nb", "a\n  :\u2060:add-mask::x\nb"],
  ["\u00a0::error::x", "\u00a0:\u2060:error::x"],
  ["role ##[error]x", "role ##\u2060[error]x"],
  ["arn:aws:iam::111122223333:role/x", "arn:aws:iam::111122223333:role/x"],
  ["# [x]", "# [x]"],
])("neutralizes workflow command %j", (text, expected) => {
  expect(withoutCommands(text)).toBe(expected);
});
