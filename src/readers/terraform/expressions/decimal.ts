/**
 * A number as Terraform represents it: a 512-bit binary float
 * (https://pkg.go.dev/github.com/zclconf/go-cty/cty#NumberVal). The type is the shortest string, without an exponent,
 * that identifies the number. As in Terraform, `-0` and `0` are different strings.
 */
export type Decimal = string;

const BITS = 512;

/** No policy contains longer numbers or larger exponents. */
const MAX_LENGTH = 1000;
const MAX_EXPONENT = 1000;

/** A float: `mantissa * 2 ** exponent`. */
interface Float {
  readonly negative: boolean;
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** Converts a number as written in source or JSON. Returns null if it isn't a number, or is too large to be worth calculating. */
export function decimalOf(text: string): Decimal | null {
  const float = parse(text);
  return float === null ? null : format(float);
}

/**
 * Whether Terraform accepts a string as a number (Go's `big.ParseFloat`), including numbers that `Decimal` can't
 * represent: an infinity, `1p3`, `1e9999`.
 */
export function isNumeral(text: string): boolean {
  return /^[+-]?(?:[Ii]nf|(?:\d+(?:\.\d*)?|\.\d+)(?:[eEpP][+-]?\d{1,9})?)$/.test(text);
}

export function decimalOfNumber(value: number): Decimal {
  return Object.is(value, -0) ? "-0" : (decimalOf(String(value)) ?? String(value));
}

export function negated(value: Decimal): Decimal {
  return value.startsWith("-") ? value.slice(1) : `-${value}`;
}

export function isWholeNumber(value: Decimal): boolean {
  return !value.includes(".");
}

/**
 * The result of an operation. Returns null if it can't be represented: Terraform can divide by zero, and fails only
 * when it formats the infinity.
 */
export function calculated(operator: "+" | "-" | "*" | "/" | "%", left: Decimal, right: Decimal): Decimal | null {
  const [a, b] = [parse(left), parse(right)];
  if (a === null || b === null) return null;
  switch (operator) {
    case "+":
      return format(sum(a, b));
    case "-":
      return format(sum(a, { ...b, negative: !b.negative }));
    case "*":
      return format(
        rounded({
          negative: a.negative !== b.negative,
          mantissa: a.mantissa * b.mantissa,
          exponent: a.exponent + b.exponent,
        }),
      );
    case "/":
      return b.mantissa === 0n ? null : format(quotient(a, b));
    case "%":
      // Terraform returns the dividend.
      return b.mantissa === 0n ? left : format(remainder(a, b));
  }
}

/** Negative, zero, or positive if `left` is less than, equal to, or greater than `right`. */
export function compared(left: Decimal, right: Decimal): number {
  const [a, b] = [parse(left), parse(right)];
  if (a === null || b === null) return left === right ? 0 : 1;
  const difference = sum(a, { ...b, negative: !b.negative });
  return difference.mantissa === 0n ? 0 : difference.negative ? -1 : 1;
}

/** Positive if the float is larger than its decimal text, negative if it is smaller. Few decimals are exact as binary floats. */
export function excess(value: Decimal): number {
  const float = parse(value);
  const [, whole = "", fraction = ""] = /^-?(\d*)(?:\.(\d*))?$/.exec(value) ?? [];
  if (float === null) return 0;
  const [shift, scale] = [BigInt(Math.abs(float.exponent)), 10n ** BigInt(fraction.length)];
  const [held, written] = [float.mantissa * scale, BigInt(whole + fraction)];
  const difference = float.exponent < 0 ? held - (written << shift) : (held << shift) - written;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

function parse(text: string): Float | null {
  const found = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text);
  const [, sign, whole = "", fraction = "", power = "0"] = found ?? [];
  if (found === null || text.length > MAX_LENGTH || whole + fraction === "") return null;
  const exponent = Number(power) - fraction.length;
  if (Math.abs(exponent) > MAX_EXPONENT) return null;
  const digits = BigInt(whole + fraction);
  const scale = 10n ** BigInt(Math.abs(exponent));
  const negative = sign === "-";
  if (exponent >= 0) return rounded({ negative, mantissa: digits * scale, exponent: 0 });
  return divided(negative, digits, scale, 0);
}

/** Divides with enough bits for rounding, plus one for the remainder. */
function divided(negative: boolean, numerator: bigint, denominator: bigint, exponent: number): Float {
  if (numerator === 0n) return { negative, mantissa: 0n, exponent: 0 };
  const shift = Math.max(0, BITS + 2 + lengthOf(denominator) - lengthOf(numerator));
  const shifted = numerator << BigInt(shift);
  const whole = shifted / denominator;
  // An extra bit represents everything that was cut off, so that exactly half can be distinguished from more than half.
  const rest = shifted % denominator === 0n ? 0n : 1n;
  return rounded({ negative, mantissa: (whole << 1n) | rest, exponent: exponent - shift - 1 });
}

function quotient(a: Float, b: Float): Float {
  return divided(a.negative !== b.negative, a.mantissa, b.mantissa, a.exponent - b.exponent);
}

/** Like cty's `Modulo`, uses a rounded quotient, so the result may be negative (`0.7 % 0.07`). */
function remainder(a: Float, b: Float): Float {
  const { negative, mantissa, exponent } = quotient(a, b);
  const times = exponent < 0 ? mantissa >> BigInt(-exponent) : mantissa << BigInt(exponent);
  const whole = rounded({
    negative: (negative && times > 0n) === b.negative,
    mantissa: times * b.mantissa,
    exponent: b.exponent,
  });
  return sum(a, whole);
}

function sum(a: Float, b: Float): Float {
  if (a.mantissa === 0n) return b.mantissa === 0n ? { ...a, negative: a.negative && b.negative } : b;
  if (b.mantissa === 0n) return a;
  const exponent = Math.min(a.exponent, b.exponent);
  const [left, right] = [a, b].map((one) => {
    const mantissa = one.mantissa << BigInt(one.exponent - exponent);
    return one.negative ? -mantissa : mantissa;
  }) as [bigint, bigint];
  const total = left + right;
  return rounded({ negative: total < 0n, mantissa: total < 0n ? -total : total, exponent });
}

function lengthOf(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

/** Rounds to 512 bits, with halves rounded to even. */
function rounded({ negative, mantissa, exponent }: Float): Float {
  const excess = lengthOf(mantissa) - BITS;
  if (excess <= 0) return { negative, mantissa, exponent };
  const shift = BigInt(excess);
  const kept = mantissa >> shift;
  const rest = mantissa - (kept << shift);
  const half = 1n << (shift - 1n);
  const up = rest > half || (rest === half && (kept & 1n) === 1n) ? 1n : 0n;
  return { negative, mantissa: kept + up, exponent: exponent + excess };
}

/** The shortest text that is closer to this number than to any other 512-bit number. */
function format({ negative, mantissa, exponent }: Float): Decimal {
  const sign = negative ? "-" : "";
  if (mantissa === 0n) return `${sign}0`;
  const isExactInteger = exponent >= 0 || mantissa % (1n << BigInt(-exponent)) === 0n;
  const length = lengthOf(mantissa);
  if (isExactInteger && length + exponent <= BITS)
    return `${sign}${exponent >= 0 ? mantissa << BigInt(exponent) : mantissa >> BigInt(-exponent)}`;
  return `${sign}${shortest(mantissa << BigInt(BITS - length), exponent - (BITS - length))}`;
}

/** The shortest text of a positive float. Expects a `mantissa` of 512 bits. */
function shortest(mantissa: bigint, exponent: number): string {
  // The number, and the largest distance that a text can have from it, both in quarters of the last bit.
  const value = mantissa * 4n;
  const isLowest = mantissa === 1n << BigInt(BITS - 1);
  const [below, above] = [isLowest ? 1n : 2n, 2n];
  const power = exponent - 2;
  const isEven = (mantissa & 1n) === 0n;
  // value * 2^power = numerator / denominator
  const [scale, denominator] = power >= 0 ? [1n << BigInt(power), 1n] : [1n, 1n << BigInt(-power)];
  const [low, exact, high] = [(value - below) * scale, value * scale, (value + above) * scale];
  const inside = (text: bigint, unit: bigint, times: bigint): boolean => {
    const [scaled, from, to] = [text * unit, low * times, high * times];
    return isEven ? scaled >= from && scaled <= to : scaled > from && scaled < to;
  };
  const digitsBefore = (exact / denominator).toString().length;
  for (let places = -digitsBefore; ; places += 1) {
    // Texts with `places` digits after the decimal point: n / 10^places.
    const ten = 10n ** BigInt(Math.abs(places));
    const [times, unit] = places >= 0 ? [ten, denominator] : [1n, denominator * ten];
    const floor = (exact * times) / unit;
    const nearest = 2n * (exact * times - floor * unit) >= unit ? [floor + 1n, floor] : [floor, floor + 1n];
    const found = nearest.find((one) => inside(one, unit, times));
    if (found !== undefined) return places <= 0 ? `${found * 10n ** BigInt(-places)}` : withPoint(found, places);
  }
}

function withPoint(digits: bigint, places: number): string {
  const text = digits.toString().padStart(places + 1, "0");
  return `${text.slice(0, -places)}.${text.slice(-places)}`.replace(/(?:\.|(?<![0.]))0+$/, "");
}
