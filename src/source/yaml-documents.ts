import { Composer, type CST, type Document, Lexer, type ParsedNode, Parser } from "yaml";
import { TOO_DEEP } from "./why-unread.js";

/** Nobody fixes more faults one by one. Beyond this, only the first one is reported. */
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
 * The documents of YAML text, with the errors of each.
 *
 * YAML 1.2 requires each line of a flow collection or a quoted string to be indented deeper than its key. CloudFormation's parser
 * doesn't (nor do SnakeYAML and PyYAML), and templates that AWS publishes rely on this. Text with faults is therefore read
 * again without that rule, and accepted if it then has none.
 * @throws TooManyFaults
 */
export function yamlDocuments(text: string): readonly Document.Parsed[] {
  const documents = unlessTooMany(text, new Parser());
  const faults = Array.isArray(documents) ? documents.flatMap(({ errors }) => errors) : [documents];
  // Deep nesting is a fault in either reading, and costs memory each time.
  if (faults.length === 0 || faults.some(({ message }) => message.startsWith("Maximum call stack")))
    return known(documents);
  const lenient = unlessTooMany(text, parserWithoutFlowIndent());
  const isWhole = Array.isArray(lenient) && lenient.every(({ errors }) => errors.length === 0);
  return known(isWhole ? lenient : documents);
}

type Reading = readonly Document.Parsed[] | TooManyFaults;

/** Thousands of strings that continue at the margin are as many faults, none of which is a fault in the other reading. */
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
 * The library keeps an error with its stack, a kilobyte, for each comma of a text of commas, and a warning for each unknown tag,
 * such as CloudFormation's. The function that records them is not part of its interface. If it is missing, all are kept.
 */
function composed(text: string, parser: Parser): readonly Document.Parsed[] {
  // No policy or template uses what `!!omap`, `!!set`, `!!binary`, and the like make of a value, so the value stays as written.
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
 * Other parsers accept a comment that touches a bracket or a quote (`}# x`). After a value of a flow map, a comment at the margin
 * counts as touching here.
 */
function isTouchingComment(text: string, source: unknown, message: unknown): boolean {
  const at = offsetOf(source);
  return /[\]},"'\n]/.test(text[at - 1] ?? "") && String(message).startsWith("Comments must be separated");
}

/** The library's stack trace is of no use, and takes longer to find than the fault. */
function withoutStacks<T>(compose: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return compose();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Files that people and tools write have a dozen levels. */
const MAX_LEVELS = 500;

/**
 * The library recurses into nested values. At the end of the stack, V8 may have to compile a regular expression, and a process
 * that can't do that dies with "RegExpCompiler Allocation failed" instead of throwing.
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
 * The library's lexer compares each line with `indentNext`, the indentation that the surrounding block requires. Inside brackets
 * and quotes, this one requires none. The members are not part of the library's interface, and a test of each kind notices if
 * they change.
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
