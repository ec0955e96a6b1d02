import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openWorkspace } from "../../../../src/discover/workspace.js";
import type { Role } from "../../../../src/iam/model.js";
import { readFile } from "../../../../src/readers/index.js";
import { formatLocation } from "../../../../src/source/location.js";
import { locate, type Place } from "../../../../src/source/place.js";

const folder = "__tests__/fixtures/terraform-sources";

interface Expectation {
  readonly places: Readonly<Record<string, string | readonly string[]>>;
}

function rolesOf(name: string): readonly Role[] {
  const root = resolve(folder, name);
  const workspace = openWorkspace({ root, workingDirectory: root, confined: true }, [root]);
  const text = readFileSync(join(root, "plan.json"), "utf8");
  const result = readFile({ path: "plan.json", text }, { workspace, terraformRoot: null, parameters: [] });
  if (result.kind !== "read") throw new Error(result.kind);
  return result.result.roles;
}

const shown = (place: Place): string => formatLocation(locate(place));

/** The places of a role and of the actions of each statement in its trust and policies. */
function placesOf(role: Role): (readonly [string, string | readonly string[]])[] {
  const [{ trust, policies }] = role.variants;
  const documents = policies.flatMap((policy) =>
    policy.kind === "document" ? [[policy.name, policy.document] as const] : [],
  );
  if (trust !== null && "statements" in trust) documents.push(["trust", trust]);
  return [
    [role.id, shown(role.place)],
    ...documents.map(
      ([name, { statements }]) =>
        [`${role.id} ${name}`, statements.map(({ actions }) => shown(actions.place))] as const,
    ),
  ];
}

/** Real plans, created by scripts/make-terraform-fixtures.mjs. The expected places were written first, from the sources. */
test.each(readdirSync(folder))("points findings about plan %s at its source", (name) => {
  const { places } = JSON.parse(readFileSync(join(folder, name, "expectation.json"), "utf8")) as Expectation;
  expect(Object.fromEntries(rolesOf(name).flatMap(placesOf))).toEqual(places);
});
