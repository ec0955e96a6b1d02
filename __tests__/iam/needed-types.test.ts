import { evaluateRole } from "../../src/iam/evaluate.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { Verdict } from "../../src/iam/verdict.js";
import { catalogRequirements, catalogVersions } from "../../src/requirements/catalog/index.js";
import { allow, deny, roleWith } from "./role.js";

const authorization = await loadAuthorization();

/** The types with an asterisk below "Actions defined by" in https://docs.aws.amazon.com/service-authorization/latest/reference/. */
const NEEDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "list_amazonec2.html ec2": {
    AllocateAddress: "elastic-ip",
    AssociateAddress: "elastic-ip",
    AssociateClientVpnTargetNetwork: "client-vpn-endpoint",
    AssociateDhcpOptions: "dhcp-options vpc",
    AssociateRouteTable: "route-table",
    AssociateSubnetCidrBlock: "subnet",
    AssociateTransitGatewayMulticastDomain: "subnet transit-gateway-attachment transit-gateway-multicast-domain",
    AssociateTransitGatewayRouteTable: "transit-gateway-attachment transit-gateway-route-table",
    AssociateVpcCidrBlock: "vpc",
    AttachInternetGateway: "internet-gateway vpc",
    AttachNetworkInterface: "instance network-interface",
    AttachVolume: "instance volume",
    AttachVpnGateway: "vpc vpn-gateway",
    AuthorizeSecurityGroupEgress: "security-group",
    AuthorizeSecurityGroupIngress: "security-group",
    // The copy and its source.
    CopySnapshot: "snapshot snapshot",
    CreateClientVpnEndpoint: "client-vpn-endpoint",
    CreateClientVpnRoute: "client-vpn-endpoint",
    CreateEgressOnlyInternetGateway: "egress-only-internet-gateway vpc",
    CreateNatGateway: "natgateway",
    CreateNetworkAcl: "network-acl vpc",
    CreateNetworkInterface: "network-interface subnet",
    CreateRouteTable: "route-table vpc",
    CreateSecurityGroup: "security-group",
    CreateSnapshot: "snapshot volume",
    CreateSnapshots: "instance snapshot volume",
    CreateSubnet: "subnet vpc",
    CreateTransitGatewayMulticastDomain: "transit-gateway transit-gateway-multicast-domain",
    CreateTransitGatewayPeeringAttachment: "transit-gateway transit-gateway-attachment",
    CreateTransitGatewayPrefixListReference: "prefix-list transit-gateway-route-table",
    CreateTransitGatewayRoute: "transit-gateway-route-table",
    CreateTransitGatewayRouteTable: "transit-gateway transit-gateway-route-table",
    CreateTransitGatewayVpcAttachment: "subnet transit-gateway transit-gateway-attachment vpc",
    CreateVolume: "volume",
    CreateVpc: "vpc",
    CreateVpcEndpoint: "vpc vpc-endpoint",
    CreateVpcPeeringConnection: "vpc vpc-peering-connection",
    CreateVpnConnection: "customer-gateway vpn-connection",
    DeleteClientVpnRoute: "client-vpn-endpoint",
    DeleteTransitGatewayPrefixListReference: "prefix-list transit-gateway-route-table",
    DetachInternetGateway: "internet-gateway vpc",
    DetachVolume: "volume",
    DetachVpnGateway: "vpc vpn-gateway",
    DisableTransitGatewayRouteTablePropagation: "transit-gateway-route-table",
    DisableVgwRoutePropagation: "route-table vpn-gateway",
    DisassociateTransitGatewayMulticastDomain: "subnet transit-gateway-attachment transit-gateway-multicast-domain",
    DisassociateTransitGatewayRouteTable: "transit-gateway-attachment transit-gateway-route-table",
    EnableTransitGatewayRouteTablePropagation: "transit-gateway-route-table",
    EnableVgwRoutePropagation: "route-table vpn-gateway",
    ImportImage: "image import-image-task",
    ModifyClientVpnEndpoint: "client-vpn-endpoint",
    ModifyInstanceAttribute: "instance",
    ModifyNetworkInterfaceAttribute: "network-interface",
    ModifyTransitGateway: "transit-gateway",
    ModifyTransitGatewayVpcAttachment: "transit-gateway-attachment",
    ModifyVpcEndpoint: "vpc-endpoint",
    ReplaceNetworkAclAssociation: "network-acl subnet",
    ReplaceRouteTableAssociation: "route-table",
    RunInstances: "image instance network-interface security-group subnet",
    StartInstances: "instance",
  },
  "list_amazonelasticfilesystem.html elasticfilesystem": {
    DescribeMountTargets: "file-system",
  },
  "list_amazonfsx.html fsx": {
    CreateBackup: "backup",
    CreateFileSystemFromBackup: "backup file-system",
    DeleteFileSystem: "file-system",
  },
  "list_amazonrds.html rds": {
    CreateDBClusterSnapshot: "cluster cluster-snapshot",
    CreateDBInstance: "db",
    CreateDBSnapshot: "db snapshot",
    CreateTenantDatabase: "db tenant-database",
    DeleteDBCluster: "cluster cluster-snapshot",
    DeleteTenantDatabase: "db tenant-database",
    ModifyDBCluster: "cluster",
    ModifyDBInstance: "db",
    RestoreDBClusterFromSnapshot: "cluster cluster-pg og subgrp",
    RestoreDBInstanceFromDBSnapshot: "db og pg subgrp",
  },
  "list_amazonredshift.html redshift": {
    CreateClusterSnapshot: "snapshot",
    DeleteClusterSnapshot: "snapshot",
    RestoreFromClusterSnapshot: "cluster snapshot",
  },
  "list_amazonredshiftserverless.html redshift-serverless": {
    CreateSnapshot: "namespace snapshot",
  },
  "list_awssystemsmanager.html ssm": {
    SendCommand: "document instance",
    UpdateAssociationStatus: "document",
    UpdateInstanceAssociationStatus: "association",
  },
};

