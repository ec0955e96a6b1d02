import { parseRoleMapping } from "../../src/config/role-mapping.js";
import type { Role } from "../../src/iam/model.js";
import { parsePolicyText } from "../../src/iam/parse-document-text.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import type { Requirements } from "../../src/requirements/requirements.js";
import { inferKinds } from "../../src/select/infer-kinds.js";
import { selectRoles } from "../../src/select/select-roles.js";
import { filePlace } from "../../src/source/place.js";

function version7(): Requirements {
  const requirements = catalogRequirements("7");
  if (requirements === null) throw new Error("the catalog lacks version 7");
  return requirements;
}

const requirements = version7();
const actionsOf = (kind: string): string[] =>
  requirements.kinds.find(({ name }) => name === kind)?.actions.map(({ action }) => action) ?? [];

/** The actions that AmazonSSMManagedInstanceCore also has. */
const agentActions = actionsOf("communication").filter((action) => /^(ssm|ssmmessages|ec2messages):/.test(action));

interface Sketch {
  readonly id: string;
  readonly name?: string;
  readonly partialName?: string;
  readonly file?: string;
  readonly actions?: readonly string[];
  /** The trust policy's principals. If absent, the trust policy is out of scope. */
  readonly trust?: object;
  readonly marker?: string;
  readonly awsManaged?: boolean;
}

function role({
  id,
  name,
  partialName,
  file = "infra/roles.yaml",
  actions = [],
  trust,
  marker,
  awsManaged = false,
}: Sketch): Role {
  const place = filePlace(file);
  const value = JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });
  const document = parsePolicyText({ kind: "scalar", place, value }, "identity");
  const trustText = JSON.stringify({ Statement: [{ Effect: "Allow", Principal: trust, Action: "sts:AssumeRole" }] });
  return {
    id,
    name: name ?? null,
    ...(partialName === undefined ? {} : { partialName }),
    format: "cloudformation",
    place,
    file,
    marker: marker === undefined ? null : { text: marker, place },
    variants: [
      {
        when: null,
        policies:
          actions.length === 0
            ? []
            : [{ kind: "document", name: "p", attachment: "inline", document, awsManaged, place }],
        boundary: null,
        trust: trust === undefined ? null : parsePolicyText({ kind: "scalar", place, value: trustText }, "trust"),
      },
    ],
    instanceProfile: null,
    removed: false,
  };
}

function select(sketches: readonly Sketch[], lines: readonly string[] = []) {
  const mappings = lines.flatMap((line) => parseRoleMapping(line) ?? []);
  const selection = selectRoles(sketches.map(role), mappings, requirements);
  return {
    selected: Object.fromEntries(
      selection.selected.map(({ role: { id }, kinds }) => [id, kinds.map(({ name }) => name)]),
    ),
    by: selection.selected.map(({ selectedBy }) => selectedBy),
    notChecked: Object.fromEntries(selection.notChecked.map(({ role: { id }, reason }) => [id, reason])),
    misnamed: selection.misnamed.map(({ kinds }) => kinds),
    misnamedLines: selection.misnamedLines.map(({ mapping, kinds }) => [mapping.text, kinds]),
  };
}

const account = { AWS: "111122223333" };
const ec2 = { Service: "ec2.amazonaws.com", AWS: "111122223333" };

