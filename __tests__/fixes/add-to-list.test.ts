import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { addToList } from "../../src/fixes/add-to-list.js";
import { applyEdits } from "../../src/fixes/text-edit.js";
import { writtenList } from "../../src/fixes/written-list.js";
import type { Role } from "../../src/iam/model.js";
import { rolesOf } from "../readers/cloudformation/read-template.js";

/** All action lists of the roles in a file, in the order of the roles' policies. */
function listsIn(text: string, path: string) {
  return rolesOf(text, path).flatMap((role: Role) =>
    role.variants[0].policies.flatMap((policy) =>
      policy.kind === "document"
        ? policy.document.statements.map(({ actions }) => ({ place: actions.place, items: actions.patterns }))
        : [],
    ),
  );
}

/** The text with actions added to its nth list. Returns null if there is no reliable edit. */
function add(text: string, path: string, nth: number, actions: readonly string[]): string | null {
  const list = listsIn(text, path)[nth];
  const written = list === undefined ? null : writtenList(list, "Action", list.place);
  const edits = written === null ? null : addToList(written, actions);
  return edits === null ? null : applyEdits(text, edits);
}

function actionsIn(text: string, path: string): unknown[][] {
  return listsIn(text, path).map(({ items }) => items.map((item) => item.text));
}

const policy = (action: string) => `{"Statement": [{"Effect": "Allow", "Action": ${action}, "Resource": "*"}]}`;
const yaml = (action: string, before = "") =>
  `${before}Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {Statement: []}\n      Policies:\n        - PolicyName: p\n          PolicyDocument:\n            Statement:\n              - Effect: Allow\n                Action:${action}\n                Resource: "*"\n`;

describe("adds to a JSON list", () => {
  test.each<[string, string, string]>([
    ["in order to a sorted list", '["a:A", "z:Z"]', '["a:A", "k:K", "m:M", "z:Z"]'],
    ["at the end of an unsorted list", '["z:Z", "a:A"]', '["z:Z", "a:A", "m:M", "k:K"]'],
    ["before the first", '[ "n:A",  "z:Z" ]', '[ "k:K",  "m:M",  "n:A",  "z:Z" ]'],
    ["in case-insensitive order", '["a:b", "A:C", "z:Z"]', '["a:b", "A:C", "k:K", "m:M", "z:Z"]'],
    ["without a space", '["z:Z","a:A"]', '["z:Z","a:A","m:M","k:K"]'],
    ["one item per line", '[\n    "a:A"\n  ]', '[\n    "a:A",\n    "m:M",\n    "k:K"\n  ]'],
    ["with CRLF", '[\r\n\t"z:Z",\r\n\t"b:B"\r\n]', '[\r\n\t"z:Z",\r\n\t"b:B",\r\n\t"m:M",\r\n\t"k:K"\r\n]'],
    ["with leading commas", '[ "z:Z"\n  , "b:B"\n  ]', '[ "z:Z"\n  , "b:B"\n  , "m:M"\n  , "k:K"\n  ]'],
    ["turning a string into a list", '"a:A"', '["a:A", "m:M", "k:K"]'],
    ["without repeating existing actions", '["m:m", "K:K"]', '["m:m", "K:K"]'],
  ])("%s", (_, before, after) => {
    expect(add(policy(before), "p.json", 0, ["m:M", "k:K"])).toBe(policy(after));
  });

  test("turns a string on its own line into a list with the file's indentation", () => {
    const text =
      '{\n   "Statement": {\n      "Effect": "Allow",\n      "Action": "a:A",\n      "Resource": "*"\n   }\n}';
    expect(add(text, "p.json", 0, ["m:M"])).toBe(text.replace('"a:A"', '[\n         "a:A",\n         "m:M"\n      ]'));
  });
});

