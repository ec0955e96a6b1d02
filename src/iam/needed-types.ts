/**
 * Actions that AWS asks on several resource types within one request, so that each of the types has to be allowed. The service
 * authorization data marks types as required, but does not tell these from alternatives (`dynamodb:TagResource` is asked on a table or
 * on a stream): each row was read on the service's page below and in the action's API reference. An action that is not listed and
 * is allowed on some of its types only is `partial`.
 */
const PAGES = "https://docs.aws.amazon.com/service-authorization/latest/reference";

interface Service {
  readonly page: string;
  readonly actions: Readonly<Record<string, readonly string[]>>;
}

export const NEEDED_TYPES: Readonly<Record<string, Service>> = {
  ec2: {
    page: `${PAGES}/list_amazonec2.html`,
    actions: {
      attachinternetgateway: ["internet-gateway", "vpc"],
      attachnetworkinterface: ["instance", "network-interface"],
      attachvolume: ["instance", "volume"],
      attachvpngateway: ["vpc", "vpn-gateway"],
      associatedhcpoptions: ["dhcp-options", "vpc"],
      createegressonlyinternetgateway: ["egress-only-internet-gateway", "vpc"],
      createnetworkacl: ["network-acl", "vpc"],
      createnetworkinterface: ["network-interface", "subnet"],
      createroutetable: ["route-table", "vpc"],
      createsnapshot: ["snapshot", "volume"],
      createsnapshots: ["instance", "snapshot", "volume"],
      createsubnet: ["subnet", "vpc"],
      createvpcendpoint: ["vpc", "vpc-endpoint"],
      createvpcpeeringconnection: ["vpc", "vpc-peering-connection"],
      detachinternetgateway: ["internet-gateway", "vpc"],
      detachvpngateway: ["vpc", "vpn-gateway"],
      importimage: ["image", "import-image-task"],
      // "Example policies to control access the Amazon EC2 API", launch instances: RunInstances needs all of them.
      runinstances: ["image", "instance", "network-interface", "security-group", "subnet"],
    },
  },
  rds: {
    page: `${PAGES}/list_amazonrds.html`,
    actions: {
      createdbclustersnapshot: ["cluster", "cluster-snapshot"],
      createdbsnapshot: ["db", "snapshot"],
    },
  },
  ssm: {
    page: `${PAGES}/list_awssystemsmanager.html`,
    actions: { sendcommand: ["document", "instance"] },
  },
};

/** The types of which each is asked in every request; none where one of the types is enough. `action` is in lower case. */
export function neededTypes(action: string): readonly string[] {
  const colon = action.indexOf(":");
  const service = action.slice(0, colon);
  const types = Object.hasOwn(NEEDED_TYPES, service) ? NEEDED_TYPES[service]?.actions : undefined;
  const name = action.slice(colon + 1);
  return types !== undefined && Object.hasOwn(types, name) ? (types[name] ?? []) : [];
}
