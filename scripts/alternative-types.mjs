/**
 * Actions for which the service authorization reference marks several resource types as required, or none of several, of which a request
 * names one only. For all others, "you must include an ARN or pattern for each required resource type":
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * The rows are from a review of all actions below with several required types, by what their requests name. What comes of it for the
 * vendor's lists stands in `__tests__/iam/needed-types.test.ts`.
 */
const ALTERNATIVES = {
  // ResourceArn of one table or one stream.
  dynamodb: [
    [
      "table stream",
      "listtagsofresource tagresource untagresource getresourcepolicy putresourcepolicy deleteresourcepolicy",
    ],
  ],
  ec2: [
    // AllocationId, and InstanceId or NetworkInterfaceId (API_AssociateAddress); RouteTableId, and SubnetId, GatewayId or PublicIpv4Pool
    // (API_AssociateRouteTable); SubnetId, or VpcId of a regional gateway (API_CreateNatGateway).
    ["elastic-ip", "associateaddress"],
    ["instance network-interface", "associateaddress"],
    ["internet-gateway ipv4pool-ec2 subnet vpn-gateway", "associateroutetable"],
    ["subnet vpc", "createnatgateway"],
  ],
  // A listener, or a rule, belongs to one load balancer, which is of one kind.
  elasticloadbalancing: [
    [
      "listener/app listener/gwy listener/net",
      "addlistenercertificates createrule deletelistener modifylistener modifylistenerattributes removelistenercertificates",
    ],
    ["listener-rule/app listener-rule/net", "deleterule modifyrule setrulepriorities"],
  ],
  // FileSystemId or VolumeId (API_CreateBackup).
  fsx: [["file-system volume", "createbackup"]],
  // Arn of one principal, or policy.
  iam: [["group policy role user", "generateservicelastaccesseddetails listpoliciesgrantingserviceaccess"]],
  kinesis: [
    [
      "channel consumer stream",
      "getresourcepolicy putresourcepolicy deleteresourcepolicy listtagsforresource tagresource untagresource",
    ],
  ],
  // SourceParentId and DestinationParentId: roots or organizational units.
  organizations: [["organizationalunit root", "moveaccount"]],
  // PermissionArn of AWS's or the customer's.
  ram: [
    [
      "customer-managed-permission permission",
      "associateresourcesharepermission disassociateresourcesharepermission getpermission listpermissionassociations " +
        "replacepermissionassociations",
    ],
  ],
  // A source, or a target, that is an instance or a cluster.
  rds: [["cluster db", "createdbinstancereadreplica deregisterdbproxytargets"]],
  // InstanceId of one managed node.
  ssm: [
    [
      "instance managed-instance",
      "describeeffectiveinstanceassociations describeinstanceassociationsstatus describeinstancepatches describeinstancepatchstates",
    ],
    // A command runs on nodes, which InstanceIds or Targets name (API_SendCommand). Those of the product are instances, never "mi-...".
    ["instance", "sendcommand"],
  ],
};

/**
 * Actions that AWS asks on fewer ARNs than the form of their type has; `????????????` stands for the account of any customer, and not for AWS's
 * own resources.
 */
const NARROWER = {
  // "You can't create, modify, share, or delete an AWS-managed prefix list":
  // https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
  ec2: [
    [
      "prefix-list",
      "ec2:*:????????????:prefix-list/*",
      "createmanagedprefixlist deletemanagedprefixlist modifymanagedprefixlist restoremanagedprefixlistversion",
    ],
  ],
  iam: [
    // "You cannot change the permissions defined in AWS managed policies":
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
    [
      "policy",
      "iam::????????????:policy/*",
      "createpolicy createpolicyversion deletepolicy deletepolicyversion setdefaultpolicyversion tagpolicy untagpolicy",
    ],
    // Service-linked roles have a path of their own, which no request chooses ("Service-linked role permissions"):
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
    [
      "role",
      "iam::*:role/aws-service-role/*/*",
      "createservicelinkedrole deleteservicelinkedrole getservicelinkedroledeletionstatus",
    ],
  ],
  ssm: [
    // No document of one's own begins with "aws" or "amazon", and the owner alone changes or shares one:
    // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html
    [
      "document",
      "ssm:*:????????????:document/*",
      "addtagstoresource createdocument deletedocument deleteresourcepolicy modifydocumentpermission putcalendar putresourcepolicy removetagsfromresource updatedocument updatedocumentdefaultversion updatedocumentmetadata",
    ],
    // "A parameter name can't be prefixed with "aws" or "ssm"", as AWS's public ones are:
    // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
    [
      "parameter",
      "ssm:*:????????????:parameter/*",
      "addtagstoresource deleteparameter deleteparameters deleteresourcepolicy labelparameterversion putparameter putresourcepolicy removetagsfromresource unlabelparameterversion",
    ],
  ],
};

/** The form of a type that an action is asked on; null for that of the type. */
export function narrowerForm(service, { name }, type) {
  const row = NARROWER[service]?.find((one) => one[0] === type && one[2].split(" ").includes(name.toLowerCase()));
  return row?.[1] ?? null;
}

/** The types that each request for an action is about, by what marks them: `*` for each of them, `+` for those of which it is one. */
export function neededTypes(service, { name, resourceTypes }) {
  const rows = (ALTERNATIVES[service] ?? []).filter((one) => one[1].split(" ").includes(name.toLowerCase()));
  const marks = resourceTypes.map((type) => {
    const alternatives = rows.map(([types]) => types.split(" ")).find((types) => types.includes(type.name)) ?? [];
    return [type.name, alternatives.length > 1 ? "+" : alternatives.length === 1 || type.required ? "*" : ""];
  });
  return new Map(marks);
}
