import { parseExpression } from "../../hcl/parse-expression.js";
import { subjectsOf } from "../terraform/expressions/refers-to.js";
import { writtenAttribute } from "../terraform/expressions/written-text.js";
import type { SourceAttribute } from "../terraform/source/source-block.js";

/** The references in an attribute's expression, without attributes and keys. Empty if the expression can't be parsed. */
export function subjectsWritten(attribute: SourceAttribute): readonly string[] {
  const { text, range } = writtenAttribute(attribute);
  const expression = parseExpression(text, range);
  return expression === null ? [] : [...subjectsOf(expression)];
}
