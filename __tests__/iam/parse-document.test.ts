import { evaluateRole } from "../../src/iam/evaluate.js";
import type { PolicyDocument } from "../../src/iam/model.js";
import { lazyDocument, type PolicyUse, parsePolicyDocument } from "../../src/iam/parse-document.js";
import { parsePolicyText } from "../../src/iam/parse-document-text.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { Verdict } from "../../src/iam/verdict.js";
import { jsonDocument } from "../../src/source/json-document.js";
import { type JsonValue, nodeFromJson } from "../../src/source/json-node.js";
import type { MapNode, Node } from "../../src/source/node.js";
import { filePlace, locate, rootPlace } from "../../src/source/place.js";
import { allow, deny, documentOf, policyOf, roleOf, roleWith } from "./role.js";

const place = filePlace("template.json");
const unknown: Node = { kind: "unresolved", expression: "Param", place };

/** A document with one statement, whose elements may be unresolved nodes. */
function documentWith(elements: Record<string, string | Node>): PolicyDocument {
  const entries = Object.entries(elements).map(([key, value]) => ({
    key,
    keyPlace: place,
    value: typeof value === "string" ? nodeFromJson(value, place) : value,
  }));
  const statement: MapNode = { kind: "map", place, entries };
  const root: MapNode = { kind: "map", place, entries: [{ key: "Statement", keyPlace: place, value: statement }] };
  return parsePolicyDocument(root, "identity");
}

const partial: Node = { kind: "partial", place, parts: ["ec2:", { kind: "unresolved", expression: "Verb" }] };

test("names an unknown Effect", () => {
  const effect = (value: Node) => documentWith({ Effect: value, Action: "ec2:*", Resource: "*" }).statements[0]?.effect;
  expect(effect(unknown)).toEqual({ kind: "unresolved", expression: "Param" });
  expect(effect(partial)).toEqual({ kind: "unresolved", expression: "Effect" });
});

test.each<[string, object, readonly string[]]>([
  ["a resource with an ARN-like ending", { Resource: "bucket/*" }, ['Resource "bucket/*" is neither an ARN nor *']],
  [
    "a resource that contains an ARN",
    { Resource: "x arn:aws:s3:::b" },
    ['Resource "x arn:aws:s3:::b" is neither an ARN nor *'],
  ],
  ["a principal without a type", { Resource: "*", Principal: {} }, ["Principal is empty"]],
  ["a principal without names", { Resource: "*", Principal: { AWS: [] } }, ["Principal is empty"]],
  [
    "a principal that is not a string",
    { Resource: "*", Principal: { AWS: {} } },
    ["the AWS principal must be a string or a list of strings"],
  ],
])("reports %s as an error", (_name, elements, messages) => {
  const statement = { Effect: "Allow", Action: "s3:GetObject", ...elements };
  const use = "Principal" in elements ? "resource" : "identity";
  const { problems } = documentOf({ Version: "2012-10-17", Statement: [statement] }, use);
  expect(problems.map(({ message }) => message)).toEqual(messages);
});

/** terraform-provider-aws#28537, localstack#1556: AWS accepts any number of empty Sids. */
test.each<[string, readonly (string | undefined)[], number]>([
  ["empty", ["", "", ""], 0],
  ["empty or missing", ["", undefined, "One", ""], 0],
  ["the same", ["One", "", "One"], 1],
])("checks Sids that are %s", (_name, sids, faults) => {
  const statements = sids.map((Sid) => ({ ...allow("sqs:*"), ...(Sid === undefined ? {} : { Sid }) }));
  for (const use of ["identity", "managed"] as const) {
    expect(documentOf({ Version: "2012-10-17", Statement: statements }, use).problems).toHaveLength(faults);
  }
  const trust = sids.map((Sid) => ({ Sid, Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }));
  const named = trust.filter(({ Sid }) => Sid !== undefined);
  expect(documentOf({ Version: "2012-10-17", Statement: named }, "trust").problems).toHaveLength(faults);
});