/** On the same pages: for these actions, a request names one or some of the types. */
const OPTIONAL: Readonly<Record<string, string>> = {
  "list_awsbackup.html backup": "ListTags TagResource UntagResource",
  "list_amazondynamodb.html dynamodb": "ListTagsOfResource TagResource",
  "list_amazonec2.html ec2": "CreateTags DeleteTags DisassociateAddress DisassociateRouteTable",
  "list_amazonelasticfilesystem.html elasticfilesystem":
    "DescribeAccessPoints ListTagsForResource TagResource UntagResource",
  "list_awselasticloadbalancingv2.html elasticloadbalancing":
    "CreateListener DeleteListener SetSecurityGroups SetSubnets",
  "list_amazoneventbridge.html events": "DeleteRule DescribeRule ListTargetsByRule PutRule PutTargets RemoveTargets",
  "list_amazonfsx.html fsx": "ListTagsForResource TagResource UntagResource",
  "list_awsidentityandaccessmanagementiam.html iam": "GetContextKeysForPrincipalPolicy SimulatePrincipalPolicy",
  "list_awsorganizations.html organizations": "ListChildren",
  "list_awsresourceaccessmanagerram.html ram": "TagResource UntagResource",
  "list_amazonrds.html rds":
    "AddTagsToResource DescribeDBClusterSnapshots DescribeDBSnapshots ListTagsForResource RemoveTagsFromResource",
  "list_amazonredshift.html redshift": "CreateTags DeleteTags DescribeTags",
  "list_amazonredshiftserverless.html redshift-serverless": "ListTagsForResource TagResource",
  "list_amazons3.html s3":
    "DeleteObject DeleteObjectVersion GetBucketLocation GetObject GetObjectRetention GetObjectVersion ListBucket ListBucketVersions PutObject PutObjectRetention RestoreObject",
  "list_awssystemsmanager.html ssm":
    "DescribeAssociation ListInstanceAssociations PutComplianceItems UpdateInstanceInformation",
};

/**
 * A request names one of these types, possibly in addition to the types that each request involves
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/, API_AssociateAddress, API_AssociateRouteTable, API_CreateNatGateway;
 * https://docs.aws.amazon.com/fsx/latest/APIReference/API_CreateBackup.html):
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html (ResourceArn),
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteListener.html
 */
