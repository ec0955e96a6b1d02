import type { PolicyFile } from "../../src/config/options.js";
import type { Policy, Role } from "../../src/iam/model.js";
import { missingPolicies, policyFiles } from "../../src/select/attach-policies.js";
import type { Text } from "../../src/source/node.js";
import { filePlace } from "../../src/source/place.js";
import { allow, documentOf, policyOf, referenceTo, roleOf } from "../iam/role.js";
import { partial, ref } from "../iam/unknown-text.js";

const line = (arn: string, file: string): PolicyFile => ({
  arn,
  file,
  namedBy: `\`policies\` names ${file} for ${arn}`,
  place: filePlace("config.yml"),
});

/** A file with one policy is read as a role without a name. */
function policyFile(file: string, action: string): Role {
  return { ...roleOf({ policies: [policyOf(file, allow(action))] }), id: file, name: null, file };
}

const FILES = [policyFile("a.json", "s3:a"), policyFile("b.json", "s3:b")];
const ACCOUNT = "arn:aws:iam::111122223333:policy";

/** The file whose document replaces the policy. */
function fileFor(policy: Policy, lines: readonly PolicyFile[]): string | null {
  const [attached] = policyFiles(lines, FILES).attach(roleOf({ policies: [policy] })).variants[0].policies;
  const of = FILES.find(({ variants }) => {
    const [own] = variants[0].policies;
    return attached?.kind === "document" && own?.kind === "document" && own.document === attached.document;
  });
  return of?.file ?? null;
}

const reference = (arn: Text): Policy => ({ kind: "reference", arn, place: filePlace("t.yaml") });

test.each<[string, Text, readonly PolicyFile[], string | null]>([
  ["with its ARN", `${ACCOUNT}/team`, [line(`${ACCOUNT}/team`, "a.json")], "a.json"],
  ["with a glob", `${ACCOUNT}/path/team`, [line("arn:aws:iam::*:policy/*team", "a.json")], "a.json"],
  ["in another account", `${ACCOUNT}/team`, [line("arn:aws:iam::444455556666:policy/team", "a.json")], null],
  ["with a longer name", `${ACCOUNT}/team-2`, [line("arn:aws:iam::*:policy/team", "a.json")], null],
  ["of AWS", "arn:aws:iam::aws:policy/Newer", [line("arn:aws:iam::aws:policy/Newer", "b.json")], "b.json"],
  [
    "with the first of two globs",
    `${ACCOUNT}/team`,
    [line("arn:aws:iam::*:policy/t*", "b.json"), line("arn:aws:iam::*:policy/*", "a.json")],
    "b.json",
  ],
  [
    "with the ARN before an earlier glob",
    `${ACCOUNT}/team`,
    [line("arn:aws:iam::*:policy/*", "a.json"), line(`${ACCOUNT}/team`, "b.json")],
    "b.json",
  ],
  [
    "with an unknown account, by a glob",
    partial("arn:aws:iam::", ref("Account"), ":policy/team"),
    [line("arn:aws:iam::*:policy/team", "a.json")],
    "a.json",
  ],
  [
    "with an unknown account, by an account",
    partial("arn:aws:iam::", ref("Account"), ":policy/team"),
    [line(`${ACCOUNT}/team`, "a.json")],
    null,
  ],
  ["not if it is entirely unknown", ref("Policy"), [line("arn:aws:iam::*:policy/*", "a.json")], null],
  ["not if the file has no policy", `${ACCOUNT}/team`, [line(`${ACCOUNT}/team`, "c.json")], null],
])("attaches a policy %s", (_, arn, lines, file) => expect(fileFor(reference(arn), lines)).toBe(file));

test("keeps a policy whose document is known", () => {
  const own = policyOf("team", allow("*"));
  expect(policyFiles([line("arn:*:iam::*:policy/*", "a.json")], FILES).attach(roleOf({ policies: [own] }))).toEqual(
    roleOf({ policies: [own] }),
  );
});

test("attaches to boundaries and every variant and marks the copy", () => {
  const policy = referenceTo(`${ACCOUNT}/path/team`);
  const { attach } = policyFiles([line("arn:aws:iam::*:policy/*", "a.json")], FILES);
  const { variants } = attach(roleOf({ boundary: policy }, { policies: [policy] }));
  const copy = { kind: "document", name: "team", attachment: "managed", awsManaged: false, isCopy: true };
  expect(variants).toMatchObject([{ boundary: copy }, { policies: [copy] }]);
});

test("does not treat the files as roles, and reports lines without a policy", () => {
  const lines = [line("arn:aws:iam::*:policy/a", "a.json"), line("arn:aws:iam::*:policy/c", "c.json")];
  const { isDocument, unmatched } = policyFiles(lines, FILES);
  expect(FILES.map(isDocument)).toEqual([true, false]);
  expect(unmatched).toEqual([lines[1]]);
});

// CreatePolicy refuses other versions: "Policy document must be version 2012-10-17 or greater".
test.each<[Version: string | undefined, arn: string, messages: readonly string[], glob?: string]>([
  ["2012-10-17", `${ACCOUNT}/team`, []],
  ["2008-10-17", `${ACCOUNT}/team`, ["a managed policy needs Version 2012-10-17, not 2008-10-17"]],
  [undefined, `${ACCOUNT}/team`, ["a managed policy needs Version 2012-10-17, and this one has none"]],
  ["2008-10-17", "arn:aws:iam::aws:policy/Newer", []],
  ["2008-10-17", "arn:aws:iam::aws:policy/Newer", [], "arn:aws:iam::???:policy/*"],
  [
    "2008-10-17",
    `${ACCOUNT}/team`,
    ["a managed policy needs Version 2012-10-17, not 2008-10-17"],
    "arn:*:iam::*:policy/*",
  ],
])(
  "reports the errors of a managed policy for a document of Version %s and %s",
  (Version, arn, messages, glob = arn) => {
    const file = {
      ...roleOf({ policies: [policyOf("a.json", allow("s3:*"))] }),
      id: "a.json",
      name: null,
      file: "a.json",
    };
    const [
      {
        policies: [own],
      },
    ] = file.variants;
    if (own?.kind !== "document") throw new Error("no document");
    const document = documentOf({ ...(Version && { Version }), Statement: [allow("s3:*")] }, "identity");
    const old: Role = { ...file, variants: [{ ...file.variants[0], policies: [{ ...own, document }] }] };
    const attach = policyFiles([line(glob, "a.json")], [old]).attach;
    const [attached] = attach(roleOf({ policies: [reference(arn)] })).variants[0].policies;
    expect(attached?.kind === "document" && attached.document.problems.map(({ message }) => message)).toEqual(messages);
  },
);

test("reports a missing file that several lines name as one configuration error", () => {
  const lines = [line(`${ACCOUNT}/a`, "a.json"), line(`${ACCOUNT}/b`, "no.json"), line(`${ACCOUNT}/c`, "no.json")];
  const missing = missingPolicies(lines, [{ named: "no.json", reason: "does not exist" }]);
  expect(missing).toEqual([expect.objectContaining({ message: expect.stringMatching(/no\.json .* does not exist$/) })]);
});
