import { leastRole } from "../../src/fixes/least-role.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import { MANAGED_POLICY_SIZE } from "../../src/iam/quota.js";
import { resourceFault, unmatchableResource } from "../../src/iam/resource-fault.js";
import { type Declaration, NOTHING_DECLARED } from "../../src/iam/resource-set.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import type { Kind } from "../../src/requirements/requirements.js";
import { policyOf, roleOf } from "../iam/role.js";

const authorization = await loadAuthorization();

const deployment = { partition: "aws", accounts: ["111122223333"], regions: ["eu-west-1", "eu-central-1"] };
const resources = [
  { actions: "iam:PassRole", arns: ["arn:aws:iam::111122223333:role/veeam-*"] },
  { actions: "sqs:*", arns: ["arn:aws:sqs:*:111122223333:veeam-*"] },
  { actions: "s3:*", arns: ["arn:aws:s3:::veeam-*", "arn:aws:s3:::veeam-*/*"] },
];

function documentsFor(kind: Kind, declared: Declaration) {
  return leastRole(["veeam"], [kind], null, declared, authorization).documents;
}

function verdictsOf(kind: Kind, documents: ReturnType<typeof documentsFor>, declared: Declaration) {
  const role = roleOf({ policies: documents.map(({ Statement }, index) => policyOf(`p${index}`, ...Statement)) });
  return evaluateRole(role, kind.actions, new Map(), authorization, declared);
}

const kinds = (catalogRequirements("13.1", authorization)?.kinds ?? []).map((kind) => [kind.name, kind] as const);

/** Everything that all kinds need. */
const everything: Kind = {
  ...onlyKind(),
  actions: [...new Map(kinds.flatMap(([, { actions }]) => actions.map((one) => [one.action, one] as const))).values()],
};

/** Actions granted on anything other than `*`. */
function narrowed(documents: ReturnType<typeof documentsFor>): readonly string[] {
  return documents.flatMap(({ Statement }) =>
    Statement.flatMap(({ Action, Resource }) => (Resource === "*" ? [] : Action)),
  );
}

/** Requests for these actions also involve other types. */
function ofVolumes(): Kind {
  const actions = ["ec2:AttachVolume", "ec2:CreateSnapshot", "ec2:CreateTags"];
  return { ...onlyKind(), actions: actions.map((action) => ({ action, resources: ["arn:aws:ec2:*:*:volume/*"] })) };
}

const WHOLE: Declaration = { deployment, resources };
const CASES: readonly (readonly [string, Declaration, Kind])[] = [
  ...kinds.flatMap(([name, kind]) => [
    [`${name} for a deployment`, { deployment, resources: [] }, kind] as const,
    [`${name} for a deployment and resources`, WHOLE, kind] as const,
  ]),
  ...[WHOLE, NOTHING_DECLARED].map(
    (declared) => ["volumes that the requirements list", declared, ofVolumes()] as const,
  ),
  ["all kinds, only for resources", { deployment: null, resources }, everything],
  ["all kinds, only for regions", { deployment: { ...deployment, accounts: [] }, resources: [] }, everything],
];

describe("a least-privilege role", () => {
  test.each(CASES)("for %s passes check there", (_name, declared, kind) => {
    const documents = documentsFor(kind, declared);
    const short = verdictsOf(kind, documents, declared).filter(({ verdict }) => verdict !== "granted");
    expect(short.map(({ action, verdict }) => `${action} ${verdict}`)).toEqual([]);
    const arns = documents.flatMap(({ Statement }) => Statement.flatMap(({ Resource }) => Resource));
    expect(arns.filter((arn) => resourceFault(arn) !== null || unmatchableResource(arn) !== null)).toEqual([]);
    for (const document of documents) expect(JSON.stringify(document).length).toBeLessThanOrEqual(MANAGED_POLICY_SIZE);
    const requested = kind.actions.filter(({ action }) => (authorization.requestsOf(action)?.types.length ?? 0) > 0);
    if (declared.deployment !== null && requested.length > 3) expect(narrowed(documents).length).toBeGreaterThan(0);
  });

  test("covers every resource if nothing is declared", () => {
    expect(narrowed(documentsFor(everything, NOTHING_DECLARED))).toEqual([]);
  });
});

function onlyKind(...actions: readonly string[]): Kind {
  return {
    name: "own",
    description: "own",
    actions: actions.map((action) => ({ action, resources: ["*"] })),
    trust: [],
  };
}

test("has a statement with one service's actions and its ARNs in each region", () => {
  const kind = onlyKind(
    "ec2:DescribeVolumes",
    "ec2:AttachVolume",
    "ec2:CreateSnapshot",
    "sqs:SendMessage",
    "iam:PassRole",
  );
  const [document] = documentsFor(kind, { deployment, resources });
  expect(document?.Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([
    [["ec2:DescribeVolumes"], "*"],
    [
      ["ec2:AttachVolume", "ec2:CreateSnapshot"],
      [
        "arn:aws:ec2:eu-central-1:111122223333:*",
        "arn:aws:ec2:eu-central-1::snapshot/*",
        "arn:aws:ec2:eu-west-1:111122223333:*",
        "arn:aws:ec2:eu-west-1::snapshot/*",
      ],
    ],
    [["iam:PassRole"], ["arn:aws:iam::111122223333:role/veeam-*"]],
    [
      ["sqs:SendMessage"],
      ["arn:aws:sqs:eu-central-1:111122223333:veeam-*", "arn:aws:sqs:eu-west-1:111122223333:veeam-*"],
    ],
  ]);
});

test("drops the regions, then the accounts, if there are many", () => {
  const accounts = (count: number) => Array.from({ length: count }, (_, index) => `${100_000_000_000 + index}`);
  const regions = ["eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"];
  const list = (count: number) => {
    const declared = { deployment: { partition: "aws", accounts: accounts(count), regions }, resources: [] };
    const kind = onlyKind("sqs:SendMessage");
    const documents = documentsFor(kind, declared);
    expect(verdictsOf(kind, documents, declared).map(({ verdict }) => verdict)).toEqual(["granted"]);
    return documents[0]?.Statement[0]?.Resource;
  };
  expect(list(30)).toHaveLength(30);
  expect(list(90)).toEqual(["arn:aws:sqs:*:*:*"]);
});