describe("finds the configured roles", () => {
  test.each<[string, Sketch, string, boolean]>([
    ["its logical ID", { id: "Worker" }, "Worker: backup", true],
    ["its name", { id: "W", name: "prod-worker" }, "prod-worker: backup", true],
    [
      "a literal address with brackets",
      { id: 'module.w["a"].aws_iam_role.this' },
      'module.w["a"].aws_iam_role.this: backup',
      true,
    ],
    ["a glob over a logical ID in a nested stack", { id: "Stack/Worker" }, "Work*: backup", true],
    ["a glob over dots and brackets", { id: 'module.w["a"].aws_iam_role.this' }, "module.w*: backup", true],
    ["a glob over the file path", { id: "W", file: "infra/prod/roles.yaml" }, "infra/*: backup", true],
    ["a glob over a partly known name", { id: "W", partialName: "${Prefix}-worker" }, "*-worker: backup", true],
    ["another case", { id: "Worker" }, "worker: backup", false],
    ["part of the name", { id: "Worker" }, "Work: backup", false],
  ])("by %s", (_name, sketch, line, chosen) => {
    expect(Object.keys(select([sketch], [line]).selected)).toEqual(chosen ? [sketch.id] : []);
  });

  test("combines several lines, prefers a literal line to globs, and prefers ignore to kinds", () => {
    const roles = [{ id: "a-backup" }, { id: "b-backup" }, { id: "c-dlm" }];
    const lines = ["*backup: backup", "*: communication", "b-backup: restore", "*dlm: ignore"];
    const { selected, notChecked } = select(roles, lines);
    expect(selected).toEqual({ "a-backup": ["backup", "communication"], "b-backup": ["restore"] });
    expect(notChecked).toEqual({ "c-dlm": "left out by `roles` line `*dlm: ignore`" });
  });

  test("gives the line as the reason", () => {
    expect(select([{ id: "x" }], ["x: worker"])).toMatchObject({
      by: ["roles: x: worker"],
      selected: { x: ["backup", "restore", "communication"] },
    });
  });

  test("reports an unknown kind", () => {
    expect(select([{ id: "x" }], ["x: bakcup"])).toMatchObject({ selected: {}, misnamed: [["bakcup"]] });
  });

  test("reports an unknown kind once, even in a line that matches nothing", () => {
    const lines = ["x: bakcup", "y: restroe", "z*: backup", "w: ignore"];
    const { misnamed, misnamedLines } = select([{ id: "x" }], lines);
    expect({ misnamed, misnamedLines }).toEqual({
      misnamed: [["bakcup"]],
      misnamedLines: [["y: restroe", ["restroe"]]],
    });
  });

  test("reports an unknown kind even if a literal line overrides its line", () => {
    expect(select([{ id: "x" }], ["x: backup", "*: bakcup"]).misnamedLines).toEqual([["*: bakcup", ["bakcup"]]]);
  });

  test("uses a marker if no line names the role", () => {
    expect(select([{ id: "x", marker: "backup restore" }]).selected).toEqual({ x: ["backup", "restore"] });
    expect(select([{ id: "x", marker: "backup" }], ["x: restore"]).selected).toEqual({ x: ["restore"] });
  });

  test("infers nothing if a role is named, but lists likely worker roles", () => {
    const roles = [{ id: "x" }, { id: "veeam-backup", actions: actionsOf("backup"), trust: account }, { id: "lambda" }];
    const { selected, notChecked } = select(roles, ["x: backup"]);
    expect(Object.keys(selected)).toEqual(["x"]);
    expect(notChecked).toEqual({
      "veeam-backup":
        "looks like a worker role (backup), but `roles` or a marker names only other roles: to check it, add `veeam-backup: backup` to `roles`; to leave it out, add `veeam-backup: ignore`",
    });
  });
});

