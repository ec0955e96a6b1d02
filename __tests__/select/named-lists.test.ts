import { readFileSync } from "node:fs";
import { packed } from "../../src/iam/managed-policies.generated.js";
import { managedPolicy } from "../../src/iam/managed-policy-documents.js";
import { unpackText } from "../../src/iam/unpack-text.js";
import { catalogRequirements, catalogVersions } from "../../src/requirements/catalog/index.js";
import { namedLists } from "../../src/select/named-lists.js";

/** The policies that are included as a whole, or for the lists' actions. */
const [, whole = "", reduced = ""] = unpackText(packed).split("\n\n");
const policies = [whole, reduced].flatMap((names) => names.split(" ")).map((name) => [name, namedBy(name)] as const);

function namedBy(name: string): ReadonlySet<string> {
  const statements = managedPolicy(name)?.document.statements ?? [];
  const allowed = statements.filter(({ effect, actions }) => effect === "Allow" && !actions.negated);
  return new Set(allowed.flatMap(({ actions }) => actions.patterns.map(({ text }) => String(text).toLowerCase())));
}

interface Measured {
  readonly candidates: readonly string[];
  readonly seen: readonly string[];
  readonly most: number;
}

/** The result for roles that have one of AWS's own policies inlined, for each policy. */
function measure(version: string): Measured {
  const kinds = catalogRequirements(version)?.kinds ?? [];
  const found = policies.map(([name, named]) => ({ name, lists: namedLists(kinds, named) }));
  return {
    candidates: found.filter(({ lists }) => lists.some(({ isCandidate }) => isCandidate)).map(({ name }) => name),
    seen: found.filter(({ lists }) => lists.length > 0).map(({ name }) => name),
    most: Math.max(...found.flatMap(({ lists }) => lists.map(({ share }) => share))),
  };
}

test.each(catalogVersions())("finds no candidate among AWS policies with the lists of version %s", (version) => {
  expect(measure(version).candidates).toEqual([]);
});

test.each<[string, string, number, boolean | null]>([
  ["three quarters of a short list", "rds-backup", 3 / 4, true],
  ["less", "rds-backup", 0.7, false],
  ["half", "redshift-restore", 0.52, false],
  ["less than half", "redshift-restore", 0.45, null],
  ["three quarters of a short list of EC2's actions", "vpc-backup", 3 / 4, false],
  ["nine tenths of such a list", "vpc-backup", 0.9, true],
  ["three quarters of a long list", "ec2-backup", 3 / 4, true],
])("a role that names %s", (_name, kindName, share, isCandidate) => {
  const kinds = (catalogRequirements("13.1")?.kinds ?? []).filter(({ name }) => name === kindName);
  const actions = kinds.flatMap((kind) => kind.actions.map(({ action }) => action.toLowerCase()));
  const telling = actions.filter((action) => !/^(?:ssm|ssmmessages|ec2messages):/.test(action));
  const [list] = namedLists(kinds, new Set(telling.slice(0, Math.ceil(telling.length * share))));
  expect(list?.isCandidate ?? null).toBe(isCandidate);
});

test("measures the figures that docs/configuration.md gives for AWS-managed policies", () => {
  const page = readFileSync("docs/configuration.md", "utf8").replaceAll("\n", " ");
  expect(page).toContain(`${policies.length} AWS-managed policies that name`);
  const rows = catalogVersions().map((version) => {
    const { seen, most } = measure(version);
    return `| ${version} | ${seen.length} | ${Math.floor(most * 100)}% |`;
  });
  expect(page).toContain(rows.join(" "));
});
