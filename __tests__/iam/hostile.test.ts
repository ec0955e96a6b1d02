import { evaluateRole } from "../../src/iam/evaluate.js";
import { parsePolicyText } from "../../src/iam/parse-document-text.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { type JsonValue, nodeFromJson } from "../../src/source/json-node.js";
import { filePlace } from "../../src/source/place.js";
import { allow, documentOf, policyOf, roleOf } from "./role.js";

const place = filePlace("hostile.json");

test("survives nesting a hundred thousand levels deep", () => {
  const text = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  expect(parsePolicyText({ kind: "scalar", place, value: text }, "identity").problems).toHaveLength(1);
  const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
  expect(nodeFromJson(JSON.parse(deep) as JsonValue, place).kind).toBe("map");
  const inside = `{"Statement":{"Effect":"Allow","Action":${text},"Resource":"*"}}`;
  expect(parsePolicyText({ kind: "scalar", place, value: inside }, "identity").statements).toEqual([]);
});

test("survives a hundred thousand statements", async () => {
  const statements = Array.from({ length: 100_000 }, (_, index) => allow(`s3:Action${index}`, "arn:aws:s3:::b/*"));
  const role = roleOf({ policies: [policyOf("large", ...statements, allow("ec2:*"))] });
  const requested = Array.from({ length: 138 }, () => ({ action: "ec2:RunInstances", resources: ["*"] }));
  const verdicts = evaluateRole(role, requested, new Map(), await loadAuthorization());
  expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(["granted"]));
});

test("survives a ten-megabyte string", () => {
  const document = documentOf({ Statement: allow("a".repeat(10_000_000)) });
  expect(document.problems[0]?.message).toBe(
    `Action "${"a".repeat(77)}..." has 10000000 characters, more than any action has`,
  );
  expect(document.size).toBeGreaterThan(10_000_000);
});

test("survives keys from an object's prototype", () => {
  const text =
    '{"__proto__":{"Statement":[]},"constructor":{},"Statement":{"__proto__":{"Effect":"Allow"},"toString":1}}';
  const document = parsePolicyText({ kind: "scalar", place, value: text }, "identity");
  expect(document.statements.filter(({ effect }) => effect === "Allow")).toEqual([]);
  expect(document.problems.map(({ message }) => message).join()).toContain('"__proto__" is not an element');
  expect(({} as Record<string, unknown>).Effect).toBeUndefined();
});

test.each(["", "nonsense", "[", '{"Statement":'])("reports the text %j as a problem without throwing", (text) => {
  expect(parsePolicyText({ kind: "scalar", place, value: text }, "identity").problems[0]?.message).toContain(
    "is not valid JSON",
  );
});
