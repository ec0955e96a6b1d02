import { rmSync } from "node:fs";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { makeWorkspace } from "../action/run-action.js";
import { runCli } from "../bundle/run-bundle.js";

const APPLIANCE = ["--appliance", "111122223333"];

interface Reported {
  readonly conclusion: string;
  readonly roles: readonly {
    readonly id: string;
    readonly kinds: Readonly<Record<string, { readonly granted: number; readonly required: number }>>;
  }[];
  readonly findings: readonly { readonly rule: string; readonly message: string }[];
}

/** The report of a check of some files. */
function check(files: Readonly<Record<string, string>>, ...options: readonly string[]): Reported {
  const cwd = makeWorkspace(files);
  const { stdout } = runCli(["check", ...options, "--format", "json", "--fail-on", "warning"], { cwd });
  rmSync(cwd, { recursive: true });
  return JSON.parse(stdout);
}

/** An empty folder, because `policy appliance` searches the working directory for roles that the appliance assumes. */
let nowhere = "";
beforeAll(() => {
  nowhere = makeWorkspace({});
});
afterAll(() => rmSync(nowhere, { recursive: true }));

function policy(...args: readonly string[]): string {
  return runCli(["policy", ...args, ...APPLIANCE], { cwd: nowhere }).stdout;
}

const names = catalogRequirements("13.1")?.kinds.map(({ name }) => name) ?? [];

const pascal = (kind: string) =>
  kind.replace(/(^|-)(\w)/g, (_all, _dash, character: string) => character.toUpperCase());

