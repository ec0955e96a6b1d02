/** A JSON reader's state between two tokens, with the number of earlier tokens that were out of place. */
export interface JsonShape {
  readonly expects: "key" | "colon" | "value" | "comma";
  /** Whether the last token opened a bracket, so that the bracket is still empty. */
  readonly isEmpty: boolean;
  readonly container: Container | null;
  readonly oddities: number;
}

interface Container {
  readonly bracket: "{" | "[";
  readonly outer: Container | null;
}

export const DOCUMENT_START: JsonShape = { expects: "value", isEmpty: false, container: null, oddities: 0 };

/**
 * The shape after a token. The token's first character shows its kind. A missing comma doesn't change the shape, but counts as one token out of place.
 */
export function afterToken(shape: JsonShape, token: string): JsonShape {
  const { container, expects } = shape;
  const sign = token.charAt(0);
  switch (sign) {
    case ",":
      return { ...followedBy(shape, expects === "comma"), expects: container?.bracket === "{" ? "key" : "value" };
    case ":":
      return { ...followedBy(shape, expects === "colon"), expects: "value" };
    case "{":
    case "[": {
      const opened: Container = { bracket: sign, outer: container };
      const next = followedBy(shape, expects === "value");
      return { ...next, expects: sign === "{" ? "key" : "value", isEmpty: true, container: opened };
    }
    case "}":
    case "]": {
      const isPair = container?.bracket === (sign === "}" ? "{" : "[");
      const next = followedBy(shape, isPair && (expects === "comma" || shape.isEmpty));
      return { ...next, expects: "comma", container: container?.outer ?? null };
    }
    case '"': {
      const isKey = expects === "key" || (expects === "comma" && container?.bracket === "{");
      const next = followedBy(shape, expects === "key" || expects === "value");
      return { ...next, expects: isKey ? "colon" : "comma" };
    }
    default:
      return { ...followedBy(shape, expects === "value"), expects: "comma" };
  }
}

function followedBy(shape: JsonShape, fits: boolean): JsonShape {
  return { ...shape, isEmpty: false, oddities: shape.oddities + (fits ? 0 : 1) };
}
