import type { Authorization } from "../../src/iam/authorization.js";
import { combineResources, type Decision, overVariants, withinLimit } from "../../src/iam/decision.js";
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
  ])("a %s action limited to %s is %s", (granted, boundary, verdict) => {
    expect(withinLimit(decided(granted), decided(boundary), cause("limit"), "boundary").verdict).toBe(verdict);
  });

  test("keeps a denied action denied by the statement", () => {
    const denied = decided("denied", "statement");
    expect(withinLimit(denied, decided("missing"), cause("limit"), "boundary")).toEqual(denied);
  });

  test("gives reasons from both sides, none for a grant, and at most ten", () => {
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

describe("over several required resources", () => {
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
  ])("%j becomes %s", (verdicts, verdict) => {
    expect(combineResources(verdicts.map((one) => decided(one))).verdict).toBe(verdict);
  });

  test("distinguishes causes at different positions", () => {
    const [first, second] = [decided("missing", "not known"), decided("missing", "not known")];
    expect(combineResources([first, second]).causes).toHaveLength(2);
    expect(combineResources([first, first]).causes).toHaveLength(1);
  });
});

const limits = (marked: readonly boolean[]) => marked.flatMap((isMarked, at) => (isMarked ? [cause(`not ${at}`)] : []));

describe("over the outcomes of a template's conditions", () => {
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
  ])("%j becomes %s", (verdicts, verdict) => {
    expect(
      overVariants(
        verdicts.map((one) => decided(one)),
        limits,
      ).verdict,
    ).toBe(verdict);
  });

  test("names at most ten causes, starting with the outcomes that do not grant it", () => {
    const both = overVariants([decided("granted"), decided("partial", ...dozen)], limits);
    expect(both.causes).toHaveLength(10);
    expect(details(both).slice(0, 2)).toEqual(["not 1", "cause 0"]);
  });

  test("names none if no outcome grants it", () => {
    expect(details(overVariants([decided("missing"), decided("partial", "narrow")], limits))).toEqual(["narrow"]);
    expect(details(overVariants([decided("missing", "no"), decided("undetermined", "why")], limits))).toEqual([
      "why",
      "no",
    ]);
  });
});

describe("knows whether a partial grant is always conditional", () => {
  const under: Decision = { ...decided("partial"), underCondition: true };
  const part = decided("partial");

  test.each<[string, readonly Decision[], true | undefined]>([
    ["conditional and missing", [decided("conditional"), decided("missing")], true],
    ["conditional and denied", [decided("conditional"), decided("denied")], true],
    ["granted and missing", [decided("granted"), decided("missing")], undefined],
    ["granted, conditional, and missing", [decided("granted"), decided("conditional"), decided("missing")], undefined],
    ["partly conditional and missing", [under, decided("missing")], true],
    ["partly conditional and conditional", [under, decided("conditional")], true],
    ["partial and missing", [part, decided("missing")], undefined],
    ["partial and conditional", [part, decided("conditional")], undefined],
    ["both partly conditional", [under, under], true],
    ["two partial, one conditional", [under, part], undefined],
    ["conditional", [decided("conditional"), decided("conditional")], undefined],
    ["partly conditional and unknown", [under, decided("undetermined")], undefined],
  ])("for %s", (_, decisions, expected) => {
    expect(combineResources(decisions).underCondition).toBe(expected);
    expect("underCondition" in combineResources(decisions)).toBe(expected === true);
  });

  test.each<[string, Decision, Decision, true | undefined]>([
    ["granted, limited partly", decided("granted"), part, undefined],
    ["granted, limited partly under a condition", decided("granted"), under, true],
    ["conditional, limited partly", decided("conditional"), part, true],
    ["partial, limited by a condition", part, decided("conditional"), true],
    ["partial, limited partly", part, part, undefined],
    ["partly conditional, limited partly", under, part, true],
    ["conditional, limited by a condition", decided("conditional"), decided("conditional"), undefined],
    ["conditional, limited by something unknown", decided("conditional"), decided("undetermined"), undefined],
  ])("for %s", (_, granted, limit, expected) => {
    const within = withinLimit(granted, limit, cause("limit"), "boundary");
    expect("underCondition" in within).toBe(expected === true);
  });

  test.each<[string, readonly Decision[], boolean]>([
    ["partial for each outcome, conditional for both", [under, under], true],
    ["partial for each outcome, conditional for one", [under, part], false],
    ["partly conditional for one outcome, missing for another", [under, decided("missing")], true],
    ["granted for one outcome", [under, decided("granted")], false],
  ])("for %s", (_, decisions, expected) => {
    expect("underCondition" in overVariants(decisions, () => [])).toBe(expected);
  });
});

describe("variable files and outcomes of conditions of a role's variants", () => {
  const isOfVarFile = true as const;
  const ofFiles = (marked: readonly boolean[]) =>
    limits(marked).map((one, at) => (at === 0 ? { ...one, isOfVarFile } : one));

  test("are named if they do not grant an action", () => {
    const three = [decided("granted"), decided("missing"), decided("missing")];
    expect(overVariants(three, ofFiles).lacking).toEqual([{ ...cause("not 1"), isOfVarFile }, cause("not 2")]);
    expect(overVariants(three, limits).lacking).toEqual([cause("not 1"), cause("not 2")]);
    expect("lacking" in overVariants([decided("partial"), decided("missing")], ofFiles)).toBe(false);
  });

  test("are named for conditional and missing variants, but not for unknown ones", () => {
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
    const requested = [{ action: "s3:GetObject", resources: ["*"] }];
    const [verdict] = evaluateRole(roleOf({ policies }), requested, new Map(), authorization);
    return verdict?.causes.map(({ policy }) => policy);
  };
  const unknown = Array.from({ length: 12 }, (_, at): Policy => {
    return { kind: "reference", arn: `arn:aws:iam::111122223333:policy/p${at}`, place: filePlace(`${at}.json`) };
  });
  const part = policyOf("part", allow("s3:GetObject", "arn:aws:s3:::a/*"));
  const rest = policyOf("rest", { Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::a/*" });
  const elsewhere = policyOf("elsewhere", allow("s3:GetObject", "arn:aws:sqs:*:*:q"));

  test("does not doubt a grant by two statements because of unknown policies", () => {
    expect(causesOf(policyOf("one", allow("s3:*")), policyOf("two", allow("*")), ...unknown)).toEqual(["one", "two"]);
  });

  test("names the two statements that together grant", () => {
    expect(new Set(causesOf(part, rest, elsewhere))).toEqual(new Set(["part", "rest"]));
  });

  test("names at most ten, statements before unknown policies", () => {
    const causes = causesOf(part, ...unknown);
    expect(causes).toHaveLength(10);
    expect(causes?.[0]).toBe("part");
  });
});
