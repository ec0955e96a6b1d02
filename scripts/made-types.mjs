// The resource types that a request creates. AWS provides aws:ResourceTag "when the requested resource already has attached tags or in
// requests that create a resource with an attached tag"
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html). A created resource has the tags that the
// request gives it, if any, so values declared for the tags of resources don't apply to it.

/**
 * By service: actions and the types that they create, overwrite, or copy:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const MADE_BY = {
  backup: "createbackupvault=backupVault",
  dynamodb: "createtable=table restoretablefromawsbackup=table restoretablefrombackup=table",
  elasticloadbalancing: "createloadbalancer=loadbalancer createtargetgroup=targetgroup",
  events: "putrule=rule-on-custom-event-bus putrule=rule-on-default-event-bus",
  fsx: "copybackup=backup createbackup=backup createfilesystem=file-system createfilesystemfrombackup=file-system",
  iam: "createinstanceprofile=instance-profile createpolicy=policy createrole=role createservicelinkedrole=role createuser=user",
  kinesis: "createstream=stream",
  kms: "createalias=alias",
  rds:
    "copydbclustersnapshot=cluster-snapshot copydbsnapshot=snapshot createdbcluster=cluster createdbclustersnapshot=cluster-snapshot " +
    "createdbinstance=db createdbsnapshot=snapshot createdbsubnetgroup=subgrp createdbparametergroup=pg createoptiongroup=og " +
    "createtenantdatabase=tenant-database restoredbclusterfromsnapshot=cluster restoredbinstancefromdbsnapshot=db",
  redshift: "createcluster=cluster createclustersnapshot=snapshot restorefromclustersnapshot=cluster",
  "redshift-serverless": "createnamespace=namespace createsnapshot=snapshot createworkgroup=workgroup",
  s3: "createbucket=bucket",
  secretsmanager: "createsecret=Secret",
  sns: "createtopic=topic",
  sqs: "createqueue=queue",
};

/**
 * Whether the request creates the resource, so that its tags are unknown. For each type, EC2's page shows whether the
 * tags are those of the request or of the resource.
 */
export function isMade(service, { name }, { name: type, conditionKeys = [] }) {
  const lists = (key) => conditionKeys.some((one) => one.startsWith(key));
  if (service === "ec2" && lists("aws:RequestTag/") && !lists("aws:ResourceTag/")) return true;
  return MADE_BY[service]?.split(" ").includes(`${name.toLowerCase()}=${type}`) === true;
}

/**
 * Whether the request has `*` in place of the ID of the resource that it creates. AWS's example allows
 * `ec2:CopySnapshot` on "arn:aws:ec2:*::snapshot/${*}" for the new snapshot, and on "arn:aws:ec2:*::snapshot/snap-*"
 * for the source ("Copying snapshots"). A denied launch of an instance is reported for "instance/*":
 * https://docs.aws.amazon.com/ebs/latest/userguide/security_iam_id-based-policy-examples.html
 * https://repost.aws/knowledge-center/ec2-not-auth-launch
 * Key pairs and placement groups have names, which the request chooses. Interfaces and addresses may already exist.
 */
export function isNew(service, action, type) {
  if (service !== "ec2" || !isMade(service, action, type) || /^(?:key-pair|placement-group)$/.test(type.name))
    return false;
  return !/^(?:RunInstances network-interface|AcceptAddressTransfer .*)$/.test(`${action.name} ${type.name}`);
}

/**
 * Types for which a request involves an existing resource and the copy that it creates, with the start of existing IDs. The reference lists
 * the keys of both together. The request's tags belong to the copy: the same AWS example allows "arn:aws:ec2:*::snapshot/snap-*" without
 * them.
 */
const COPIED_BY = {
  ec2: { CopyImage: ["image", "ami"], CopySnapshot: ["snapshot", "snap"], CopyVolumes: ["volume", "vol"] },
};

/** The start of the IDs of the copied resources. Null if the action copies nothing of this type. */
export function copiedId(service, { name }, { name: type }) {
  const [copied, id] = COPIED_BY[service]?.[name] ?? [];
  return copied === type ? id : null;
}
