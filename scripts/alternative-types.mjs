/**
 * Actions whose requests name only one of several resource types, although the service authorization reference marks several of them, or
 * none, as required. For all other actions, "you must include an ARN or pattern for each required resource type":
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * The rows come from a review of all actions of these services that have several required types, based on what their requests name.
 * `__tests__/iam/needed-types.test.ts` shows the effect on the vendor's lists.
 */
const ALTERNATIVES = {
  // ResourceArn names one table or one stream.
  dynamodb: [
    [
      "table stream",
      "listtagsofresource tagresource untagresource getresourcepolicy putresourcepolicy deleteresourcepolicy",
    ],
  ],
  ec2: [
    // AllocationId, and InstanceId or NetworkInterfaceId (API_AssociateAddress). RouteTableId, and SubnetId, GatewayId,
    // or PublicIpv4Pool (API_AssociateRouteTable). SubnetId, or VpcId for a regional gateway (API_CreateNatGateway).
    ["elastic-ip", "associateaddress"],
    ["instance network-interface", "associateaddress"],
    ["internet-gateway ipv4pool-ec2 subnet vpn-gateway", "associateroutetable"],
    ["subnet vpc", "createnatgateway"],
  ],
  // A listener or a rule belongs to a single load balancer, which is of one kind.
  elasticloadbalancing: [
    [
      "listener/app listener/gwy listener/net",
      "addlistenercertificates createrule deletelistener modifylistener modifylistenerattributes removelistenercertificates",
    ],
    ["listener-rule/app listener-rule/net", "deleterule modifyrule setrulepriorities"],
  ],
  // FileSystemId or VolumeId (API_CreateBackup).
  fsx: [["file-system volume", "createbackup"]],
  // Arn names one principal or policy.
  iam: [["group policy role user", "generateservicelastaccesseddetails listpoliciesgrantingserviceaccess"]],
  kinesis: [
    [
      "channel consumer stream",
      "getresourcepolicy putresourcepolicy deleteresourcepolicy listtagsforresource tagresource untagresource",
    ],
  ],
  // SourceParentId and DestinationParentId name roots or organizational units.
  organizations: [["organizationalunit root", "moveaccount"]],
  // PermissionArn names one of AWS's permissions or one of the customer's.
  ram: [
    [
      "customer-managed-permission permission",
      "associateresourcesharepermission disassociateresourcesharepermission getpermission listpermissionassociations " +
        "replacepermissionassociations",
    ],
  ],
  // The source or target is either an instance or a cluster.
  rds: [["cluster db", "createdbinstancereadreplica deregisterdbproxytargets"]],
  // InstanceId names one managed node.
  ssm: [
    [
      "instance managed-instance",
      "describeeffectiveinstanceassociations describeinstanceassociationsstatus describeinstancepatches describeinstancepatchstates",
    ],
    // A command runs on nodes named by InstanceIds or Targets (API_SendCommand). The product's nodes are instances,
    // never "mi-...".
    ["instance", "sendcommand"],
  ],
};

/**
 * Actions that AWS checks on fewer ARNs than their resource type's form allows. `????????????` stands for any
 * customer's account, which excludes AWS's own resources.
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
    // Service-linked roles have a fixed path, which no request chooses ("Service-linked role permissions"):
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
    [
      "role",
      "iam::*:role/aws-service-role/*/*",
      "createservicelinkedrole deleteservicelinkedrole getservicelinkedroledeletionstatus",
    ],
  ],
  ssm: [
    // A customer's document can't have a name that starts with "aws" or "amazon", and only its owner can change or
    // share it:
    // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html
    [
      "document",
      "ssm:*:????????????:document/*",
      "addtagstoresource createdocument deletedocument deleteresourcepolicy modifydocumentpermission putcalendar putresourcepolicy removetagsfromresource updatedocument updatedocumentdefaultversion updatedocumentmetadata",
    ],
    // "A parameter name can't be prefixed with "aws" or "ssm"", unlike AWS's public parameters:
    // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
    [
      "parameter",
      "ssm:*:????????????:parameter/*",
      "addtagstoresource deleteparameter deleteparameters deleteresourcepolicy labelparameterversion putparameter putresourcepolicy removetagsfromresource unlabelparameterversion",
    ],
  ],
};

/** The ARN form that an action is checked on, if it is narrower than the type's. Otherwise null. */
export function narrowerForm(service, { name }, type) {
  const row = NARROWER[service]?.find((one) => one[0] === type && one[2].split(" ").includes(name.toLowerCase()));
  return row?.[1] ?? null;
}

/** Marks the types of an action: `*` if each request involves the type, `+` if it involves one of several, and nothing otherwise. */
export function neededTypes(service, { name, resourceTypes }) {
  const rows = (ALTERNATIVES[service] ?? []).filter((one) => one[1].split(" ").includes(name.toLowerCase()));
  const marks = resourceTypes.map((type) => {
    const alternatives = rows.map(([types]) => types.split(" ")).find((types) => types.includes(type.name)) ?? [];
    return [type.name, alternatives.length > 1 ? "+" : alternatives.length === 1 || type.required ? "*" : ""];
  });
  return new Map(marks);
}