const ALTERNATIVES: Readonly<Record<string, string>> = {
  "dynamodb:ListTagsOfResource": "stream table",
  "dynamodb:TagResource": "stream table",
  "ec2:AssociateAddress": "instance network-interface",
  "ec2:AssociateRouteTable": "internet-gateway ipv4pool-ec2 subnet vpn-gateway",
  "ec2:CreateNatGateway": "subnet vpc",
  "elasticloadbalancing:DeleteListener": "listener/app listener/gwy listener/net",
  "fsx:CreateBackup": "file-system volume",
};

const rowsOf = <T>(table: Readonly<Record<string, T>>) =>
  Object.entries(table).map(([key, row]) => ({ service: key.split(" ")[1] ?? "", row }));
const needed = new Map(
  rowsOf(NEEDED).flatMap(({ service, row }) =>
    Object.entries(row).map(([name, types]) => [`${service}:${name}`, types.split(" ")] as const),
  ),
);
const optional = rowsOf(OPTIONAL).flatMap(({ service, row }) => row.split(" ").map((name) => `${service}:${name}`));

const typesOf = (action: string) => authorization.requestsOf(action)?.types ?? [];

test("has reviewed every listed action on several types", () => {
  const kinds = catalogVersions().flatMap((version) => catalogRequirements(version)?.kinds ?? []);
  const actions = new Set(kinds.flatMap((kind) => kind.actions.map(({ action }) => action)));
  const several = [...actions].filter((action) => typesOf(action).length > 1);
  expect(several.sort()).toEqual([...needed.keys(), ...optional].sort());
});

test("has a mark in the data for each type that every request involves", () => {
  const marked = (action: string) => typesOf(action).flatMap(({ name, need }) => (need === "each" ? name : []));
  expect([...needed.keys()].map((action) => [action, marked(action).sort()])).toEqual([...needed]);
  expect(optional.filter((action) => marked(action).length > 0)).toEqual([]);
  const alternatives = [...needed.keys(), ...optional].flatMap((action) => {
    const types = typesOf(action).flatMap(({ name, need }) => (need === "alternative" ? name : []));
    return types.length === 0 ? [] : [[action, types.join(" ")]];
  });
  expect(Object.fromEntries(alternatives)).toEqual(ALTERNATIVES);
});

function verdictOn(
  action: string,
  resources: readonly string[],
  ...statements: readonly object[]
): Verdict | undefined {
  return evaluateRole(roleWith(...statements), [{ action, resources }], new Map(), authorization)[0]?.verdict;
}

function verdictOf(action: string, ...statements: readonly object[]): Verdict | undefined {
  return verdictOn(action, ["*"], ...statements);
}

test("grants nothing without one of them, and denies everything with a Deny of one", () => {
  const wrong = [...needed].flatMap(([action, names]) =>
    names.flatMap((name) => {
      const arns = typesOf(action).map((type) => ({ type, arns: type.forms.map((form) => `arn:aws:${form}`) }));
      const [own = [], others = []] = [true, false].map((isOwn) =>
        arns.filter(({ type }) => (type.name === name) === isOwn).flatMap((one) => one.arns),
      );
      const verdicts = [verdictOf(action, allow(action, others)), verdictOf(action, allow("*"), deny(action, own))];
      return verdicts.join() === "missing,denied" ? [] : [{ action, name, verdicts }];
    }),
  );
  expect(wrong).toEqual([]);
});

