import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openWorkspace } from "../../../src/discover/workspace.js";
import type { PolicyDocument, Role } from "../../../src/iam/model.js";
import { parsePolicyDocument } from "../../../src/iam/parse-document.js";
import { readFile } from "../../../src/readers/index.js";
import { type JsonValue, nodeFromJson } from "../../../src/source/json-node.js";
import { formatLocation } from "../../../src/source/location.js";
import { filePlace, locate } from "../../../src/source/place.js";
import { describePrincipals, describeStatement } from "../describe-role.js";

const folder = "__tests__/fixtures/terraform-written";

interface Expectation {
  /** The statements of each document, with their places. */
  readonly documents: Readonly<Record<string, readonly string[]>>;
}

function json<T>(name: string, file: string): T {
  return JSON.parse(readFileSync(join(folder, name, file), "utf8")) as T;
}

function rolesOf(name: string): readonly Role[] {
  const root = resolve(folder, name);
  const workspace = openWorkspace({ root, workingDirectory: root, confined: true }, [root]);
  const text = readFileSync(join(root, "plan.json"), "utf8");
  const result = readFile({ path: "plan.json", text }, { workspace, terraformRoot: null, parameters: [] });
  if (result.kind !== "read") throw new Error(result.kind);
  return result.result.roles;
}

/** The documents of a plan's roles, keyed like applied.json, by address and attribute. */
function documentsOf(roles: readonly Role[]): readonly (readonly [string, PolicyDocument | null])[] {
  return roles.flatMap((role) =>
    role.variants.flatMap(({ trust, policies }) => [
      [`${role.id} assume_role_policy`, trust === null || "kind" in trust ? null : trust] as const,
      ...policies.map((policy) => {
        const name = policy.kind === "reference" ? "reference" : policy.name;
        const key = name.includes(".") ? `${name} policy` : `${role.id} inline_policy ${name}`;
        return [key, policy.kind === "document" ? policy.document : null] as const;
      }),
    ]),
  );
}

function linesOf(document: PolicyDocument | null): readonly string[] {
  if (document === null) return ["unresolved"];
  const { statements, unresolved } = document;
  return [
    ...statements.map((statement) => {
      const who = statement.principals === null ? "" : `${describePrincipals(statement)}: `;
      return `${who}${describeStatement(statement)}`;
    }),
    ...unresolved.map(({ expression }) => `unresolved ${expression}`),
  ];
}

/** The places of each statement's actions. */
function placesOf(document: PolicyDocument | null): readonly string[] {
  return (document?.statements ?? []).map(({ actions }) => formatLocation(locate(actions.place)));
}

/** A pattern that matches anything in place of each unknown part of a line. A place in another file is removed. */
function asPattern(line: string): RegExp {
  const known = line
    .replace(/ at \S+:\d+:\d+$/, "")
    .split(/\$\{(?:"[^"]*"|[^}]*)\}/)
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${known.join(".*")}$`);
}

/** Real plans, and the policies that they created when applied (scripts/make-terraform-fixtures.mjs). */
describe.each(readdirSync(folder))("of plan %s", (name) => {
  const documents = documentsOf(rolesOf(name));

  test("reads policies in the source that are known only after apply", () => {
    const lines = documents.map(([key, document]) => {
      const places = placesOf(document);
      return [
        key,
        linesOf(document).map((line, at) => `${line}${places[at] === undefined ? "" : ` at ${places[at]}`}`),
      ];
    });
    expect(Object.fromEntries(lines)).toEqual(json<Expectation>(name, "expectation.json").documents);
  });

  test("matches the policies that the apply creates", () => {
    const applied = json<Readonly<Record<string, JsonValue>>>(name, "applied.json");
    for (const [key, document] of documents) {
      if (document === null) continue;
      const use = key.endsWith("assume_role_policy") ? "trust" : "identity";
      const created = linesOf(parsePolicyDocument(nodeFromJson(applied[key] ?? null, filePlace("applied")), use));
      const read = linesOf(document);
      expect(read).toHaveLength(created.length);
      for (const [at, line] of read.entries()) expect(created[at]).toMatch(asPattern(line));
    }
  });
});
