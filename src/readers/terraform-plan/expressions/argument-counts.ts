/** How many arguments a function takes, of those that take neither fewer nor more. */
export const ARGUMENT_COUNTS: ReadonlyMap<string, number> = new Map(
  [
    "abs alltrue anytrue base64decode base64encode base64sha256 base64sha512 basename ceil chomp cidrnetmask compact " +
      "csvdecode dirname distinct ephemeralasnull flatten floor jsondecode jsonencode keys length lower md5 nonsensitive one " +
      "pathexpand reverse sha1 sha256 sha512 signum sort strrev sum title tobool tolist tomap tonumber toset tostring transpose " +
      "trimspace upper urlencode values yamldecode",
    "chunklist cidrhost contains element endswith indent index parseint pow setsubtract split startswith strcontains trim " +
      "trimprefix trimsuffix uuidv5 zipmap",
    "cidrsubnet matchkeys replace slice substr",
  ].flatMap((names, at) => names.split(" ").map((name) => [name, at + 1] as const)),
);
