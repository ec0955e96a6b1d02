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
 * Types of which a request is about one that is there and about the copy that it makes. The reference lists the keys of both together; the tags
 * that a request gives are those of the copy, and "arn:aws:ec2:*::snapshot/snap-*" is allowed without them in AWS's example ("Copying snapshots"):
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html
 */
const COPIED_BY = { ec2: "copyimage=image copysnapshot=snapshot copyvolumes=volume" };

export function isCopied(service, { name }, { name: type }) {
  return COPIED_BY[service]?.split(" ").includes(`${name.toLowerCase()}=${type}`) === true;
}
