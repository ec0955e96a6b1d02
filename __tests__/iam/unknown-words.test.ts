import { unknownWords } from "../../src/iam/unknown-words.js";

test.each([
  ["Ref Bucket", "Ref Bucket is unknown"],
  ["var.actions", "var.actions is unknown"],
  ["Fn::ForEach::L: its collection, Ref Env, is unknown", "Fn::ForEach::L: its collection, Ref Env, is unknown"],
  ["condition Nope is not in the template", "condition Nope is not in the template"],
  ["attached to Ref Open, which may be this role", null],
  ["its branches fall out in more than 64 ways, which are not tried", null],
])("describes %s", (expression, words) => expect(unknownWords(expression)).toBe(words ?? expression));
