import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { v7 } from "../../src/requirements/catalogue/v7.js";
import { v10 } from "../../src/requirements/catalogue/v10.js";
import { v13_1 } from "../../src/requirements/catalogue/v13-1.js";
import { readRequirements } from "../../src/requirements/read-requirements.js";
import { formatLocation } from "../../src/source/location.js";
import { locate } from "../../src/source/place.js";

const validate = new Ajv({ allowUnionTypes: true, strictTypes: false }).compile(
  JSON.parse(readFileSync("schema/requirements.schema.json", "utf8")),
);

const HEAD = 'version: "1"\ntitle: T\nsource: S\ndate: 2026-11-23\n';
const example = readFileSync("examples/requirements/acme-archive.yml", "utf8");

function read(text: string) {
  return readRequirements({ path: "own.yml", text });
}

/** Each problem as `line:column message | help`. */
function problemsOf(text: string): readonly string[] {
  const outcome = read(text);
  if (!("problems" in outcome)) return [];
  return outcome.problems.map(({ message, help, place }) => {
    const where = formatLocation(locate(place)).replace("own.yml:", "");
    return `${where} ${message} | ${help}`;
  });
}

describe("a custom requirements file", () => {
  test("is read into kinds, actions on resources, trusts and aliases", () => {
    const outcome = read(example);
    expect(outcome).toMatchObject({
      requirements: {
        version: "2",
        product: "Acme Archive",
        date: "2026-11-23",
        kinds: [
          { name: "writer", trust: ["appliance"] },
          { name: "cleaner", trust: ["lambda.amazonaws.com"] },
        ],
      },
    });
    if (!("requirements" in outcome)) throw new Error("not read");
    expect(outcome.requirements.kinds[0]?.actions.slice(1, 3)).toEqual([
      { action: "ec2:DescribeSnapshots", resources: ["*"] },
      { action: "s3:ListBucket", resources: ["arn:aws:s3:::acme-archive"] },
    ]);
    expect(outcome.requirements.aliases).toEqual(new Map([["archive", ["writer", "cleaner"]]]));
  });

  test("may be JSON, and the catalogue's own data are such files", () => {
    for (const data of [v7, v10, v13_1]) {
      const outcome = read(JSON.stringify(data, null, 2));
      expect(outcome).toMatchObject({ requirements: { version: data.version } });
      expect([validate(data), validate.errors]).toEqual([true, null]);
    }
  });

  test("an action that stands twice is needed on the resources of both", () => {
    const outcome = read(
      `${HEAD}kinds: [{ name: a, actions: [{ action: s3:GetObject, resources: "arn:aws:s3:::a/*" }, { action: S3:getobject, resources: "arn:aws:s3:::b/*" }] }]`,
    );
    expect(outcome).toMatchObject({
      requirements: {
        kinds: [{ actions: [{ action: "s3:GetObject", resources: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"] }] }],
      },
    });
  });
});

const kinds = (rest: string) => `${HEAD}kinds:\n  - name: a\n${rest}`;

/** Name, text, problems, whether the schema sees the fault as well. */
test.each<[string, string, readonly string[], boolean]>([
  [
    "an empty file",
    "",
    [
      "1:1 the requirements are not a map | write `version`, `title`, `source`, `date` and `kinds`: see examples/requirements",
    ],
    true,
  ],
  [
    "a list",
    "- a",
    [
      "1:1 the requirements are not a map | write `version`, `title`, `source`, `date` and `kinds`: see examples/requirements",
    ],
    true,
  ],
  [
    "missing fields",
    "kinds: [{ name: a, actions: [a:B] }]",
    ["version", "title", "source", "date"].map(
      (key) => `1:1 \`${key}\` is missing in the requirements | add \`${key}:\``,
    ),
    true,
  ],
  [
    "misspelt keys",
    `${HEAD}kind: []\nkinds:\n  - nmae: a\n    name: a\n    actions:\n      - { action: a:B, resource: "*" }`,
    [
      "5:1 unknown key `kind` in the requirements | did you mean `kinds`?",
      "7:5 unknown key `nmae` in a kind | did you mean `name`?",
      "10:24 unknown key `resource` in an action | did you mean `resources`?",
    ],
    true,
  ],
  [
    "a date that is none",
    `${HEAD.replace("2026-11-23", "2026-13-45")}kinds: [{ name: a, actions: [a:B] }]`,
    ["4:7 `2026-13-45` is no date | write the day on which the lists were read as YYYY-MM-DD"],
    false,
  ],
  ["no kinds", `${HEAD}kinds: []`, ["5:1 `kinds` is empty | start each kind with `- name: NAME`"], true],
  [
    "kinds that are a map",
    `${HEAD}kinds: { a: [] }`,
    ["5:8 `kinds` is not a list | start each kind with `- name: NAME`"],
    true,
  ],
  [
    "names that `roles` could not hold",
    `${HEAD}kinds:\n  - { name: a b, actions: [a:B] }\n  - { name: ignore, actions: [a:B] }`,
    [
      "6:5 `a b` can't name a kind | use letters, digits, - and _; `ignore` has a meaning of its own in `roles`",
      "7:5 `ignore` can't name a kind | use letters, digits, - and _; `ignore` has a meaning of its own in `roles`",
    ],
    true,
  ],
  [
    "a kind twice, a key twice",
    `${HEAD}kinds:\n  - { name: a, actions: [a:B] }\n  - { name: a, name: a, actions: [a:B] }`,
    ["7:16 `name` stands twice in a kind | keep one of them", "7:5 two kinds are named `a` | rename one"],
    false,
  ],
  [
    "actions that are none",
    kinds(
      "    actions:\n      - ec2\n      - ec2:Describe*\n      - [a:B]\n      - { action: a:B, resources: bucket }\n      - a:B'C",
    ),
    [
      '8:9 `ec2` is not of the form service:Action | write one colon, as in "ec2:DescribeVolumes"',
      "9:9 `ec2:Describe*` holds a wildcard | list every action that is required",
      "10:9 an action is a list | write one action a line",
      "11:35 `bucket` is no ARN | write an ARN, in which * may stand, such as arn:aws:s3:::bucket/*; or * alone",
      "12:9 `a:B'C` is no name of an action | write it with letters and digits, as in ec2:DescribeVolumes",
    ],
    true,
  ],
  [
    "an action that is longer than any",
    kinds(`    actions: [a:${"B".repeat(300)}]`),
    [
      `7:15 \`a:${"B".repeat(300)}\` is no name of an action | write it with letters and digits, as in ec2:DescribeVolumes`,
    ],
    false,
  ],
  [
    "no actions",
    kinds("    actions: []"),
    ["7:5 `actions` is empty | list the actions, for example `- ec2:CreateSnapshot`"],
    true,
  ],
  [
    "trusts that are none",
    kinds("    actions: [a:B]\n    trust: [aplliance, EC2, lambda]"),
    [
      "8:13 `aplliance` is nobody who could assume a role | did you mean `appliance`?",
      "8:24 `EC2` is nobody who could assume a role | did you mean `ec2`?",
      "8:29 `lambda` is nobody who could assume a role | write `appliance`, `ec2` or a service such as `lambda.amazonaws.com`",
    ],
    true,
  ],
  [
    "an alias of a kind that is none, and one with a kind's name",
    `${HEAD}kinds:\n  - { name: writer, actions: [a:B] }\naliases:\n  both: [wirter]\n  writer: writer`,
    [
      "8:10 there is no kind `wirter` | did you mean `writer`?",
      "9:3 alias `writer` is a kind's name | use letters, digits, - and _, and no name twice",
    ],
    false,
  ],
  [
    "broken YAML",
    "kinds: [",
    [
      "1:9 the requirements are not YAML: flow sequence in block collection must be sufficiently indented and end with a ] | indent what belongs together by the same number of spaces, and close every bracket",
    ],
    false,
  ],
])("%s is told with its place", (_name, text, problems, schemaSeesIt) => {
  expect(problemsOf(text)).toEqual(problems);
  if (schemaSeesIt) expect(validate(parse(text))).toBe(false);
});

test("the schema accepts the example", () => {
  expect([validate(parse(example)), validate.errors]).toEqual([true, null]);
});
