import { Unreadable } from "../../../hcl/unreadable.js";
import type { Node, TextPart } from "../../../source/node.js";
import type { ReadBudget } from "../../read-budget.js";

/** Expressions, elements and dozens of letters: far more than a policy of 10,240 letters is made of. */
const MOST = 100_000;

const LETTERS = 40;

/** What all documents of a plan may cost: some of them much, but not all, so that it grows with the plan and no faster. */
const BASE = 500_000;
const PER_RESOURCE = 2_000;

/** Levels of evaluation, and of what it gives: the stack of the engine holds more. */
const DEEPEST = 500;

/**
 * What the expressions of one document have cost so far: locals that name others twice double with each, and those that name
 * themselves have no end. All methods throw `Unreadable` when it is more than any policy needs.
 */
export class Effort {
  private amount = 0;

  constructor(
    private readonly most = MOST,
    private depth = 0,
  ) {}

  get level(): number {
    return this.depth;
  }

  get spent(): number {
    return this.amount;
  }

  /** Nodes that may still be made. */
  get left(): number {
    return Math.max(0, this.most - this.amount);
  }

  within<T>(evaluate: () => T): T {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new Unreadable();
    const found = evaluate();
    this.depth -= 1;
    return found;
  }

  spend(amount: number): void {
    this.amount += amount;
    if (this.amount > this.most) throw new Unreadable();
  }

  spendText(part: TextPart): void {
    this.spend(1 + (typeof part === "string" ? part.length / LETTERS : 0));
  }

  /** A value with all that is in it. */
  weigh(node: Node, depth = 0): void {
    if (depth > DEEPEST) throw new Unreadable();
    switch (node.kind) {
      case "scalar":
        this.spendText(typeof node.value === "string" ? node.value : "");
        break;
      case "partial":
        for (const part of node.parts) this.spendText(part);
        break;
      case "list":
        this.spend(1);
        for (const item of node.items) this.weigh(item, depth + 1);
        break;
      case "map":
        this.spend(1);
        for (const { value } of node.entries) this.weigh(value, depth + 1);
        break;
      case "unresolved":
        this.spend(1);
    }
  }
}

/** Gives each document of a plan what it may cost, as long as there is anything left. */
export class Allowance {
  private left: number;
  private current: Effort | null = null;

  constructor(
    resources: number,
    private readonly budget?: ReadBudget,
  ) {
    this.left = BASE + resources * PER_RESOURCE;
  }

  /** @throws Unreadable when it is more than any policy needs, or nothing is left */
  spend<T>(read: (effort: Effort) => T): T {
    const outer = this.current;
    // What reads an attribute within another one goes on from its depth: both are on one stack.
    const effort = new Effort(Math.min(MOST, this.left), outer?.level);
    this.current = effort;
    try {
      return read(effort);
    } finally {
      this.current = outer;
      this.left -= effort.spent;
      this.budget?.spend(effort.spent);
    }
  }
}
