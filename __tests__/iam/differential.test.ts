import process from "node:process";
import { evaluateRole } from "../../src/iam/evaluate.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { CONTEXT, FORMS, type NaiveStatement, naiveVerdict, PARTS, TESTED } from "./naive-evaluator.js";
import { policyOf, roleOf } from "./role.js";

/** `DIFFERENTIAL_ROLES=10000 npm run jest -- __tests__/iam/differential` tries more. */
const ROLES = Number(process.env.DIFFERENTIAL_ROLES ?? 300);

/** Always includes the seeds whose verdicts once differed. */
const SEEDS = [...Array(ROLES).keys(), 804, 2054, 3615, 3621, 3680, 5328, 5667];

const authorization = await loadAuthorization();

/** Pseudorandom numbers that are the same in each run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Generator {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = numbers(seed);
  }

  isOneIn(count: number): boolean {
    return this.#next() < 1 / count;
  }

  one<T>(values: readonly [T, ...T[]] | readonly T[], otherwise: T): T {
    return values[Math.floor(this.#next() * values.length)] ?? otherwise;
  }

  #list<T>(most: number, make: () => T): readonly T[] {
    return Array.from({ length: 1 + Math.floor(this.#next() * most) }, make);
  }

  #pattern(): string {
    if (this.isOneIn(8))
      return this.one(["*", "arn:aws:*", "arn:aws:ec2:*", "arn:aws:sqs:*:*:*", "arn:aws:s3:::*"], "*");
    const form = this.one(Object.values(FORMS).flat(), "*");
    return form
      .replace("REGION", this.isOneIn(2) ? "*" : this.one(PARTS.regions, "*"))
      .replace("ACCOUNT", this.isOneIn(2) ? "*" : this.one(PARTS.accounts, "*"))
      .replace("NAME", this.isOneIn(2) ? "*" : this.one([...PARTS.names, "veeam-*", "veeam-?"], "*"));
  }

  #statement(effects: readonly NaiveStatement["Effect"][]): NaiveStatement {
    const Effect = this.one(effects, "Allow");
    const Action = this.one(["*", "sqs:*", "ec2:*", "ec2:D*", ...Object.keys(FORMS)], "*");
    const patterns = this.#list(3, () => this.#pattern());
    return this.isOneIn(4) ? { Effect, Action, NotResource: patterns } : { Effect, Action, Resource: patterns };
  }

  /** The statements, some of them with a condition added. */
  conditional(statements: readonly NaiveStatement[]): readonly NaiveStatement[] {
    return statements.map((statement) => {
      if (!this.isOneIn(3)) return statement;
      const operator = this.one(TESTED.operators, "Null");
      const value = this.one(operator === "Null" ? TESTED.values.Null : TESTED.values.others, "x");
      return { ...statement, Condition: { [operator]: { [this.one(TESTED.keys, "aws:x")]: value } } };
    });
  }

  role(): { readonly statements: readonly NaiveStatement[]; readonly boundary: readonly NaiveStatement[] | null } {
    const statements = this.#list(4, () => this.#statement(["Allow", "Allow", "Deny"]));
    const boundary = this.isOneIn(3) ? this.#list(2, () => this.#statement(["Allow", "Allow", "Allow", "Deny"])) : null;
    return { statements, boundary };
  }
}

const actions = Object.keys(FORMS);
const requested = actions.map((action) => ({ action, resources: ["*"] }));

/** The verdicts that differ from those of trying every ARN. */
function differing(change: (generator: Generator, statements: readonly NaiveStatement[]) => readonly NaiveStatement[]) {
  return SEEDS.flatMap((seed) => {
    const { statements, boundary } = new Generator(seed).role();
    // A separate generator, so that a seed's role stays the same.
    const generator = new Generator(seed + 1_000_000);
    const ofRole = change(generator, statements);
    const limit = boundary === null ? null : change(generator, boundary);
    const role = roleOf({
      policies: [policyOf("policy", ...ofRole)],
      boundary: limit === null ? null : policyOf("boundary", ...limit),
    });
    return evaluateRole(role, requested, CONTEXT, authorization).flatMap(({ action, verdict }) => {
      const right = naiveVerdict(ofRole, limit, action);
      return verdict === right ? [] : [{ seed, action, verdict, right }];
    });
  });
}

test(`evaluates ${SEEDS.length} random roles like a trial of every ARN`, () => {
  expect(differing((_, statements) => statements)).toEqual([]);
});

test(`evaluates ${SEEDS.length} random roles with conditions on keys of only some types`, () => {
  expect(differing((generator, statements) => generator.conditional(statements))).toEqual([]);
});
