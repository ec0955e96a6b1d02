import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { packed } from "../../src/iam/managed-policies.generated.js";
import { catalogueRequirements, catalogueVersions } from "../../src/requirements/catalogue/index.js";
import { namedLists } from "../../src/select/named-lists.js";

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
}

interface Document {
  readonly Statement: readonly Statement[];
}

interface ManagedPolicies {
  readonly whole: Readonly<Record<string, Document>>;
  /** Without the actions that no list names. */
  readonly reduced: Readonly<Record<string, Document>>;
}

const held: ManagedPolicies = JSON.parse(brotliDecompressSync(Buffer.from(packed, "base64")).toString("utf8"));
const policies = Object.entries({ ...held.whole, ...held.reduced });

function namedBy({ Statement }: Document): ReadonlySet<string> {
  const allowed = Statement.filter(({ Effect }) => Effect === "Allow");
  return new Set(allowed.flatMap(({ Action = [] }) => [Action].flat()).map((action) => action.toLowerCase()));
}

interface Measured {
  readonly candidates: readonly string[];
  readonly seen: readonly string[];
  readonly most: number;
}

/** What becomes of roles that have each of AWS's own policies inlined. */
function measure(version: string): Measured {
  const kinds = catalogueRequirements(version)?.kinds ?? [];
  const found = policies.map(([name, policy]) => ({ name, lists: namedLists(kinds, namedBy(policy)) }));
  return {
    candidates: found.filter(({ lists }) => lists.some(({ isCandidate }) => isCandidate)).map(({ name }) => name),
    seen: found.filter(({ lists }) => lists.length > 0).map(({ name }) => name),
    most: Math.max(...found.flatMap(({ lists }) => lists.map(({ share }) => share))),
  };
}

test.each(catalogueVersions())(
  "by the lists of version %s, none of AWS's own policies makes a candidate",
  (version) => {
    const { candidates, most } = measure(version);
    expect(candidates).toEqual([]);
    expect(most).toBeLessThan(0.75);
  },
);

test("the documentation has the figures", () => {
  const page = readFileSync("docs/configuration.md", "utf8").replaceAll("\n", " ");
  expect(page).toContain(`Of the ${policies.length} AWS-managed policies that name`);
  const rows = catalogueVersions().map((version) => {
    const { seen, most } = measure(version);
    return `| ${version} | ${seen.length} | ${Math.floor(most * 100)}% |`;
  });
  expect(page).toContain(rows.join(" "));
});
