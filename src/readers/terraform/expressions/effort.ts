import { Unreadable } from "../../../hcl/unreadable.js";
import type { Node, TextPart } from "../../../source/node.js";
import type { ReadBudget } from "../../read-budget.js";

/** The limit for one document, in expressions, elements, and runs of `LETTERS` characters. A policy of 10,240 characters needs far less. */
const LIMIT = 100_000;

const LETTERS = 40;

/** The limit for all documents in a plan. A few may be expensive but not all, so the total cost grows linearly with the plan. */
const BASE = 500_000;
const PER_RESOURCE = 2_000;

/** Limits the depth of evaluation and of its results. The engine's stack can take more. */
const MAX_DEPTH = 500;

/**
 * Adds up the cost of evaluating a document's expressions. Locals that use other locals twice double the cost at each
 * level, and locals that use themselves never end. The methods throw `Unreadable` once the cost exceeds what any policy
 * needs.
 */
export class Effort {
  private amount = 0;

  constructor(
    private readonly most = LIMIT,
    private depth = 0,
  ) {}

  get level(): number {
    return this.depth;
  }

  get spent(): number {
    return this.amount;
  }

  /** How many more nodes may be created. */
  get left(): number {
    return Math.max(0, this.most - this.amount);
  }

  within<T>(evaluate: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new Unreadable();
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

  /** Charges for a value and everything in it. */
  weigh(node: Node, depth = 0): void {
    if (depth > MAX_DEPTH) throw new Unreadable();
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

/** Grants each document in a plan an effort as long as any is left. */
export class Allowance {
  private left: number;
  private current: Effort | null = null;

  constructor(
    resources: number,
    private readonly budget?: ReadBudget,
  ) {
    this.left = BASE + resources * PER_RESOURCE;
  }

  /** @throws Unreadable if it costs more than any policy needs, or if nothing is left */
  spend<T>(read: (effort: Effort) => T): T {
    const outer = this.current;
    // A nested read continues at the depth of the outer one, because both share one stack.
    const effort = new Effort(Math.min(LIMIT, this.left), outer?.level);
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
