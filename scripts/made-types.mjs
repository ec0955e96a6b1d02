// Which resource types a request makes. AWS has aws:ResourceTag "when the requested resource already has attached tags or in requests that create a
// resource with an attached tag" (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html): what is made has
// the tags that the request gives it, if any, and what is said of the tags of resources says nothing of these.

/**
 * By service, an action and the types that it makes, that may be there already, or of which it makes a copy:
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

/** Whether nothing is said of the tags. EC2's page lists for each type whether they are those of the request or of the resource. */
export function isMade(service, { name }, { name: type, conditionKeys = [] }) {
  const lists = (key) => conditionKeys.some((one) => one.startsWith(key));
  if (service === "ec2" && lists("aws:RequestTag/") && !lists("aws:ResourceTag/")) return true;
  return MADE_BY[service]?.split(" ").includes(`${name.toLowerCase()}=${type}`) === true;
}

/**
 * Whether the request has `*` for the id of what it makes, which is yet to come: AWS's example allows `ec2:CopySnapshot` on "arn:aws:ec2:*::snapshot/${*}" for the
 * new snapshot, and on "arn:aws:ec2:*::snapshot/snap-*" for the source ("Copying snapshots"), and what is denied is "instance/*" where an instance is launched:
 * https://docs.aws.amazon.com/ebs/latest/userguide/security_iam_id-based-policy-examples.html
 * https://repost.aws/knowledge-center/ec2-not-auth-launch
 * Key pairs and placement groups have names, which the request chooses; interfaces and addresses may be there already.
 */
export function isNew(service, action, type) {
  if (service !== "ec2" || !isMade(service, action, type) || /^(?:key-pair|placement-group)$/.test(type.name))
    return false;
  return !/^(?:RunInstances network-interface|AcceptAddressTransfer .*)$/.test(`${action.name} ${type.name}`);
}

/**
 * Types of which a request is about one that is there and about the copy that it makes, and what the ids of those that are there begin with. The reference
 * lists the keys of both together; the tags that a request gives are those of the copy, and "arn:aws:ec2:*::snapshot/snap-*" is allowed without them in the
 * same example of AWS's.
 */
const COPIED_BY = {
  ec2: { CopyImage: ["image", "ami"], CopySnapshot: ["snapshot", "snap"], CopyVolumes: ["volume", "vol"] },
};

/** The beginning of the ids of what is copied; null where nothing is. */
export function copiedId(service, { name }, { name: type }) {
  const [copied, id] = COPIED_BY[service]?.[name] ?? [];
  return copied === type ? id : null;
}