test.each<[string, readonly string[], Verdict, readonly string[], Verdict]>([
  // The product's nodes are instances, never managed ones.
  ["ssm:SendCommand", ["ec2:*:*:instance/*"], "missing", ["ec2:*:*:instance/*"], "denied"],
  [
    "ssm:SendCommand",
    ["ssm:*:*:document/*", "ssm:*:*:managed-instance/*"],
    "missing",
    ["ssm:*:*:managed-instance/*"],
    "partial",
  ],
  ["ssm:SendCommand", ["ssm:*:*:document/*", "ec2:*:*:instance/*"], "partial", ["s3:::*"], "partial"],
  [
    "ssm:SendCommand",
    ["ssm:*:*:document/*", "s3:::*"],
    "missing",
    ["ec2:*:*:instance/*", "ssm:*:*:managed-instance/*"],
    "denied",
  ],
  [
    "ssm:SendCommand",
    ["ssm:*:*:document/*", "ec2:eu-west-1:*:instance/*"],
    "partial",
    ["ec2:eu-west-1:*:instance/*", "ssm:*:*:managed-instance/*"],
    "partial",
  ],
  [
    "ec2:AssociateAddress",
    ["ec2:*:*:elastic-ip/*"],
    "missing",
    ["ec2:*:*:instance/*", "ec2:*:*:network-interface/*"],
    "denied",
  ],
  [
    "ec2:AssociateAddress",
    ["ec2:*:*:elastic-ip/*", "ec2:*:*:instance/*"],
    "partial",
    ["ec2:*:*:instance/*"],
    "partial",
  ],
  [
    "ec2:AssociateAddress",
    ["ec2:*:*:instance/*", "ec2:*:*:network-interface/*"],
    "missing",
    ["ec2:*:*:elastic-ip/*"],
    "denied",
  ],
  ["ec2:CreateNatGateway", ["ec2:*:*:natgateway/*"], "missing", ["ec2:*:*:vpc/*", "ec2:*:*:subnet/*"], "denied"],
  ["fsx:CreateBackup", ["fsx:*:*:backup/*"], "missing", ["fsx:*:*:file-system/*", "fsx:*:*:volume/*"], "denied"],
  // Recovery points belong to several services, but are never vaults.
  [
    "backup:StartRestoreJob",
    ["backup:*:*:backup-vault:*", "s3:::*", "iam::*:role/*"],
    "missing",
    ["backup:*:*:backup-vault:*", "s3:::*"],
    "granted",
  ],
  ["backup:StartRestoreJob", ["backup:*:*:recovery-point:*"], "partial", ["ec2:*::snapshot/*"], "partial"],
  ["backup:DeleteRecoveryPoint", ["sqs:*:*:*"], "missing", ["*"], "denied"],
  ["ssm:DescribeInstancePatches", ["ssm:*:*:managed-instance/*"], "partial", ["ec2:*:*:instance/*"], "partial"],
  [
    "organizations:MoveAccount",
    ["organizations::*:account/*", "organizations::*:ou/*"],
    "partial",
    ["organizations::*:root/*"],
    "partial",
  ],
  ["organizations:MoveAccount", ["organizations::*:account/*"], "missing", ["organizations::*:account/*"], "denied"],
])("for %s, treats one of several alternatives as partial (%s: %s)", (action, allowed, verdict, denied, left) => {
  const arns = (forms: readonly string[]) => forms.map((form) => `arn:aws:${form}`);
  expect(verdictOf(action, allow(action, arns(allowed)))).toBe(verdict);
  expect(verdictOf(action, allow("*"), deny(action, arns(denied)))).toBe(left);
});

test.each<[string, string, Verdict, Verdict]>([
  // Not marked: a request involves some of them.
  ["ec2:StartInstances", "arn:aws:license-manager:*:*:license-configuration:*", "missing", "partial"],
  ["ec2:CreateVolume", "arn:aws:ec2:*::snapshot/*", "missing", "partial"],
  ["ec2:CreateTags", "arn:aws:ec2:*:*:volume/*", "partial", "partial"],
  ["dynamodb:TagResource", "arn:aws:dynamodb:*:*:table/*/stream/*", "partial", "partial"],
  ["elasticloadbalancing:DeleteListener", "arn:aws:elasticloadbalancing:*:*:listener/app/*", "partial", "partial"],
  // Marked, but only partly covered.
  ["ec2:StartInstances", "arn:aws:ec2:eu-west-1:*:instance/*", "partial", "partial"],
])("evaluates %s allowed only on %s as %s, and denied there as %s", (action, arn, allowed, denied) => {
  expect(verdictOf(action, allow(action, arn))).toBe(allowed);
  expect(verdictOf(action, allow("*"), deny(action, arn))).toBe(denied);
});

