import { jsonNumbers } from "../../../source/json-numbers.js";
import type { Node } from "../../../source/node.js";
import { once } from "../../../source/once.js";
import type { Place } from "../../../source/place.js";
import { type Decimal, decimalOf } from "./decimal.js";
import { numberNode } from "./value-type.js";

/** Matches text that may contain numbers that JavaScript can't represent exactly. */
const LONG = /(?:^|[[:,])\s*-?(?:[\d.]{16}|\d+\.\d{13}|[\d.]+[eE])/;

/**
 * Numbers as they were written, keyed by their JavaScript values, which have fewer digits than Terraform's. Null if
 * several numbers have the same value.
 */
export class WrittenNumbers {
  private readonly known = new Map<number, Decimal | null>();
  private readonly ofTexts: (() => void)[] = [];

  /** Registers all numbers in JSON text. */
  take(text: string): void {
    this.ofTexts.push(
      once(() => {
        if (!LONG.test(text)) return;
        for (const { start, end } of jsonNumbers(text)) this.note(text.slice(start, end));
      }),
    );
  }

  /** Records a number and returns its JavaScript value. */
  note(written: string): number {
    const value = Number(written);
    const digits = decimalOf(written);
    // Both JavaScript and Terraform have a negative zero.
    if (digits === "0" || digits === "-0") return value;
    const isOther = value === 0 || (this.known.has(value) && this.known.get(value) !== digits);
    this.known.set(value, isOther ? null : digits);
    return value;
  }

  /** The node of a number. It is unresolved if the number's digits are unknown. */
  node(value: number, place: Place, shown: string): Node {
    for (const read of this.ofTexts) read();
    const digits = this.known.has(value) ? this.known.get(value) : ordinary(value);
    return typeof digits === "string" ? numberNode(digits, place) : { kind: "unresolved", place, expression: shown };
  }
}

function ordinary(value: number): Decimal | null {
  if (Object.is(value, -0)) return "-0";
  return Number.isSafeInteger(value) || /^-?\d+\.\d{1,12}$/.test(String(value)) ? String(value) : null;
}