describe("infers kinds", () => {
  test.each<[string, Sketch, readonly string[]]>([
    ["the whole backup list", { id: "veeam", actions: actionsOf("backup"), trust: account }, ["backup"]],
    ["the whole restore list", { id: "veeam", actions: actionsOf("restore"), trust: account }, ["restore"]],
    [
      "both lists",
      { id: "veeam", actions: [...actionsOf("backup"), ...actionsOf("restore")], trust: account },
      ["backup", "restore"],
    ],
    [
      "half of the communication list, in another case",
      {
        id: "VBAWS-x",
        actions: actionsOf("communication")
          .slice(0, 17)
          .map((action) => action.toLowerCase()),
      },
      ["communication"],
    ],
    [
      "EC2 in the trust policy of a backup role",
      { id: "veeam", actions: actionsOf("backup"), trust: ec2 },
      ["backup", "communication"],
    ],
    [
      "the communication list under any name, with a pattern of queues",
      { id: "x", actions: [...actionsOf("communication").filter((action) => !action.startsWith("sqs:")), "sqs:*"] },
      ["communication"],
    ],
    [
      "the communication list under any name, without queues",
      { id: "x", actions: actionsOf("communication").filter((action) => !action.startsWith("sqs:")) },
      ["communication"],
    ],
    ["the communication list under any name", { id: "x", actions: actionsOf("communication") }, ["communication"]],
    ["three-quarters of a list under any name", { id: "x", actions: actionsOf("backup").slice(10) }, ["backup"]],
    [
      "two lists under any name",
      { id: "x", actions: [...actionsOf("backup"), ...actionsOf("restore")] },
      ["backup", "restore"],
    ],
    [
      "a list under any name, with EC2 in the trust policy",
      { id: "x", actions: actionsOf("backup"), trust: ec2 },
      ["backup", "communication"],
    ],
    ["the name if the policies say nothing", { id: "veeam-restore", actions: ["*"] }, ["restore"]],
    ["worker in the name", { id: "veeam-worker", actions: ["ec2:*"] }, ["communication"]],
    ["the name of the file", { id: "role", file: "veeam.yaml", actions: actionsOf("backup") }, ["backup"]],
  ])("from %s", (_name, sketch, kinds) => {
    expect(select([sketch]).selected).toEqual({ [sketch.id]: kinds });
  });

  test.each<[string, Sketch]>([
    ["a role of another kind", { id: "app", actions: ["s3:GetObject"], trust: account }],
    [
      "an EKS node with the SSM policy of AWS",
      { id: "node", actions: actionsOf("communication"), awsManaged: true, trust: { Service: "ec2.amazonaws.com" } },
    ],
    [
      "a Lambda role with a similar name",
      { id: "veeam-backup", actions: actionsOf("backup").slice(0, 60), trust: { Service: "lambda.amazonaws.com" } },
    ],
    ["the SSM agent's actions", { id: "x", actions: agentActions, trust: ec2 }],
    [
      "the SSM agent's actions and every queue",
      { id: "x", actions: [...agentActions, "sqs:*", "s3:GetObject"], trust: ec2 },
    ],
    [
      "patterns that cover a whole list",
      { id: "x", actions: ["ec2:*", "rds:*", "iam:*", "kms:*", "s*", "e*", "k*"], trust: account },
    ],
    ["less than a third of a list", { id: "x", actions: actionsOf("backup").slice(0, 25), trust: account }],
  ])("skips %s", (_name, sketch) => {
    expect(select([sketch])).toMatchObject({ selected: {}, notChecked: {} });
  });

  test.each([{ Service: "lambda.amazonaws.com" }, { Federated: "accounts.google.com" }])(
    "lists a role that names a list, but trusts only %j",
    (trust) => {
      for (const id of ["BackupDeploy", "veeam-backup"])
        expect(select([{ id, actions: actionsOf("backup").slice(0, 84), trust }])).toMatchObject({
          selected: {},
          notChecked: {
            [id]: `names 84 of 89 backup actions, but its trust policy lets in neither AWS principals nor EC2: to check it, add \`${id}: backup\` to \`roles\`; to leave it out, add \`${id}: ignore\``,
          },
        });
    },
  );

  test("lists a role with a third of a list and the line to copy, even next to a worker role", () => {
    const roles = [
      { id: "DeployRole", actions: actionsOf("backup").slice(0, 45), trust: account },
      { id: "veeam-backup", actions: actionsOf("backup"), trust: account },
    ];
    const { selected, notChecked } = select(roles);
    expect(Object.keys(selected)).toEqual(["veeam-backup"]);
    expect(notChecked).toEqual({
      DeployRole:
        "names 45 of 89 backup actions: to check it, add `DeployRole: backup` to `roles`; to leave it out, add `DeployRole: ignore`",
    });
  });

  test.each([
    ["efs-backup", 1],
    ["efs-backup", 0.7],
    ["redshift-restore", 1],
  ])("lists a Veeam role of %s, which the version lacks, with a version that has it (%d of it)", (kind, part) => {
    const list = catalogRequirements("13.1")?.kinds.find(({ name }) => name === kind)?.actions ?? [];
    const actions = list.slice(0, Math.ceil(list.length * part)).map(({ action }) => action);
    const { selected, notChecked } = select([{ id: "veeam-own", actions, trust: account }]);
    expect(selected).toEqual({});
    expect(notChecked["veeam-own"]).toBe(
      `looks like ${kind} of version 13.1, for which version 7 has no list: to check it, set \`requirements: "13.1"\`; to leave it out, add \`veeam-own: ignore\``,
    );
  });

  const newest = catalogRequirements("13.1")?.kinds.filter(({ actions }) => actions.length >= 40) ?? [];
  test.each(newest.map((kind) => [kind.name, kind] as const))(
    "finds the kind of a role with the whole list of %s and any name",
    (name, kind) => {
      const requirements = catalogRequirements("13.1");
      const actions = kind.actions.map(({ action }) => action);
      const inference = requirements && inferKinds(role({ id: "Deploy", actions, trust: account }), requirements);
      expect(inference).toMatchObject({ kind: "worker", kinds: [{ name }] });
    },
  );

  const describes = catalogRequirements("13.1")
    ?.kinds.find(({ name }) => name === "worker-configuration")
    ?.actions.map(({ action }) => action);
  test.each<[string, readonly string[] | undefined, readonly string[]]>([
    ["veeam-redshift-serverless-restore", describes, ["redshift-serverless-restore", "worker-configuration"]],
    [
      "veeam-restore",
      describes,
      ["ec2-restore", "ec2-restore-worker", "rds-restore", "rds-database-restore", "worker-configuration"],
    ],
    ["veeam-worker-configuration", describes, ["worker-configuration"]],
    ["veeam-x", describes, ["worker-configuration"]],
    ["VeeamWorkerDeployment", ["ec2:*", "iam:*"], ["worker-deployment"]],
    ["veeam-efs-backup-manual-all", ["backup:*", "elasticfilesystem:*"], ["efs-backup-manual"]],
    ["veeam-ec2-backup-worker", ["ec2:*", "sqs:*"], ["ec2-backup-worker"]],
    ["veeam-worker", ["ec2:*", "sqs:*"], ["communication"]],
    [
      "veeam-redshift-serverless",
      ["redshift-serverless:*"],
      ["redshift-serverless-backup", "redshift-serverless-backup-manual", "redshift-serverless-restore"],
    ],
    ["veeam-redshift", ["redshift:*"], ["redshift-backup", "redshift-backup-manual", "redshift-restore"]],
    ["veeam-fsx-prod-backup", ["fsx:*"], ["fsx-backup", "fsx-backup-manual"]],
    ["veeam-vpc-prod-backup-restore", ["ec2:*"], ["vpc-backup", "vpc-restore"]],
    ["veeam-vpc-fsx", ["ec2:*"], ["fsx-backup", "fsx-backup-manual", "fsx-restore", "vpc-backup", "vpc-restore"]],
  ])("uses the name %s next to short lists", (id, actions = [], kinds) => {
    const requirements = catalogRequirements("13.1");
    const inference = requirements && inferKinds(role({ id, actions, trust: account }), requirements);
    const found = inference?.kind === "worker" ? inference.kinds.map(({ name }) => name) : [];
    expect([...found].sort()).toEqual([...kinds].sort());
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ["veeam-backup", ["ec2-backup"], []],
    ["veeam-backup", ["ec2-backup", "ec2-backup-worker"], []],
    ["veeam-restore", ["rds-restore"], []],
    ["veeam-restore", ["ec2-backup"], ["ec2-restore", "ec2-restore-worker", "rds-restore", "rds-database-restore"]],
    ["veeam-efs", ["efs-backup"], []],
    ["veeam-efs-prod-backup", ["efs-backup"], []],
    ["veeam-backup-efs-restore", ["ec2-backup"], ["efs-restore"]],
    ["veeam-backup-vpc", ["ec2-backup"], ["vpc-backup", "vpc-restore"]],
  ])("uses the name %s next to the whole lists of %s", (id, lists, beside) => {
    const requirements = catalogRequirements("13.1");
    const whole = requirements?.kinds.filter(({ name }) => lists.includes(name)) ?? [];
    const actions = whole.flatMap((kind) => kind.actions.map(({ action }) => action));
    const inference = requirements && inferKinds(role({ id, actions, trust: account }), requirements);
    const found = inference?.kind === "worker" ? inference.kinds.map(({ name }) => name) : [];
    expect([...found].sort()).toEqual([...lists, ...beside].sort());
  });

  test("lists a Veeam role without a kind", () => {
    expect(select([{ id: "veeam-dlm", actions: ["s3:*"], trust: account }]).notChecked).toEqual({
      "veeam-dlm":
        "named like a Veeam role but matches no kind: to check it, add `veeam-dlm: KIND` to `roles`; to leave it out, add `veeam-dlm: ignore`",
    });
  });
});