/** CreatePolicy reports "Policy document must be version 2012-10-17 or greater" (Meteor-CollectionFS#630). PutRolePolicy accepts both. */
test.each<[object, PolicyUse, string | null]>([
  [{}, "managed", "a managed policy needs Version 2012-10-17, and this one has none"],
  [{ Version: "2008-10-17" }, "managed", "a managed policy needs Version 2012-10-17, not 2008-10-17"],
  [{ Version: "2012-10-17" }, "managed", null],
  [{}, "identity", null],
  [{ Version: "2008-10-17" }, "identity", null],
])("checks the version in %j for use %s", (version, use, message) => {
  const { problems } = documentOf({ ...version, Statement: [allow("sqs:*")] }, use);
  expect(problems.map((problem) => problem.message)).toEqual(message === null ? [] : [message]);
});

test("does not call a managed policy with an unknown Version old", () => {
  const entry = (key: string, value: Node) => ({ key, keyPlace: place, value });
  const root: MapNode = {
    kind: "map",
    place,
    entries: [entry("Version", unknown), entry("Statement", nodeFromJson([allow("sqs:*")], place))],
  };
  expect(parsePolicyDocument(root, "managed").problems).toEqual([]);
  expect(parsePolicyDocument(unknown, "managed").problems).toEqual([]);
});

/** moto's table of documents that AWS refuses includes an Id that is a list and one that is an object. */
test.each<[unknown, readonly string[]]>([
  [["a"], ["Id must be a string"]],
  [{}, ["Id must be a string"]],
  ["worker-policy", []],
  [5, ["Id must be a string"]],
  [true, ["Id must be a string"]],
  [null, ["Id must be a string"]],
])("checks the Id %j", (Id, messages) => {
  const { problems } = documentOf({ Version: "2012-10-17", Id, Statement: [allow("sqs:*")] });
  expect(problems.map(({ message }) => message)).toEqual(messages);
});

/** CloudFormation converts a template's numbers to strings. */
test.each([
  ["policy.json", ["Id must be a string", "Sid must be a string"]],
  ["template.yaml", []],
])("accepts or rejects numbers as strings in %s", (file, messages) => {
  const document = { Version: "2012-10-17", Id: 5, Statement: [{ ...allow("sqs:*"), Sid: 5 }] };
  const { problems } = parsePolicyDocument(nodeFromJson(document, filePlace(file)), "identity");
  expect(problems.map(({ message }) => message)).toEqual(messages);
});

test("excludes nobody for certain with an invalid NotPrincipal", () => {
  const read = (...AWS: readonly unknown[]) =>
    documentOf({ Statement: [{ Effect: "Deny", NotPrincipal: { AWS }, Action: "s3:*", Resource: "*" }] }, "resource");
  expect(read("111122223333").statements[0]?.principals).toMatchObject({ negated: true });
  const [first] = read("111122223333", {}).statements;
  expect(first?.principals?.principals.map(({ id }) => id)).toContainEqual({
    kind: "unresolved",
    expression: "Principal",
  });
});

/** "Resource vendor must be fully qualified and cannot contain regexes": terraform-provider-aws#10932 */
test.each<[string, object, Verdict, Verdict]>([
  ["an Allow", allow("*", "arn:aws:?qs:*:*:*"), "missing", "granted"],
  ["an Allow for all services", allow("*", "arn:aws:*:*:*:*"), "missing", "granted"],
  ["an Allow with another pattern", allow("*", ["arn:aws:sq*:*:*:*", "arn:aws:sqs:*:*:a"]), "partial", "granted"],
  ["an Allow with NotAction", { Effect: "Allow", Action: "*", NotResource: "arn:aws:*:*:*:x" }, "missing", "granted"],
  ["an Allow with a prefix", allow("*", "arn:aws:*"), "granted", "granted"],
  ["a Deny", deny("*", "arn:aws:?ns:*:*:*"), "missing", "undetermined"],
  ["a Deny with another pattern", deny("*", ["arn:aws:?ns:*:*:*", "arn:aws:s3:::b"]), "missing", "undetermined"],
  ["a Deny with NotAction", { Effect: "Deny", Action: "*", NotResource: "arn:aws:*:*:*:*" }, "missing", "undetermined"],
])("checks %s with a wildcard in the service", async (_name, statement, alone, withAllow) => {
  const authorization = await loadAuthorization();
  const verdict = (...statements: readonly object[]) =>
    evaluateRole(
      roleWith(...statements),
      [{ action: "sqs:SendMessage", resources: ["*"] }],
      new Map(),
      authorization,
    )[0]?.verdict;
  expect([verdict(statement), verdict(statement, allow("*"))]).toEqual([alone, withAllow]);
});

