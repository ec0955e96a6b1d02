// Which resource types a request makes: "aws:ResourceTag/tag-key ... is included in the request context when the requested resource already has
// attached tags" (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html), and what is made has none.

/** As `src/iam/condition/request-keys.ts` reads them among the keys of a type. */
const MADE = "new";
const EITHER = "*";

/**
 * By service, an action and the types that it makes, of which the service authorization reference lists no tags of resources
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 */
const MADE_BY = {
  backup: "createbackupvault=backupVault",
  dynamodb: "createtable=table restoretablefromawsbackup=table restoretablefrombackup=table",
  fsx: "createbackup=backup createfilesystem=file-system createfilesystemfrombackup=file-system",
  iam: "createinstanceprofile=instance-profile createpolicy=policy createrole=role createservicelinkedrole=role createuser=user",
  rds:
    "createdbcluster=cluster createdbclustersnapshot=cluster-snapshot createdbinstance=db createdbsnapshot=snapshot createdbsubnetgroup=subgrp " +
    "createdbparametergroup=pg createoptiongroup=og createtenantdatabase=tenant-database restoredbclusterfromsnapshot=cluster " +
    "restoredbinstancefromdbsnapshot=db",
  redshift: "createcluster=cluster createclustersnapshot=snapshot restorefromclustersnapshot=cluster",
  "redshift-serverless": "createnamespace=namespace createsnapshot=snapshot createworkgroup=workgroup",
  s3: "createbucket=bucket",
  sns: "createtopic=topic",
  sqs: "createqueue=queue",
};

/** Its copy is of the same type as what is copied, it may be there already, or the reference lists tags all the same. */
const EITHER_BY = {
  elasticloadbalancing: "createloadbalancer=loadbalancer createtargetgroup=targetgroup",
  events: "putrule=rule-on-custom-event-bus putrule=rule-on-default-event-bus",
  fsx: "copybackup=backup",
  kinesis: "createstream=stream",
  rds: "copydbclustersnapshot=cluster-snapshot copydbsnapshot=snapshot",
  secretsmanager: "createsecret=Secret",
};

const has = (table, service, action, type) => table[service]?.split(" ").includes(`${action}=${type}`) === true;

/** What stands among a type's keys for its tags. EC2 lists for each type whether its tags are those of the request or of the resource. */
export function tagMarks(service, { name }, { name: type, conditionKeys = [] }) {
  const action = name.toLowerCase();
  const lists = (key) => conditionKeys.some((one) => one.startsWith(key));
  const isOfEc2 = service === "ec2" && lists("aws:RequestTag/") && !lists("aws:ResourceTag/");
  if (isOfEc2 || has(MADE_BY, service, action, type)) return [MADE];
  return has(EITHER_BY, service, action, type) ? [EITHER] : [];
}
