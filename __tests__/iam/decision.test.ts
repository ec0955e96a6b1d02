import type { Authorization } from "../../src/iam/authorization.js";
import { type Decision, overResources, overVariants, withinLimit } from "../../src/iam/decision.js";
import { evaluateRole } from "../../src/iam/evaluate.js";
import type { Policy } from "../../src/iam/model.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import type { Cause, Verdict } from "../../src/iam/verdict.js";
import { filePlace } from "../../src/source/place.js";
import { allow, policyOf, roleOf } from "./role.js";

let authorization: Authorization;
beforeAll(async () => {
  authorization = await loadAuthorization();
});

const cause = (detail: string): Cause => ({
  effect: "unknown",
  policy: "P",
  statement: null,
  place: filePlace("policy.json"),
  detail,
});

const decided = (verdict: Verdict, ...details: readonly string[]): Decision => ({
  verdict,
  deniedBy: verdict === "denied" ? "statement" : null,
  causes: details.map(cause),
});

const details = ({ causes }: Decision): readonly (string | null)[] => causes.map(({ detail }) => detail);
const dozen = Array.from({ length: 12 }, (_, at) => `cause ${at}`);

describe("within a boundary", () => {
  test.each<[Verdict, Verdict, Verdict]>([
    ["granted", "conditional", "conditional"],
    ["conditional", "partial", "partial"],
    ["partial", "conditional", "partial"],
    ["partial", "undetermined", "undetermined"],
    ["undetermined", "partial", "undetermined"],
    ["undetermined", "conditional", "undetermined"],
    ["conditional", "conditional", "conditional"],
    ["partial", "granted", "partial"],
    ["missing", "missing", "missing"],
  ])("%s, limited to %s, is %s", (granted, boundary, verdict) => {
    expect(withinLimit(decided(granted), decided(boundary), cause("limit"), "boundary").verdict).toBe(verdict);
  });

  test("what a statement denies stays denied by the statement", () => {
    const denied = decided("denied", "statement");
    expect(withinLimit(denied, decided("missing"), cause("limit"), "boundary")).toEqual(denied);
  });

  test("gives the reasons of both sides, of a grant none, and ten at most", () => {
    const limit = cause("limit");
    const both = withinLimit(decided("conditional", "mine"), decided("conditional", "its"), limit, "boundary");
    expect(details(both)).toEqual(["its", "mine"]);
    const granted = withinLimit(decided("granted", "mine"), decided("conditional", "its"), limit, "boundary");
    expect(details(granted)).toEqual(["its"]);
    expect(withinLimit(decided("partial", ...dozen), decided("partial", "its"), limit, "boundary").causes).toHaveLength(
      10,
    );
  });
});

describe("over several resources, all of which are needed", () => {
  test.each<[Verdict[], Verdict]>([
    [[], "missing"],
    [["granted", "granted"], "granted"],
    [["granted", "partial"], "partial"],
    [["granted", "conditional"], "conditional"],
    [["conditional", "partial"], "partial"],
    [["conditional", "missing"], "partial"],
    [["conditional", "denied"], "partial"],
    [["partial", "missing"], "partial"],
    [["denied", "missing"], "missing"],
    [["granted", "undetermined"], "undetermined"],
  ])("%j is %s", (verdicts, verdict) => {
    expect(overResources(verdicts.map((one) => decided(one))).verdict).toBe(verdict);
  });

  test("keeps causes apart that stand at different places", () => {
    const [first, second] = [decided("missing", "not known"), decided("missing", "not known")];
    expect(overResources([first, second]).causes).toHaveLength(2);
    expect(overResources([first, first]).causes).toHaveLength(1);
  });
});

const limits = (marked: readonly boolean[]) => marked.flatMap((isMarked, at) => (isMarked ? [cause(`not ${at}`)] : []));

describe("over the ways that a template's conditions can fall out", () => {
  test.each<[Verdict[], Verdict]>([
    [[], "undetermined"],
    [["granted", "missing"], "conditional"],
    [["granted", "partial"], "conditional"],
    [["granted", "conditional"], "conditional"],
    [["granted", "missing", "undetermined"], "conditional"],
    [["granted", "undetermined"], "undetermined"],
    [["granted", "conditional", "undetermined"], "undetermined"],
    [["conditional", "denied"], "conditional"],
    [["conditional", "undetermined"], "undetermined"],
    [["partial", "missing"], "partial"],
    [["partial", "undetermined"], "undetermined"],
    [["missing", "undetermined"], "undetermined"],
    [["missing", "denied"], "missing"],
  ])("%j is %s", (verdicts, verdict) => {
    expect(
      overVariants(
        verdicts.map((one) => decided(one)),
        limits,
      ).verdict,
    ).toBe(verdict);
  });

  test("names ten causes at most, first the ways in which it is not granted", () => {
    const both = overVariants([decided("granted"), decided("partial", ...dozen)], limits);
    expect(both.causes).toHaveLength(10);
    expect(details(both).slice(0, 2)).toEqual(["not 1", "cause 0"]);
  });

  test("names none where it is granted in no way", () => {
    expect(details(overVariants([decided("missing"), decided("partial", "narrow")], limits))).toEqual(["narrow"]);
    expect(details(overVariants([decided("missing", "no"), decided("undetermined", "why")], limits))).toEqual([
      "why",
      "no",
    ]);
  });
});

describe("the causes of a verdict on a role", () => {
  const causesOf = (...policies: readonly Policy[]) => {
    const asked = [{ action: "s3:GetObject", resources: ["*"] }];
    const [verdict] = evaluateRole(roleOf({ policies }), asked, new Map(), authorization);
    return verdict?.causes.map(({ policy }) => policy);
  };
  const unknown = Array.from({ length: 12 }, (_, at): Policy => {
    return { kind: "reference", arn: `arn:aws:iam::111122223333:policy/p${at}`, place: filePlace(`${at}.json`) };
  });
  const part = policyOf("part", allow("s3:GetObject", "arn:aws:s3:::a/*"));
  const rest = policyOf("rest", { Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::a/*" });
  const elsewhere = policyOf("elsewhere", allow("s3:GetObject", "arn:aws:sqs:*:*:q"));

  test("a grant by two statements is not put in doubt by unknown policies", () => {
    expect(causesOf(policyOf("one", allow("s3:*")), policyOf("two", allow("*")), ...unknown)).toEqual(["one", "two"]);
  });

  test("a grant by two statements together names these two", () => {
    expect(new Set(causesOf(part, rest, elsewhere))).toEqual(new Set(["part", "rest"]));
  });

  test("ten at most, the statements before the unknown policies", () => {
    const causes = causesOf(part, ...unknown);
    expect(causes).toHaveLength(10);
    expect(causes?.[0]).toBe("part");
  });
});
