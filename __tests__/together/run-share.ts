import { shareOf } from "./shares.mjs";

const NAMES = ["describe", "test", "it", "beforeAll", "beforeEach", "afterAll", "afterEach"] as const;

type Global = Record<string, unknown>;
type Callable = (...args: unknown[]) => unknown;
/** A call of one of jest's functions, such as `test.each(table)("title", run)`: `["test", "each"]` and two lists of arguments. */
interface Call {
  readonly path: readonly string[];
  readonly args: readonly (readonly unknown[])[];
}

/**
 * Defines the tests of a share's files here, which the address of the calling file selects. Each file's tests are in a `describe`, so its hooks apply to them only. A file
 * is imported asynchronously, which jest doesn't allow within `describe`, so its calls are recorded and made afterwards.
 */
export async function runShare(url: string): Promise<void> {
  const files = shareOf(url);
  // With `ONLY`, a share may be empty, and jest requires a test in each file.
  if (files.length === 0) test("has no files", () => expect(files).toEqual([]));
  for (const file of files) {
    const calls = await callsOf(file);
    describe(file, () => {
      for (const call of calls) make(call);
    });
  }
}

async function callsOf(file: string): Promise<readonly Call[]> {
  const calls: Call[] = [];
  const globals = globalThis as unknown as Global;
  const real = NAMES.map((name) => [name, globals[name]] as const);
  for (const name of NAMES) globals[name] = recorder([name], calls);
  try {
    await import(`../${file}`);
  } finally {
    for (const [name, value] of real) globals[name] = value;
  }
  return calls;
}

/** Represents one of jest's functions. `each` returns the function that is called with a title. */
function recorder(path: readonly string[], calls: Call[]): unknown {
  return new Proxy(() => undefined, {
    get: (_, name) => recorder([...path, String(name)], calls),
    apply: (_, _this, args: unknown[]) => {
      if (path.at(-1) !== "each") return void calls.push({ path, args: [args] });
      return (...more: unknown[]) => void calls.push({ path, args: [args, more] });
    },
  });
}

/** Makes the recorded call of the real function. Members need their function as `this`. */
function make({ path, args }: Call): void {
  let called: unknown = globalThis;
  let holder: unknown;
  for (const name of path) [holder, called] = [called, (called as Global)[name]];
  for (const list of args) called = (called as Callable).apply(holder, [...list]);
}
