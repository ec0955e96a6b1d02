import { readFileSync } from "node:fs";
import { packed } from "../../src/iam/managed-policies.generated.js";
import { managedPolicy } from "../../src/iam/managed-policy-documents.js";
import { unpackText } from "../../src/iam/unpack-text.js";
import { catalogueRequirements, catalogueVersions } from "../../src/requirements/catalogue/index.js";
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
  const kinds = catalogueRequirements(version)?.kinds ?? [];
  const found = policies.map(([name, named]) => ({ name, lists: namedLists(kinds, named) }));
  return {
    candidates: found.filter(({ lists }) => lists.some(({ isCandidate }) => isCandidate)).map(({ name }) => name),
    seen: found.filter(({ lists }) => lists.length > 0).map(({ name }) => name),
    most: Math.max(...found.flatMap(({ lists }) => lists.map(({ share }) => share))),
  };
}

test.each(catalogueVersions())("finds no candidate among AWS policies with the lists of version %s", (version) => {
  expect(measure(version).candidates).toEqual([]);
});

test("documents the figures", () => {
  const page = readFileSync("docs/configuration.md", "utf8").replaceAll("\n", " ");
  expect(page).toContain(`${policies.length} AWS-managed policies name`);
  const rows = catalogueVersions().map((version) => {
    const { seen, most } = measure(version);
    return `| ${version} | ${seen.length} | ${Math.floor(most * 100)}% |`;
  });
  expect(page).toContain(rows.join(" "));
});
