import type { Node } from "../../../source/node.js";

export function isMiscounted(name: string, args: readonly Node[]): boolean {
  const count = COUNTS.get(name);
  return count !== undefined && args.length !== count;
}

/** How many arguments a function takes, of those that take neither fewer nor more. */
const COUNTS: ReadonlyMap<string, number> = new Map(
  [
    "abs alltrue anytrue base64decode base64encode base64sha256 base64sha512 basename can ceil chomp cidrnetmask compact " +
      "csvdecode dirname distinct ephemeralasnull file flatten floor jsondecode jsonencode keys length lower md5 nonsensitive one " +
      "pathexpand reverse sha1 sha256 sha512 signum sort strrev sum title tobool tolist tomap tonumber toset tostring transpose " +
      "trimspace upper urlencode values yamldecode",
    "chunklist cidrhost contains element endswith fileset indent index parseint pow setsubtract split startswith strcontains templatefile trim " +
      "trimprefix trimsuffix uuidv5 zipmap",
    "cidrsubnet matchkeys replace slice substr",
  ].flatMap((names, at) => names.split(" ").map((name) => [name, at + 1] as const)),
);
