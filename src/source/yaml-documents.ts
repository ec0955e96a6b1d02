import { Composer, type CST, type Document, Lexer, type ParsedNode, Parser } from "yaml";
import { TOO_DEEP } from "./why-unread.js";

/** More faults than anyone fixes one by one. Beyond this number, only the first one is reported. */
const MAX_FAULTS = 10_000;

export class TooManyFaults extends Error {
  constructor(
    readonly reason: string,
    readonly offset: number,
  ) {
    super();
  }
}

/**
 * The documents in YAML text, with the errors of each.
 *
 * YAML 1.2 requires each line of a flow collection or quoted string to be indented more than its key. CloudFormation's
 * parser doesn't (nor do SnakeYAML and PyYAML), and templates published by AWS rely on this. Text with faults is
 * therefore read again without that rule, and accepted if no faults remain.
 * @throws TooManyFaults
 */
export function yamlDocuments(text: string): readonly Document.Parsed[] {
  const documents = unlessTooMany(text, new Parser());
  const faults = Array.isArray(documents) ? documents.flatMap(({ errors }) => errors) : [documents];
  // Nesting that is too deep is a fault with or without the rule, and each parse costs memory.
  if (faults.length === 0 || faults.some(({ message }) => message.startsWith("Maximum call stack")))
    return known(documents);
  const lenient = unlessTooMany(text, parserWithoutFlowIndent());
  const isWhole = Array.isArray(lenient) && lenient.every(({ errors }) => errors.length === 0);
  return known(isWhole ? lenient : documents);
}

type Reading = readonly Document.Parsed[] | TooManyFaults;

/**
 * Parses the text. If it has too many faults, returns that fault instead of throwing it: thousands of strings that continue in the first
 * column cause as many faults in the strict reading, but none in the lenient one.
 */
function unlessTooMany(text: string, parser: Parser): Reading {
  try {
    return composed(text, parser);
  } catch (error) {
    if (error instanceof TooManyFaults) return error;
    throw error;
  }
}

function known(reading: Reading): readonly Document.Parsed[] {
  if (reading instanceof TooManyFaults) throw reading;
  return reading;
}

/**
 * Parses the text, drops warnings, and throws the first error if there are too many. For each comma in a text of commas, the library keeps
 * an error with a stack trace of about a kilobyte, and for each unknown tag, such as CloudFormation's, a warning. The function that records
 * them isn't part of the library's interface. If that function is missing, all errors and warnings are kept.
 */
function composed(text: string, parser: Parser): readonly Document.Parsed[] {
  // No policy or template needs the values that `!!omap`, `!!set`, `!!binary`, and similar tags produce, so values stay
  // as written.
  const options = { uniqueKeys: false, schema: "core", resolveKnownTags: false, logLevel: "silent" } as const;
  const composer = new Composer<ParsedNode>(options);
  const note: unknown = Reflect.get(composer, "onError");
  let first: TooManyFaults | null = null;
  let count = 0;
  const noteSome = (source: unknown, code: unknown, message: unknown, isWarning?: boolean): void => {
    if (isWarning === true || isTouchingComment(text, source, message)) return;
    first ??= new TooManyFaults(String(message), offsetOf(source));
    count += 1;
    if (count > MAX_FAULTS) throw first;
    if (typeof note === "function") note(source, code, message, false);
  };
  if (typeof note === "function") Reflect.set(composer, "onError", noteSome);
  return withoutStacks(() => [...composer.compose(withoutDepths(parser.parse(text)))]);
}

/**
 * Other parsers accept a comment that touches a bracket or a quote (`}# x`). This library rejects it, and also a
 * comment in the first column after a value in a flow map.
 */
function isTouchingComment(text: string, source: unknown, message: unknown): boolean {
  const at = offsetOf(source);
  return /[\]},"'\n]/.test(text[at - 1] ?? "") && String(message).startsWith("Comments must be separated");
}

/** The library's stack traces are useless, and creating one takes longer than finding the fault. */
function withoutStacks<T>(compose: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return compose();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The deepest nesting. Real files have about a dozen levels. */
const MAX_LEVELS = 500;

/**
 * The library recurses into nested values. When the stack is nearly full, V8 may have to compile a regular expression;
 * if it can't, the process dies with "RegExpCompiler Allocation failed" instead of throwing an error.
 */
function* withoutDepths(tokens: Iterable<CST.Token>): Generator<CST.Token, void> {
  for (const token of tokens) {
    if (isDeep(token)) throw new RangeError(TOO_DEEP);
    yield token;
  }
}

function isDeep(root: CST.Token): boolean {
  const open: { readonly token: CST.Token; readonly level: number }[] = [{ token: root, level: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, level } = next;
    if (level > MAX_LEVELS) return true;
    for (const inner of tokensIn(token)) open.push({ token: inner, level: level + 1 });
  }
  return false;
}

function tokensIn(token: CST.Token): readonly CST.Token[] {
  switch (token.type) {
    case "document":
      return token.value === undefined ? [] : [token.value];
    case "block-map":
    case "block-seq":
    case "flow-collection":
      return token.items.flatMap(({ key, value }) => [key ?? [], value ?? []].flat());
    default:
      return [];
  }
}

/** The offset of a fault, which the library reports as an offset, a range, or a token. */
function offsetOf(source: unknown): number {
  const [offset]: readonly unknown[] = Array.isArray(source) ? source : [source];
  const at: unknown = typeof offset === "object" && offset !== null ? Reflect.get(offset, "offset") : offset;
  return typeof at === "number" ? at : 0;
}

/**
 * The library's lexer compares each line with `indentNext`, the indentation that the enclosing block requires. In this
 * parser, brackets and quotes require none. The members aren't part of the library's interface; tests cover each kind
 * and fail if the members change.
 */
function parserWithoutFlowIndent(): Parser {
  const [parser, lexer] = [new Parser(), new Lexer()];
  let indentNext: unknown = Reflect.get(lexer, "indentNext");
  let isQuoted = false;
  Object.defineProperty(lexer, "indentNext", {
    get: () => (isQuoted || Number(Reflect.get(lexer, "flowLevel")) > 0 ? 0 : indentNext),
    set: (value: unknown) => {
      indentNext = value;
    },
  });
  const parseQuoted: unknown = Reflect.get(lexer, "parseQuotedScalar");
  Reflect.set(lexer, "parseQuotedScalar", function* quoted(): Generator<unknown, unknown, unknown> {
    if (typeof parseQuoted !== "function") return null;
    isQuoted = true;
    try {
      return yield* parseQuoted.call(lexer);
    } finally {
      isQuoted = false;
    }
  });
  Reflect.set(parser, "lexer", lexer);
  return parser;
}
