import { pathToFileURL } from "node:url";

type Change = (code: string) => string;
const load = async (name: string) => import(pathToFileURL(`scripts/${name}.mjs`).href);
const { valuesAsParameters } = (await load("values-as-parameters")) as { valuesAsParameters: Change };
const { thisInVariables } = (await load("this-in-variables")) as { thisInVariables: Change };
const { shortPrivate } = (await load("short-private")) as { shortPrivate: Change };

const value = (code: string) => new Function(`${code}; return result;`)() as unknown;

test.each([
  ["a variable of a function that is only called", "function f(a) { let b = a + 1; return b * b }; let result = f(2)"],
  ["one of a function without parameters", "function f() { let [b] = [3]; return b }; let result = f()"],
  [
    "one of a private method",
    "class A { #m(a) { let b = a; return b } n() { return this.#m(4) } }; let result = new A().n()",
  ],
  ["one of a function that is called where it is defined", "let result = ((a) => { let b = a + 1; return b * b })(2)"],
  ["one of such a function without parentheses", "let result = (a => { let b = a + 1, c = b; return { c } })(2)"],
  [
    "one of such a function with more statements",
    "let result = (() => { let b = []; for (const a of [1]) b.push(a); return b })()",
  ],
  [
    "one within another's value",
    "let result = (a => { let b = (c => { let d = c + a; return d })(3); return [b, b] })(2)",
  ],
  [
    "one within another's statements",
    "let result = (a => { let b = a; return ((c) => { let d = c; return d + b })(b) })(2)",
  ],
  ["one of an array's callback", "let result = [4, 5].map((a) => { let b = a + 1; return [b, b] })"],
  ["one of a callback that uses the index", "let result = [4, 5].filter((a, at) => { let b = at; return b + b })"],
])("makes %s a parameter", (_, code) => {
  const changed = valuesAsParameters(code);
  expect(changed).not.toMatch(/\{\s*let /);
  expect(value(changed)).toEqual(value(code));
});

test.each([
  ["is used as a value", "function f(a) { let b = a; return b }; let result = [1].map(f)"],
  ["gets more arguments than it names", "function f(a) { let b = 1; return b }; let result = f(2, 3)"],
  ["gets any number of arguments", "function f(a) { let b = 1; return b }; let result = f(...[2, 3])"],
  ["is called with more where it is defined", "let result = ((a) => { let b = a; return b })(2, 3)"],
  ["is called with any number where it is defined", "let result = ((a) => { let b = a; return b })(...[2, 3])"],
  ["replaces text", "let result = 'ab'.replace(/./g, (a) => { let b = a; return b + b })"],
  ["is passed on together with something else", "let result = Array.from([1], (a) => { let b = a; return b })"],
  ["has a rest parameter", "function f(...a) { let b = 1; return [a, b] }; let result = f(2)"],
  [
    "uses a variable that it declares later",
    "function f() { let b = () => c; let c = 1; return b() }; let c = 2, result = f()",
  ],
  [
    "uses a function that it declares later",
    "function f() { let b = c(); return b; function c() { return 1 } }; let result = f()",
  ],
  [
    "uses a hoisted variable",
    "function f() { let b = () => c; for (var c = 0; c < 3; c++); return b() }; let c = 9, result = f()",
  ],
  ["is asynchronous", "async function f() { let b = await 1; return b }; let result = f()"],
  ["is a generator", "function* f() { let b = yield 1; return b }; let result = [...f()]"],
])("leaves a function that %s", (_, code) => {
  expect(valuesAsParameters(code)).toBe(code);
});

const USES = "[this.a, this.a, this.a, this.a]";
const A = "let A = class { a = 2 }";

test.each([
  ["in a method", `class B { a = 1; m() { return ${USES} } }; let result = new B().m()`],
  [
    "before a method's first variables",
    `class B { a = 1; m() { let[b, c] = ${USES}; return b + c } }; let result = new B().m()`,
  ],
  [
    "for the arrow functions in a method",
    `class B { a = 1; m() { return (() => ${USES})() } }; let result = new B().m()`,
  ],
  ["in a function", `function f() { return ${USES} }; let result = f.call({ a: 3 })`],
  ["in a generator", `class B { a = 1; *m() { yield* ${USES} } }; let result = [...new B().m()]`],
  ["in a constructor", `class B { constructor() { this.a = 1; this.b = ${USES} } }; let result = { ...new B() }`],
])("puts `this` into a variable %s", (_, code) => {
  const changed = thisInVariables(code);
  expect(changed.match(/\bthis\b/g)).toHaveLength(1);
  expect(value(changed)).toEqual(value(code));
});

test.each([
  ["where it is rarely used", "class B { a = 1; m() { return [this.a, this.a, this.a] } }; let result = new B().m()"],
  [
    "in the constructor of a derived class",
    `${A}; class B extends A { constructor() { super(); this.b = ${USES} } }; let result = { ...new B() }`,
  ],
  ["of inner classes", `function f() { return class { a = 1; b = ${USES} } }; let result = { ...new (f())() }`],
  ["of values of parameters", `class B { a = 1; m(b = ${USES}) { return b } }; let result = new B().m()`],
  ["after a directive", `function f() { "use strict"; return ${USES} }; let result = f.call({ a: 3 })`],
])("leaves `this` %s", (_, code) => {
  expect(thisInVariables(code)).toBe(code);
});

test("shortens each private name to a single letter", () => {
  const inner = "class B { #ab = 1; get() { return this.#ab } }";
  const code = `class A { #ab = 1; #cd() { ${inner}; return new B().get() + this.#ab } n() { return this.#cd() } static is(x) { return #ab in x } }
class C { #ef = 5; get() { return this.#ef } }; let result = [new A().n(), A.is({}), new C().get()]`;
  const changed = shortPrivate(code);
  expect(changed).not.toMatch(/#\w\w/);
  expect(value(changed)).toEqual([2, false, 5]);
});