test.each<[string, Record<string, string | Node>, Verdict, Verdict]>([
  ["an unknown action", { Effect: "Allow", Action: unknown, Resource: "*" }, "undetermined", "granted"],
  ["a partly known action", { Effect: "Allow", Action: partial, Resource: "*" }, "undetermined", "granted"],
  ["an unknown resource", { Effect: "Allow", Action: "ec2:*", Resource: unknown }, "undetermined", "granted"],
  [
    "an unknown condition",
    { Effect: "Allow", Action: "ec2:*", Resource: "*", Condition: unknown },
    "undetermined",
    "granted",
  ],
  ["an unknown Effect", { Effect: unknown, Action: "ec2:*", Resource: "*" }, "undetermined", "undetermined"],
  ["a Deny of an unknown action", { Effect: "Deny", Action: unknown, Resource: "*" }, "missing", "undetermined"],
  ["a Deny on an unknown resource", { Effect: "Deny", Action: "*", Resource: unknown }, "missing", "undetermined"],
  ["a Deny without an Action", { Effect: "Deny", Resource: "*" }, "missing", "undetermined"],
  ["an unknown Deny in another service", { Effect: "Deny", Action: "s3:*", Resource: unknown }, "missing", "granted"],
])("parses %s", async (_name, elements, alone, withAllow) => {
  const authorization = await loadAuthorization();
  const document = documentWith(elements);
  const policy = { kind: "document", name: "p", attachment: "inline", document, awsManaged: false, place } as const;
  const verdict = (...policies: Parameters<typeof roleOf>[0]["policies"] & object) =>
    evaluateRole(roleOf({ policies }), [{ action: "ec2:RunInstances", resources: ["*"] }], new Map(), authorization)[0]
      ?.verdict;
  expect(verdict(policy)).toBe(alone);
  expect(verdict(policy, policyOf("full", allow("ec2:RunInstances")))).toBe(withAllow);
});

test("locates a repeated key in a file and in a string", () => {
  const text =
    '{"Policy": {"Statement": [\n{"Effect":"Allow","Action":"a:b","Action":"c:d","Resource":"*"}]}, "x":1, "x":2}';
  const value: JsonValue = JSON.parse(text);
  const root = nodeFromJson(value, rootPlace(jsonDocument({ path: "policy.json", text }, value)));
  if (root.kind !== "map") throw new Error("no map");
  const [policy] = root.entries;
  if (policy === undefined) throw new Error("no policy");
  const { problems } = parsePolicyDocument(policy.value, "identity");
  expect(problems.map(({ message }) => message)).toEqual(['"Action" occurs twice in one object, which AWS rejects']);
  expect(problems.map((problem) => locate(problem.place))).toMatchObject([{ line: 2, column: 34 }]);
  expect(parsePolicyText({ kind: "scalar", place, value: text }, "identity").problems[0]?.message).toContain(
    '"Action" occurs twice',
  );
});

test("reports an error for a single repeated key", () => {
  const text = '{"Statement": [{"Effect":"Allow","Action":"a:b","Action":"c:d","Resource":"*"}]}';
  const value: JsonValue = JSON.parse(text);
  const root = nodeFromJson(value, rootPlace(jsonDocument({ path: "policy.json", text }, value)));
  expect(parsePolicyDocument(root, "identity").problems).toHaveLength(1);
});

test("locates a document without its own position at the node that it was read from", () => {
  const read = parsePolicyDocument(nodeFromJson({ Statement: [allow("ec2:*")] }, place), "identity");
  expect(lazyDocument(null, () => read).place).toBe(place);
});