test.each<[string, readonly string[], readonly string[], Verdict, Verdict]>([
  ["ec2:AttachVolume", ["volume/*"], ["volume/*"], "missing", "denied"],
  ["ec2:AttachVolume", ["volume/*"], ["instance/*"], "missing", "denied"],
  ["ec2:AttachVolume", ["volume/*"], ["volume/*", "instance/*"], "granted", "denied"],
  ["ec2:AttachVolume", ["volume/*"], ["volume/*", "instance/i-1"], "partial", "denied"],
  ["ec2:AttachVolume", ["volume/*", "instance/*"], ["volume/*"], "missing", "denied"],
  ["ec2:AttachVolume", ["volume/*", "instance/*"], ["instance/*"], "missing", "denied"],
  ["ec2:AttachVolume", ["volume/v-1", "volume/v-2"], ["volume/v-1", "instance/*"], "partial", "denied"],
  ["ec2:AttachVolume", ["volume/v-1", "volume/v-2"], ["volume/v-1"], "missing", "partial"],
  ["ec2:AttachVolume", ["*"], ["volume/*", "instance/*"], "granted", "denied"],
  ["ec2:AttachVolume", ["*"], ["volume/*"], "missing", "denied"],
  ["ec2:RunInstances", ["instance/*"], ["instance/*"], "missing", "denied"],
  ["ec2:CreateSnapshot", ["volume/*"], ["volume/*"], "missing", "denied"],
  // A request involves one of these.
  ["ec2:CreateTags", ["volume/*"], ["volume/*"], "granted", "denied"],
  ["ec2:CreateTags", ["volume/*"], ["instance/*"], "missing", "granted"],
])(
  "evaluates %s required on %j and allowed on %j as %s, and denied there as %s",
  (action, required, names, allowed, denied) => {
    const arns = (resources: readonly string[]) => resources.map((one) => `arn:aws:ec2:*:*:${one}`);
    expect(verdictOn(action, arns(required), allow(action, arns(names)))).toBe(allowed);
    expect(verdictOn(action, arns(required), allow("*"), deny(action, arns(names)))).toBe(denied);
  },
);

/**
 * https://docs.aws.amazon.com/ebs/latest/userguide/security_iam_id-based-policy-examples.html, "Copying snapshots": a
 * created resource has `*` as its ID, and its source has its own ID.
 */
test.each<[string, readonly string[], Verdict, Verdict]>([
  ["ec2:CopySnapshot", ["*::snapshot/snap-*"], "missing", "denied"],
  ["ec2:CopySnapshot", ["*::snapshot/${*}"], "missing", "denied"],
  ["ec2:CopySnapshot", ["*::snapshot/${*}", "*::snapshot/snap-*"], "granted", "denied"],
  ["ec2:CopySnapshot", ["*::snapshot/${*}", "*::snapshot/snap-1*"], "partial", "denied"],
  ["ec2:CopySnapshot", ["*::snapshot/?", "*::snapshot/s*"], "granted", "denied"],
  ["ec2:CopySnapshot", ["*::snapshot/snap-1*"], "missing", "partial"],
  ["ec2:CopySnapshot", ["eu-west-1::snapshot/${*}", "*::snapshot/snap-*"], "partial", "denied"],
  ["ec2:CopySnapshot", ["*::snapshot/*"], "granted", "denied"],
  ["ec2:CopyVolumes", ["*:*:volume/vol-*"], "missing", "denied"],
  ["ec2:CopyVolumes", ["*:*:volume/${*}", "*:*:volume/vol-*"], "granted", "denied"],
  ["ec2:CreateVolume", ["*:*:volume/vol-*", "*::snapshot/*"], "missing", "partial"],
  ["ec2:CreateVolume", ["*:*:volume/${*}", "*::snapshot/*"], "granted", "denied"],
  ["ec2:CreateSnapshot", ["*::snapshot/snap-*", "*:*:volume/*"], "missing", "denied"],
  ["ec2:CreateSnapshot", ["*::snapshot/*", "*:*:volume/vol-1"], "partial", "denied"],
  ["ec2:CreateSecurityGroup", ["*:*:security-group/sg-*", "*:*:vpc/*"], "missing", "partial"],
  ["ec2:CreateImage", ["*::image/ami-*", "*::snapshot/*", "*:*:instance/*"], "missing", "denied"],
  // The request has their IDs or names.
  ["ec2:DeleteSnapshot", ["*::snapshot/snap-1"], "partial", "partial"],
  ["ec2:CreateTags", ["*::snapshot/snap-*"], "partial", "partial"],
  ["ec2:CreateKeyPair", ["*:*:key-pair/a*"], "partial", "partial"],
  ["ec2:CreatePlacementGroup", ["*:*:placement-group/a*"], "partial", "partial"],
])("evaluates %s allowed only on %j as %s, and denied there as %s", (action, names, allowed, denied) => {
  const arns = names.map((name) => `arn:aws:ec2:${name}`);
  expect(verdictOf(action, allow(action, arns))).toBe(allowed);
  expect(verdictOf(action, allow("*"), deny(action, arns))).toBe(denied);
});

