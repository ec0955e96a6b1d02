import { readConfigFile } from "../../src/config/config-file.js";
import { resolveOptions } from "../../src/config/resolve-options.js";
import { formatLocation } from "../../src/source/location.js";
import { locate } from "../../src/source/place.js";

function resolve(inputs: Readonly<Record<string, string>>, config?: string) {
  return resolveOptions(new Map(Object.entries(inputs)), config === undefined ? null : { path: "c.yml", text: config });
}

function options(inputs: Readonly<Record<string, string>>, config?: string) {
  const resolved = resolve(inputs, config);
  if ("problems" in resolved) throw new Error(problems(inputs, config).join("\n"));
  return resolved.options;
}

function problems(inputs: Readonly<Record<string, string>>, config?: string): string[] {
  const resolved = resolve(inputs, config);
  const found = "problems" in resolved ? resolved.problems : [];
  return found.map(({ message, help, place }) => {
    const where = place === null ? "" : `${formatLocation(locate(place))} `;
    return `${where}${message}${help === null ? "" : ` | ${help}`}`;
  });
}

describe("resolveOptions", () => {
  test("fills in every default", () => {
    expect(options({})).toMatchObject({
      check: {
        files: ["**/*.{json,yaml,yml,template,cform,tf,tofu}"],
        roles: [],
        requirements: "7",
        terraformRoot: null,
        failOn: "error",
        ifNoRoles: "error",
      },
      publish: { annotations: "auto", comment: "auto", jobSummary: true, reportFile: null },
    });
  });

  test("prefers an input to the config, and the config to the default", () => {
    const config = "fail-on: warning\nif-no-roles: ignore\n";
    expect(options({ "fail-on": "never" }, config).check).toMatchObject({ failOn: "never", ifNoRoles: "ignore" });
  });

  test.each([
    ["a block of lines", "roles: |\n  A: backup\n  B: backup, restore\n"],
    ["a list of lines", 'roles:\n  - "A: backup"\n  - "B: backup, restore"\n'],
    ["a map", "roles:\n  A: backup\n  B: [backup, restore]\n"],
    ["a list of maps", "roles:\n  - A: backup\n  - B: [backup, restore]\n"],
    ["JSON", '{"roles": {"A": "backup", "B": ["backup", "restore"]}}'],
  ])("reads roles as %s", (_name, config) => {
    expect(options({}, config).check.roles).toMatchObject([
      { pattern: "A", kinds: ["backup"], text: "A: backup" },
      { pattern: "B", kinds: ["backup", "restore"], text: "B: backup, restore" },
    ]);
  });

  test.each([
    ['module.w["a:b"].aws_iam_role.this: backup', 'module.w["a:b"].aws_iam_role.this', ["backup"]],
    ["arn:aws:iam::1:role/x: worker", "arn:aws:iam::1:role/x", ["worker"]],
    ["*dlm*: ignore", "*dlm*", null],
  ])("splits %s at its last colon", (line, pattern, kinds) => {
    expect(options({ roles: line }).check.roles).toMatchObject([{ pattern, kinds }]);
  });

  test.each([
    "arn:aws:iam::???:policy/b",
    "arn:aws:iam::a??:policy/b",
    "arn:aws:iam::a*:policy/b",
    "arn:aws:iam::*w?:policy/b",
    "arn:aws:iam::1*9:policy/??",
    "arn:???:iam::aws:policy/b",
  ])("reads %s as a glob over policy ARNs", (arn) => {
    expect(options({}, `policies: { "${arn}": b.json }`).check.policies).toMatchObject([{ arn, file: "b.json" }]);
  });

  test("reads the config's sections", () => {
    const config = `
context: { aws:RequestedRegion: [eu-west-1, eu-west-2], "AWS:SourceIp": 10.0.0.1 }
severities: { partial-action: error, policy-quota: off }
groups:
  g: { policies: [a.json, b/*.json], trust: t.json }
policies: { "arn:aws:iam::*:policy/b": ./policies/b.json, "arn:aws:iam::????????????:policy/c": ./policies/b.json }
terraform: { var-files: [env/*.tfvars] }
suppressions:
  - { role: R, rule: missing-action, actions: rds:*, reason: no RDS, expires: 2030-01-31 }
`;
    const { check } = options({}, config);
    expect([...check.context]).toEqual([
      ["aws:requestedregion", ["eu-west-1", "eu-west-2"]],
      ["aws:sourceip", ["10.0.0.1"]],
    ]);
    expect([...check.severities]).toEqual([
      ["partial-action", "error"],
      ["policy-quota", "off"],
    ]);
    expect(check.groups).toEqual([{ name: "g", policies: ["a.json", "b/*.json"], trust: ["t.json"], boundary: [] }]);
    expect(check.policies).toMatchObject([
      { arn: "arn:aws:iam::*:policy/b", file: "policies/b.json" },
      { arn: "arn:aws:iam::????????????:policy/c", file: "policies/b.json" },
    ]);
    expect(check.varFiles).toEqual(["env/*.tfvars"]);
    expect(check.suppressions).toMatchObject([
      { role: "R", rule: "missing-action", actions: ["rds:*"], reason: "no RDS", expires: "2030-01-31" },
    ]);
  });

  test.each<[string, Record<string, string>, string | undefined, string[]]>([
    [
      "a misspelled word",
      { "fail-on": "eror" },
      undefined,
      ["`fail-on` is `eror`, but must be one of error, warning, never | did you mean `error`?"],
    ],
    [
      "a misspelled setting",
      {},
      "roles: {}\nfail_on: error\n",
      ["c.yml:2:1 unknown setting `fail_on` | did you mean `fail-on`?"],
    ],
    [
      "a setting that is set twice",
      {},
      "roles: { a: backup }\nseverities: { missing-action: error, missing-action: off }\nroles: {}\n",
      [
        "c.yml:2:38 `missing-action` is set twice | keep one of them",
        "c.yml:3:1 `roles` is set twice | keep one of them",
      ],
    ],
    [
      "a second document",
      {},
      "fail-on: error\n---\nfail-on: never\n",
      [
        "c.yml:3:1 the configuration has a second YAML document, which is not read | put all settings into the first one",
      ],
    ],
    [
      "a misspelled rule",
      {},
      "severities:\n  missing-actions: off\n",
      ["c.yml:2:3 unknown rule `missing-actions` | did you mean `missing-action`?"],
    ],
    [
      "a misspelled setting in a section",
      {},
      "terraform:\n  var-file: a.tfvars\n",
      [expect.stringMatching(/^c\.yml:2:3 .*`var-file`.*did you mean `var-files`/) as never],
    ],
    [
      "a misspelled severity",
      {},
      "severities:\n  missing-action: fatal\n",
      ["c.yml:2:19 `fatal` is not a severity | severities: error, warning, notice, off"],
    ],
    [
      "a role line without kinds",
      { roles: "A" },
      undefined,
      [
        "`roles` line `A` needs a pattern and kinds | write `PATTERN: kind, kind`, for example `*backup*: backup, communication`, or `PATTERN: ignore`",
      ],
    ],
    [
      "more appliances than the limit",
      { appliance: "111122223333\n".repeat(501) },
      undefined,
      ["`appliance` names 501 principals, more than 500 | list only the appliances that these roles trust"],
    ],
    [
      "an invalid appliance",
      { appliance: "arn:aws:sts::111122223333:role/x" },
      undefined,
      [
        "`appliance` line `arn:aws:sts::111122223333:role/x` is neither a role ARN nor an account | give the ARN of the impersonation role, or the appliance's account: a 12-digit ID or arn:aws:iam::ACCOUNT:root",
      ],
    ],
    [
      "an appliance whose name would end a string in a fix",
      { appliance: 'arn:aws:iam::111122223333:role/x"y' },
      undefined,
      [
        "`appliance` line `arn:aws:iam::111122223333:role/x\"y` is neither a role ARN nor an account | give the ARN of the impersonation role, or the appliance's account: a 12-digit ID or arn:aws:iam::ACCOUNT:root",
      ],
    ],
    [
      "a suppression without reason",
      {},
      "suppressions:\n  - rule: missing-action\n",
      ["c.yml:2:5 a suppression has no reason | add `reason:` and say why the finding is accepted"],
    ],
    [
      "an invalid date",
      {},
      "suppressions:\n  - { rule: missing-action, reason: x, expires: soon }\n",
      ["c.yml:2:5 `soon` is not a date | write the last day of the suppression as YYYY-MM-DD"],
    ],
    ...["aws:CurrentTime", "AWS:currenttime", "aws:EpochTime", "aws:epochtime"].map(
      (key): [string, Record<string, string>, string, string[]] => [
        `the time of requests as ${key}`,
        {},
        `context:\n  aws:SourceIp: 10.0.0.1\n  ${key}: 2020-01-01T00:00:00Z\n`,
        [
          `c.yml:3:3 \`${key}\` can't be declared: it is the time of each request | leave it out: dates are compared with today`,
        ],
      ],
    ),
    [
      "an unknown key in a group",
      {},
      "groups:\n  g: { policy: a.json }\n",
      ["c.yml:2:8 unknown key `policy` in group `g` | keys: policies, trust, boundary"],
    ],
    ...[
      "arn:aws:iam::11112222333:policy/b",
      "arn:aws:iam::111122223333:role/b",
      "arn:aws:s3:::b",
      "arn:aws:iam::1?:policy/b",
      "arn:aws:iam::??:policy/b",
      "arn:aws:iam::????:policy/b",
      "arn:aws:iam::b*:policy/b",
      "arn:aws:iam::aaa:policy/b",
      "arn:aws:iam::???????????:policy/b",
      "team-boundary",
    ].map((arn): [string, Record<string, string>, string, string[]] => [
      `a policy named ${arn}`,
      {},
      `policies:\n  ${arn}: b.json\n`,
      [
        `c.yml:2:3 \`${arn}\` is not the ARN of a managed policy | write it as arn:aws:iam::111122223333:policy/NAME; * and ? stand for any characters`,
      ],
    ]),
    ...[
      "../b.json",
      "a/../../b.json",
      "/etc/b.json",
      "C:/b.json",
      "a\\\\b.json",
      "b/*.json",
      "https://example.com/b.json",
      "..",
    ].map((file): [string, Record<string, string>, string, string[]] => [
      `a policy at ${file}`,
      {},
      `policies:\n  arn:aws:iam::*:policy/b: "${file}"\n`,
      [
        `c.yml:2:28 \`${file.replace("\\\\", "\\")}\` is not the path of a file in the repository | write it relative to the configuration's folder, with / as the separator and without wildcards`,
      ],
    ]),
    [
      "a policy with two files",
      {},
      "policies:\n  arn:aws:iam::*:policy/b: [a.json, b.json]\n",
      [
        "c.yml:2:28 `arn:aws:iam::*:policy/b` needs the path of one file | name the file in the repository that contains the policy document",
      ],
    ],
    [
      "a config that is a list",
      {},
      "- a\n",
      ["c.yml:1:1 the configuration is not a map of settings | write `setting: value` lines"],
    ],
    [
      "several problems at once",
      { "fail-on": "x", comment: "y" },
      undefined,
      [
        "`fail-on` is `x`, but must be one of error, warning, never | write one of these values",
        "`comment` is `y`, but must be one of auto, always, on-failure, never | write one of these values",
      ],
    ],
  ])("reports %s", (_name, inputs, config, expected) => {
    expect(problems(inputs, config)).toEqual(expected);
  });

  test("reports invalid YAML with its position", () => {
    expect(problems({}, "roles: [a\n")[0]).toMatch(/^c\.yml:\d+:\d+ the configuration is not valid YAML: /);
  });

  test("treats an empty config as none", () => {
    expect(options({}, "# nothing yet\n").check.failOn).toBe("error");
  });

  test("does not take a document end, or a role on two lines, for a repetition", () => {
    const { problems } = readConfigFile({ path: "c.yml", text: "---\nroles: { a: backup, a: restore }\n---\n" });
    expect(problems).toEqual([]);
  });

  test("treats prototype keys as unknown settings", () => {
    expect(problems({}, "__proto__: 1\nconstructor: 2\n")).toHaveLength(2);
  });
});