describe("adds to a YAML list", () => {
  test.each<[string, string, string]>([
    ["dashes", "\n  - z:Z\n  - a:A", "\n  - z:Z\n  - a:A\n  - m:M\n  - k:K"],
    ["sorted dashes", "\n- a:A\n- z:Z", "\n- a:A\n- k:K\n- m:M\n- z:Z"],
    ["a new first item below a comment", " # c\n  - n:A\n  - z:Z", " # c\n  - k:K\n  - m:M\n  - n:A\n  - z:Z"],
    ["comments stay with their items", "\n- z:Z # z\n\n# a\n- a:A # a", "\n- z:Z # z\n\n# a\n- a:A # a\n- m:M\n- k:K"],
    ["quotes", "\n-   'z:Z'\n-   'a:A'", "\n-   'z:Z'\n-   'a:A'\n-   'm:M'\n-   'k:K'"],
    ["the most common quotes", '\n- z:Z\n- "a:A"\n- b:B', '\n- z:Z\n- "a:A"\n- b:B\n- m:M\n- k:K'],
    ["a flow sequence", " [z:Z, a:A]", " [z:Z, a:A, m:M, k:K]"],
    ["a flow sequence with a trailing comma", " [ z:Z, a:A, ]", " [ z:Z, a:A, m:M, k:K, ]"],
    ["a string", " a:A # why", "\n  - a:A # why\n  - m:M\n  - k:K"],
    ["comments in a flow sequence", " [\n  z:Z, # z\n  a:A # a\n ]", " [\n  z:Z, # z\n  a:A, # a\n  m:M,\n  k:K\n ]"],
    [
      "comments and a comma after them",
      " [\n  z:Z, # z\n  a:A, # a\n ]",
      " [\n  z:Z, # z\n  a:A, # a\n  m:M,\n  k:K,\n ]",
    ],
    ["between comments", " [\n  a:A, # a\n  z:Z # z\n ]", " [\n  a:A, # a\n  k:K,\n  m:M,\n  z:Z # z\n ]"],
  ])("with %s", (_, before, after) => {
    const deep = (text: string) => yaml(text.replaceAll("\n", `\n${" ".repeat(16)}`));
    expect(add(deep(before), "t.yaml", 0, ["m:M", "k:K"])?.split("\n")).toEqual(deep(after).split("\n"));
    const crlf = (text: string) => deep(text).replaceAll("\n", "\r\n");
    expect(add(crlf(before), "t.yaml", 0, ["m:M", "k:K"])).toBe(crlf(after));
  });

  test.each<[string, string]>([
    ["a parameter's value", yaml(" !Ref A", "Parameters: {A: {Type: String, Default: a:A}}\n")],
    ["a branch of Fn::If", yaml(" !If [C, [a:A], [b:B]]", "Conditions: {C: !Equals [!Ref AWS::Region, x]}\n")],
    ["an item with a variable", yaml(" [!Sub '${A}:B', c:C]", "Parameters: {A: {Type: String, Default: a}}\n")],
    ["a list from an alias", yaml(" *list", "Metadata:\n  L: &list\n    - a:A\n")],
    ["a list that an alias repeats", `${yaml(" &list [a:A]")}Metadata: {L: *list}\n`],
    ["a folded text within the item", yaml(" >-\n                  a:A")],
  ])("has no correct edit for %s", (_, text) => {
    expect(add(text, "t.yaml", 0, ["m:M"])).toBeNull();
  });

  test("ignores an anchor that no alias refers to", () => {
    const [flow, block] = [yaml(" &list [a:A]"), yaml(" &list # c\n                  - a:A")];
    expect(add(flow, "t.yaml", 0, ["m:M"])).toBe(flow.replace("[a:A]", "[a:A, m:M]"));
    expect(add(block, "t.yaml", 0, ["m:M"])).toBe(block.replace("- a:A", "- a:A\n                  - m:M"));
  });

  test("puts a new first item before the comment on the next one", () => {
    const text = yaml(
      "\n                  # about m\n                  # and more\n                  - m:M\n                  - n:N",
    );
    expect(add(text, "t.yaml", 0, ["a:A"])).toBe(text.replace("# about m", "- a:A\n                  # about m"));
  });

  test("does not edit a statement that an alias repeats, but edits one next to it", () => {
    const shared = yaml(" [a:A]").replace("- Effect", "- &s\n                Effect").concat("Metadata: {S: *s}\n");
    expect(add(shared, "t.yaml", 0, ["m:M"])).toBeNull();
    const withAlias = yaml(" [a:A]", "Metadata:\n  S: &s\n    - b:B\n  T: *s\n");
    expect(add(withAlias, "t.yaml", 0, ["m:M"])).toBe(withAlias.replace("[a:A]", "[a:A, m:M]"));
  });
});

