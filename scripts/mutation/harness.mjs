// The parts of jest's globals that the tests of src/iam use, so that the tests can run a thousand times in one process.
import { expect } from "expect";
import fc from "fast-check";

/** Tests in the order of their files: a name and a function to run. */
export const tests = [];
const before = [];
const names = [];

function describe(name, body) {
  names.push(name);
  body();
  names.pop();
}

function test(name, body) {
  tests.push({ name: [...names, name].join(" > "), body });
}

function eachOf(make) {
  return (table) => (name, body) => {
    for (const row of table) {
      const values = Array.isArray(row) ? row : [row];
      make(`${name} ${JSON.stringify(values[0])}`, () => body(...values));
    }
  };
}

describe.each = eachOf(describe);
test.each = eachOf(test);
test.skip = () => {};
describe.skip = () => {};

Object.assign(globalThis, {
  describe,
  test,
  it: test,
  expect,
  beforeAll: (body) => before.push(body),
  beforeEach: () => {
    throw new Error("beforeEach is not supported here");
  },
  afterAll: () => {},
  afterEach: () => {},
});

// Every mutant gets the same inputs.
fc.configureGlobal({ seed: 1 });

export async function prepare() {
  for (const body of before) await body();
}
