import { parsePolicyText } from "../../src/iam/parse-document-text.js";
import { filePlace } from "../../src/source/place.js";

const place = filePlace("template.yaml");
const scalar = (value: string) => ({ kind: "scalar", place, value }) as const;
const POLICY = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}';

test("parses a document in a string", () => {
  const { version, statements, unresolved, problems } = parsePolicyText(scalar(POLICY), "identity");
  expect({ version, statements: statements.length, unresolved, problems }).toEqual({
    version: "2012-10-17",
    statements: 1,
    unresolved: [],
    problems: [],
  });
});

test("finds no statements in a string that is not JSON, in the default version", () => {
  const { problems, ...rest } = parsePolicyText(scalar("{"), "identity");
  expect(rest).toMatchObject({ version: "2008-10-17", statements: [], unresolved: [], size: null, place });
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toMatch(/^the policy document is not valid JSON: /);
});

test("treats a string whose structure depends on something unknown as unknown, not invalid", () => {
  const unknown = { kind: "unresolved", expression: "Ref Rest" } as const;
  const document = parsePolicyText({ kind: "partial", place, parts: ['{"Statement":[', unknown] }, "identity");
  expect(document).toMatchObject({ statements: [], problems: [], size: null });
  expect(document.unresolved).toMatchObject([{ kind: "unresolved", place }]);
});