const folder = "__tests__/fixtures/cloudformation/positions";

/**
 * The number of lists for each way of writing a document, and how many of them can be edited. Lists with escapes,
 * variables, or folded lines can't.
 */
test.each<[string, number, number]>([
  ["aliases.yaml", 2, 0],
  ["json-block.json", 2, 1],
  ["json-flow.json", 1, 1],
  ["json-in-sub.json", 1, 1],
  ["json-in-sub.yaml", 5, 1],
  ["json-inside-yaml.yaml", 1, 1],
  ["json-string-in-json.json", 1, 0],
  ["json-string-in-yaml.yaml", 4, 3],
  ["wide-letters.yaml", 1, 1],
  ["yaml-block-sequence.yaml", 2, 2],
  ["yaml-flow-sequence.yaml", 2, 2],
  ["yaml-folded.yaml", 2, 0],
])("reads back the old content and the new actions after the edit: %s", (name, lists, editable) => {
  const text = readFileSync(`${folder}/${name}`, "utf8");
  const before = actionsIn(text, name);
  const edited = before.map((items, nth) => {
    const after = add(text, name, nth, ["qq:New", "aa:New"]);
    if (after === null) return 0;
    const expected = before.map((other, index) =>
      index === nth ? new Set([...items, "qq:New", "aa:New"]) : new Set(other),
    );
    expect(actionsIn(after, name).map((list) => new Set(list))).toEqual(expected);
    expect(add(after, name, nth, ["qq:New", "aa:New"])).toBe(after);
    return 1;
  });
  expect([before.length, edited.filter((one) => one === 1).length]).toEqual([lists, editable]);
});

test("covers each way of writing a document", () => {
  expect(readdirSync(folder)).toHaveLength(12);
});

/** A list of actions in some style and position: in JSON, in JSON within a string, or in YAML with dashes or brackets. */
const action = fc
  .tuple(fc.constantFrom("ec2", "iam", "s3", "SSM"), fc.stringMatching(/^[A-Z][a-zA-Z]{0,6}[*]?$/))
  .map(([service, name]) => `${service}:${name}`);
const actions = fc.uniqueArray(action, { minLength: 1, maxLength: 8, selector: (one) => one.toLowerCase() });
const blank = fc.constantFrom("", " ", "\n  ", "\n\t", "\n                      ");

const inBrackets = (quote: fc.Arbitrary<string>, space: fc.Arbitrary<string>) =>
  fc.tuple(actions, quote, space, space, space).map(([names, mark, open, between, close]) => {
    const items = names.map((name) => `${mark}${name}${mark}`);
    return names.length === 1 && open === "" && mark !== ""
      ? (items[0] ?? "")
      : `[${open}${items.join(`,${between}`)}${close}]`;
  });