test.each<[string, Verdict]>([
  ["instance/i-*", "missing"],
  ["volume/vol-*", "partial"],
  // Interfaces may already exist.
  ["network-interface/eni-*", "partial"],
  ["*/*", "granted"],
])("evaluates ec2:RunInstances with only %s of its type as %s", (name, verdict) => {
  const [type = ""] = name.split("/");
  const others = typesOf("ec2:RunInstances").filter((one) => one.name !== type);
  const arns = [`ec2:*:*:${name}`, ...others.flatMap(({ forms }) => forms)].map((form) => `arn:aws:${form}`);
  expect(verdictOf("ec2:RunInstances", allow("ec2:RunInstances", arns))).toBe(verdict);
});

test("lists additional resources of a request in the verdict", () => {
  const [volume, instance] = ["arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*:*:instance/*"];
  const role = roleWith(allow("ec2:*", volume));
  const addedArns = (resources: readonly string[]) =>
    evaluateRole(role, [{ action: "ec2:AttachVolume", resources }], new Map(), authorization)[0]?.addedArns;
  expect(addedArns([volume])).toEqual([instance]);
  expect(addedArns([volume, instance])).toBeUndefined();
  expect(addedArns(["*"])).toBeUndefined();
});

test("requests the other types as declared if both the requirements and the declaration name resources", () => {
  const arn = (resource: string) => `arn:aws:ec2:*:*:${resource}`;
  const requested = { action: "ec2:AttachVolume", resources: [arn("volume/*")] };
  const declared = { deployment: null, resources: [{ actions: requested.action, arns: [arn("instance/i-1")] }] };
  const role = roleWith(allow(requested.action, [arn("volume/*"), arn("instance/i-1")]));
  expect(evaluateRole(role, [requested], new Map(), authorization, declared)[0]?.verdict).toBe("granted");
});

test.each<[string, string, Verdict]>([
  // Not a resource of the action, so every type that each request involves is checked.
  ["ec2:AttachVolume", "arn:aws:s3:::b", "missing"],
  ["sqs:SendMessage", "arn:aws:s3:::b", "granted"],
  ["sqs:SendMessage", "arn:aws-cn:sqs:*:*:q", "missing"],
])("evaluates %s required on only %s and allowed on it as %s", (action, required, verdict) => {
  expect(verdictOn(action, [required], allow(action, required.replace("-cn", "")))).toBe(verdict);
});

/**
 * Names of buckets, topics, and queues contain no slash:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html,
 * https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html,
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html. Neither do IDs
 * of EC2 or KMS.
 */