describe("prints a role for each of several kinds", () => {
  test.each([
    ["cloudformation", "veeam.yaml", (kind: string) => `Veeam${pascal(kind)}Role`],
    ["json", "veeam.json", (kind: string) => `veeam-${kind}`],
  ] as const)("as %s, with all kinds of a version in one file", (format, file, roleOf) => {
    const text = policy(...names, "--requirements", "13.1", "--format", format);
    const roles = names.flatMap((kind) => ["--roles", `${roleOf(kind)}: ${kind}`]);
    const report = check({ [file]: text }, ...roles, "--requirements", "13.1", ...APPLIANCE);
    expect(report.findings.filter(({ rule }) => rule !== "trust-too-wide")).toEqual([]);
    const judged = report.roles.map(({ id, kinds }) => [id, Object.keys(kinds)]);
    expect(judged.sort()).toEqual(names.map((kind) => [roleOf(kind), [kind]]).sort());
    for (const { kinds } of report.roles)
      for (const { granted, required } of Object.values(kinds)) expect(granted).toBe(required);
  });

  test("as Terraform, with distinct names", () => {
    const text = policy(...names, "--requirements", "13.1", "--format", "terraform");
    const addresses = [...text.matchAll(/^(?:resource|data) "(\w+)" "(\w+)"/gm)].map(([, type, id]) => `${type}.${id}`);
    expect(new Set(addresses).size).toBe(addresses.length);
    const roles = [...text.matchAll(/resource "aws_iam_role" "\w+" \{\n {2}name +=.*"(.*)"/g)].map(([, name]) => name);
    expect(roles).toEqual(names.map((kind) => `veeam-${kind}`));
    const actions = catalogRequirements("13.1")?.kinds.flatMap((kind) => kind.actions) ?? [];
    expect(text.match(/^ {6}"[\w-]+:\w+",$/gm)).toHaveLength(actions.length);
    // The lists don't name a principal that assumes the appliance's own role.
    expect(text.match(/^variable .*$/gm)).toEqual(['variable "trusted_service" {']);
  });

  test("declares each placeholder once", () => {
    const args = ["policy", "backup", "communication", "--format"];
    expect(runCli([...args, "terraform"]).stdout.match(/^variable "appliance_arn"/gm)).toHaveLength(1);
    expect(runCli([...args, "cloudformation"]).stdout.match(/^Parameters:/gm)).toHaveLength(1);
  });

  test("treats a repeated kind as one", () => {
    expect(policy("backup", "backup")).toBe(policy("backup"));
    expect(policy("backup+backup", "backup")).toBe(policy("backup"));
    expect(policy("backup+communication", "communication+backup")).toBe(policy("backup+communication"));
  });

  test.each(["backup+", "+backup", "backup++communication", "+", ""])("reports a missing kind in `%s`", (named) => {
    const { status, stderr } = runCli(["policy", named]);
    expect([status, stderr]).toEqual([2, expect.stringContaining(`a kind is missing from \`${named}\``)]);
  });

  test.each(["cloudformation", "terraform"])(
    "trusts a placeholder for the service as %s if no principal is known",
    (format) => {
      for (const appliance of [[], ["--appliance", "arn:aws:iam::111122223333:role/appliance"]]) {
        const text = policy("appliance", "--requirements", "13.1", "--format", format, ...appliance);
        expect(text).toMatch(/Service: !Ref TrustedService|type += "Service"\n +identifiers = \[var.trusted_service\]/);
        expect(text).not.toMatch(/appliance_?arn|\bAWS: |"AWS"|role\/appliance/i);
      }
    },
  );

  test.each([
    ["terraform", "main.tf", "arn:aws:iam"],
    ["terraform", "main.tf", "arn:aws-cn:iam"],
    ["cloudformation", "veeam.yaml", "arn:aws:iam"],
  ])("is accepted by check unchanged: %s, %s, %s", (format, file, arn) => {
    const given = ["--requirements", "13.1", "--appliance", `${arn}::111122223333:role/appliance`];
    const { stdout } = runCli(["policy", "appliance", "--format", format, ...given], { cwd: nowhere });
    expect(stdout).toMatch(arn.includes("cn") ? /ec2\.amazonaws\.com\.cn"?$/m : /ec2\.amazonaws\.com"?$/m);
    const { findings, roles } = check({ [file]: stdout }, "--roles", "*: appliance", ...given);
    expect([findings, roles.length]).toEqual([[], 1]);
  });

  // The provider writes a list of one as a string, which saves two characters that matter here.
  test("keeps each Terraform document within its quota", () => {
    const text = policy("full-list", "--requirements", "13.1", "--format", "terraform");
    const { findings } = check({ "main.tf": text }, "--roles", "*: full-list", "--requirements", "13.1", ...APPLIANCE);
    expect(findings.filter(({ rule }) => rule !== "trust-too-wide")).toEqual([]);
  });

  test("makes one role of kinds joined with `+`", () => {
    const text = policy("backup+communication", "restore", "--format", "cloudformation");
    const { roles, findings } = check({ "veeam.yaml": text }, ...APPLIANCE);
    expect(findings.filter(({ rule }) => rule !== "trust-too-wide")).toEqual([]);
    expect(roles.map(({ id, kinds }) => [id, Object.keys(kinds)])).toEqual([
      ["VeeamBackupAndCommunicationRole", ["backup", "communication"]],
      ["VeeamRestoreRole", ["restore"]],
    ]);
    const { status, stderr } = runCli(["policy", "backup+bakcup"]);
    expect([status, stderr]).toEqual([2, expect.stringContaining("unknown kind `bakcup`")]);
    expect(runCli(["policy", "backup+"]).status).toBe(2);
  });
});

describe("names", () => {
  const long = `long-${"name-".repeat(12)}end`;
  const kinds = [long, `${long}-too`, "a", "a-1", "a-trust", "a_1", "A-1", "b-2c", "b2c", "9lives", "x".repeat(90)];
  const actions = Array.from({ length: 300 }, (_, index) => `s3:GetSomethingThatIsRatherLong${index}`);
  const own = {
    version: "1",
    title: "t",
    source: "s",
    date: "2026-11-23",
    kinds: kinds.map((name) => ({ name, trust: ["ec2"], actions: name === "a" ? actions : ["s3:GetObject"] })),
  };
  const output = (format: string) => {
    const cwd = makeWorkspace({ "own.json": JSON.stringify(own) });
    const { stdout } = runCli(["policy", ...kinds, "--requirements", "own.json", "--format", format], { cwd });
    rmSync(cwd, { recursive: true });
    return stdout;
  };

  test("stay within IAM's limit and are unique for kinds with any names", () => {
    const terraform = output("terraform");
    for (const block of ["aws_iam_role", "aws_iam_policy", "aws_iam_instance_profile", "aws_iam_policy_document"]) {
      const found = [...terraform.matchAll(new RegExp(`^(?:resource|data) "${block}" "(\\w+)" \\{\\n(.*)`, "gm"))];
      expect(found.length).toBeGreaterThanOrEqual(kinds.length);
      const ids = found.map(([, id = ""]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter((id) => /^\d/.test(id))).toEqual([]);
      const shown = found.flatMap(([, , line = ""]) => /^ {2}name += "(.*)"/.exec(line)?.[1] ?? []);
      expect(new Set(shown).size).toBe(shown.length);
      if (block === "aws_iam_role") {
        expect(shown).toHaveLength(kinds.length);
        expect(Math.max(...shown.map((name) => name.length))).toBe(64);
      }
    }
  });

  test.each([
    ["cloudformation", /^ {2}(\w+):$/gm],
    ["json", /"(?:RoleName|Arn)": "(.*)"/g],
  ] as const)("stay within the limit and unique as %s", (format, pattern) => {
    const found = [...output(format).matchAll(pattern)].map(([, id]) => id);
    expect(found.length).toBeGreaterThan(2 * kinds.length);
    expect(new Set(found).size).toBe(found.length);
  });
});
