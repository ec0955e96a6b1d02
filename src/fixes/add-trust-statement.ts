import type { PolicyDocument, Statement } from "../iam/model.js";
import { rangeOf } from "../source/place.js";
import { isShared } from "../source/yaml-anchors.js";
import { appendStatement, blockWord } from "./append-statement.js";
import { firstStatement } from "./first-statement.js";
import { trustEntries } from "./statement-entries.js";
import { statementLike, type TrustedPrincipal } from "./statement-like.js";
import { endOfLine, lineBefore, lineEndOf, type TextEdit } from "./text-edit.js";
import { isBelow } from "./written-list.js";

/**
 * The edits that add a statement after the last one of a trust policy, in that statement's style. Returns null if the
 * statements aren't plainly written together in the file.
 */
export function addTrustStatement(document: PolicyDocument, principal: TrustedPrincipal): readonly TextEdit[] | null {
  const { statements } = document;
  if (statements.length === 0) return firstStatement(document, trustEntries(principal));
  const alike = statements.map((statement) => statementLike(statement, principal)).findLast((text) => text !== null);
  const appended = appendStatement(statements, {
    alike: alike ?? null,
    entries: trustEntries(principal),
  });
  const [only, ...others] = statements;
  return appended ?? (only === undefined || others.length > 0 ? null : principalEdits(only, principal));
}

/**
 * Block YAML without a dash has no room for a second statement. Adds the principal to the only statement instead, if
 * that statement limits nothing else.
 */
function principalEdits(
  { effect, actions, conditions, principals, place }: Statement,
  { type, id }: TrustedPrincipal,
): readonly TextEdit[] | null {
  const whole = rangeOf(place);
  if (whole === null || isShared(whole.file, whole.start)) return null;
  if (!isBelow(whole.file.text, whole.start, "Statement", "value")) return null;
  const isPlain = effect === "Allow" && conditions.length === 0 && !actions.negated && principals?.negated === false;
  const isAssume = actions.patterns.every(({ text }) => text === "sts:AssumeRole");
  if (!isPlain || !isAssume || principals.principals.some((other) => other.type === type)) return null;
  const range = rangeOf(principals.place);
  if (range === null || !/^["']?[A-Za-z]+["']?:\s/.test(range.file.text.slice(range.start, range.end))) return null;
  const { file } = range;
  const lead = lineBefore(file, range.start);
  if (!/^[ \t]+$/.test(lead)) return null;
  const at = endOfLine(file, range.end);
  return [{ file, start: at, end: at, newText: `${lineEndOf(file.text)}${lead}${type}: ${blockWord(id)}` }];
}
