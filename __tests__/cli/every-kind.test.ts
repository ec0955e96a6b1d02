import { rmSync } from "node:fs";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { makeWorkspace } from "../action/run-action.js";
import { runCli } from "../bundle/run-bundle.js";

/** Services that the vendor's pages name in addition to the appliance, by the start of the kind's name. */
const SERVICES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(communication|file-level-recovery)$/, ["ec2.amazonaws.com"]],
  [/^rds-database-restore$/, ["rds.amazonaws.com"]],
  [/^(efs|fsx|dynamodb|redshift(?!-serverless))-(backup|restore)/, ["backup.amazonaws.com"]],
  [/^repository$/, ["batchoperations.s3.amazonaws.com"]],
  [/^full-list$/, ["backup.amazonaws.com", "batchoperations.s3.amazonaws.com", "ec2.amazonaws.com"]],
];

const servicesOf = (kind: string): readonly string[] => SERVICES.find(([names]) => names.test(kind))?.[1] ?? [];

const known = await loadAuthorization();
const versions = ["10", "13.1"].map((version) => {
  const kinds = catalogRequirements(version, known)?.kinds ?? [];
  return [version, kinds.map(({ name }) => name)] as const;
});

interface Reported {
  readonly conclusion: string;
  readonly roles: readonly {
    readonly kinds: Readonly<Record<string, { readonly granted: number; readonly required: number }>>;
  }[];
  readonly findings: readonly { readonly rule: string; readonly role: string; readonly message: string }[];
}

describe.each(versions)("every kind of version %s", (version, kinds) => {
  const templates = new Map(
    kinds.map((kind) => {
      const options = ["--requirements", version, "--format", "cloudformation", "--appliance", "111122223333"];
      return [kind, runCli(["policy", kind, ...options]).stdout];
    }),
  );
  const roleOf = (kind: string): string => /^ {2}(\w+Role):$/m.exec(templates.get(kind) ?? "")?.[1] ?? "none";

  /** Checks the roles of all kinds, with the same change to each template. */
  const check = (change: (template: string) => string): Reported => {
    const files = [...templates].map(([kind, template]) => [`${kind}.yaml`, change(template)]);
    const cwd = makeWorkspace(Object.fromEntries(files));
    const roles = kinds.flatMap((kind) => ["--roles", `${roleOf(kind)}: ${kind}`]);
    const options = ["--requirements", version, "--appliance", "111122223333", "--fail-on", "warning"];
    const { stdout } = runCli(["check", ...roles, ...options, "--format", "json"], { cwd });
    rmSync(cwd, { recursive: true });
    return JSON.parse(stdout);
  };

  /** The roles with a finding of a rule. */
  const found = ({ findings }: Reported, rule: string): readonly string[] =>
    [...new Set(findings.filter((finding) => finding.rule === rule).map(({ role }) => role))].sort();

  test("passes with its own role and the documented trust policy and profile", () => {
    const report = check((template) => template);
    expect(report.findings.filter(({ rule }) => rule !== "trust-too-wide")).toEqual([]);
    expect(report.roles).toHaveLength(kinds.length);
    expect(new Set(kinds.map(roleOf)).size).toBe(kinds.length);
    for (const { kinds: verdicts } of report.roles)
      for (const { granted, required } of Object.values(verdicts)) expect(granted).toBe(required);
    for (const kind of kinds) {
      const trusted = [...(templates.get(kind) ?? "").matchAll(/Service: (?:!Sub "(ec2)\.|([a-z]\S+))/g)].map(
        (match) => match[1] ?? match[2],
      );
      expect([kind, trusted]).toEqual([kind, servicesOf(kind).map((service) => service.replace(/^ec2\..*/, "ec2"))]);
    }
  });

  test("fails without its service", () => {
    const report = check((template) =>
      template.replace(/ {10}- Effect: Allow\n {12}Principal:\n {14}Service: .*\n.*\n/, ""),
    );
    expect(found(report, "trust-missing")).toEqual(
      kinds
        .filter((kind) => servicesOf(kind).length > 0)
        .map(roleOf)
        .sort(),
    );
    expect(report.conclusion).toBe("failure");
  });

  test("fails without the appliance", () => {
    const report = check((template) => template.replaceAll("111122223333", "444455556666"));
    // The pages don't say who assumes the appliance's own role.
    const assumed = kinds.filter((kind) => kind !== "appliance");
    expect(found(report, "trust-missing")).toEqual(assumed.map(roleOf).sort());
  });

  test("warns without an instance profile if workers use one", () => {
    const report = check((template) => template.replace(/ {2}\w+Profile:\n[\s\S]*$/, ""));
    const carried = kinds.filter((kind) => servicesOf(kind).includes("ec2.amazonaws.com"));
    expect(carried).toHaveLength(3);
    expect(found(report, "instance-profile-missing")).toEqual(carried.map(roleOf).sort());
  });

  test("fails if any one of its actions is missing", () => {
    const report = check((template) => template.replace(/^ {14}- \w[\w-]*:\w+\n/m, ""));
    expect(found(report, "missing-action")).toEqual(kinds.map(roleOf).sort());
  });
});