const json = inBrackets(fc.constant('"'), blank).map((list) => ({ path: "p.json", text: policy(list) }));
const jsonInJson = inBrackets(fc.constant('"'), fc.constantFrom("", " ", "\n  ")).map((list) => ({
  path: "t.json",
  text: JSON.stringify({
    Resources: {
      R: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: { Statement: [] },
          Policies: [{ PolicyName: "p", PolicyDocument: policy(list) }],
        },
      },
    },
  }),
}));
const flow = inBrackets(
  fc.constantFrom("", "'", '"'),
  fc.constantFrom("", " ", "\n                  ", " # c\n                   "),
).map((list) => ({
  path: "t.yaml",
  text: yaml(` ${list.replace(/^(?=#)/, " ")}`),
}));
const dashes = fc
  .tuple(
    actions,
    fc.constantFrom("", "'", '"'),
    fc.constantFrom("- ", "-   "),
    fc.nat(4),
    fc.constantFrom("", " # c", "\n\n # c"),
  )
  .map(([names, mark, dash, depth, comment]) => ({
    path: "t.yaml",
    text: yaml(names.map((name) => `\n${" ".repeat(16 + depth)}${dash}${mark}${name}${mark}${comment}`).join("")),
  }));
const document = fc
  .tuple(fc.oneof(json, jsonInJson, flow, dashes), fc.boolean())
  .map(([one, crlf]) => (crlf ? { ...one, text: one.text.replaceAll("\n", "\r\n") } : one));

test("keeps existing items in any style, adds each new item once, and changes no other byte", () => {
  fc.assert(
    fc.property(document, actions, ({ path, text }, added) => {
      const after = add(text, path, 0, added);
      if (after === null) throw new Error("no edit");
      const all = [...(actionsIn(text, path)[0] ?? [])].map(String);
      const missing = added.filter((one) => !all.some((other) => other.toLowerCase() === one.toLowerCase()));
      expect(actionsIn(after, path)[0]?.map(String).sort()).toEqual([...all, ...missing].sort());
      expect(add(after, path, 0, added)).toBe(after);
      expect(isWithin(text, after)).toBe(true);
      if (text.includes("\r\n")) expect(after.replaceAll("\r\n", "")).not.toMatch(/\n/);
    }),
    { numRuns: 400 },
  );
});

/** Whether the text's characters, except whitespace, occur in the other one in order. */
function isWithin(text: string, other: string): boolean {
  let at = 0;
  for (const character of text.replace(/\s/g, "")) {
    at = other.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

test("handles a hundred thousand anchors with aliases, or as many spaces, quickly", () => {
  const anchors = Array.from({ length: 100_000 }, (_, index) => `  a${index}: &a${index} x\n  b${index}: *a${index}\n`);
  const file = {
    path: "t.yaml",
    text: `\n\nMetadata:\n${anchors.join("")}R:\n${" ".repeat(100_000)}\n  Action: [a:A]\n`,
  };
  const at = file.text.indexOf("[a:A]");
  const place = { kind: "range", file, start: at, end: at + 5 } as const;
  const item = { text: "a:A", place: { kind: "range", file, start: at + 1, end: at + 4 } as const };
  const started = process.cpuUsage();
  expect(writtenList({ place, items: [item] }, "Action", place)?.kind).toBe("flow");
  const { user, system } = process.cpuUsage(started);
  // In milliseconds of processor time. Anything nonlinear takes minutes.
  expect((user + system) / 1000).toBeLessThan(5000);
});

test("does not edit a list that no policy can contain", () => {
  const of = (count: number) => policy(JSON.stringify(Array.from({ length: count }, (_, index) => `a:A${index}`)));
  expect(add(of(1000), "p.json", 0, ["m:M"])).toContain('"m:M"');
  expect(add(of(10_001), "p.json", 0, ["m:M"])).toBeNull();
});

test("searches a file with leading blank lines only back to its start", () => {
  const text = `\n\n${" ".repeat(4)}A: &a 1\n${" ".repeat(8)}B: *a\n${" ".repeat(8)}Action: [a:A]`;
  const file = { path: "t.yaml", text };
  const at = text.indexOf("[a:A]");
  const item = { text: "a:A", place: { kind: "range", file, start: at + 1, end: at + 4 } as const };
  const range = { kind: "range", file, start: at, end: at + 5 } as const;
  expect(writtenList({ place: range, items: [item] }, "Action", range)).toBeNull();
});
