// AWS's evaluation in the simplest way: tries every ARN of a small world against every statement. It shares nothing
// with src/iam, which compares patterns with patterns. The world has a region, an account, and a name that no generated
// pattern spells out, so that a pattern matches all ARNs of the world only if it matches all ARNs.

export interface NaiveStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string;
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export type NaiveVerdict = "granted" | "partial" | "missing" | "denied";

const REGIONS = ["eu-west-1", "us-east-1", "af-south-1"];
const ACCOUNTS = ["111122223333", "444455556666", "999900001111"];
const NAMES = ["veeam-a", "veeam-b", "other", "veeam-long", "q"];

const product = (form: string, replacements: readonly (readonly [string, readonly string[]])[]): readonly string[] =>
  replacements.reduce<readonly string[]>(
    (arns, [part, values]) =>
      arns.flatMap((arn) => (arn.includes(part) ? values.map((value) => arn.replace(part, value)) : [arn])),
    [form],
  );

/** A created resource has no ID yet. AWS compares with `*` (docs.aws.amazon.com/ebs, "Copying snapshots"). */
const isMade = (action: string, form: string) => action === "ec2:CreateSnapshot" && form.includes(":snapshot/");

const arnsOf = (form: string, action: string) =>
  product(form, [
    ["REGION", REGIONS],
    ["ACCOUNT", ACCOUNTS],
    ["NAME", isMade(action, form) ? ["*"] : NAMES],
  ]);

/** Actions and the resource types that each request involves, according to the service authorization reference. */
export const FORMS: Readonly<Record<string, readonly string[]>> = {
  "sqs:SendMessage": ["arn:aws:sqs:REGION:ACCOUNT:NAME"],
  "ec2:DeleteVolume": ["arn:aws:ec2:REGION:ACCOUNT:volume/NAME"],
  "ec2:AttachVolume": ["arn:aws:ec2:REGION:ACCOUNT:instance/NAME", "arn:aws:ec2:REGION:ACCOUNT:volume/NAME"],
  "ec2:CreateSnapshot": ["arn:aws:ec2:REGION::snapshot/NAME", "arn:aws:ec2:REGION:ACCOUNT:volume/NAME"],
  "kms:DescribeKey": ["arn:aws:kms:REGION:ACCOUNT:key/NAME"],
  "iam:PassRole": ["arn:aws:iam::ACCOUNT:role/NAME"],
  "ssm:DescribeDocument": ["arn:aws:ssm:REGION:ACCOUNT:document/NAME"],
  "sqs:ListQueues": ["*"],
};

/** Condition keys that requests have for one of these types, with any of these actions, and their values. */
const KEYS: readonly (readonly [part: string, key: string, value: string])[] = [
  [":instance/", "ec2:InstanceType", "t3.micro"],
  [":volume/", "ec2:VolumeType", "gp3"],
  [":snapshot/", "ec2:ParentVolume", "vol-1"],
  [":volume/", "ec2:ParentVolume", "vol-1"],
];

export const CONTEXT = new Map(KEYS.map(([, key, value]) => [key.toLowerCase(), [value]] as const));

/** The operators, keys, and values for conditions. */
export const TESTED = {
  operators: ["StringEquals", "StringNotEquals", "StringEqualsIfExists", "Null"],
  keys: [...new Set(KEYS.map(([, key]) => key))],
  values: { Null: ["true", "false"], others: [...new Set(KEYS.map(([, , value]) => value))] },
};

/** The values that patterns may spell out. Some values of the world are left out. */
export const PARTS = { regions: REGIONS.slice(0, -1), accounts: ACCOUNTS.slice(0, -1), names: NAMES.slice(0, -2) };

const matches = (pattern: string, text: string): boolean => {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\/]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${escaped}$`).test(text);
};

const holds = (operator: string, key: string, expected: string, arn: string): boolean => {
  const value = KEYS.find(([part, own]) => own === key && arn.includes(part))?.[2];
  if (operator === "Null") return String(value === undefined) === expected;
  if (operator === "StringEquals") return value === expected;
  if (operator === "StringNotEquals") return value !== expected;
  return value === undefined || value === expected;
};

const meets = (conditions: NaiveStatement["Condition"], arn: string): boolean =>
  Object.entries(conditions ?? {}).every(([operator, tests]) =>
    Object.entries(tests).every(([key, expected]) => holds(operator, key, expected, arn)),
  );

const applies = ({ Action, Resource, NotResource, Condition }: NaiveStatement, action: string, arn: string): boolean =>
  matches(Action, action) &&
  meets(Condition, arn) &&
  (Resource?.some((pattern) => matches(pattern, arn)) ?? !NotResource?.some((pattern) => matches(pattern, arn)));

export function naiveVerdict(
  statements: readonly NaiveStatement[],
  boundary: readonly NaiveStatement[] | null,
  action: string,
): NaiveVerdict {
  const types = (FORMS[action] ?? []).map((form) =>
    arnsOf(form, action).map((arn) => {
      const hasMatch = (list: readonly NaiveStatement[], effect: NaiveStatement["Effect"]) =>
        list.some((statement) => statement.Effect === effect && applies(statement, action, arn));
      const isAllowed = hasMatch(statements, "Allow");
      const isLimited = boundary !== null && (!hasMatch(boundary, "Allow") || hasMatch(boundary, "Deny"));
      return {
        region: arn.split(":")[3],
        isAllowed,
        isGranted: isAllowed && !hasMatch(statements, "Deny") && !isLimited,
      };
    }),
  );
  const failureOf = (all: typeof types): NaiveVerdict | undefined => {
    const failing = all.find((arns) => !arns.some(({ isGranted }) => isGranted));
    return failing && (failing.some(({ isAllowed }) => isAllowed) ? "denied" : "missing");
  };
  // A request's resources are in the request's region.
  const isIn = (region: string) => (arn: { readonly region?: string | undefined }) =>
    arn.region === region || !arn.region;
  const regional =
    types.length < 2 ? [undefined] : REGIONS.map((region) => failureOf(types.map((arns) => arns.filter(isIn(region)))));
  const inEach = regional.includes(undefined) ? undefined : (regional.find((one) => one === "denied") ?? "missing");
  const granted = types.flat().every(({ isGranted }) => isGranted) ? "granted" : "partial";
  return failureOf(types) ?? inEach ?? granted;
}