test.each<[string, string, Verdict, Verdict]>([
  ["s3:ListBucket", "arn:aws:s3:::b/*", "missing", "granted"],
  ["s3:ListBucket", "arn:aws:s3:::*/*", "missing", "granted"],
  ["s3:ListBucket", "arn:aws:s3:::b", "partial", "partial"],
  ["s3:ListBucket", "arn:aws:s3:::b*", "partial", "partial"],
  ["s3:CreateBucket", "arn:aws:s3:::b/*", "missing", "granted"],
  ["s3:CreateBucket", "arn:aws:s3:::*", "granted", "denied"],
  ["s3:GetObject", "arn:aws:s3:::b", "missing", "granted"],
  ["s3:GetObject", "arn:aws:s3:::b/*", "partial", "partial"],
  ["sqs:SendMessage", "arn:aws:sqs:*:*:a/b", "missing", "granted"],
  // An access point's region isn't empty, either.
  ["s3:ListBucket", "arn:aws:s3:::accesspoint/*", "missing", "granted"],
  ["sns:Publish", "arn:aws:sns:*:*:a/*", "missing", "granted"],
  ["dynamodb:DescribeTable", "arn:aws:dynamodb:*:*:table/*/stream/*", "missing", "granted"],
  ["dynamodb:DescribeTable", "arn:aws:dynamodb:*:*:*/index/*", "missing", "granted"],
  ["dynamodb:DescribeTable", "arn:aws:dynamodb:*:*:table/a*", "partial", "partial"],
  ["dynamodb:DescribeTable", "arn:aws:dynamodb:*:*:table/*", "granted", "denied"],
  // Either of the two. A pattern for tables matches both.
  ["dynamodb:Query", "arn:aws:dynamodb:*:*:table/*", "granted", "denied"],
  ["dynamodb:Query", "arn:aws:dynamodb:*:*:table/*/index/*", "missing", "partial"],
  ["dynamodb:DeleteBackup", "arn:aws:dynamodb:*:*:table/*/backup/*", "granted", "denied"],
  ["dynamodb:DeleteBackup", "arn:aws:dynamodb:*:*:table/*", "granted", "denied"],
  ["dynamodb:DeleteBackup", "arn:aws:dynamodb:*:*:table/*/backup/*/*", "missing", "granted"],
  ["ec2:DeleteVolume", "arn:aws:ec2:*:*:volume/*/*", "missing", "granted"],
  ["kms:DescribeKey", "arn:aws:kms:*:*:key/*/*", "missing", "granted"],
  ["kms:DeleteAlias", "arn:aws:kms:*:*:alias/*/*", "missing", "partial"],
  // A role's path.
  ["iam:GetRole", "arn:aws:iam::*:role/*/*", "partial", "partial"],
])("evaluates %s allowed only on %s as %s, and denied there as %s", (action, arn, allowed, denied) => {
  expect(verdictOf(action, allow(action, arn))).toBe(allowed);
  expect(verdictOf(action, allow("*"), deny(action, arn))).toBe(denied);
});

// AWS compares a pattern with the whole ARN:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
test.each<[string, string, Verdict, Verdict]>([
  ["ec2:DeleteVolume", "arn:aws:ec2:*:volume/*", "granted", "denied"],
  ["ec2:DeleteVolume", "arn:aws:ec2:*:volume/v-1", "partial", "partial"],
  ["ec2:DeleteVolume", "arn:aws:ec2:*:instance/*", "missing", "granted"],
  ["iam:GetRole", "arn:aws:iam:*:role/*", "granted", "denied"],
  ["sqs:SendMessage", "arn:aws:sqs:*:my-queue", "partial", "partial"],
  ["sqs:SendMessage", "arn:aws:sqs:*:a/b*", "missing", "granted"],
  ["sqs:SendMessage", "arn:aws:sqs:*:*", "granted", "denied"],
  ["sqs:SendMessage", "arn:aws:sqs:*:1111*", "partial", "partial"],
  ["sqs:SendMessage", "arn:aws:sqs:eu-*:my-queue", "partial", "partial"],
  ["sqs:SendMessage", "arn:aws:sqs:eu-west-1:my-queue", "missing", "granted"],
])("lets a wildcard cover several segments: %s on %s is %s, and denied there %s", (action, arn, allowed, denied) => {
  expect(verdictOf(action, allow(action, arn))).toBe(allowed);
  expect(verdictOf(action, allow("*"), deny(action, arn))).toBe(denied);
});

test("does not request objects in the part of a bucket that a Deny leaves", () => {
  const [bucket, objects] = ["arn:aws:s3:::b", "arn:aws:s3:::b/*"];
  expect(verdictOf("s3:CreateBucket", allow("s3:*", [bucket, objects]), deny("s3:*", bucket))).toBe("denied");
  expect(verdictOf("s3:CreateBucket", allow("s3:*", bucket), deny("s3:*", objects))).toBe("partial");
  expect(
    verdictOf("s3:CreateBucket", allow("s3:*", bucket), {
      Effect: "Allow",
      Action: "s3:*",
      NotResource: [bucket, objects],
    }),
  ).toBe("granted");
});
