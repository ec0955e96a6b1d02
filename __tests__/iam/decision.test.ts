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

describe("whether nothing is granted without a condition, where it is granted in part", () => {
  const under: Decision = { ...decided("partial"), underCondition: true };
  const part = decided("partial");

  test.each<[string, readonly Decision[], true | undefined]>([
    ["a conditional and a missing one", [decided("conditional"), decided("missing")], true],
    ["a conditional and a denied one", [decided("conditional"), decided("denied")], true],
    ["a granted and a missing one", [decided("granted"), decided("missing")], undefined],
    [
      "a granted, a conditional and a missing one",
      [decided("granted"), decided("conditional"), decided("missing")],
      undefined,
    ],
    ["one in part under a condition and a missing one", [under, decided("missing")], true],
    ["one in part under a condition and a conditional one", [under, decided("conditional")], true],
    ["one in part and a missing one", [part, decided("missing")], undefined],
    ["one in part and a conditional one", [part, decided("conditional")], undefined],
    ["two in part under a condition", [under, under], true],
    ["two in part, one under a condition", [under, part], undefined],
    ["conditional ones", [decided("conditional"), decided("conditional")], undefined],
    ["one in part under a condition and an unknown one", [under, decided("undetermined")], undefined],
  ])("%s", (_, decisions, expected) => {
    expect(overResources(decisions).underCondition).toBe(expected);
    expect("underCondition" in overResources(decisions)).toBe(expected === true);
  });

  test.each<[string, Decision, Decision, true | undefined]>([
    ["granted, limited in part", decided("granted"), part, undefined],
    ["granted, limited in part under a condition", decided("granted"), under, true],
    ["conditional, limited in part", decided("conditional"), part, true],
    ["in part, limited by a condition", part, decided("conditional"), true],
    ["in part, limited in part", part, part, undefined],
    ["in part under a condition, limited in part", under, part, true],
    ["conditional, limited by a condition", decided("conditional"), decided("conditional"), undefined],
    ["conditional, limited by what is unknown", decided("conditional"), decided("undetermined"), undefined],
  ])("%s", (_, granted, limit, expected) => {
    const within = withinLimit(granted, limit, cause("limit"), "boundary");
    expect("underCondition" in within).toBe(expected === true);
  });

  test.each<[string, readonly Decision[], boolean]>([
    ["in part in each way, under a condition in both", [under, under], true],
    ["in part in each way, under a condition in one", [under, part], false],
    ["in part under a condition in one way, missing in another", [under, decided("missing")], true],
    ["granted in one way", [under, decided("granted")], false],
  ])("%s", (_, decisions, expected) => {
    expect("underCondition" in overVariants(decisions, () => [])).toBe(expected);
  });
});

describe("files of values that a role's ways come of", () => {
  const isOfVarFile = true as const;
  const ofFiles = (marked: readonly boolean[]) =>
    limits(marked).map((one, at) => (at === 0 ? { ...one, isOfVarFile } : one));

  test("those with which it is not granted are lacking", () => {
    const three = [decided("granted"), decided("missing"), decided("missing")];
    expect(overVariants(three, ofFiles).lacking).toEqual([{ ...cause("not 1"), isOfVarFile }]);
    expect("lacking" in overVariants(three, limits)).toBe(false);
    expect("lacking" in overVariants([decided("partial"), decided("missing")], ofFiles)).toBe(false);
  });

  test("of what is conditional in one and missing in another, the ways are named, and of what is unknown none", () => {
    expect(details(overVariants([decided("conditional", "why"), decided("missing")], limits))).toEqual([
      "not 1",
      "why",
    ]);
    expect(details(overVariants([decided("granted"), decided("undetermined", "why")], limits))).toEqual(["why"]);
    expect(details(overVariants([decided("partial", "one"), decided("conditional", "two")], limits))).toEqual([
      "not 0",
      "one",
      "two",
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
