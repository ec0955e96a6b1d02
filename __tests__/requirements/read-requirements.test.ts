import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { catalogRequirements, catalogVersions, extendable } from "../../src/requirements/catalog/index.js";
import { readRequirements } from "../../src/requirements/read-requirements.js";
import type { Requirements } from "../../src/requirements/requirements.js";
import { formatLocation } from "../../src/source/location.js";
import { locate } from "../../src/source/place.js";

const validate = new Ajv({ allowUnionTypes: true, strictTypes: false }).compile(
  JSON.parse(readFileSync("schema/requirements.schema.json", "utf8")),
);

const HEAD = 'version: "1"\ntitle: T\nsource: S\ndate: 2026-11-23\n';
const example = readFileSync("examples/requirements/acme-archive.yml", "utf8");

const known = await loadAuthorization();

function read(text: string) {
  return readRequirements({ path: "own.yml", text }, known, extendable(known));
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
  test("has kinds, actions on resources, trust, and aliases", () => {
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

  const folder = "src/requirements/catalog";
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

  test("exists in the catalog for each version", () => {
    expect(files.sort()).toEqual([...catalogVersions()].map((version) => `${version}.json`).sort());
  });

  test.each(files)("may be JSON, like %s in the catalog", (name) => {
    const text = readFileSync(`${folder}/${name}`, "utf8");
    const outcome = read(text);
    if (!("requirements" in outcome)) throw new Error(problemsOf(text).join("\n"));
    const held = catalogRequirements(outcome.requirements.version);
    expect({ ...outcome.requirements, nameMarks: held?.nameMarks }).toEqual(held);
    expect([validate(JSON.parse(text)), validate.errors]).toEqual([true, null]);
  });

  test("may extend the newest version and remove what a wildcard matches in a list", () => {
    const outcome = read(
      `${HEAD}extends: latest\nkinds:\n  - { name: ec2-backup, removes: ["events:*", "EC2:describe*"] }`,
    );
    if (!("requirements" in outcome)) throw new Error("not read");
    const backup = (from: Requirements | null) => from?.kinds.find(({ name }) => name === "ec2-backup")?.actions ?? [];
    const newest = backup(catalogRequirements(catalogVersions().at(-1) ?? ""));
    const kept = newest.filter(({ action }) => !/^(events:|ec2:describe)/i.test(action));
    expect(backup(outcome.requirements)).toEqual(kept);
    expect(newest.length - kept.length).toBeGreaterThan(10);
  });

  test("may extend a version of the vendor's lists", () => {
    const outcome = read(
      `${HEAD}extends: "13.1"\nwithout: full-list\nkinds:
  - { name: own, actions: [sts:AssumeRole] }
  - { name: communication, trust: ec2, adds: [logs:PutLogEvents], removes: [pricing:GetProducts] }
  - { name: efs-restore, actions: [elasticfilesystem:CreateFileSystem] }
  - { name: worker, actions: [ec2:RunInstances] }`,
    );
    if (!("requirements" in outcome)) throw new Error("not read");
    const { kinds, aliases, nameMarks } = outcome.requirements;
    const names = kinds.map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual(["own", "communication", "efs-restore", "worker"]);
    expect(names).toContain("ec2-backup");
    expect(names).not.toContain("full-list");
    expect(kinds.slice(1, 3).map(({ trust, actions }) => [trust, actions.length])).toEqual([
      [["ec2"], 35],
      [["appliance", "backup.amazonaws.com"], 1],
    ]);
    const communication = kinds[1]?.actions.map(({ action }) => action);
    expect(communication).toContain("logs:PutLogEvents");
    expect(communication).not.toContain("pricing:GetProducts");
    expect([aliases.get("backup")?.length, aliases.has("worker")]).toEqual([4, false]);
    expect(nameMarks).toEqual(["veeam", "vbaws"]);
  });

  test("may include the lists of other kinds, from the file and the extended version, with changes", () => {
    const outcome = read(
      `${HEAD}extends: "13.1"\nkinds:
  - { name: own, actions: [sts:AssumeRole, logs:PutLogEvents, { action: s3:GetObject, resources: "arn:aws:s3:::a/*" }] }
  - { name: all, includes: [own, ec2-restore-worker], adds: [a:B], removes: [LOGS:putLogEvents] }
  - { name: communication, includes: own }`,
    );
    if (!("requirements" in outcome)) throw new Error("not read");
    const [, all, communication] = outcome.requirements.kinds;
    const restore = catalogRequirements("13.1")?.kinds.find(({ name }) => name === "ec2-restore-worker")?.actions ?? [];
    const own = [
      { action: "s3:GetObject", resources: ["arn:aws:s3:::a/*"] },
      { action: "sts:AssumeRole", resources: ["*"] },
    ];
    const names = (actions: readonly { readonly action: string }[]) => actions.map(({ action }) => action);
    expect(names(all?.actions ?? [])).toEqual([...new Set(["a:B", ...names(own), ...names(restore)])].sort());
    expect(communication?.actions).toEqual([{ action: "logs:PutLogEvents", resources: ["*"] }, ...own]);
    expect(communication?.trust).toEqual(["appliance", "ec2"]);
  });

  test("expands an action with wildcards to every matching AWS action", () => {
    const outcome = read(
      `${HEAD}kinds: [{ name: a, actions: [s3:putobjectt*, { action: "iam:Get?ser", resources: "arn:aws:iam::*:user/a" }] }]`,
    );
    if (!("requirements" in outcome)) throw new Error("not read");
    expect(outcome.requirements.kinds[0]?.actions).toEqual([
      { action: "s3:PutObjectTagging", resources: ["*"] },
      { action: "iam:GetUser", resources: ["arn:aws:iam::*:user/a"] },
    ]);
  });

  test("may require an action under a condition, or else in any request", () => {
    const outcome = read(
      `${HEAD}kinds:
  - name: a
    actions:
      - action: ec2:CreateTags
        condition: { StringEquals: { ec2:CreateAction: [RunInstances, CreateVolume] }, Bool: { aws:SecureTransport: true } }
      - action: ec2:CreateTags
        condition: { StringEquals: { aws:RequestTag/Worker: yes-it-is } }
      - { action: ec2:RunInstances, condition: { Bool: { aws:SecureTransport: "true" } } }
      - EC2:RunInstances`,
    );
    if (!("requirements" in outcome)) throw new Error("not read");
    const createAction = {
      operator: "StringEquals",
      key: "ec2:CreateAction",
      values: ["RunInstances", "CreateVolume"],
    };
    const secure = { operator: "Bool", key: "aws:SecureTransport", values: ["true"] };
    const tag = { operator: "StringEquals", key: "aws:RequestTag/Worker", values: ["yes-it-is"] };
    expect(outcome.requirements.kinds[0]?.actions).toEqual([
      { action: "ec2:CreateTags", resources: ["*"], condition: [createAction, secure] },
      { action: "ec2:CreateTags", resources: ["*"], condition: [tag] },
      { action: "EC2:RunInstances", resources: ["*"] },
    ]);
  });

  test("combines the resources of a repeated action", () => {
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

/** The name, the text, the problems, and whether the schema also finds the fault. */
test.each<[string, string, readonly string[], boolean]>([
  [
    "an empty file",
    "",
    [
      "1:1 the requirements are not a map | write `version`, `title`, `source`, `date`, and `kinds`: see examples/requirements",
    ],
    true,
  ],
  [
    "a list",
    "- a",
    [
      "1:1 the requirements are not a map | write `version`, `title`, `source`, `date`, and `kinds`: see examples/requirements",
    ],
    true,
  ],
  [
    "missing fields",
    "kinds: [{ name: a, actions: [a:B] }]",
    ["version", "title", "source", "date"].map(
      (key) => `1:1 \`${key}\` is missing from the requirements | add \`${key}:\``,
    ),
    true,
  ],
  [
    "misspelled keys",
    `${HEAD}kind: []\nkinds:\n  - nmae: a\n    name: a\n    actions:\n      - { action: a:B, resource: "*" }`,
    [
      "5:1 unknown key `kind` in the requirements | did you mean `kinds`?",
      "7:5 unknown key `nmae` in a kind | did you mean `name`?",
      "10:24 unknown key `resource` in an action | did you mean `resources`?",
    ],
    true,
  ],
  [
    "an invalid date",
    `${HEAD.replace("2026-11-23", "2026-13-45")}kinds: [{ name: a, actions: [a:B] }]`,
    ["4:7 `2026-13-45` is not a date | write the date as YYYY-MM-DD"],
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
    "names that are not possible in `roles`",
    `${HEAD}kinds:\n  - { name: a b, actions: [a:B] }\n  - { name: ignore, actions: [a:B] }`,
    [
      "6:5 `a b` can't name a kind | use letters, digits, -, and _; `ignore` is reserved in `roles`",
      "7:5 `ignore` can't name a kind | use letters, digits, -, and _; `ignore` is reserved in `roles`",
    ],
    true,
  ],
  [
    "a repeated kind and a repeated key",
    `${HEAD}kinds:\n  - { name: a, actions: [a:B] }\n  - { name: a, name: a, actions: [a:B] }`,
    ["7:16 `name` occurs twice in a kind | keep one of them", "7:5 two kinds are named `a` | rename one"],
    false,
  ],
  [
    "invalid actions",
    kinds(
      "    actions:\n      - ec2\n      - ec2:Descrihe*\n      - [a:B]\n      - { action: a:B, resources: bucket }\n      - a:B'C",
    ),
    [
      '8:9 `ec2` is not of the form service:Action | write one colon, as in "ec2:DescribeVolumes"',
      "9:9 `ec2:Descrihe*` matches no AWS action | correct it, or list every action that is required",
      "10:9 an action must be a string, not a list | write one action per line",
      "11:35 `bucket` is not an ARN | write an ARN (wildcards allowed), such as arn:aws:s3:::bucket/*, or * alone",
      "12:9 `a:B'C` is not an action name | write it with letters and digits, as in ec2:DescribeVolumes",
    ],
    true,
  ],
  [
    "an action that is too long",
    kinds(`    actions: [a:${"B".repeat(300)}]`),
    [
      `7:15 \`a:${"B".repeat(300)}\` is not an action name | write it with letters and digits, as in ec2:DescribeVolumes`,
    ],
    false,
  ],
  [
    "wildcards over all services or for an unknown one",
    kinds('    actions: ["*", "*:*", "*:Get*", "s3*:GetObject", { action: "noservice:*" }]'),
    [
      "7:15 `*` names no service | write the service, as in s3:Get*",
      "7:20 `*:*` names no service | write the service, as in s3:Get*",
      "7:27 `*:Get*` has a wildcard in its service, which AWS rejects | name the service",
      "7:37 `s3*:GetObject` has a wildcard in its service, which AWS rejects | name the service",
      "7:54 `noservice:*` matches no AWS action | correct it, or list every action that is required",
    ],
    true,
  ],
  ...(
    [
      ["a condition that is none", "always", "`condition` is not a map | write EXAMPLE", 41],
      ["an empty condition", "{}", "`condition` is empty | leave it out, or write EXAMPLE", 41],
      [
        "an operator that is not for requirements",
        "{ StringLike: { a:b: c* } }",
        "`StringLike` can't be an operator of a required condition | operators: StringEquals, Bool",
        43,
      ],
      [
        "a misspelled operator",
        "{ StringEqual: { a:b: c } }",
        "`StringEqual` can't be an operator of a required condition | did you mean `StringEquals`?",
        43,
      ],
      ["an operator without keys", "{ Bool: true }", "`Bool` has no condition keys | write EXAMPLE", 43],
      [
        "a key that is none",
        "{ Bool: { secure: true } }",
        "`secure` is not a condition key | write a key such as `aws:RequestTag/Team` or `ec2:CreateAction`",
        51,
      ],
      [
        "the time of the request",
        "{ Bool: { aws:EpochTime: true } }",
        "`aws:EpochTime` is not a condition key to require | write a key such as `aws:RequestTag/Team` or `ec2:CreateAction`",
        51,
      ],
      ["a key without values", "{ Bool: { a:b: [] } }", "`a:b` has no values | write a value after it", 51],
    ] as const
  ).map(([name, text, problem, column]): [string, string, readonly string[], boolean] => [
    name,
    kinds(`    actions: [{ action: a:B, condition: ${text} }]`),
    [`7:${column} ${problem.replace("EXAMPLE", "for example `StringEquals: { ec2:CreateAction: RunInstances }`")}`],
    true,
  ]),
  [
    "invalid values in a condition",
    kinds(`    actions: [{ action: a:B, condition: { Bool: { a:b: maybe }, StringEquals: { a:b: [[c], "\${x}"] } } }]`),
    [
      "7:56 `maybe` is not a value of Bool | write true or false",
      "7:87 a condition value is not a string | write one value, or a list of them",
      "7:92 `${x}` contains a variable | write the value that requests carry",
    ],
    true,
  ],
  [
    "an unknown version to extend",
    `${HEAD}extends: "13.2"\nwithout: backup\nkinds:\n  - { name: a, adds: [a:B], updated: yesterday }`,
    [
      "5:10 unknown version `13.2` to extend | did you mean `13.1`?",
      "6:10 unknown kind `backup` to leave out | write `extends: VERSION`, too",
      "8:38 `yesterday` is not a date | write the date as YYYY-MM-DD",
      "8:16 `adds` is in a kind that extends no other | list its `actions`",
      "8:5 `actions` is missing from a kind | list the actions, for example `- ec2:CreateSnapshot`",
    ],
    true,
  ],
  [
    "changes that do not fit the extended version",
    `${HEAD}extends: "7"\nwithout: restroe\nkinds:\n  - { name: backup, removes: [s3:GetObject] }\n  - { name: restore, actions: [a:B], adds: [a:C] }`,
    [
      "6:10 unknown kind `restroe` to leave out | did you mean `restore`?",
      "8:31 `backup` has no `s3:GetObject` to remove | remove the line, or correct the name",
      "9:38 `adds` is in a kind that lists its actions | write either `actions`, or `includes`, `adds`, and `removes`",
    ],
    false,
  ],
  [
    "wildcards to remove that match nothing in the list or nothing at all",
    `${HEAD}extends: "13.1"\nkinds:\n  - { name: ec2-backup, removes: ["RDS:*", "sqs:nothing*", { action: "fsx:C*" }] }`,
    [
      "7:35 `ec2-backup` has no `RDS:*` to remove | remove the line, or correct the name",
      "7:44 `sqs:nothing*` matches no AWS action | correct it, or list every action that is required",
      "7:60 `ec2-backup` has no `fsx:C*` to remove | remove the line, or correct the name",
    ],
    false,
  ],
  [
    "condition keys repeated in different case or under two operators",
    kinds(
      "    actions:\n      - { action: a:B, condition: { StringEquals: { a:b: c, A:B: d } } }\n      - { action: a:B, condition: { StringEquals: { a:b: c }, Bool: { a:b: true } } }",
    ),
    [
      "8:61 `A:B` is set twice | write the key once, with all its values",
      "9:71 `a:b` is set twice | write the key once, with all its values",
    ],
    false,
  ],
  [
    "kinds to include that are missing or declared later, next to actions",
    `${HEAD}kinds:\n  - { name: writer, includes: [cleaner, writer] }\n  - { name: cleaner, actions: [a:B], includes: writer }\n  - { name: all, includes: [wirter], removes: [a:B] }`,
    [
      "6:32 unknown kind `cleaner` to include | put a kind before it that it can include",
      "6:41 unknown kind `writer` to include | put a kind before it that it can include",
      "7:38 `includes` is in a kind that lists its actions | write either `actions`, or `includes`, `adds`, and `removes`",
      "8:29 unknown kind `wirter` to include | did you mean `writer`?",
      "8:48 `all` has no `a:B` to remove | remove the line, or correct the name",
    ],
    false,
  ],
  [
    "an empty list of kinds to include",
    `${HEAD}kinds:\n  - { name: writer, includes: [] }`,
    ["6:21 `includes` is empty | name the kinds that it includes"],
    true,
  ],
  [
    "no actions",
    kinds("    actions: []"),
    ["7:5 `actions` is empty | list the actions, for example `- ec2:CreateSnapshot`"],
    true,
  ],
  [
    "invalid trust",
    kinds("    actions: [a:B]\n    trust: [aplliance, EC2, lambda]"),
    [
      "8:13 `aplliance` is not a known principal | did you mean `appliance`?",
      "8:24 `EC2` is not a known principal | did you mean `ec2`?",
      "8:29 `lambda` is not a known principal | write `appliance`, `ec2`, or a service such as `lambda.amazonaws.com`",
    ],
    true,
  ],
  [
    "an alias of an unknown kind, and an alias with a kind's name",
    `${HEAD}kinds:\n  - { name: writer, actions: [a:B] }\naliases:\n  both: [wirter]\n  writer: writer`,
    [
      "8:10 unknown kind `wirter` | did you mean `writer`?",
      "9:3 alias `writer` has the same name as a kind | rename the alias",
    ],
    false,
  ],
  [
    "broken YAML",
    "kinds: [",
    [
      "1:9 the requirements are not YAML: a [ is not closed, or the lines below it are not indented enough | indent related lines by the same number of spaces, and close every bracket",
    ],
    false,
  ],
])("is reported with the position of %s", (_name, text, problems, schemaSeesIt) => {
  expect(problemsOf(text)).toEqual(problems);
  if (schemaSeesIt) expect(validate(parse(text))).toBe(false);
});

test("matches the schema in the example", () => {
  expect([validate(parse(example)), validate.errors]).toEqual([true, null]);
});

const times = (count: number, write: (index: number) => string) => Array.from({ length: count }, (_, at) => write(at));

test.each<[string, readonly string[]]>([
  ["written out", [`{ name: backup, actions: [${times(50_001, (at) => `ec2:A${at}`).join(", ")}] }`]],
  ["with many wildcards", times(300, (at) => `{ name: k${at}, actions: ["ec2:*"] }`)],
  ["with wildcards on resources", [`{ name: k, actions: [${'{ action: "ec2:*" }, '.repeat(300)}] }`]],
  [
    "that include each other",
    [
      '{ name: k0, actions: ["s3:*"] }',
      ...times(300, (at) => `{ name: k${at + 1}, includes: [k${at}, k${at}], adds: [a:B${at}] }`),
    ],
  ],
  [
    "that remove actions",
    ['{ name: k, actions: ["ec2:*"] }', `{ name: l, includes: k, removes: [${'"ec2:*", '.repeat(300)}] }`],
  ],
])("limits lists %s to several times the number of AWS actions", (_name, kinds) => {
  const problems = problemsOf(`${HEAD}kinds:\n${kinds.map((kind) => `  - ${kind}\n`).join("")}`);
  expect(
    problems.filter((problem) => problem.includes("up to here, the kinds list more than 50000 actions")),
  ).toHaveLength(1);
});

test("stays far below the limit with all lists together and all actions of the largest AWS services", () => {
  const kinds = times(30, (at) => `  - { name: k${at}, actions: ["ec2:*", "s3:*"] }\n`).join("");
  expect(problemsOf(`${HEAD}kinds:\n${kinds}`)).toEqual([]);
});
